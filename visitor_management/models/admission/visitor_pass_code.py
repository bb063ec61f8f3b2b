from odoo import fields, models


class VisitorPassCode(models.Model):
    """Every code a pass ever had: an old one keeps answering why it is refused."""

    _name = "visitor.pass.code"
    _description = "Code of a Pass"
    _order = "id desc"

    pass_id = fields.Many2one(
        "visitor.pass", required=True, index=True, ondelete="cascade"
    )
    issue = fields.Integer(required=True)
    code_hash = fields.Char(required=True, groups=fields.NO_ACCESS)
    short_code = fields.Char(required=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("current", "Valid"), ("revoked", "Withdrawn"), ("lost", "Lost")],
        default="current",
        required=True,
    )

    _code_hash_uniq = models.Constraint("unique(code_hash)")
    _short_code_uniq = models.Constraint("unique(short_code)")
