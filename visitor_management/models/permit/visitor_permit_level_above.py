from odoo import models


class VisitorPermitLevel(models.Model):
    """Which level is the stricter one."""

    _inherit = "visitor.permit.level"

    def _above(self):
        """The level that is one stricter; the strictest is above itself."""
        levels = self.kind_id.level_ids.sorted(lambda each: (each.sequence, each.id))
        place = levels.ids.index(self.id) if self in levels else 0
        return levels[max(place - 1, 0)] if self else self
