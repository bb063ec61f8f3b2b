from odoo import api, fields, models


class ClientVisitLine(models.Model):
    """An employee who goes to a client."""

    _name = "client.visit.line"
    _description = "Employee on a Client Visit"
    _inherit = ["visitor.owner.mixin", "visitor.fixed.mixin"]
    _order = "visit_id, id"
    _rec_name = "employee_id"
    _check_company_auto = True
    _owner_field = "employee_id"
    _owner_document = "visit_id"
    _fixed_fields = frozenset({"visit_id"})

    visit_id = fields.Many2one(
        "client.visit", "Client Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        compute_sudo=True,  # the department of an employee is public
    )

    _once = models.UniqueIndex(
        "(visit_id, employee_id)", "This employee is on the visit already."
    )

    @api.depends("employee_id")
    def _compute_department_id(self):
        for line in self:
            line.department_id = line.employee_id.department_id

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.visit_id._check_not_archived()
        return lines

    def write(self, vals):
        self.visit_id._check_not_archived()
        result = super().write(vals)
        self.visit_id._check_not_archived()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_archived(self):
        self.visit_id._check_not_archived()
