import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools import keys, names, pass_code, roll_call

# The roll call of a moment: the one that ran then, else the next one that began soon
# after it, for a warden may have begun without network. The one whose line is named
# comes first, if that was its time.
OF_MOMENT = """
    SELECT m.id, m.company_id FROM visitor_muster m
     WHERE m.site_id = %(site)s AND m.state IN ('running', 'ended')
       AND {at} >= m.started_at - %(before)s
       AND {at} < COALESCE(m.ended_at, 'infinity')
  ORDER BY m.id = {named} DESC NULLS LAST, m.started_at <= {at} DESC,
           ABS(EXTRACT(EPOCH FROM m.started_at - {at})), m.id DESC LIMIT 1
"""
# One statement stores any number of ticks; a repeated one is left out.
STORE = f"""
    INSERT INTO visitor_muster_tick (
        site_id, company_id, muster_id, line_id, key, status, at, point_id, device,
        nonce, warden_id, user_id, scanned, create_uid, write_uid, create_date,
        write_date
    )
    SELECT %(site)s, %(company)s, m.id, l.id, COALESCE(named.key, r.key), r.status,
           r.at,
           (SELECT p.id FROM visitor_muster_point p
             WHERE p.site_id = %(site)s AND r.point IN (p.id::text, p.name)
             ORDER BY p.id::text = r.point DESC, p.id LIMIT 1),
           %(device)s, r.nonce, %(warden)s, %(user)s, r.scanned, %(uid)s, %(uid)s,
           %(now)s, %(now)s
      FROM jsonb_to_recordset(%(rows)s) AS r(
               nonce varchar, key varchar, line_id int, status varchar, at timestamp,
               point varchar, scanned boolean
           )
 LEFT JOIN (
           visitor_muster_line named
           JOIN visitor_muster its ON its.id = named.muster_id
                                  AND its.site_id = %(site)s
           ) ON named.id = r.line_id
 LEFT JOIN LATERAL ({OF_MOMENT.format(at="r.at", named="named.muster_id")}) m ON TRUE
 LEFT JOIN visitor_muster_line l ON l.muster_id = m.id
                                AND l.key = COALESCE(named.key, r.key)
        ON CONFLICT (device, nonce) DO NOTHING
    RETURNING line_id, muster_id
"""
# Ticks made before the roll call was known, by the keys of those on its list.
MERGE = """
    UPDATE visitor_muster_tick t SET muster_id = %(muster)s, line_id = l.id
      FROM visitor_muster_line l
     WHERE l.muster_id = %(muster)s AND l.key = t.key AND t.line_id IS NULL
       AND t.site_id = %(site)s AND (t.muster_id IS NULL OR t.muster_id = %(muster)s)
       AND t.at >= %(since)s
"""
# Who was added before the roll call was known.
ADDED = """
    INSERT INTO visitor_muster_line (
        muster_id, company_id, key, category, registration_id, name, number,
        group_size, area_id, not_seen_leaving, added_late, status, create_uid,
        write_uid, create_date, write_date
    )
    SELECT %(muster)s, t.company_id, t.key, 'unlisted', NULL, t.name, 1, 1, t.area_id,
           FALSE, TRUE, t.status, t.create_uid, t.create_uid, %(now)s, %(now)s
      FROM visitor_muster_tick t
     WHERE t.site_id = %(site)s AND t.line_id IS NULL AND t.name IS NOT NULL
       AND (t.muster_id IS NULL OR t.muster_id = %(muster)s)
       AND t.at >= %(since)s AND %(only)s
        ON CONFLICT (muster_id, key) DO NOTHING
"""
# The last tick of somebody is shown.
SHOW = """
    UPDATE visitor_muster_line l
       SET status = last.status, ticked_at = last.at, point_id = last.point_id,
           warden_id = last.warden_id, user_id = last.user_id, write_date = %(now)s
      FROM (
           SELECT DISTINCT ON (t.line_id) t.*
             FROM visitor_muster_tick t WHERE t.line_id = ANY(%(lines)s)
         ORDER BY t.line_id, t.at DESC, t.id DESC
           ) last
     WHERE l.id = last.line_id
"""
# Visitors whose pass was scanned and who do not stand on the list: a group with all its
# heads. What was sent before puts nobody there once more.
SCANNED = f"""
    INSERT INTO visitor_muster_line (
        muster_id, company_id, key, category, registration_id, name, number,
        group_size, organization, host_name, not_seen_leaving, added_late, status,
        create_uid, write_uid, create_date, write_date
    )
    SELECT m.id, m.company_id, k.key,
           CASE WHEN %(works)s THEN 'contractor' ELSE 'visitor' END, r.id, r.name,
           k.number,
           GREATEST(r.headcount, 1), r.organization,
           COALESCE(host.name, resident.name), FALSE, TRUE, 'missing', %(uid)s,
           %(uid)s, %(now)s, %(now)s
      FROM jsonb_to_recordset(%(heads)s) AS k(
               person int, number int, key varchar, nonce varchar, at timestamp
           )
CROSS JOIN LATERAL ({OF_MOMENT.format(at="k.at", named="NULL")}) m
      JOIN visitor_registration r ON r.id = k.person
      JOIN visitor_visit v ON v.id = r.visit_id
      JOIN visitor_visit_type t ON t.id = v.type_id
 LEFT JOIN hr_employee host ON host.id = v.host_id
 LEFT JOIN res_partner resident ON resident.id = v.host_partner_id
     WHERE NOT EXISTS (
               SELECT FROM visitor_muster_tick known
                WHERE known.device = %(device)s AND known.nonce = k.nonce
           )
  ORDER BY m.id, k.key
        ON CONFLICT (muster_id, key) DO NOTHING
"""


