from odoo import api, fields, models

from ..models.complaint.client_rectification import CARRIED_OUT


class ClientComplaintHandled(models.TransientModel):
    """Say what caused it and what was done, before the client is called back."""

    _name = "client.complaint.handled"
    _description = "Complaint Handled"

    complaint_id = fields.Many2one(
        "client.complaint",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    cause = fields.Text(
        compute="_compute_said", store=True, readonly=False, required=True
    )
    action = fields.Text(
        "Measures", compute="_compute_said", store=True, readonly=False, required=True
    )
    open_orders = fields.Text(
        compute="_compute_open_orders",
        help="Orders that are not done yet: the client will ask.",
    )

    @api.depends("complaint_id")
    def _compute_said(self):
        for wizard in self:
            wizard.cause = wizard.complaint_id.cause
            wizard.action = wizard.complaint_id.action

    @api.depends("complaint_id")
    def _compute_open_orders(self):
        for wizard in self:
            orders = wizard.complaint_id.rectification_ids.filtered(
                lambda order: order.state not in CARRIED_OUT
            )
            wizard.open_orders = "\n".join(
                f"{order.display_name} · {order.deadline}" for order in orders
            )

    def action_confirm(self):
        """Keep what was said and take the step.

        :return: action that closes the dialog
        :raise UserError: the complaint was not accepted, or is handled already
        """
        self.ensure_one()
        self.complaint_id.write({"cause": self.cause, "action": self.action})
        self.complaint_id.action_handled()
        return {"type": "ir.actions.act_window_close"}
