from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    visitor_visit_count = fields.Integer(
        "Visits Hosted",
        compute="_compute_visitor_visit_count",
        groups="hr.group_hr_user",
    )

    @api.depends_context("uid")
    def _compute_visitor_visit_count(self):
        counts = self.env["visitor.visit"]._count_hosted(self.ids)
        for employee in self:
            employee.visitor_visit_count = counts.get(employee.id, 0)

    def action_visitor_visits(self):
        """Open the visits hosted, those the user may see."""
        return self.env["visitor.visit"]._action_of_host(self.ids)
