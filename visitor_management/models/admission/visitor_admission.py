from odoo import fields, models
from odoo.tools import SQL

from ...tools import admission, opening_hours
from ...tools.sentences import say

# One row a registration: all that the pure function in tools/admission.py looks at.
# With a pass, the facts are those of that pass, otherwise of the latest one.
FACTS = """
    SELECT r.id AS registration_id,
           r.state AS registration_state,
           r.headcount,
           v.id AS visit_id,
           v.state AS visit_state,
           COALESCE(v.sample, FALSE) AS sample,
           v.start,
           v.stop,
           s.id AS site_id,
           s.tz,
           s.company_id,
           s.resource_calendar_id,
           s.grace_before,
           s.grace_after,
           s.capacity,
           CASE WHEN s.capacity > 0 THEN (
               SELECT COALESCE(SUM(stay.headcount), 0) FROM visitor_stay stay
                WHERE stay.site_id = s.id AND stay.out_at IS NULL
           ) ELSE 0 END AS inside_count,
           COALESCE(p.id, 0) AS pass_id,
           COALESCE(p.state, '') AS pass_state,
           %(code_state)s AS code_state,
           p.valid_from,
           p.valid_to,
           COALESCE(p.scanned_in, FALSE) AS scanned_in,
           t.approval,
           t.id_required,
           t.photo_required,
           t.signature_required,
           i.id IS NOT NULL AS identity_seen,
           i.expires_on AS identity_expires_on,
           EXISTS (
               SELECT FROM ir_attachment a
                WHERE a.res_model = 'visitor.registration' AND a.res_id = r.id
                  AND a.res_field = 'photo'
                  AND a.mimetype IN ('image/jpeg', 'image/png')
           ) AS has_photo,
           EXISTS (
               SELECT FROM ir_attachment a
                WHERE a.res_model = 'visitor.registration' AND a.res_id = r.id
                  AND a.res_field = 'signature'
                  AND a.mimetype IN ('image/jpeg', 'image/png')
           ) AS has_signature,
           ARRAY(
               SELECT w.code FROM visitor_waiver w
                WHERE w.registration_id = r.id AND w.ends_id IS NULL
                  AND NOT EXISTS (
                      SELECT FROM visitor_waiver e WHERE e.ends_id = w.id
                  )
           ) AS waived,
           %(gate_facts)s
      FROM visitor_registration r
      JOIN visitor_visit v ON v.id = r.visit_id
      JOIN visitor_visit_type t ON t.id = v.type_id
      JOIN visitor_site s ON s.id = v.site_id
 LEFT JOIN visitor_identity i ON i.registration_id = r.id
 LEFT JOIN LATERAL (
               SELECT * FROM visitor_pass
                WHERE %(which_pass)s
             ORDER BY id DESC LIMIT 1
           ) p ON TRUE
     WHERE r.id IN %(registrations)s
"""
GATE_FACTS = """
           %(area)s::int IS NOT NULL AND EXISTS (
               SELECT FROM visitor_pass_area_rel named
                WHERE named.pass_id = p.id AND named.area_id = %(area)s
           ) AS area_named,
           COALESCE((
               SELECT place.parent_path LIKE %(below)s FROM visitor_area place
                WHERE place.id = p.area_id
           ), FALSE) AS area_holds_pass,
           CASE WHEN %(capacity)s > 0 THEN (
               SELECT COALESCE(SUM(other.headcount), 0)
                 FROM visitor_pass other
                 JOIN visitor_area place ON place.id = other.area_id
                WHERE place.parent_path LIKE %(below)s
           ) ELSE 0 END AS area_inside_count
"""
NO_GATE_FACTS = """
           FALSE AS area_named, FALSE AS area_holds_pass, 0 AS area_inside_count
"""


