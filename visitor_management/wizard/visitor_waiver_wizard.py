from odoo import api, fields, models

from ..tools import admission


class VisitorWaiverWizard(models.TransientModel):
    """Choose one of the conditions that are missing, and say why it is set aside."""

    _name = "visitor.waiver.wizard"
    _description = "Set a Condition Aside"

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    codes = fields.Json(compute="_compute_codes")
    code = fields.Selection(
        lambda self: self.env["visitor.waiver"]._fields["code"].selection(self),
        "Condition",
        compute="_compute_code",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    reason = fields.Char(required=True)

    @api.depends("registration_id")
    def _compute_codes(self):
        """What is missing and this user may set aside."""
        for wizard in self:
            wizard.codes = [
                code
                for code in wizard.registration_id.blocker_codes or []
                if (group := admission.waiver_of(code))
                and self.env.user.has_group(group)
            ]

    @api.depends("codes")
    def _compute_code(self):
        for wizard in self:
            codes = wizard.codes or [False]
            if wizard.code not in codes:
                wizard.code = codes[0]

    def action_waive(self):
        """Set the condition aside.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.registration_id.waive(self.code, self.reason)
        return {"type": "ir.actions.act_window_close"}
