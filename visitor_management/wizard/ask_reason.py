from odoo import fields, models
from odoo.exceptions import UserError

# What asks for a reason before it is done, by model.
METHODS = {
    "visitor.visit": {
        *("action_refuse", "action_cancel", "action_close_emergency"),
        "action_cancel_following",
    },
    "visitor.visit.series": {"action_end"},
    "visitor.registration": {"action_refuse"},
    "visitor.pass": {"revoke"},
    "visitor.violation": {"action_close", "action_decline_ban"},
    "visitor.belonging": {
        *("action_tell_owner", "action_hand_to_police"),
        *("action_dispose", "action_mistake"),
    },
    "visitor.item.pass": {"action_refuse"},
    "visitor.permit": {
        *("action_rework", "action_suspend", "action_cancel"),
        *("action_hand_back", "action_close"),
    },
    "visitor.watchlist": {"action_reject"},
    "visitor.watchlist.hit": {"action_clear", "action_confirm"},
    "visitor.contractor.paper": {"action_refuse"},
    "visitor.escort": {"action_decline", "action_cancel"},
    "visitor.shift": {"action_review"},
    "visitor.shift.line": {"action_hand_back"},
    "client.complaint": {"action_invalid", "action_close", "action_reopen"},
    "client.callback": {"action_waive", "action_review", "action_conclude"},
    "client.rectification": {"action_reopen"},
    "client.visit": {"action_cancel"},
    "client.callback.statistics": {"action_reopen"},
    "visitor.review": {"action_reopen"},
}


class AskReason(models.TransientModel):
    """Ask why, then do it: refuse, cancel, withdraw. An opinion may be left out.

    The action's context gives ``default_method``; record and model are the active
    ones. Rights are those of the method.
    """

    _name = "ask.reason"
    _description = "Say Why"

    res_model = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_model"),
    )
    res_id = fields.Many2oneReference(
        "Record ID",
        model_field="res_model",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    method = fields.Char(required=True, readonly=True)
    reason = fields.Char()

    def action_confirm(self):
        """Do what was asked for, with the reason.

        :return: action that closes the dialog
        :raise UserError: this is nothing that the wizard does
        """
        self.ensure_one()
        if self.method not in METHODS.get(self.res_model, ()):
            raise UserError(self.env._("This can't be done here."))
        record = self.env[self.res_model].browse(self.res_id)
        getattr(record, self.method)(self.reason or "")
        return {"type": "ir.actions.act_window_close"}
