from odoo import fields, models


class ClientVisitPlanLine(models.Model):
    """An employee among whom the visits of a plan are spread."""

    _name = "client.visit.plan.line"
    _description = "Employee of a Work Plan"
    _inherit = ["visitor.owner.mixin", "visitor.fixed.mixin"]
    _order = "plan_id, id"
    _rec_name = "employee_id"
    _check_company_auto = True
    _owner_field = "employee_id"
    _owner_document = "plan_id"
    _fixed_fields = frozenset({"plan_id"})

    plan_id = fields.Many2one(
        "client.visit.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )

    _once = models.UniqueIndex(
        "(plan_id, employee_id)", "This employee is in the plan already."
    )
