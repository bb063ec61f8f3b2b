from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ESCORT
from ...tools.names import readable
from ...tools.transaction import lock
from .visitor_escort import LIVE

_lt = LazyTranslate(__name__)


class VisitorEscort(models.Model):
    """What becomes of an escort: answered, begun, handed over, ended, called off."""

    _inherit = "visitor.escort"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """Accept to accompany visitors. Whoever was responsible before is free then.

        :return: True
        :raise AccessError: somebody else is asked
        :raise UserError: nobody is asked any more, the visit is over, or this person
            may not escort (archived, not marked, without valid training)
        """
        for escort in self:
            escort._check_answers()
            escort.sudo()._accept()  # who answers was checked
        return True

    def action_decline(self, reason):
        """Say that one can't, also after having accepted.

        :param str reason: told to the coordinator
        :return: True
        :raise AccessError: somebody else is asked
        :raise UserError: no reason, or the escort has begun or is over
        """
        reason = self._reason(reason)
        for escort in self:
            escort._check_answers()
            escort.sudo()._decline(reason)  # who answers was checked
        return True

    def action_start(self):
        """Begin: one is with the visitors. It may be before the planned time.

        :return: True
        :raise AccessError: neither the employee nor the coordinator
        :raise UserError: not accepted, the visit is over, this person may not escort
            or is with other visitors
        """
        for escort in self:
            escort._check_acts()
            escort._check_visit_goes_on()
            escort.employee_id._check_may_escort()
            escort.sudo()._begin()  # who acts was checked
        return True

    def action_hand_over(self, employee_id):
        """Ask a colleague to go on. Until that one accepts nothing changes.

        :param int employee_id: ``hr.employee`` who is asked
        :return: True
        :raise AccessError: neither the employee nor the coordinator, or it names
            somebody whom the user can't read
        :raise UserError: the escort is neither accepted nor begun, the other may not
            escort, or is asked already
        """
        self.ensure_one()
        self._check_acts()
        if self.state not in ("accepted", "active"):
            raise self._step_not_allowed("handed_over")
        employee = self.env["hr.employee"].browse(int(employee_id))
        if employee not in self._may_be_named("employee_id", employee):
            raise self._is_not_yours("employee_id")
        if employee == self.employee_id:
            raise UserError(self.env._("Choose somebody else to hand over to."))
        escort_sudo = self.sudo()  # checked above
        escort_sudo.replaced_by_ids.filtered(
            lambda each: each.state == "requested"
        )._call_off(_lt("Somebody else was asked."))
        escort_sudo.create(
            {
                "visit_id": self.visit_id.id,
                "employee_id": employee.id,
                "start": self.start,
                "stop": self.stop,
                "replaces_id": self.id,
            }
        )
        return True

    def action_done(self):
        """End: the visitors have gone, or need nobody any more.

        :return: True
        :raise AccessError: neither the employee nor the coordinator
        :raise UserError: the escort has not begun
        """
        for escort in self:
            escort._check_acts()
            escort.sudo()._end()  # who acts was checked
        return True

    def action_cancel(self, reason):
        """Call an escort off.

        :param str reason: told to the employee
        :return: True
        :raise AccessError: not the coordinator
        :raise UserError: no reason, or it is over
        """
        reason = self._reason(reason)
        if not self.env.user.has_group(ESCORT) and not self.env.su:
            raise AccessError(
                self.env._("Only the coordinator of escorts may call one off.")
            )
        self.check_access("write")
        self.sudo()._call_off(reason)  # the coordinator, checked above
        return True

    # ------------------------------------------------------------
    # WHO ACTS
    # ------------------------------------------------------------

    def _check_answers(self):
        """Only who is asked answers; for one who can't sign in, the coordinator does.

        :raise AccessError: somebody else is asked
        """
        self.ensure_one()
        if self.env.su or self._is_mine():
            return
        # sudo: whether an employee signs in is public
        signs_in = self.sudo().employee_id.user_id
        if signs_in or not self.env.user.has_group(ESCORT):
            raise AccessError(
                self.env._(
                    "Somebody else is asked to accompany these visitors. Only that "
                    "person can answer."
                )
            )
        self.check_access("write")

    def _check_acts(self):
        """
        :raise AccessError: neither the employee nor the coordinator
        """
        self.ensure_one()
        if self.env.su or self._is_mine():
            return
        if not self.env.user.has_group(ESCORT):
            raise AccessError(
                self.env._(
                    "Somebody else accompanies these visitors. Only that person or the "
                    "coordinator of escorts can do this."
                )
            )
        self.check_access("write")

    def _reason(self, reason):
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why."))
        return reason

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _accept(self):
        lock(self | self.replaces_id)
        if self.state != "requested":
            raise self._step_not_allowed("accepted")
        self._check_visit_goes_on()
        self.employee_id._check_may_escort(self._last_day())
        before, now = self.replaces_id, fields.Datetime.now()
        taking_over = before.state == "active"
        if before.state in ("accepted", "active"):
            before._set_state("handed_over", ended_at=now)
            before._answered(_lt("Handed over."))
        state = "active" if taking_over else "accepted"
        if taking_over:
            self._check_free()
        self._set_state(
            state, accepted_at=now, started_at=now if taking_over else False
        )
        self._answered(_lt("Accepted."))
        if before.state == "handed_over":
            self._tell_predecessor()

    def _decline(self, reason):
        lock(self)
        self._set_state("declined", reason=reason, ended_at=fields.Datetime.now())
        self._answered(_lt("Declined."))
        self._tell_coordinators("declined")

    def _begin(self):
        """Be with the visitors from now on."""
        for escort in self:
            lock(escort)
            if escort.state != "accepted":
                raise escort._step_not_allowed("active")
            escort._check_free()
            escort._set_state("active", started_at=fields.Datetime.now())

    def _may_go_on(self, state):
        """Whether the person is free to be again what an undo restores."""
        return state != "active" or not self._is_elsewhere()

    def _is_elsewhere(self):
        """Whether the person is with other visitors."""
        return self.search_count(
            [
                ("employee_id", "=", self.employee_id.id),
                ("state", "=", "active"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )

    def _check_free(self):
        """
        :raise UserError: the person is with other visitors
        """
        if self._is_elsewhere():
            raise UserError(
                self.env._(
                    "This person is with other visitors. That escort has to end first."
                )
            )

    def _end(self):
        for escort in self:
            escort._set_state("done", ended_at=fields.Datetime.now())
        self._forget_requests()

    def _call_off(self, reason):
        """Nobody has to come any more: told to who was asked.

        :param reason: a text, or a lazy translation
        """
        for escort in self:
            text = escort._in_its_language(reason)
            escort._set_state("cancelled", reason=text, ended_at=fields.Datetime.now())
            escort._tell_employee("called_off")
        self._forget_requests()

    def _forget_requests(self):
        """Nobody is to take over from an escort that is over."""
        waiting = self.replaced_by_ids.filtered(lambda each: each.state == "requested")
        if waiting:
            waiting._call_off(_lt("The escort that was to be handed over is over."))
        self._answered()

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        self.site_id._escorts_changed()
        self.visit_id._escorts_changed()
        return result

    def _step_back(self, state, **vals):
        if state in LIVE:
            vals["ended_at"] = False
        result = super()._step_back(state, **vals)
        self.site_id._escorts_changed()
        return result

    # ------------------------------------------------------------
    # WHEN VISITORS COME AND GO
    # ------------------------------------------------------------

    def _window(self):
        """From and until when the escort counts (naive UTC): with the site's grace."""
        site_sudo = self.site_id.sudo()  # its minutes
        return (
            self.start - timedelta(minutes=site_sudo.grace_before),
            self.stop + timedelta(minutes=site_sudo.grace_after),
        )
