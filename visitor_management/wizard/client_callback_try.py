from odoo import api, fields, models

from ..models.callback.client_callback_attempt import OUTCOMES


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
        "Outcome of the Try",
        required=True,
        default="no_answer",
    )
    note = fields.Char()
    known = fields.Integer(
        compute="_compute_known",
        store=True,
        precompute=True,
        readonly=False,
        help="How many tries the user has seen.",
    )
    meanwhile = fields.Char(readonly=True)

    @api.depends("callback_id")
    def _compute_known(self):
        for dialog in self:
            dialog.known = dialog.callback_id.attempt_count

    def action_confirm(self):
        """Note it; after the last try the client counts as unreachable.

        :return: action that closes the dialog, or shows what a colleague has noted
            meanwhile
        :raise UserError: the client was reached in the meantime
        """
        self.ensure_one()
        callback = self.callback_id
        callback.check_access("write")
        meanwhile = callback._may_try() and callback._tried_meanwhile(self.known)
        if meanwhile:
            self.write({"meanwhile": meanwhile, "known": callback.attempt_count})
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "visitor_management.client_callback_try_action"
            )
            return action | {"res_id": self.id}
        self.callback_id.log_attempt(self.outcome, self.note or "")
        return {"type": "ir.actions.act_window_close"}
