from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "visitor.host.mixin", "visitor.held.mixin"]

    visitor_visit_count = fields.Integer(groups="hr.group_hr_user")
    # set by the coordinator of escorts, who need not be of HR
    may_escort = fields.Boolean(
        readonly=True, copy=False, groups="hr.group_hr_user", tracking=True
    )

    visitor_deputy_ids = fields.Many2many(
        "hr.employee",
        "visitor_deputy_rel",
        "employee_id",
        "deputy_id",
        "Deputies for Visits",
        groups="hr.group_hr_user",
        domain="[('id', '!=', id), ('company_id', '=', company_id)]",
        help="They are asked for the visitors of this person who is on leave or "
        "does not answer. Nobody named: the manager.",
    )

    @api.constrains("visitor_deputy_ids")
    def _check_deputies(self):
        for employee in self:
            if employee in employee.visitor_deputy_ids:
                raise ValidationError(
                    self.env._("Nobody is the own deputy: choose somebody else.")
                )

    def _is_on_leave(self, moment=None):
        """Whether all of these employees are on leave: Odoo keeps a leave that was
        granted in the calendar of the person, whatever asked for it.

        :param datetime moment: naive UTC, default now
        """
        moment = moment or fields.Datetime.now()
        leaves_sudo = self.env["resource.calendar.leaves"].sudo()  # whether, no more
        away_sudo = leaves_sudo.search(
            [
                ("resource_id", "in", self.sudo().resource_id.ids),
                ("date_from", "<=", moment),
                ("date_to", ">", moment),
            ]
        )
        return not self.sudo().resource_id - away_sudo.resource_id

    def write(self, vals):
        if "active" not in vals:
            return super().write(vals)
        with self.env["visitor.handover"]._following(self):
            return super().write(vals)
