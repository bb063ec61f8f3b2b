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
        """Show the number in a notification; see ``visitor.identity.reveal``.

        :return: the action that shows it and closes the form
        """
        self.ensure_one()
        number = self.identity_id.reveal(self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("This was logged with your reason"),
                "message": number,
                "type": "info",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
