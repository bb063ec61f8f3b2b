from odoo import fields, models


class VisitorIdentityRevealWizard(models.TransientModel):
    """Asks why a number has to be seen, then shows it without storing it again."""

    _name = "visitor.identity.reveal.wizard"
    _description = "Reveal an Identity Number"

    identity_id = fields.Many2one(
        "visitor.identity", "Document", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text(required=True)

    def action_reveal(self):
        """Show the number until it is closed; see ``visitor.identity.reveal``.

        :return: the action that closes the form and shows it
        """
        self.ensure_one()
        number = self.identity_id.reveal(self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "visitor_revealed_number",
            "params": {
                "title": self.identity_id.registration_id.display_name,
                "message": number,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
