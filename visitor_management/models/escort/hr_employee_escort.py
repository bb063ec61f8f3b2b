from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ESCORT
from .visitor_escort import LIVE

_lt = LazyTranslate(__name__)


class HrEmployee(models.Model):
    """Who may escort visitors: marked by the coordinator, who needs no rights of HR."""

    _inherit = "hr.employee"

    def set_may_escort(self, may_escort):
        """Say whether employees may accompany visitors.

        :param bool may_escort: what is true from now on
        :return: True
        :raise AccessError: not the coordinator of escorts, or an employee of another
            company
        :raise UserError: somebody is archived, or lacks a valid training for escorts
        """
        if not self.env.su and not self.env.user.has_group(ESCORT):
            raise AccessError(
                self.env._("Only the coordinator of escorts says who may escort.")
            )
        self.env["hr.employee.public"].browse(self.ids).check_access("read")
        employees_sudo = self.sudo()  # the coordinator, of employees one may read
        if may_escort:
            employees_sudo._check_at_work()
            employees_sudo._check_trained()
        employees_sudo.write({"may_escort": bool(may_escort)})
        return True

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("may_escort") for vals in vals_list):
            self._check_marks()
        # said, so that no default of context or user says it
        return super().create([{"may_escort": False, **vals} for vals in vals_list])

    def write(self, vals):
        if "may_escort" in vals:
            self._check_marks()
        result = super().write(vals)
        if vals.get("active", True) is False:
            self._end_escorts(_lt("This person has left."))
        elif vals.get("may_escort", True) is False:
            self._end_escorts(_lt("This person may not escort any more."))
        return result

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_marks(self):
        """
        :raise AccessError: somebody writes what :meth:`set_may_escort` does
        """
        if not self.env.su:
            raise AccessError(
                self.env._("Only the coordinator of escorts says who may escort.")
            )

    def _may_escort_on(self, day):
        """Those who may accompany visitors: at work, marked, and trained on that day.

        :param date day: on which their training has to count
        """
        employees_sudo = self.sudo()  # whether they may, and no more
        found = self.env["visitor.stand.in"]._at_work(employees_sudo)
        found = found.filtered("may_escort") & found._trained_for_escorts(day)
        return self.browse(found.ids)

    def _trained_for_escorts(self, day=None):
        """Those with a valid record of each training that is marked for escorts.

        :param date day: on which it has to count, by default today
        """
        missing = self.env["visitor.induction"]._missing_of_staff(
            self, "for_escorts", day
        )
        return self.filtered(lambda employee: not missing[employee])

    def _check_may_escort(self, day=None):
        """
        :param date day: on which they accompany visitors, by default today
        :raise UserError: somebody may not; says why
        """
        employees_sudo = self.sudo()  # whether they may, and no more
        employees_sudo._check_at_work()
        if not all(employees_sudo.mapped("may_escort")):
            raise UserError(
                self.env._(
                    "This person may not escort visitors yet. The coordinator of "
                    "escorts says who may."
                )
            )
        employees_sudo._check_trained(day)

    def _check_at_work(self):
        if self - self.env["visitor.stand.in"]._at_work(self):
            raise UserError(  # no name: messages of errors are logged
                self.env._(
                    "This person has left, or can't sign in any more. Choose somebody "
                    "who is at work."
                )
            )

    def _check_trained(self, day=None):
        trained = self._trained_for_escorts()
        if day and trained - trained._trained_for_escorts(day):
            raise UserError(
                self.env._(
                    "The training for escorts of this person ends before these "
                    "visitors have left. It has to be repeated first."
                )
            )
        if self - trained:
            raise UserError(
                self.env._(
                    "This person has no valid training for escorts. It has to be "
                    "taken, or repeated, first."
                )
            )

    def _end_escorts(self, reason):
        """Whom these employees were to accompany needs somebody else."""
        escorts_sudo = (
            self.env["visitor.escort"]
            .sudo()  # what follows, whoever archives somebody
            .search([("employee_id", "in", self.ids), ("state", "in", LIVE)])
        )
        for escort in escorts_sudo:
            if escort.state == "active":
                escort._end()
            else:
                escort._call_off(reason)
            escort._tell_coordinators("left")


class HrEmployeePublic(models.Model):
    """The coordinator reads what is public of employees, and marks them there."""

    _inherit = "hr.employee.public"

    def action_may_escort(self):
        """Let these employees accompany visitors.

        :return: True
        :raise AccessError, UserError: as ``hr.employee.set_may_escort``
        """
        return self._employees().set_may_escort(True)

    def action_may_not_escort(self):
        """These employees accompany nobody any more; what is open is called off.

        :return: True
        :raise AccessError: as ``hr.employee.set_may_escort``
        """
        return self._employees().set_may_escort(False)

    def _employees(self):
        self.check_access("read")
        return self.env["hr.employee"].browse(self.ids)
