from odoo import fields, models


class VisitorBelongingClaim(models.TransientModel):
    """Who claims something that was found. Rights are those of what it calls."""

    _name = "visitor.belonging.claim"
    _description = "Hand a Found Thing to Its Owner"

    belonging_id = fields.Many2one(
        "visitor.belonging",
        "Thing",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    claimed_by = fields.Char(required=True)
    marks = fields.Char("Marks That Were Named", required=True)

    def action_confirm(self):
        """Hand it over.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.belonging_id.action_claim(self.claimed_by, self.marks)
        return {"type": "ir.actions.act_window_close"}
