from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, plaintext2html

from ...tools import admission, kept_plans, opening_hours
from ...tools.sentences import say

LEFT_BEHIND = "visitor_management.mail_activity_type_left_behind"
# Who is refused for the same reason again so soon was clicked on twice.
ONE_CLICK = timedelta(minutes=1)

# One row a registration: what no family of tools/admission/ owns, then their facts.
# With a pass, the facts are those of that pass, otherwise of the latest one.
FACTS = """
    SELECT r.id, s.id, s.tz, s.company_id,
           ARRAY(
               SELECT w.code FROM visitor_waiver w
                WHERE w.registration_id = r.id AND w.ends_id IS NULL
                  AND (v.regular IS NOT TRUE OR %(same_day)s)
                  AND NOT EXISTS (
                      SELECT FROM visitor_waiver e WHERE e.ends_id = w.id
                  )
           ) AS waived,
           %(facts)s
      FROM visitor_registration r
      JOIN visitor_visit v ON v.id = r.visit_id
      JOIN visitor_visit_type t ON t.id = v.type_id
      JOIN visitor_site s ON s.id = v.site_id
 LEFT JOIN visitor_identity i ON i.registration_id = r.id
 %(here)s
 LEFT JOIN LATERAL (
               SELECT * FROM visitor_pass
                WHERE %(which_pass)s
             ORDER BY id DESC LIMIT 1
           ) p ON TRUE
     WHERE r.id = ANY(%(registrations)s)
"""
# What few are asked for, see ``Later`` of tools/admission/family.py.
FACTS_LATER = """
    SELECT r.id, %(facts)s
      FROM visitor_registration r
      JOIN visitor_visit v ON v.id = r.visit_id
      JOIN visitor_visit_type t ON t.id = v.type_id
      JOIN visitor_site s ON s.id = v.site_id
     WHERE r.id IN %(registrations)s
"""
# For somebody who comes every week a waiver ends with the day at the site.
SAME_DAY = """
    (w.at AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date
    = (%(moment)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date
"""
# The area that a gate opens into, or one of NULLs: with them fewer things are planned.
HERE = "LEFT JOIN visitor_area here ON here.id = %s"
NOWHERE = "CROSS JOIN (SELECT (NULL::visitor_area).*) here"


