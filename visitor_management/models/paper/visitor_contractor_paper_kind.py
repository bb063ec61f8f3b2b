from odoo import fields, models

from ...tools.name_field import Line


class VisitorContractorPaperKind(models.Model):
    """What a contractor's firm or a worker may have to show: an insurance, a
    certificate. It is asked for where a kind of permit names it, and nowhere else."""

    _name = "visitor.contractor.paper.kind"
    _description = "Kind of Contractor's Paper"
    _inherit = ["visitor.held.mixin"]
    _order = "whose, sequence, id"

    name = Line("Kind of Paper", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    whose = fields.Selection(
        [("firm", "The firm"), ("worker", "Each worker")],
        "Who Shows It",
        required=True,
        default="firm",
    )
    has_end = fields.Boolean(
        "Has an End",
        default=True,
        help="Security accepts one of this kind with its last day only.",
    )
    days_to_check = fields.Integer(
        "Checked Within (Days)",
        default=2,
        help="By when security is to look at one that was entered.",
    )
    days_expiring = fields.Integer(
        "Expiring (Days)",
        default=30,
        help="How long before its last day one is said to expire soon.",
    )

    _days_positive = models.Constraint(
        "CHECK(days_to_check >= 0 AND days_expiring >= 0)",
        "Days are not negative.",
    )
