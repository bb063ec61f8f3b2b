from odoo import fields, models


class VisitorViolationWizard(models.TransientModel):
    """Decide what is done about a violation. Rights are those of what it calls."""

    _name = "visitor.violation.wizard"
    _description = "Decide About a Violation"

    violation_id = fields.Many2one(
        "visitor.violation",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    measure = fields.Selection(
        lambda self: (
            self.env["visitor.violation"]
            ._fields["measure"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    note = fields.Text("What Is Decided")
    until = fields.Date("Not Admitted Until", help="The last day.")

    def action_confirm(self):
        """Decide; a ban is proposed, unless an administrator asks for it.

        :return: action that closes the dialog
        """
        self.ensure_one()
        if self.measure == "ban":
            self.violation_id.action_ban(self.until, self.note or "")
        else:
            self.violation_id.action_handle(self.measure, self.note or "")
        return {"type": "ir.actions.act_window_close"}
