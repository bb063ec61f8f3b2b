from odoo import fields, models


class VisitorConfirmationWizard(models.TransientModel):
    """Reception asked the host, who agreed: by phone, intercom or in person."""

    _name = "visitor.confirmation.wizard"
    _description = "Host Agreed"

    visit_id = fields.Many2one(
        "visitor.visit",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    host_name = fields.Char(related="visit_id.host_name")
    host_partner_id = fields.Many2one(related="visit_id.host_partner_id")
    channel = fields.Selection(
        [
            ("phone", "By phone"),
            ("intercom", "By intercom"),
            ("in_person", "In person"),
        ],
        "How",
        required=True,
        default="phone",
    )
    signature = fields.Binary(attachment=False)

    def action_confirm(self):
        """Approve the visit on the host's word.

        :return: action that closes the dialog
        """
        self.ensure_one()
        if self.signature and self.channel == "in_person":
            self.visit_id.sign_for_guests(self.signature)
        else:
            self.visit_id.action_approve(self.channel)
        return {"type": "ir.actions.act_window_close"}
