from odoo import models


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
