from odoo import models

from ...tools import opening_hours, service_hours


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "visitor.held.mixin"]

    def _has_fixed_hours(self):
        """Whether it says when, not only how much.

        A flexible schedule keeps the lines that it was made with, hidden, and Odoo
        fills its weekly hours into the first days it looks at: neither is an hour to
        keep. None at all says nothing either.
        """
        return bool(self.attendance_ids) and not self.flexible_hours

    def _hours(self):
        """The hours of a schedule by itself, for ``tools.opening_hours``.

        Without fixed hours it is any day around the clock, but its leaves. As in Odoo
        those are its own and those of its company that name no schedule.
        """
        self.ensure_one()
        fixed = self._has_fixed_hours()
        return opening_hours.Calendar(
            self.tz,
            self._service_attendances() if fixed else service_hours.ALWAYS,
            self._times_off(),
        )

    def _times_off(self):
        """When nobody works by it, whatever it says; a training is time that is worked.

        :return: list of (from, to), naive UTC
        """
        # sudo: when there is no work, never why
        calendar_sudo = self.sudo()
        company_sudo = calendar_sudo.company_id or self.env.company.sudo()
        leaves_sudo = calendar_sudo.global_leave_ids.filtered(
            lambda leave: leave.time_type == "leave"
        ) | company_sudo.client_leave_ids.filtered(lambda leave: not leave.calendar_id)
        return [(leave.date_from, leave.date_to) for leave in leaves_sudo]

    def _service_attendances(self):
        """The weekly hours without breaks, for ``tools.opening_hours``."""
        return [
            opening_hours.Attendance(
                int(line.dayofweek),
                line.hour_from,
                line.hour_to,
                line.week_type if self.two_weeks_calendar and line.week_type else None,
            )
            for line in self.attendance_ids
            if not line.display_type and line.day_period != "lunch"
        ]
