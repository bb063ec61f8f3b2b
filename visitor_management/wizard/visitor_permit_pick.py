from odoo import api, fields, models


class VisitorPermitPick(models.TransientModel):
    """Tick who comes, on the list of workers of a permit."""

    _name = "visitor.permit.pick"
    _description = "Pick Workers"

    visit_id = fields.Many2one(
        "visitor.visit", required=True, readonly=True, ondelete="cascade"
    )
    permit_id = fields.Many2one(related="visit_id.permit_id")
    offered_ids = fields.Many2many(
        "visitor.permit.worker", string="Not Announced Yet", compute="_compute_offered"
    )
    worker_ids = fields.Many2many(
        "visitor.permit.worker",
        "visitor_permit_pick_worker_rel",
        "pick_id",
        "worker_id",
        "Who Comes",
        domain="[('id', 'in', offered_ids)]",
    )

    @api.depends("visit_id")
    def _compute_offered(self):
        for wizard in self:
            permit = wizard.permit_id
            here = permit._on_visit(wizard.visit_id) if permit else permit.worker_ids
            wizard.offered_ids = permit.worker_ids - here

    def action_pick(self):
        """Add those ticked to the visit.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.visit_id.pick_workers(self.worker_ids.ids)
        return {"type": "ir.actions.act_window_close"}
