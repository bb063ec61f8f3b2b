from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ...tools import opening_hours, service_hours, time_zones
from ...tools.groups import SYSTEM
from ...tools.opening_hours import to_local, to_utc


class ResCompany(models.Model):
    """The clock and the working time of customer service.

    All that counts working time reads :meth:`_service_calendar`: deadlines, callbacks,
    promises, plans of visits. It reads records that stay in the cache, so counting a
    thousand deadlines costs the queries of one.
    """

    _inherit = "res.company"

    client_service_calendar_id = fields.Many2one(
        "resource.calendar",
        "Service Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="When customer service works. A department may have hours of its own. "
        "Empty or flexible: the working schedule of the company.",
    )
    client_service_day_ids = fields.One2many(
        "client.service.day", "company_id", "Service Days"
    )
    # what nobody works on, of all schedules: found once and kept in the cache
    client_leave_ids = fields.One2many(
        "resource.calendar.leaves",
        "company_id",
        domain=[("resource_id", "=", False), ("time_type", "=", "leave")],
        groups=SYSTEM,
    )

    # ------------------------------------------------------------
    # CLOCK
    # ------------------------------------------------------------

    def _client_tz(self):
        """The clock of deadlines and statistics: an IANA name, see ``known``."""
        self.ensure_one()
        return time_zones.known(self._clock_schedule().tz or self.partner_id.tz)

    def _clock_schedule(self):
        """Whose clock customer service goes by: ``resource.calendar`` or empty."""
        return self.client_service_calendar_id or self.resource_calendar_id

    def _client_today(self):
        """The date on the clock of the company."""
        return to_local(fields.Datetime.now(), self._client_tz()).date()

    def _client_tomorrow(self):
        """The first day that lies ahead on the clock of the company."""
        return self._client_today() + timedelta(days=1)

    def _start_of_day(self, day):
        """The first moment of a local day, as naive UTC."""
        return to_utc(datetime.combine(day, time.min), self._client_tz())

    def _end_of_day(self, day):
        """The last minute of a local day, as naive UTC."""
        at = datetime.combine(day, service_hours.END_OF_DAY)
        return to_utc(at, self._client_tz())

    # ------------------------------------------------------------
    # WORKING TIME
    # ------------------------------------------------------------

    def _service_schedule(self, department=None):
        """Whose hours hold: the department's, customer service's, the company's.

        A department without hours has those of the department above. A flexible
        schedule says how much, not when: the next one is asked.

        :param department: ``hr.department``; default: customer service
        :return: ``resource.calendar``, empty where no hours are fixed
        """
        self.ensure_one()
        company_sudo = self.sudo()  # hours only
        department_sudo = (
            department.sudo()
            if department
            else company_sudo.client_service_department_id
        )
        while department_sudo:
            schedule = department_sudo.client_service_calendar_id
            if schedule._has_fixed_hours():
                return schedule
            department_sudo = department_sudo.parent_id
        for schedule in (
            company_sudo.client_service_calendar_id,
            company_sudo.resource_calendar_id,
        ):
            if schedule._has_fixed_hours():
                return schedule
        return schedule.browse()

    def _service_calendar(self, department=None):
        """What decides when customer service works, for ``tools.service_hours``.

        :param department: ``hr.department`` whose hours count; default: customer
            service
        :return: :class:`opening_hours.Calendar`. Without fixed hours each day is
            worked around the clock, but no holiday.
        """
        schedule = self._service_schedule(department)
        return self._calendar_with_days(schedule)

    def _calendar_with_days(self, schedule):
        """A working schedule with the holidays and make-up days of the company.

        :param schedule: ``resource.calendar``, may be empty
        """
        # sudo: when there is work, never why not. Whatever the company was reached
        # from, all its days are read at once.
        company_sudo = self.sudo().with_prefetch()
        days = {
            each.date: each._works_like()
            for each in company_sudo.client_service_day_ids
        }
        if not schedule._has_fixed_hours():
            return opening_hours.Calendar(
                self._client_tz(), service_hours.ALWAYS, [], days
            )
        return opening_hours.Calendar(
            schedule.tz,
            schedule.with_prefetch()._service_attendances(),
            [
                (leave.date_from, leave.date_to)
                for leave in company_sudo.client_leave_ids
                if leave.calendar_id in (schedule.browse(), schedule)
            ],
            days,
        )

    def _is_service_day(self, day, department=None):
        """Whether customer service works on a day, an hour of it at least.

        It is the question behind "the promised day is closed".

        :param date day: on the clock of the company
        :param department: ``hr.department`` whose hours count; default: customer
            service
        :return: bool; always True on days of a company without fixed hours that are
            no holiday
        """
        return bool(service_hours.of_day(self._service_calendar(department), day))

    def _why_closed(self, day, department=None):
        """Why customer service does not work on a day, in words for people.

        :return: str, such as the name of a holiday; empty on a day that is worked
        """
        if self._is_service_day(day, department):
            return ""
        # sudo: the name of a holiday
        holiday = self.sudo().client_service_day_ids.filtered(
            lambda each: each.date == day and each.kind == "holiday"
        )
        return holiday.name or (
            self.env._("Holiday") if holiday else self.env._("No working day")
        )

    def _service_days_ahead(self, day, count):
        """The last day that is so many service days away: what to remind of today.

        What is due while nobody works is told before, on the last day with work.

        :param date day: on the clock of the company
        :param int count: of days; 0: until customer service works again
        :return: date
        """
        calendar = self._service_calendar()
        tomorrow = day + timedelta(days=1)
        ahead = service_hours.nth_day(calendar, tomorrow, max(count, 1))
        if not ahead:
            return day + timedelta(days=count)
        return ahead if count else ahead - timedelta(days=1)

    def _client_due(self, anchor, offset, unit, working_time, department=None):
        """When something is due that counts from a moment.

        Hours count to the minute. Days and months count whole: the thing is due at
        the end of the day they lead to, so that whoever hears in the morning and who
        hears in the evening have the same days. 0 days: until the end of today, or
        of the next working day when today's work is over.

        :param datetime anchor: naive UTC
        :param int offset: how many
        :param str unit: ``hour``, ``day`` or ``month``
        :param bool working_time: only service hours count, no holidays and leaves;
            a make-up day counts like the weekday it works like
        :param department: ``hr.department`` whose hours count; default: customer
            service
        :return: naive UTC; where no hours are fixed it counts by the clock
        """
        self.ensure_one()
        calendar = self._service_calendar(department) if working_time else None
        if unit == "hour":
            length = timedelta(hours=offset)
            due = calendar and service_hours.after(calendar, anchor, length)
            return due or anchor + length
        tz = calendar.tz if calendar else self._client_tz()
        day = to_local(anchor, tz).date()
        if unit == "month":
            day += relativedelta(months=offset)
        elif not calendar:
            day += timedelta(days=offset)
        elif offset:
            return self._end_of_working_day(calendar, day + timedelta(days=1), offset)
        if not calendar:
            return self._end_of_day(day)
        due = self._end_of_working_day(calendar, day)
        if due > anchor:
            return due
        return self._end_of_working_day(calendar, day + timedelta(days=1))

    def _client_due_on(self, day, hour=None, department=None):
        """When something is due on a promised day: when work ends, if there is any.

        :param date day: local
        :param float hour: the hour that was promised, on the clock of the company
        :param department: ``hr.department`` whose hours count; default: customer
            service
        :return: naive UTC
        """
        self.ensure_one()
        if hour:
            at = datetime.combine(day, time.min) + timedelta(minutes=round(hour * 60))
            return to_utc(at, self._client_tz())
        calendar = self._service_calendar(department)
        if service_hours.of_day(calendar, day):
            return service_hours.end_of(calendar, day)
        return self._end_of_day(day)

    def _end_of_working_day(self, calendar, day, count=1):
        """When work ends on the n-th working day from a local day on, as naive UTC."""
        worked = service_hours.nth_day(calendar, day, count)
        return service_hours.end_of(calendar, worked or day + timedelta(days=count - 1))
