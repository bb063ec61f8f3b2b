from odoo import fields, models

from ...tools.name_field import Line


class VisitorPermitCheck(models.Model):
    """A measure that each permit of a kind asks for, as long as it stands here."""

    _name = "visitor.permit.check"
    _description = "Measure of a Kind of Works"
    _inherit = ["visitor.fixed.mixin"]
    _order = "kind_id, sequence, id"
    _fixed_fields = frozenset({"kind_id"})

    kind_id = fields.Many2one(
        "visitor.permit.kind", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="kind_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = Line("Safety Measure", required=True, translate=True)