ENTER = """
    WITH people AS (
        SELECT r.id, r.state, r.visit_id, r.headcount, r.company_id, r.site_id,
               p.id AS pass_id
          FROM visitor_registration r
          JOIN visitor_pass p ON p.registration_id = r.id
         WHERE p.id IN %(passes)s
    ), entered AS (
        UPDATE visitor_registration r
           SET state = 'inside', write_uid = %(uid)s, write_date = %(now)s
          FROM people WHERE r.id = people.id AND people.state != 'inside'
     RETURNING r.id
    ), stays AS (
        INSERT INTO visitor_stay (registration_id, site_id, company_id, headcount,
                                  in_at, corrected, create_uid, create_date,
                                  write_uid, write_date)
        SELECT people.id, people.site_id, people.company_id, people.headcount,
               %(at)s, FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM people JOIN entered ON entered.id = people.id
    ), visits AS (
        UPDATE visitor_visit
           SET state = 'in_progress', write_uid = %(uid)s, write_date = %(now)s
         WHERE id IN (SELECT visit_id FROM people) AND state = 'approved'
    ), scanned AS (
        UPDATE visitor_pass
           SET state = 'issued', scan_seq = scan_seq + 1,
               scanned_in = CASE WHEN %(arms)s THEN TRUE ELSE scanned_in END,
               area_id = CASE WHEN %(arms)s THEN %(area)s::int ELSE area_id END,
               write_uid = %(uid)s, write_date = %(now)s
         WHERE id IN %(passes)s
    )
    INSERT INTO visitor_movement (registration_id, pass_id, site_id, company_id,
                                  create_uid, create_date, write_uid, write_date,
                                  %(columns)s)
    SELECT people.id, people.pass_id, people.site_id, people.company_id,
           %(uid)s, %(now)s, %(uid)s, %(now)s, %(values)s
      FROM people
 RETURNING id
"""
LEAVE = """
    WITH people AS (
        SELECT r.id, r.state, r.site_id, r.company_id, p.id AS pass_id
          FROM visitor_registration r
          LEFT JOIN visitor_pass p ON p.registration_id = r.id AND p.id IN %(passes)s
         WHERE r.id IN %(registrations)s
    ), gone AS (
        UPDATE visitor_registration r
           SET state = 'outside', write_uid = %(uid)s, write_date = %(now)s
          FROM people
         WHERE %(leaves_site)s AND r.id = people.id AND people.state = 'inside'
    ), stays AS (
        UPDATE visitor_stay stay
           SET out_at = GREATEST(%(at)s, stay.in_at), closed_by = %(closed_by)s,
               write_uid = %(uid)s, write_date = %(now)s
          FROM people
         WHERE %(leaves_site)s AND stay.registration_id = people.id
           AND stay.out_at IS NULL
    ), scanned AS (
        UPDATE visitor_pass
           SET scan_seq = scan_seq + 1,
               scanned_in = NOT %(leaves_site)s AND scanned_in,
               area_id = CASE WHEN %(leaves_site)s THEN NULL ELSE %(area)s::int END,
               write_uid = %(uid)s, write_date = %(now)s
         WHERE id IN (SELECT pass_id FROM people)
    )
    INSERT INTO visitor_movement (registration_id, pass_id, site_id, company_id,
                                  create_uid, create_date, write_uid, write_date,
                                  %(columns)s)
    SELECT people.id, people.pass_id, people.site_id, people.company_id,
           %(uid)s, %(now)s, %(uid)s, %(now)s, %(values)s
      FROM people
 RETURNING id
"""


