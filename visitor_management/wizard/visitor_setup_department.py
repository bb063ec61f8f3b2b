from odoo import api, fields, models
from odoo.exceptions import UserError


class VisitorSetupDepartment(models.TransientModel):
    """The department of customer service, and who heads it."""

    _name = "visitor.setup.department"
    _description = "Customer Service Department"

    department_id = fields.Many2one(
        "hr.department",
        domain="[('company_id', 'in', allowed_company_ids + [False])]",
        default=lambda self: self.env.company.client_service_department_id,
    )
    name = fields.Char(
        "New Department", default=lambda self: self.env._("Customer Service")
    )
    manager_id = fields.Many2one(
        "hr.employee",
        "Head",
        compute="_compute_manager_id",
        store=True,
        readonly=False,
        help="Who is told when something stays open too long. Has a login.",
    )
    may_make = fields.Boolean(compute="_compute_may_make")

    @api.depends("department_id")
    def _compute_manager_id(self):
        for wizard in self:
            # sudo: who heads a department is no secret
            wizard.manager_id = wizard.department_id.sudo().manager_id

    def _compute_may_make(self):
        self.may_make = self.env["hr.department"].has_access("create")

    def action_confirm(self):
        """Say which department it is; make it and name its head, if that is the user's.

        :return: action that closes the dialog
        :raise AccessError: not who sets client relations up, or not who may write
            departments
        :raise UserError: no department
        """
        self.ensure_one()
        self.env["visitor.setup"]._check_half("clients")
        company = self.env.company
        department = self.department_id
        # departments with the user's own rights: they are human resources'
        if not department:
            if not (self.name or "").strip():
                raise UserError(self.env._("Choose a department, or name a new one."))
            department = department.create(
                {
                    "name": self.name.strip(),
                    "company_id": company.id,
                    "manager_id": self.manager_id.id,
                }
            )
        elif self.may_make and self.manager_id != department.manager_id:
            department.manager_id = self.manager_id
        # sudo: a setting of ours, checked above
        company.sudo().client_service_department_id = department
        return {"type": "ir.actions.act_window_close"}
