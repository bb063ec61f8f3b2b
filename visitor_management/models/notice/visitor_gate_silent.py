from datetime import timedelta

from odoo import api, fields, models

from ...tools import opening_hours
from ...tools.transaction import apart


class VisitorGate(models.Model):
    """A device that says nothing although its site is open: it is off, or cut off."""

    _inherit = "visitor.gate"

    @api.model
    def _tell_silent(self):
        """Tell of devices that have fallen silent, each once until they are heard."""
        now = fields.Datetime.now()
        watched = self.search(
            [
                ("silent_after", ">", 0),
                ("token_hash", "!=", False),
                ("last_seen", "<", now),
            ]
        )
        calendars = self.env["visitor.site"]._opening_calendars(
            {
                (site.id, site.resource_calendar_id.id, site.company_id.id, site.tz)
                for site in watched.site_id
            },
            now,
        )
        for gate in watched:
            if gate._is_silent(now, calendars.get(gate.site_id.id)):
                with apart(gate):
                    gate.silent_told_at = now
                    self.env["visitor.notice.channel"]._tell(
                        gate.site_id, "device_silent", gate, gate_id=gate.id
                    )

    def _is_silent(self, now, calendar):
        """
        :param datetime now: naive UTC
        :param calendar: opening hours of the site, or None: it never closes
        """
        since = now - timedelta(minutes=self.silent_after)
        if self.last_seen >= since:
            return False
        if self.silent_told_at and self.silent_told_at >= self.last_seen:
            return False
        # nobody scans where it is closed: silence counts from the opening
        opened = calendar and opening_hours.intervals(calendar, since, now)
        return not calendar or opened == [(since, now)]