class VisitorAdmission(models.AbstractModel):
    """The reads and writes around the pure decision of :mod:`..tools.admission`.

    Both are few statements over any number of people: a gate has no time, and a group
    of thirty is one action.
    """

    _name = "visitor.admission"
    _description = "Admission"

    # ------------------------------------------------------------
    # FACTS
    # ------------------------------------------------------------

    def _facts(
        self, registrations, shown_pass=None, code_id=None, gate=None, moment=None
    ):
        """The facts of registrations at one moment, in two queries at most.

        :param registrations: ``visitor.registration``; rights are the caller's matter
        :param shown_pass: ``visitor.pass`` that was shown; default: the latest of each
        :param int code_id: the ``visitor.pass.code`` by which it was shown
        :param gate: a ``Device``, see ``visitor.gate``; default: the desk of the site
        :param datetime moment: naive UTC, default now
        :return: dict from registration id to :class:`admission.Facts`
        """
        if not registrations.ids:
            return {}
        moment = moment or fields.Datetime.now()
        gate_facts, common = SQL(NO_GATE_FACTS), {"moment": moment}
        if gate:
            common.update(gate.facts())
        if gate and gate.area_id:
            gate_facts = SQL(
                GATE_FACTS,
                area=gate.area_id,
                below=f"{gate.area_path}%",
                capacity=gate.area_capacity,
            )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                FACTS,
                gate_facts=gate_facts,
                code_state=SQL(
                    "(SELECT state FROM visitor_pass_code WHERE id = %s)", code_id
                )
                if code_id
                else SQL("'current'"),
                which_pass=SQL("id = %s", shown_pass.id)
                if shown_pass
                else SQL("registration_id = r.id"),
                registrations=tuple(registrations.ids),
            )
        )
        rows = self.env.cr.dictfetchall()
        if not gate:
            for row in rows:
                self._expect_again(row)
        calendars = self.env["visitor.site"]._opening_calendars(
            {
                (
                    row["site_id"],
                    row.pop("resource_calendar_id"),
                    row["company_id"],
                    row["tz"],
                )
                for row in rows
            },
            moment,
        )
        return {
            row["registration_id"]: admission.Facts(
                **{**row, "waived": frozenset(row["waived"])},
                **common,
                opening=calendars.get(row["site_id"]),
            )
            for row in rows
        }

    def _expect_again(self, row):
        """Who was given up for lost and stands at the desk is expected again."""
        if row["registration_state"] == "no_show":
            row["registration_state"] = "expected"
            if row["visit_state"] == "no_show":
                row["visit_state"] = "approved"
            if row["pass_state"] == "expired":  # a new one will be made
                valid_from, valid_to = opening_hours.whole_days(
                    row["start"], row["stop"], row["tz"]
                )
                row |= {
                    "pass_id": 0,
                    "pass_state": "ready",
                    "valid_from": valid_from,
                    "valid_to": valid_to,
                }

    def _reasons(self, unmet):
        """Unmet conditions as programs and screens read them.

        :param unmet: list of :class:`admission.Unmet`
        :return: list of ``{"code", "message", "waiver": xml id or False}``
        """
        return [
            {
                "code": each.code,
                "message": say(self.env, each.message),
                "waiver": each.waiver or False,
            }
            for each in unmet
        ]

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _record_entry(self, passes, at, gate=None, **movement):
        """Let the holders of passes in: inside, stay opened, pass issued, movement.

        What the database holds is changed whether or not it should have been possible;
        :func:`admission.unmet` was asked before.

        :param passes: ``visitor.pass``, one a person, locked by their registration
        :param datetime at: when it happened, naive UTC
        :param gate: a ``Device``; default: the desk, which arms no anti-passback
        :param movement: more values of the movement
        :return: the ``visitor.movement`` records
        """
        arms = bool(gate) and gate.kind in ("gate", "lane")
        return self._record(
            ENTER,
            passes,
            at,
            gate,
            {"direction": "in", "granted": True, **movement},
            arms=arms,
            area=gate.area_id or None if gate else None,
        )

    def _record_exit(self, registrations, passes, at, gate=None, **movement):
        """Let people out of the gate's area, or of the site.

        :param registrations: ``visitor.registration``, locked
        :param passes: their ``visitor.pass``; people may have none
        :param datetime at: when it happened, naive UTC
        :param gate: a ``Device``; default: the desk of the site
        :param movement: more values of the movement
        :return: the ``visitor.movement`` records
        """
        leaves_site = gate.out_leaves_site if gate else True
        closed_by = movement.pop("closed_by", "person" if gate else "desk")
        return self._record(
            LEAVE,
            passes,
            at,
            gate,
            {"direction": "out", "granted": True, **movement},
            registrations=tuple(registrations.ids) or (0,),
            leaves_site=leaves_site,
            area=None if leaves_site else gate.area_parent_id or None,
            closed_by=closed_by,
        )

    def _record(self, statement, passes, at, gate, movement, **parameters):
        values = self.env["visitor.movement"]._defaults(gate) | {"at": at} | movement
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                statement,
                passes=tuple(passes.ids) or (0,),
                at=at,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                columns=SQL(", ").join(map(SQL.identifier, values)),
                values=SQL(", ").join(SQL("%s", value) for value in values.values()),
                **parameters,
            )
        )
        self.env.invalidate_all(flush=False)
        return self.env["visitor.movement"].browse(row[0] for row in rows)
