from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ...tools import opening_hours
from ...tools.escort_plan import Person
from .visitor_escort import LIVE

COUNTED = (*LIVE, "done")


class VisitorEscortPeople(models.AbstractModel):
    """Who may escort, and what each of them has to do: in as many queries, however
    many they are."""

    _name = "visitor.escort.people"
    _description = "People who may escort"

    def _people(self, company, start, stop):
        """Those who may escort now, by their facts between two moments.

        The caller checked who asks: of employees it tells languages, departments,
        working hours, and when they are away, but not why.

        :param company: ``res.company``
        :param datetime start, stop: naive UTC
        :return: list of :class:`Person`, by name
        """
        self.env.flush_all()  # the table of what is public is a view
        public_sudo = self.env["hr.employee.public"].sudo()
        public_sudo = public_sudo.search(
            [("may_escort", "=", True), ("company_id", "=", company.id)], order="name"
        )
        marked = self.env["hr.employee"].browse(public_sudo.ids)
        allowed = set(marked._may_escort_on(stop.date()).ids)
        public_sudo = public_sudo.filtered(lambda each: each.id in allowed)
        calendars = self._calendars(public_sudo, company, start, stop)
        away = self._away(public_sudo, start, stop)
        busy, load = self._busy(public_sudo, start, stop)
        return [
            Person(
                id=each.id,
                name=each.name,
                language=each.user_id.lang or each.work_contact_id.lang or "",
                department_id=each.department_id.id or 0,
                load=load[each.id],
                busy=tuple(busy[each.id]),
                away=tuple(away[each.resource_id.id]),
                works=self._works(calendars.get(each.id), start, stop),
            )
            for each in public_sudo
        ]

    def _calendars(self, public_sudo, company, start, stop):
        return self.env["visitor.site"]._opening_calendars(
            {
                (
                    each.id,
                    each.resource_calendar_id.id,
                    company.id,
                    each.resource_id.tz or each.resource_calendar_id.tz or "UTC",
                )
                for each in public_sudo
            },
            start,
            stop,
        )

    def _works(self, calendar, start, stop):
        """The working hours, None where there are no fixed ones."""
        if not calendar or not calendar.attendances:
            return None
        return tuple(opening_hours.intervals(calendar, start, stop))

    def _away(self, public_sudo, start, stop):
        """When the people are on leave, by their resource."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT resource_id, date_from, date_to
                  FROM resource_calendar_leaves
                 WHERE resource_id IN %(resources)s
                   AND date_to > %(start)s AND date_from < %(stop)s
                """,
                resources=tuple(public_sudo.resource_id.ids) or (0,),
                start=start,
                stop=stop,
            )
        )
        found = defaultdict(list)
        for resource_id, since, until in rows:
            found[resource_id].append((since, until))
        return found

    def _busy(self, public_sudo, start, stop):
        """With whom else they are, and how many escorts they have, by employee."""
        escorts_sudo = self.env["visitor.escort"].sudo()  # times only
        rows = escorts_sudo.search_fetch(
            [
                ("employee_id", "in", public_sudo.ids),
                ("state", "in", COUNTED),
                ("start", "<", stop),
                ("stop", ">", start),
            ],
            ["employee_id", "state", "start", "stop"],
        )
        busy, load = defaultdict(list), defaultdict(int)
        now = fields.Datetime.now()
        for escort in rows:
            load[escort.employee_id.id] += 1
            if escort.state == "active":  # until it is done
                busy[escort.employee_id.id].append(
                    (escort.start, max(escort.stop, now))
                )
            elif escort.state != "done":
                busy[escort.employee_id.id].append((escort.start, escort.stop))
        return busy, load
