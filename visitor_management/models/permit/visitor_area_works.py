from odoo import models

from ...tools import opening_hours


class VisitorArea(models.Model):
    """Which areas allow no hot work while they are open."""

    _inherit = "visitor.area"

    def _closed_for_hot_work(self):
        """Those of the areas, of what they are inside of and what is inside of them,
        in which there is no hot work while they are open."""
        places = self._with_above() | self.search([("id", "child_of", self.ids)])
        return places.filtered("hot_work_when_closed")

    def _opening(self):
        """When the area is open: its own hours, else those of the site.

        :return: :class:`opening_hours.Calendar`, on the clock of the site; without
            lines it never closes
        """
        self.ensure_one()
        area_sudo = self.sudo()  # hours only
        site_sudo = area_sudo.site_id
        schedule = area_sudo.resource_calendar_id or site_sudo.resource_calendar_id
        if not schedule._has_fixed_hours():
            return opening_hours.Calendar(site_sudo._tz(), [], [])
        return schedule._hours()._replace(tz=site_sudo._tz())
