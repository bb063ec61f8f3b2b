from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.sentences import say


class VisitorIdentityWizard(models.TransientModel):
    """The desk enters an identity document: saving this form enters it.

    The number is checked while it is typed, and handed on without a row of this table
    ever holding it. What is inconsistent is not saved without a reason.
    """

    _name = "visitor.identity.wizard"
    _description = "Enter an Identity Document"

    registration_id = fields.Many2one(
        "visitor.registration", "Visitor", required=True, ondelete="cascade"
    )
    document_type = fields.Selection(
        lambda self: list(self.env["visitor.identity"]._document_types().items()),
        required=True,
    )
    number = fields.Char(
        "Document Number",
        store=False,
        help="Type it, or scan the machine readable lines of the document.",
    )
    expires_on = fields.Date()
    override_reason = fields.Char("Accept Because")
    is_consistent = fields.Boolean(compute="_compute_message")
    message = fields.Char("Message Shown", compute="_compute_message")

    @api.depends("registration_id", "document_type", "number", "expires_on")
    def _compute_message(self):
        for wizard in self:
            wizard.is_consistent, wizard.message = True, False
            if wizard.document_type and wizard.number:
                found = self.env["visitor.identity"]._check(
                    wizard.registration_id,
                    wizard.document_type,
                    wizard.number,
                    wizard.expires_on,
                )
                wizard.is_consistent = found.consistent
                wizard.message = say(self.env, found.message)

    @api.onchange("number")
    def _onchange_number(self):
        if self.number and self.document_type:
            self.document_type = self.env["visitor.identity"]._recognize(
                self.registration_id, self.document_type, self.number
            )

    @api.model_create_multi
    def create(self, vals_list):
        numbers = [vals.get("number") for vals in vals_list]
        wizards = super().create(
            [{k: v for k, v in vals.items() if k != "number"} for vals in vals_list]
        )
        for wizard, number in zip(wizards, numbers, strict=True):
            answer = wizard.registration_id.set_identity(
                wizard.document_type,
                number,
                wizard.expires_on,
                wizard.override_reason,
            )
            if not answer["consistent"] and not wizard.override_reason:
                # the form stays as it is, to be corrected or given a reason
                raise UserError(answer["message"])
        return wizards

    def action_enter(self):
        """Close the form; it was entered when it was saved.

        :return: the action that closes it
        """
        return {"type": "ir.actions.act_window_close"}
