import json
from collections import defaultdict
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import roll_call

# So much of the hash of a code tells people of one site apart.
HASH_BEGINNING = 16


class VisitorMuster(models.Model):
    """The list of a site as a warden's phone keeps it: ready before it is needed."""

    _inherit = "visitor.muster"

    @api.model
    def _site_list(self, site):
        """Who is on the list of the roll call that runs, else who is inside now.

        No more of anybody than it takes to find them. The caller checked who may know.

        :param site: ``visitor.site``
        :return: ``{"version", "site_id", "site", "tz", "now", "running": id or False,
            "kind", "started_at", "ended_at", "red_after": seconds,
            "points": [{"id", "name"}],
            "areas": [{"id", "name"}], "lines": [{"key", "name", "number", "of",
            "n_of", "class", "firm", "host", "area": id or False, "area_name",
            "unseen", "added", "status", "at", "point": id or False, "codes"}]}``;
            moments are UTC; ``version`` changes with anything but ``now``; ``codes``
            are beginnings of the hashes of a pass's codes: a phone without network
            knows whose pass it scanned
        """
        site_sudo = site.sudo()
        muster_sudo = self.sudo()._running(site_sudo)
        lines = muster_sudo._list_lines() if muster_sudo else self._inside_lines(site)
        areas = {area.id: area.complete_name for area in site_sudo.area_ids}
        codes = self._code_hashes({line["person"] for line in lines} - {False})
        for line in lines:
            line["area_name"] = areas.get(line["area"], "")
            person = line.pop("person")
            line["codes"] = codes.get(person, []) if line["number"] == 1 else []
        points = self.env["visitor.muster.point"].sudo()  # of the site, for its wardens
        shown = {
            "site_id": site_sudo.id,
            "site": site_sudo.name,
            "tz": site_sudo._tz(),
            "running": muster_sudo.id,
            "kind": muster_sudo.kind or "",
            "started_at": self._iso(muster_sudo.started_at),
            "ended_at": "",
            "red_after": int(roll_call.RED_AFTER.total_seconds()),
            "points": [
                {"id": point.id, "name": point.name}
                for point in points.search([("site_id", "=", site_sudo.id)])
            ],
            "areas": [{"id": key, "name": name} for key, name in areas.items()],
            "lines": lines,
        }
        text = json.dumps(shown, sort_keys=True, ensure_ascii=True)
        version = sha256(text.encode()).hexdigest()[:16]
        return {"version": version, "now": self._iso(fields.Datetime.now()), **shown}

    def _list_lines(self):
        """The lines of the roll call that runs, as a phone shows them."""
        self.ensure_one()
        lines = self.env["visitor.muster.line"].search_fetch(
            [("muster_id", "=", self.id)],
            ["key", "name", "number", "group_size", "category", "organization"]
            + [
                "registration_id",
                "host_name",
                "area_id",
                "not_seen_leaving",
                "added_late",
                "status",
            ]
            + ["ticked_at", "point_id"],
        )
        return [
            {
                **self._list_line(
                    line.key, line.name, line.number, line.group_size, line.category
                ),
                "person": line.registration_id.id,
                "firm": line.organization or "",
                "host": line.host_name or "",
                "area": line.area_id.id,
                "unseen": line.not_seen_leaving,
                "added": line.added_late,
                "status": line.status,
                "at": self._iso(line.ticked_at),
                "point": line.point_id.id,
            }
            for line in lines
        ]

    @api.model
    def _inside_lines(self, site):
        """Whom a roll call would freeze now, all of them missing yet."""
        return [
            {
                **self._list_line(
                    person["key"],
                    person["name"],
                    person["number"],
                    person["group_size"],
                    person["category"],
                ),
                "person": person["registration_id"] or False,
                "firm": person["organization"] or "",
                "host": person["host_name"] or "",
                "area": person["area_id"] or False,
                "unseen": person["unseen"],
                "added": False,
                "status": "missing",
                "at": "",
                "point": False,
            }
            for person in self.env["visitor.muster.inside"]._rows(site)
        ]

    @api.model
    def _code_hashes(self, people):
        """Of visitors, the beginnings of what the database keeps of their codes.

        :param set people: ids of ``visitor.registration``
        """
        found = defaultdict(list)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.registration_id, LEFT(c.code_hash, %s)
                  FROM visitor_pass p JOIN visitor_pass_code c ON c.pass_id = p.id
                 WHERE p.registration_id = ANY(%s) ORDER BY c.id
                """,
                HASH_BEGINNING,
                sorted(people),
            )
        )
        for person, beginning in rows:
            found[person].append(beginning)
        return found

    @api.model
    def _list_line(self, key, name, number, size, category):
        return {
            "key": key,
            "name": name,
            "number": number,
            "of": size,
            "n_of": f"{number}/{size}" if size > 1 else "",
            "class": category,
        }

    @api.model
    def _iso(self, moment):
        return fields.Datetime.to_string(moment) if moment else ""
