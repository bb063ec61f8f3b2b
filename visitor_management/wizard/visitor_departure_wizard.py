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
    card_number = fields.Char("Card", compute="_compute_card_number")
    card_returned = fields.Boolean("Pass or Card Given Back", default=True)
    nothing_left = fields.Boolean("Nothing Left Behind", default=True)
    remarks = fields.Char()

    @api.depends("registration_id")
    def _compute_card_number(self):
        for wizard in self:
            wizard.card_number = wizard.registration_id._open_pass().card_id.number

    def action_check_out(self):
        """Check the visitor out with what was asked.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.registration_id.check_out(
            self.card_returned, self.nothing_left, self.remarks or ""
        )
        return {"type": "ir.actions.act_window_close"}
