from odoo import api, fields, models

from ...tools.transaction import apart


class VisitorDelivery(models.Model):
    """The channels of a site hear once of a delivery that stays too long."""

    _inherit = "visitor.delivery"

    @api.model
    def _tell_over_time(self):
        """Tell of deliveries that should be out by now."""
        now = fields.Datetime.now()
        over = self.search(
            [("state", "=", "open"), ("due_at", "<", now), ("over_told", "=", False)]
        )
        for delivery in over.try_lock_for_update():
            with apart(delivery):
                delivery.over_told = True
                self.env["visitor.notice.channel"]._tell(
                    delivery.site_id, "delivery", delivery
                )
