from odoo import models


class VisitorPermitWorker(models.Model):
    """The card that a worker carries (施工出入证)."""

    _inherit = "visitor.permit.worker"

    def _card_number(self):
        """The number of the permit, and the worker's line on it."""
        self.ensure_one()
        place = self.permit_id.worker_ids.ids.index(self.id) + 1
        return f"{self.permit_id.name}-{place:02}"
