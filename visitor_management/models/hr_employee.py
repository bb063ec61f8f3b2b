from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "visitor.host.mixin", "visitor.held.mixin"]

    visitor_visit_count = fields.Integer(groups="hr.group_hr_user")

    def write(self, vals):
        if "active" not in vals:
            return super().write(vals)
        handover = self.env["visitor.handover"]
        before = handover._of_people(self)
        result = super().write(vals)
        handover._after_change(self, before)
        return result
