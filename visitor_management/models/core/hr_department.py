from odoo import fields, models


class HrDepartment(models.Model):
    _name = "hr.department"
    _inherit = ["hr.department", "visitor.held.mixin"]

    client_service_calendar_id = fields.Many2one(
        "resource.calendar",
        "Service Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="When the department works for clients: its deadlines count these hours. "
        "Empty or flexible: those of the department above, else of customer service.",
    )

    def _check_not_held(self):
        # a month's form that nobody submitted is a draft that can be filled again
        forms_sudo = self.env["client.callback.statistics"].sudo()
        forms_sudo.search(
            [("department_id", "in", self.ids), *forms_sudo._draft_domain]
        ).unlink()
        return super()._check_not_held()
