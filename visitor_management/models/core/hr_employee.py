from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "visitor.host.mixin", "visitor.held.mixin"]

    visitor_visit_count = fields.Integer(groups="hr.group_hr_user")
    # set by the coordinator of escorts, who need not be of HR
    may_escort = fields.Boolean(
        readonly=True, copy=False, groups="hr.group_hr_user", tracking=True
    )

    def write(self, vals):
        if "active" not in vals:
            return super().write(vals)
        with self.env["visitor.handover"]._following(self):
            return super().write(vals)
