from odoo import models

from ...tools import permit_hours


class VisitorSite(models.Model):
    """Which days are worked at a site."""

    _inherit = "visitor.site"

    def _works_calendar(self):
        """Working days, rest days and holidays, on the clock of the site.

        By its opening hours; without fixed ones by the working schedule of the
        company, without that Saturday and Sunday are rest days. The holidays and
        make-up days of the company hold.

        :return: :class:`opening_hours.Calendar`
        """
        self.ensure_one()
        site_sudo = self.sudo()  # when there is work, no more
        company_sudo = site_sudo.company_id
        schedules = (site_sudo.resource_calendar_id, company_sudo.resource_calendar_id)
        schedule = next(
            (each for each in schedules if each._has_fixed_hours()),
            schedules[0].browse(),
        )
        calendar = company_sudo._calendar_with_days(schedule)
        if not schedule:
            calendar = calendar._replace(attendances=permit_hours.WEEK)
        return calendar._replace(tz=self._tz())
