from odoo import api, fields, models


class VisitorDepartureWizard(models.TransientModel):
    """What reception asks when somebody leaves for good."""

    _name = "visitor.departure.wizard"
    _description = "Departure"

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    card_number = fields.Char(compute="_compute_handed_out")
    printed = fields.Boolean(compute="_compute_handed_out")
    card_returned = fields.Boolean("Card Given Back", default=True)
    printed_returned = fields.Boolean("Printed Pass Given Back", default=True)
    nothing_left = fields.Boolean("Nothing Left Behind", default=True)
    remarks = fields.Char()

    @api.depends("registration_id")
    def _compute_handed_out(self):
        for wizard in self:
            passes = wizard.registration_id.pass_ids
            holding = passes.filtered(lambda each: each._holds_card())
            wizard.card_number = holding.card_id[:1].number
            wizard.printed = any(each._printed_is_out() for each in passes)

    def action_check_out(self):
        """Check the visitor out with what was asked.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.registration_id.check_out(
            self.card_returned,
            self.nothing_left,
            self.remarks or "",
            self.printed_returned,
        )
        return {"type": "ir.actions.act_window_close"}
