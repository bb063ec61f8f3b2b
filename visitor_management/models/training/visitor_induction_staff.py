from odoo import api, fields, models

# Who has to take a training, by the switch of the training.
PURPOSES = ("for_reception", "for_escorts")


class VisitorInduction(models.Model):
    """The training of our own people: who works at reception, who accompanies."""

    _inherit = "visitor.induction"

    @api.model
    def _for_staff(self, purpose, companies):
        """The trainings that are asked of staff of some companies.

        :param str purpose: of ``PURPOSES``
        :param companies: ``res.company``
        :return: ``visitor.induction`` with superuser rights: names and validity
        """
        return self.sudo().search(
            [(purpose, "=", True), ("company_id", "in", [False, *companies.ids])]
        )

    @api.model
    def _missing_of_staff(self, employees, purpose, day=None):
        """What employees have not taken, or what does not count any more.

        :param employees: ``hr.employee``
        :param str purpose: of ``PURPOSES``
        :param date day: on which it has to count, by default today
        :return: dict from employee to ``visitor.induction``, in constant queries
        """
        day = day or fields.Date.today()
        inductions = self._for_staff(purpose, employees.sudo().company_id)
        records = inductions.env["visitor.induction.record"].search(
            [
                ("induction_id", "in", inductions.ids),
                ("employee_id", "in", employees.ids),
                ("passed", "=", True),
            ]
        )
        counting = records.filtered(lambda record: record._counts_on(day))
        taken = {(each.employee_id.id, each.induction_id) for each in counting}
        return {
            employee: inductions.filtered(
                lambda each, employee=employee: (
                    each.company_id
                    in (employee.sudo().company_id, self.env["res.company"])
                    and (employee.id, each) not in taken
                )
            )
            for employee in employees
        }

    def _take_as(self, employee, answers, lang=False):
        """Record what an employee handed in; the caller has checked who asks.

        :param employee: ``hr.employee``
        :param answers: ``[{"question_id", "answer_ids"}]``
        :return: as ``visitor.registration._record_induction``
        :raise UserError: see :meth:`_take`
        """
        self.ensure_one()
        if not answers and not self.question_ids:
            answers = False
        elif answers is False or answers is None:
            answers = []  # nobody explains it in person: who answers nothing fails
        taken_sudo = self.env["visitor.induction.record"].sudo()  # the employee's own
        taken_sudo = taken_sudo.search(
            [("induction_id", "=", self.id), ("employee_id", "=", employee.id)]
        )
        return self._take(
            answers,
            taken_sudo,
            employee_id=employee.id,
            company_id=employee.sudo().company_id.id,
            channel="odoo",
            lang=lang or self.env.lang,
        )
