from odoo import fields, models

from ...tools.name_field import Line

SEVERITIES = [
    ("minor", "Minor Breach"),
    ("general", "General Breach"),
    ("serious", "Serious Breach"),
]


class VisitorViolationType(models.Model):
    """What visitors do that they must not, and how severe it is as a rule."""

    _name = "visitor.violation.type"
    _description = "Type of Violation"
    _inherit = ["visitor.held.mixin"]
    _order = "sequence, id"

    name = Line("Type of Violation", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        default="general",
        help="As a rule: whoever reports or handles one may say otherwise.",
    )
