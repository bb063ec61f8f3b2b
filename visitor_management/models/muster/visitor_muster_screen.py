from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import roll_call
from ...tools.groups import RECEPTION, SECURITY


class VisitorMusterScreen(models.AbstractModel):
    """What the screen of the roll call reads; it ticks by the calls of the roll call.

    The number of queries is the same however many people are inside.
    """

    _name = "visitor.muster.screen"
    _description = "Screen of the roll call"

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def read_screen(self, site_id=False):
        """Everything the screen shows when it opens.

        :param int site_id: the site last used here; the first one if it is not one of
            the user's
        :return: ``{"sites": [{"id", "name", "tz"}], "site_id", "may_end", "inside":
            how many would be on the list, "areas", "points", "wardens": how many have a
            link in use, "planned": the drill of the day or False, "muster": the one
            that runs or False, see :meth:`refresh`}``
        :raise AccessError: not reception
        :raise UserError: there is no site
        """
        self._check_reception()
        # pylint: disable-next=no-search-all
        sites = self.env["visitor.site"].search_fetch([], ["name", "tz"])
        if not sites:
            raise UserError(
                self.env._("There is no site yet. An administrator adds the first one.")
            )
        site = sites.filtered(lambda each: each.id == site_id) or sites[:1]
        musters = self.env["visitor.muster"]
        muster, planned = musters._running(site), musters._planned_today(site)
        inside = self.env["visitor.muster.inside"]
        links = self.env["visitor.muster.warden.link"].sudo()  # a number only
        return {
            "sites": [
                {"id": each.id, "name": each.name, "tz": each._tz()} for each in sites
            ],
            "site_id": site.id,
            "may_end": self.env.user.has_group(SECURITY),
            "inside": 0 if muster else inside._count(site),
            "attendance": inside._has_attendance(),
            "wardens": links.search_count(
                [
                    ("warden_id.site_id", "=", site.id),
                    ("bound_at", "!=", False),
                    ("ended_at", "=", False),
                    ("expires_at", ">", fields.Datetime.now()),
                ]
            ),
            "areas": self._named(site.area_ids, "complete_name"),
            "points": self._named(site.muster_point_ids, "name"),
            "planned": self._drill(planned) if planned else False,
            "muster": self._shown(muster) if muster else False,
        }

    @api.model
    @api.readonly
    def refresh(self, muster_id, line_ids=None):
        """Read again what has changed.

        :param int muster_id: the roll call on the screen
        :param list line_ids: those named on the bus; default: all
        :return: ``{"id", "kind", "name", "state", "started_at", "by", "red_after":
            seconds, "counts": of the statuses, ``all expected added``, "lines": [{
            "kind": "person", "id", "name", "category", "firm", "host", "area",
            "area_id", "unseen", "added", "status", "at", "point_id"}], "seconds": {
            "p95", "p100"}: or False, "points": [{"id", "count"}]}``; moments
            are UTC
        :raise AccessError: not reception of the site's company
        """
        return self._shown(self._muster(muster_id), line_ids)

    @api.model
    @api.readonly
    def open_person(self, line_id):
        """One person of the list, with whom to call and who ticked.

        :param int line_id: ``visitor.muster.line``
        :return: the line of :meth:`refresh` with ``host_phone``, ``mobile`` (of the
            person), ``ticks``: ``[{"id", "status", "at", "by", "point", "scanned"}]``
        :raise AccessError: not reception of the site's company
        """
        self._check_reception()
        line = self.env["visitor.muster.line"].browse(int(line_id))
        line.check_access("read")
        visit_sudo = line.registration_id.sudo().visit_id  # whom to ask: the host
        host_sudo = visit_sudo.host_id
        own = line.registration_id.phone or line.sudo().employee_id.work_phone
        return {
            **self._rows(line)[0],
            "host_phone": host_sudo.work_phone
            or visit_sudo.host_partner_id.phone
            or "",
            "mobile": own or "",
            "ticks": [
                {
                    "id": tick.id,
                    "status": tick.status,
                    "at": fields.Datetime.to_string(tick.at),
                    "by": tick.warden_id.name or tick.user_id.name or "",
                    "point": tick.point_id.name or "",
                    "scanned": tick.scanned,
                }
                for tick in line.tick_ids
            ],
        }

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    def _shown(self, muster, line_ids=None):
        lines = self.env["visitor.muster.line"].search_fetch(
            [
                ("muster_id", "=", muster.id),
                *([("id", "in", list(line_ids))] if line_ids is not None else []),
            ],
            ["name", "number", "group_size", "category", "organization", "host_name"]
            + ["area_id", "not_seen_leaving", "added_late", "status", "ticked_at"]
            + ["point_id", "registration_id"],
        )
        counts = muster._counts()
        return {
            "id": muster.id,
            "kind": muster.kind,
            "name": muster.name or "",
            "state": muster.state,
            "started_at": fields.Datetime.to_string(muster.started_at),
            "by": muster.user_id.name or "",
            "red_after": int(roll_call.RED_AFTER.total_seconds()),
            "counts": counts,
            "seconds": {
                f"p{share}": False if value is None else value
                for share, value in muster._seconds(counts["expected"]).items()
            },
            "points": [
                {"id": point.id, "count": count} for point, count in muster._by_point()
            ],
            "lines": self._rows(lines),
        }

    def _drill(self, planned):
        return {
            "id": planned.id,
            "name": planned.display_name,
            "announced": bool(planned.announced_on),
        }

    def _rows(self, lines):
        areas = {area.id: area.complete_name for area in lines.area_id}
        return [
            {
                "kind": "person",
                "id": line.id,
                "name": line._shown(line.name, line.number, line.group_size),
                "category": line.category,
                "firm": line.organization or "",
                "host": line.host_name or "",
                "area": areas.get(line.area_id.id, ""),
                "area_id": line.area_id.id,
                "unseen": line.not_seen_leaving,
                "added": line.added_late,
                "status": line.status,
                "at": fields.Datetime.to_string(line.ticked_at) or "",
                "point_id": line.point_id.id,
            }
            for line in lines
        ]

    def _named(self, records, name):
        return [{"id": each.id, "name": each[name]} for each in records]

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def _check_reception(self):
        if not self.env.user.has_group(RECEPTION):
            raise AccessError(
                self.env._("Reception and security see the roll call and tick.")
            )

    def _muster(self, muster_id):
        self._check_reception()
        muster = self.env["visitor.muster"].browse(int(muster_id))
        muster.check_access("read")
        return muster
