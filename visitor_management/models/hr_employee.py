from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "visitor.host.mixin", "visitor.held.mixin"]

    visitor_visit_count = fields.Integer(groups="hr.group_hr_user")