ENTER = """
    WITH people AS (
        SELECT r.id, r.state, r.visit_id, r.headcount, r.company_id, r.site_id,
               p.id AS pass_id
          FROM visitor_registration r
          JOIN visitor_pass p ON p.registration_id = r.id
         WHERE p.id = ANY(%(passes)s)
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
         WHERE id = ANY(%(passes)s)
    ), waits AS (
        UPDATE visitor_waiting w
           SET stands = FALSE, next_at = NULL,
               state = CASE WHEN w.state = 'running' THEN 'over' ELSE w.state END,
               ended_at = COALESCE(w.ended_at, %(at)s),
               seconds = CASE WHEN w.state != 'running' THEN w.seconds ELSE
                   GREATEST(0, EXTRACT(epoch FROM %(at)s - w.since))::int END,
               write_uid = %(uid)s, write_date = %(now)s
          FROM people WHERE w.registration_id = people.id AND w.stands
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
          LEFT JOIN visitor_pass p
                 ON p.registration_id = r.id AND p.id = ANY(%(passes)s)
         WHERE r.id = ANY(%(registrations)s)
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
               area_id = CASE WHEN NOT %(leaves_site)s THEN (
                   SELECT parent_id FROM visitor_area WHERE id = %(area)s
               ) END,
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
        """The facts of registrations at one moment, in two queries; in another one for
        what few are asked for.

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
        self.env.flush_all()
        self._run(
            bool(shown_pass),
            SQL(
                FACTS,
                facts=SQL(admission.columns(), moment=moment, code=code_id),
                same_day=SQL(SAME_DAY, moment=moment),
                here=SQL(HERE, gate.area_id) if gate and gate.area_id else SQL(NOWHERE),
                which_pass=SQL("id = %s", shown_pass.id)
                if shown_pass
                else SQL("registration_id = r.id"),
                registrations=registrations.ids,
            ),
        )
        found = [(row[:5], admission.read(row[5:])) for row in self.env.cr.fetchall()]
        self._read_later({row[0]: families for row, families in found}, moment)
        calendars = self.env["visitor.site"]._opening_calendars(
            {
                (site_id, families["hours"].opening, company_id, tz)
                for (_id, site_id, tz, company_id, _waived), families in found
            },
            moment,
        )
        facts = {}
        for (registration_id, site_id, tz, _company_id, waived), families in found:
            opening = calendars.get(site_id)
            families["hours"] = families["hours"]._replace(opening=opening)
            mine = admission.Facts(
                moment,
                registration_id,
                site_id,
                tz,
                families,
                gate=gate.place if gate else admission.Gate(),
                waived=frozenset(waived),
            )
            facts[registration_id] = mine if gate else self._expect_again(mine)
        return facts

    def _read_later(self, found, moment):
        """Read what only some of the people are asked for.

        :param dict found: facts by family, by id of the registration; completed
        :param datetime moment: naive UTC
        """
        for family, names, ids in admission.later(found):
            columns = ", ".join(family.later[name].sql for name in names)
            rows = self.env.execute_query(
                SQL(
                    FACTS_LATER,
                    facts=SQL(columns, moment=moment),
                    registrations=tuple(ids),
                )
            )
            for known_id, *values in rows:
                families = found[known_id]
                families[family.name] = families[family.name]._replace(
                    **dict(zip(names, values, strict=True))
                )

    def _expect_again(self, facts):
        """Who was given up for lost and stands at the desk is expected again."""
        visit = facts.visit
        if visit.registration_state != "no_show":
            return facts
        changes = {"visit": {"registration_state": "expected"}}
        if visit.state == "no_show":
            changes["visit"]["state"] = "approved"
        if facts.pass_.state == "expired":  # a new one will be made
            valid_from, valid_to = opening_hours.whole_days(
                facts.hours.start, facts.hours.stop, facts.tz
            )
            changes["pass_"] = {
                "id": 0,
                "state": "ready",
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        return facts.but(**changes)

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
            registrations=registrations.ids,
            leaves_site=leaves_site,
            area=gate.area_id if gate else None,
            closed_by=closed_by,
        )

    def _record_denied(self, denied, facts, at):
        """Write down who was not let in at the desk, and why, as a gate does.

        Not who is inside already, nor a sample; and once, however often somebody clicks
        or a client asks within a minute.

        :param dict denied: from ``visitor.registration`` to the first of its reasons,
            see :meth:`_reasons`
        :param dict facts: see :meth:`_facts`
        :param datetime at: naive UTC
        """
        denied = {
            person: reason
            for person, reason in denied.items()
            if reason["code"] != "already_inside" and not person.visit_id.sample
        }
        if not denied:
            return
        movements_sudo = self.env["visitor.movement"].sudo()  # the desk, checked
        people = self.env["visitor.registration"].union(*denied)
        just_denied = {
            (each.registration_id, each.reason)
            for each in movements_sudo.search(
                [
                    ("registration_id", "in", people.ids),
                    ("granted", "=", False),
                    ("gate_id", "=", False),
                    ("at", ">", at - ONE_CLICK),
                ]
            )
        }
        movements_sudo.create(
            [
                {
                    **movements_sudo._defaults(),
                    "at": at,
                    "direction": "in",
                    "reason": reason["code"],
                    "message": reason["message"],
                    "registration_id": person.id,
                    "pass_id": facts[person.id].pass_.id or False,
                    "site_id": person.site_id.id,
                    "company_id": person.company_id.id,
                }
                for person, reason in denied.items()
                if (person, reason["code"]) not in just_denied
            ]
        )

    def _after_entry(self, people, first, gate=None):
        """What follows when people have come in: hosts are told, screens read again.

        :param people: ``visitor.registration`` that :meth:`_record_entry` let in
        :param first: those of them who came for the first time
        :param gate: a ``Device``; default: the desk
        """
        first._tell_hosts("arrived", gate.gate_id if gate else False)
        self._show_on_screens(people, gate)

    def _after_exit(self, people, gate=None, for_good=False, left_behind=None):
        """What follows when people have gone out: hosts are told of who left for good.

        :param people: ``visitor.registration`` that are out
        :param gate: a ``Device``; default: the desk
        :param bool for_good: they have left; screens were told with their state
        :param str left_behind: what they forgot, if anything: the desk is reminded
        """
        if left_behind is not None:
            people.visit_id.activity_schedule(
                LEFT_BEHIND, note=plaintext2html(left_behind), user_id=self.env.uid
            )
        gone = people.filtered(lambda each: for_good and each.state == "left")
        gone._tell_hosts("left", gate.gate_id if gate else False)
        if people - gone:  # regulars come again on another day
            self._show_on_screens(people - gone, gate)

    def _show_on_screens(self, people, gate):
        if gate:
            people._bus_send_changed(gate.site_id)
        else:
            people._bus_changed()

    def _record(self, statement, passes, at, gate, movement, **parameters):
        values = self.env["visitor.movement"]._defaults(gate) | {"at": at} | movement
        self.env.flush_all()
        self._run(
            bool(gate),
            SQL(
                statement,
                passes=passes.ids,
                at=at,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                columns=SQL(", ").join(map(SQL.identifier, values)),
                values=SQL(", ").join(SQL("%s", value) for value in values.values()),
                **parameters,
            ),
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self.env.invalidate_all(flush=False)
        return self.env["visitor.movement"].browse(ids)

    def _run(self, at_gate, sql):
        """Run a statement; at a gate by a plan that is kept, since no gate has time."""
        if at_gate:
            kept_plans.execute(self.env, sql)
        else:
            self.env.cr.execute(sql)
