from odoo import fields, models


class VisitorItemPassWord(models.TransientModel):
    """Write down who approved an exit pass when reception asked. Rights are those of
    what it calls."""

    _name = "visitor.item.pass.word"
    _description = "Exit Pass Approved by Word"

    item_pass_id = fields.Many2one(
        "visitor.item.pass",
        "Exit Pass",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    asked_ids = fields.Many2many("res.partner", compute="_compute_asked_ids")
    channel = fields.Selection(
        [("phone", "By phone"), ("in_person", "In person"), ("letter", "By letter")],
        "How It Was Approved",
        required=True,
        default="phone",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Who Approved",
        required=True,
        domain="[('id', 'in', asked_ids)]",
    )

    def _compute_asked_ids(self):
        for wizard in self:
            wizard.asked_ids = wizard.item_pass_id._asked_partners()

    def action_confirm(self):
        """Approve it on that person's word.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.item_pass_id.action_approve(self.channel, self.partner_id.id)
        return {"type": "ir.actions.act_window_close"}


class VisitorItemPassCheck(models.TransientModel):
    """Tick what is carried at the exit. Rights are those of what it calls."""

    _name = "visitor.item.pass.check"
    _description = "Check Things at the Exit"

    item_pass_id = fields.Many2one(
        "visitor.item.pass",
        "Exit Pass",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    plate = fields.Char(related="item_pass_id.plate")
    line_ids = fields.Many2many(
        "visitor.item.pass.line",
        string="As It Is Written",
        domain="[('item_pass_id', '=', item_pass_id)]",
    )
    others = fields.Char("Carried and Not on the Pass")

    def action_confirm(self):
        """Let out what was ticked, if that is all of it.

        :return: action that closes the dialog, or says what stops
        """
        self.ensure_one()
        others = [self.others] if self.others else []
        stops = self.item_pass_id.action_release(self.line_ids.ids, others)["mismatch"]
        if not stops:
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "title": self.env._("These things wait, the person may go"),
                "message": "\n".join(stops),
                "className": "text-prewrap",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class VisitorItemPassSettle(models.TransientModel):
    """Say how it ended that things did not match. Rights are those of what it calls."""

    _name = "visitor.item.pass.settle"
    _description = "How Stopped Things Ended"

    item_pass_id = fields.Many2one(
        "visitor.item.pass",
        "Exit Pass",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    mismatch = fields.Text(related="item_pass_id.mismatch")
    settlement = fields.Selection(
        [
            ("taken_back", "Taken back"),
            ("completed", "Exit pass completed"),
            ("left_with_slip", "Left voluntarily, with a slip"),
            ("security", "Approved by security"),
            ("police", "Police called"),
        ],
        "How It Ended",
        required=True,
    )
    note = fields.Char()

    def action_confirm(self):
        """Write it down.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.item_pass_id.action_settle(self.settlement, self.note or "")
        return {"type": "ir.actions.act_window_close"}
