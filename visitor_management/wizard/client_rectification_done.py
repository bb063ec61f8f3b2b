from odoo import fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class ClientRectificationDone(models.TransientModel):
    """Say what was done about an order, with pictures or papers that show it."""

    _name = "client.rectification.done"
    _description = "Carry Out an Order"

    rectification_id = fields.Many2one(
        "client.rectification",
        "Order",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    requirement = fields.Text(related="rectification_id.requirement")
    result = fields.Text("What Was Done", required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Evidence",
        help="Pictures or papers that show that it is put right.",
    )

    def action_confirm(self):
        """Note what was done, with its evidence in the history of the order.

        :return: action that closes the dialog
        :raise AccessError: the order is somebody else's
        :raise UserError: it was done before, or a picture can't be read
        """
        self.ensure_one()
        order = self.rectification_id
        order.action_done(self.result)
        if self.attachment_ids:
            self.attachment_ids._clean_pictures()
            self.attachment_ids.write({"res_model": order._name, "res_id": order.id})
            order._log_said(
                _lt("Evidence that it is put right"), attachments=self.attachment_ids
            )
        return {"type": "ir.actions.act_window_close"}
