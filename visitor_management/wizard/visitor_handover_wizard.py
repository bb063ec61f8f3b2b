from odoo import api, fields, models
from odoo.exceptions import UserError


class VisitorHandoverWizard(models.TransientModel):
    """Say who goes on with what somebody has left."""

    _name = "visitor.handover.wizard"
    _description = "Hand Over"

    line_ids = fields.Many2many("visitor.handover", string="Chosen")
    scope = fields.Selection(
        [("chosen", "What was chosen"), ("all", "Everything open of them")],
        "Hand Over What",
        required=True,
        default="chosen",
    )
    people = fields.Char("Who Has Left", compute="_compute_lines")
    line_count = fields.Integer("How Many", compute="_compute_lines")
    employee_id = fields.Many2one(
        "hr.employee", "Hand Over To", help="The employee who goes on with it."
    )
    user_id = fields.Many2one(
        "res.users",
        "Login",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        help="Who signs in and calls. For somebody who is no employee choose the login "
        "alone: callbacks can be handed to them.",
    )

    @api.depends("scope", "line_ids")
    def _compute_lines(self):
        for wizard in self:
            lines = wizard._lines()
            wizard.line_count = len(lines)
            wizard.people = ", ".join(sorted(set(lines.mapped("owner"))))

    @api.depends("employee_id")
    def _compute_user_id(self):
        for wizard in self:
            if wizard.employee_id:
                # sudo: who signs in as an employee is no secret
                wizard.user_id = wizard.employee_id.sudo().user_id

    def _lines(self):
        """What is handed over: what is still left, and the user's to hand over."""
        chosen = self.env["visitor.handover"].search(
            [("id", "in", self.line_ids._origin.ids)]
        )
        return chosen._of_the_same() if self.scope == "all" else chosen

    def action_confirm(self):
        """Hand over.

        :return: action that closes the dialog
        :raise UserError: nothing is open any more, or this person can't go on with it
        """
        self.ensure_one()
        lines = self._lines()
        if not lines:
            raise UserError(self.env._("Nothing is open any more. Close this dialog."))
        lines._give_to(self.user_id, self.employee_id)
        return {"type": "ir.actions.act_window_close"}
