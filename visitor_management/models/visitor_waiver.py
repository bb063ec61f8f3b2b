from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import admission


class VisitorWaiver(models.Model):
    _name = "visitor.waiver"
    _description = "Waiver"
    _order = "id desc"

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True
    )
    code = fields.Selection(
        lambda self: [(code, self.env._(name)) for code, name in admission.waivable()],
        "Condition",
        required=True,
        readonly=True,
    )
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)

    def write(self, vals):
        raise UserError(self.env._("A waiver stays as it was given."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A waiver stays as it was given."))
