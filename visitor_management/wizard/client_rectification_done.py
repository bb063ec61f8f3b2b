from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..tools.name_field import Line

_lt = LazyTranslate(__name__)


class ClientRectificationDone(models.TransientModel):
    """Say what was done about an order, with what shows it: pictures of before and
    after, the signature of the client at the door, papers."""

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
    before_picture_ids = fields.Many2many(
        "ir.attachment",
        "client_rectification_done_before_rel",
        "dialog_id",
        "attachment_id",
        "Pictures Before",
    )
    after_picture_ids = fields.Many2many(
        "ir.attachment",
        "client_rectification_done_after_rel",
        "dialog_id",
        "attachment_id",
        "Pictures After",
    )
    client_signature = fields.Binary("Signature of the Client")
    signed_by = Line(
        compute="_compute_signed_by", store=True, precompute=True, readonly=False
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Evidence",
        help="Papers, and whatever else shows that it is put right.",
    )

    @api.depends("rectification_id")
    def _compute_signed_by(self):
        """Most often it is the one who was to be met."""
        for dialog in self:
            dialog.signed_by = dialog.rectification_id.case_contact

    def action_confirm(self):
        """Note what was done, with its evidence in the history of the order.

        :return: action that closes the dialog
        :raise AccessError: the order is somebody else's
        :raise UserError: it was done before, a picture can't be read, or it does not
            say who signed
        """
        self.ensure_one()
        order = self.rectification_id
        order._carried_out_sudo()  # before anything is taken
        if self.before_picture_ids:
            order.before_picture_ids |= self.before_picture_ids
        proof = order._take_proof(
            self.after_picture_ids, self.client_signature, self.signed_by
        )
        order._carry_out(self.result, **proof)
        if self.attachment_ids:
            self.attachment_ids._clean_pictures()
            self.attachment_ids.write({"res_model": order._name, "res_id": order.id})
            order._log_said(
                _lt("Evidence that it is put right"), attachments=self.attachment_ids
            )
        return {"type": "ir.actions.act_window_close"}
