from odoo import api, fields, models
from odoo.exceptions import UserError


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
    # what is still here: asked about, and nobody is held by the answer
    belonging_ids = fields.Many2many(
        "visitor.belonging", compute="_compute_belonging_ids"
    )
    handed_back_ids = fields.Many2many(
        "visitor.belonging",
        string="Given Back or Taken Along",
        domain="[('id', 'in', belonging_ids)]",
    )
    rest_stays = fields.Boolean("The Rest Stays Here")

    @api.depends("registration_id")
    def _compute_belonging_ids(self):
        for wizard in self:
            wizard.belonging_ids = wizard.registration_id._open_belongings()

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
        :raise UserError: nobody asked about what is still here
        """
        self.ensure_one()
        if self.belonging_ids - self.handed_back_ids and not self.rest_stays:
            raise UserError(
                self.env._(
                    "Ask about the things that are still here: tick what is given "
                    "back, or that the rest stays."
                )
            )
        (self.handed_back_ids & self.belonging_ids).action_close()
        self.registration_id.check_out(
            self.card_returned,
            self.nothing_left,
            self.remarks or "",
            self.printed_returned,
        )
        return {"type": "ir.actions.act_window_close"}
