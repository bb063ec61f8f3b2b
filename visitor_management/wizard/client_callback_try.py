from odoo import fields, models

from ..models.client_callback_attempt import OUTCOMES


class ClientCallbackTry(models.TransientModel):
    """Note a try that did not reach the client."""

    _name = "client.callback.try"
    _description = "Client Not Reached"

    callback_id = fields.Many2one(
        "client.callback",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    outcome = fields.Selection(
        [each for each in OUTCOMES if each[0] != "reached"],
        required=True,
        default="no_answer",
    )
    note = fields.Char()

    def action_confirm(self):
        """Note it; after the last try the client counts as unreachable.

        :return: action that closes the dialog
        :raise UserError: the client was reached in the meantime
        """
        self.ensure_one()
        self.callback_id.log_attempt(self.outcome, self.note or "")
        return {"type": "ir.actions.act_window_close"}
