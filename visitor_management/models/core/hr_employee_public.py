from odoo import fields, models


class HrEmployeePublic(models.Model):
    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "visitor.host.mixin"]

    may_escort = fields.Boolean(readonly=True)
    visitor_deputy_ids = fields.Many2many(
        "hr.employee.public",
        "visitor_deputy_rel",
        "employee_id",
        "deputy_id",
        "Deputies for Visits",
        readonly=True,
    )
