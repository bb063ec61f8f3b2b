from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.groups import RECEPTION, USER


class VisitorMyTraining(models.AbstractModel):
    """The page on which an employee takes the own training."""

    _name = "visitor.my.training"
    _description = "My Training"

    @api.model
    @api.readonly
    def read_mine(self):
        """The trainings of the user: of reception for those who work there, of escorts
        for whoever wants to accompany visitors.

        :return: ``{"employee": name or "", "team": bool, "trainings": [{"id", "name",
            "needed": bool, "valid": bool, "until": ISO date or False, "taken": bool,
            "quiz": bool}]}``; ``team``: whether there are others to look after
        :raise AccessError: not an employee's login
        """
        self._check_user()
        employee_sudo = self._employee()
        asked = self._asked(employee_sudo)
        needed = self._needed(employee_sudo)
        records = asked.env["visitor.induction.record"].search(
            [
                ("induction_id", "in", asked.ids),
                ("employee_id", "=", employee_sudo.id),
                ("passed", "=", True),
            ]
        )
        lines = self.env["visitor.induction.due"]  # as the user may read them
        team = lines.search_count([("employee_id", "!=", employee_sudo.id)], limit=1)
        return {
            "employee": employee_sudo.name or "",
            "team": bool(team),
            "trainings": [
                self._row(
                    induction,
                    records.filtered(lambda r, of=induction: r.induction_id == of),
                    induction in needed,
                )
                for induction in asked
            ],
        }

    @api.model
    @api.readonly
    def open_mine(self, induction_id, lang=False):
        """A training of the user as it is shown, see ``visitor.induction._shown``.

        :param int induction_id: one of :meth:`read_mine`
        :param str lang: by default the user's language
        :return: dict
        :raise AccessError: it is not asked of this user
        """
        self._check_user()
        induction_sudo = self._one(induction_id)
        return induction_sudo._shown(lang or self.env.lang)

    @api.model
    def hand_in(self, induction_id, answers, lang=False):
        """Take a training: mark what was answered and keep it.

        :param int induction_id: one of :meth:`read_mine`
        :param list answers: ``[{"question_id", "answer_ids"}]``, empty without a quiz
        :param str lang: in which it was shown
        :return: ``{"passed", "score", "explained": [{"question_id", "text",
            "explanation"}]}``
        :raise AccessError: it is not asked of this user
        :raise UserError: the answers are none of its quiz, no attempt is left, or it
            is too early for another one
        """
        self._check_user()
        induction_sudo = self._one(induction_id)
        employee_sudo = self._employee()
        employee_sudo.lock_for_update()  # two windows, one attempt left
        installed = dict(self.env["res.lang"].get_installed())
        return induction_sudo._take_as(
            employee_sudo, answers, lang if lang in installed else self.env.lang
        )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _check_user(self):
        if not self.env.user.has_group(USER):
            raise AccessError(self.env._("Only employees take this training."))

    def _employee(self):
        """The employee that the user is, with superuser rights: the own record."""
        return self.env.user.sudo().employee_id

    def _asked(self, employee_sudo):
        inductions = self.env["visitor.induction"]
        if not employee_sudo:
            return inductions.sudo()
        companies = employee_sudo.company_id
        return (
            self._needed(employee_sudo)
            | inductions._for_staff("for_escorts", companies)
        ).sorted(lambda each: (each.sequence, each.id))

    def _needed(self, employee_sudo):
        inductions = self.env["visitor.induction"]
        if not employee_sudo or not self.env.user.has_group(RECEPTION):
            return inductions.sudo()
        # whoever works at reception does so in all of the own companies
        companies = employee_sudo.company_id | self.env.user.sudo().company_ids
        return inductions._for_staff("for_reception", companies)

    def _one(self, induction_id):
        asked = self._asked(self._employee())
        found = asked.filtered(lambda each: each.id == induction_id)
        if not found:
            raise AccessError(self.env._("This training is not asked of you."))
        return found

    def _row(self, induction, records, needed):
        today = induction.env["visitor.induction.record"]._today()
        counting = records.filtered(lambda record: record._counts_on(today))
        ends = counting.mapped("valid_until")
        return {
            "id": induction.id,
            "name": induction.name,
            "needed": needed,
            "valid": bool(counting),
            "until": str(max(ends)) if ends and all(ends) else False,
            "taken": bool(records),
            "quiz": bool(induction.question_ids),
        }
