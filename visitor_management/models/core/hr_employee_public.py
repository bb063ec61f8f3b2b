from odoo import fields, models


class HrEmployeePublic(models.Model):
    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "visitor.host.mixin"]

    may_escort = fields.Boolean(readonly=True)
