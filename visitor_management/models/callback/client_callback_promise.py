from odoo import api, models

from ...tools import service_hours
from ...tools.opening_hours import to_local


class ClientCallback(models.Model):
    """When the client is called again, as it was promised: a day and an hour.

    The hour is one of service hours, on the clock of the company. What nobody agreed on
    is the end of that day's service: until then the client may wait for the call.
    """

    _inherit = "client.callback"

    @api.depends("next_date")
    def _compute_next_hour(self):
        """An hour that was agreed on stays, unless nobody works then on the new day."""
        for callback in self:
            if not callback.next_date:
                callback.next_hour = 0
            elif not callback.next_hour or callback._is_outside_service():
                callback.next_hour = callback._last_hour()

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _service_department(self):
        """Whose service hours the calls keep to; empty: customer service's."""
        return self.rule_id._calling_department(self.department_id) or (
            self.department_id.browse()
        )

    def _promised_at(self):
        """The moment of the next callback, as naive UTC."""
        self.ensure_one()
        return self.company_id._client_due_on(
            self.next_date, self.next_hour, self._service_department()
        )

    def _is_outside_service(self):
        """Whether nobody works at the promised hour of a day that is worked."""
        calendar = self.company_id._service_calendar(self._service_department())
        return bool(
            service_hours.of_day(calendar, self.next_date)
        ) and not service_hours.is_within(calendar, self._promised_at())

    def _missing_hour(self):
        """What is wrong with the promised hour, as sentences.

        A day on which nobody works at all is for people to decide.
        """
        self.ensure_one()
        if not self.next_date or not self.next_hour or not self._is_outside_service():
            return []
        return [
            self.env._(
                "The next callback is within service hours: %s.",
                self._hours_of(self.next_date),
            )
        ]

    # ------------------------------------------------------------
    # HOURS
    # ------------------------------------------------------------

    def _hours_of(self, day):
        """Service hours of a day on the clock of the company, in words."""
        tz = self.company_id._client_tz()
        calendar = self.company_id._service_calendar(self._service_department())
        return ", ".join(
            f"{to_local(low, tz):%H:%M}–{to_local(high, tz):%H:%M}"
            for low, high in service_hours.of_day(calendar, day)
        )

    def _last_hour(self):
        """When service ends on the promised day, or would if there were any."""
        tz = self.company_id._client_tz()
        calendar = self.company_id._service_calendar(self._service_department())
        worked = service_hours.nth_day(calendar, self.next_date) or self.next_date
        ends = to_local(service_hours.end_of(calendar, worked), tz)
        return ends.hour + ends.minute / 60