class VisitorMusterTick(models.Model):
    """How ticks are stored: by union, whoever sends them and however often."""

    _inherit = "visitor.muster.tick"

    # ------------------------------------------------------------
    # STORE
    # ------------------------------------------------------------

    @api.model
    def _store(self, site, device, ticks, warden=None, user=None):
        """Store what a device has seen, and show it; the caller checked who may.

        :param site: ``visitor.site``
        :param str device: whose numbers the nonces are
        :param list ticks: of :class:`roll_call.Tick`
        :param warden: ``visitor.muster.warden``, or ``user``: who says so
        :return: the nonces, all of them: what was known already is known
        """
        if not ticks:
            return []
        self.env.flush_all()
        musters = self.env["visitor.muster"]
        musters._lock_site(site, shared=True)
        known = self._keys_of_codes(site, [each.code for each in ticks if each.code])
        rows = [self._row(each, known) for each in ticks]
        self._list_scanned(site, device, ticks, known)
        self._lock_lines(site, rows)
        self.env.cr.execute(
            SQL(
                STORE,
                site=site.id,
                company=site.company_id.id,
                device=device,
                warden=warden.id if warden else None,
                user=user.id if user else None,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                before=roll_call.BEGUN_BEFORE,
                rows=json.dumps(rows),
            )
        )
        stored = self.env.cr.fetchall()
        self._show([line for line, _muster in stored if line])
        self._tell({muster for _line, muster in stored if muster}, stored)
        return [each.nonce for each in ticks]

    def _row(self, tick, known):
        _person, heads = known.get(tick.code, (None, ()))
        return {
            "nonce": tick.nonce,
            "key": next(iter(heads), None) if tick.code else tick.key,
            "line_id": tick.line_id,
            "status": tick.status,
            "at": tick.at.isoformat(),
            "point": tick.point,
            "scanned": bool(tick.code),
        }

    @api.model
    def _store_added(self, site, device, added, warden=None, user=None):
        """Store that somebody was there who does not stand on the list.

        :param dict added: ``nonce name area_id status at`` and ``point``
        :return: the tick; its line is empty until a roll call is known
        :raise ValidationError: there is no name
        """
        name = names.clean(added["name"] if isinstance(added["name"], str) else "")
        if not name or len(name) > names.LONGEST:
            raise ValidationError(
                self.env._(
                    "Write down who it is: a name, or what the person looks like."
                )
            )
        self.env.flush_all()
        musters = self.env["visitor.muster"]
        musters._lock_site(site, shared=True)
        whose = keys.hashed(f"{device}:{added['nonce']}")
        key = f"added-{whose[:40]}"
        point = self.env["visitor.muster.point"]._named(site, added.get("point"))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO visitor_muster_tick (
                    site_id, company_id, key, status, at, point_id, device, nonce,
                    warden_id, user_id, name, area_id, create_uid, write_uid,
                    create_date, write_date
                ) VALUES (%(site)s, %(company)s, %(key)s, %(status)s, %(at)s,
                    %(point)s, %(device)s, %(nonce)s, %(warden)s, %(user)s, %(name)s,
                    %(area)s, %(uid)s, %(uid)s, %(now)s, %(now)s)
                ON CONFLICT (device, nonce) DO NOTHING
                """,
                site=site.id,
                company=site.company_id.id,
                key=key,
                status=added["status"],
                at=added["at"],
                point=point.id or None,
                device=device,
                nonce=added["nonce"],
                warden=warden.id if warden else None,
                user=user.id if user else None,
                name=name,
                area=added["area_id"] or None,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        tick = self.search([("device", "=", device), ("nonce", "=", added["nonce"])])
        if muster := self._muster_at(site, tick.at):
            self._merge(muster, only=tick)
            tick.invalidate_recordset()
            self._tell(muster.ids, [(tick.line_id.id, muster.id)])
        return tick

    @api.model
    def _muster_at(self, site, moment):
        """The roll call that a moment belongs to, or none."""
        rows = self.env.execute_query(
            SQL(
                OF_MOMENT.format(at="%(at)s", named="NULL"),
                site=site.id,
                before=roll_call.BEGUN_BEFORE,
                at=moment,
            )
        )
        return self.env["visitor.muster"].browse([muster for muster, _company in rows])

    # ------------------------------------------------------------
    # MERGE
    # ------------------------------------------------------------

    @api.model
    def _merge(self, muster, only=None):
        """Give a roll call what was said before it was known.

        :param only: one tick that just came; default: all of the last hours
        """
        values = {
            "muster": muster.id,
            "site": muster.site_id.id,
            "since": muster.started_at - roll_call.BEGUN_BEFORE,
            "now": fields.Datetime.now(),
            "only": SQL("t.id = %s", only.id) if only else SQL("TRUE"),
        }
        self.env.flush_all()
        if not only:
            self._list_waiting(muster, values["since"])
        self.env.cr.execute(SQL(ADDED, **values))
        self.env.cr.execute(SQL(MERGE + "RETURNING t.line_id", **values))
        self._show([line for (line,) in self.env.cr.fetchall()])

    def _show(self, lines):
        if not lines:
            return
        self.env.cr.execute(
            SQL(SHOW, lines=sorted(set(lines)), now=fields.Datetime.now())
        )
        self.env["visitor.muster.line"].invalidate_model()
        self.invalidate_model()

    def _tell(self, muster_ids, stored):
        musters = self.env["visitor.muster"].browse(muster_ids)
        for muster in musters:
            lines = {line for line, its in stored if line and its == muster.id}
            muster._tell_screens(lines)
        # a phone that was away has sent what it had
        musters.filtered(lambda each: each.state == "ended")._keep_figures()

    # ------------------------------------------------------------
    # WHO IS MEANT
    # ------------------------------------------------------------

    @api.model
    def _lock_lines(self, site, rows):
        """Who shows the last tick of somebody waits for who is storing another one.

        In the order of ids: two phones that send the same people can't wait for each
        other.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT l.id FROM visitor_muster_line l
                  JOIN visitor_muster m ON m.id = l.muster_id
                 WHERE m.site_id = %s AND (l.key = ANY(%s) OR l.id = ANY(%s))
                   AND m.state IN ('running', 'ended')
              ORDER BY l.id FOR NO KEY UPDATE OF l
                """,
                site.id,
                [row["key"] for row in rows if row["key"]],
                [row["line_id"] for row in rows if row["line_id"]],
            )
        )

    @api.model
    def _keys_of_codes(self, site, codes):
        """The visitors whose passes were scanned, by code.

        A code that nobody knows is nobody.

        :return: dict from a code to the id of the ``visitor.registration`` and the keys
            of its heads
        """
        hashes, shorts = {}, {}
        for code in codes:
            if token := pass_code.decode(code):
                hashes[pass_code.id_hash(token.id)] = code
            elif short := pass_code.normalize_short_code(code):
                shorts[short] = code
        if not hashes and not shorts:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.code_hash, c.short_code, r.id, GREATEST(r.headcount, 1)
                  FROM visitor_pass_code c
                  JOIN visitor_pass p ON p.id = c.pass_id
                  JOIN visitor_registration r ON r.id = p.registration_id
                 WHERE r.site_id = %s
                   AND (c.code_hash = ANY(%s) OR c.short_code = ANY(%s))
              ORDER BY c.id
                """,
                site.id,
                list(hashes),
                list(shorts),
            )
        )
        key = self.env["visitor.muster.inside"]._key_maker(site)
        return {
            code: self._heads(key, person, heads)
            for hashed, short, person, heads in rows
            # one phone may scan what another one was told
            for code in (hashes.get(hashed), shorts.get(short))
            if code
        }

    @api.model
    def _list_scanned(self, site, device, scanned, known):
        """Put whoever was scanned on the list of the roll call of that moment.

        :param dict known: see :meth:`_keys_of_codes`
        """
        self._list_heads(
            site,
            device,
            [
                (known[tick.code], tick.nonce, tick.at)
                for tick in scanned
                if tick.code in known
            ],
        )

    @api.model
    def _list_waiting(self, muster, since):
        """Put whoever was scanned before the start and is not inside on the list.

        Their ticks have a key and no more: it is looked for among the passes of today.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT t.key FROM visitor_muster_tick t
                 WHERE t.site_id = %(site)s AND t.line_id IS NULL AND t.scanned
                   AND t.muster_id IS NULL AND t.at >= %(since)s
                   AND NOT EXISTS (SELECT FROM visitor_muster_line l
                                    WHERE l.muster_id = %(muster)s AND l.key = t.key)
                """,
                site=muster.site_id.id,
                muster=muster.id,
                since=since,
            )
        )
        if not (waiting := {key for (key,) in rows if key}):
            return
        key = self.env["visitor.muster.inside"]._key_maker(muster.site_id)
        people = self.env.execute_query(
            SQL(
                """
                SELECT r.id, GREATEST(MAX(r.headcount), 1)
                  FROM visitor_pass p
                  JOIN visitor_registration r ON r.id = p.registration_id
                 WHERE r.site_id = %s AND p.valid_to >= %s
              GROUP BY r.id
                """,
                muster.site_id.id,
                since,
            )
        )
        self._list_heads(
            muster.site_id,
            "",
            [
                (self._heads(key, person, heads), "", muster.started_at)
                for person, heads in people
                if key({"registration_id": person}) in waiting
            ],
        )

    @api.model
    def _heads(self, key, person, heads):
        """A ``visitor.registration`` and the keys of its heads."""
        who = {"registration_id": person}
        return person, [key(who, number) for number in range(1, heads + 1)]

    @api.model
    def _list_heads(self, site, device, scanned):
        heads = [
            {
                "person": person,
                "number": number,
                "key": key,
                "nonce": nonce,
                "at": at.isoformat(),
            }
            for (person, known), nonce, at in scanned
            for number, key in enumerate(known, 1)
        ]
        if not heads:
            return
        self.env.cr.execute(
            SQL(
                SCANNED,
                site=site.id,
                before=roll_call.BEGUN_BEFORE,
                works=self.env["visitor.muster.inside"]._is_works(),
                device=device,
                heads=json.dumps(heads),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
