from datetime import timedelta

from odoo import models

from ...tools import opening_hours


class VisitorSite(models.Model):
    """When people of a site are at work, who answer for visits ahead."""

    _inherit = "visitor.site"

    def _opened(self, since, until):
        """When the site is open between two moments.

        :param datetime since, until: naive UTC
        :return: list of (from, to) pairs of naive UTC, in order; None: it never closes
        """
        self.ensure_one()
        site_sudo = self.sudo()  # opening hours only
        calendars = self._opening_calendars(
            {
                (
                    site_sudo.id,
                    site_sudo.resource_calendar_id.id,
                    site_sudo.company_id.id,
                    site_sudo.tz,
                )
            },
            since,
            until,
        )
        calendar = calendars.get(site_sudo.id)
        if not calendar or not calendar.attendances:
            return None
        return opening_hours.intervals(calendar, since, until + timedelta(days=1))
