from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.folding import words
from ...tools.groups import SECURITY, check_reception
from ...tools.names import readable
from ...tools.transaction import locked
from .visitor_permit import LIVE


class VisitorPermit(models.Model):
    """What becomes of a permit: asked for, approved, suspended, ended."""

    _inherit = "visitor.permit"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Ask for the works: who signs and who approves are told.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it is no draft, no level is chosen where the kind has levels,
            or its time is over
        """
        self._check_reception()
        for permit_sudo in self._begin():
            permit_sudo._check_step("submitted")
            permit_sudo._check_plan()
            permit_sudo._set_state(
                "submitted",
                submitted_by_id=self.env.uid,
                submitted_at=fields.Datetime.now(),
            )
            permit_sudo._note("submitted")
            permit_sudo._ask_papers()
            permit_sudo._tell_deciders()
            permit_sudo._tell_overlapping()
        return True

    def action_rework(self, reason):
        """Take a permit that is not approved back to a draft; its signatures are void.

        :param str reason: what has to be changed
        :return: True
        :raise AccessError: neither reception nor who approves it
        :raise UserError: no reason, or it is not submitted
        """
        reason = self._reason(reason)
        self._check_reception_or_approver()
        for permit_sudo in self._begin():
            permit_sudo._set_state("draft")
            permit_sudo._note("reworked", reason)
            permit_sudo._tell_issuers("reworked")
        return True

    def action_approve(self):
        """Permit the works.

        :return: True
        :raise AccessError: neither security nor whom the kind of works names
        :raise UserError: it is not submitted, the user created or submitted it, a
            signature, a confirmation or a person is missing, its time is over or longer
            than its level allows
        """
        self._check_approver()
        for permit_sudo in self._begin():
            permit_sudo._check_step("approved")
            if permit_sudo.state != "submitted":  # a suspended one is resumed
                raise permit_sudo._step_not_allowed("approved")
            permit_sudo._check_approval()
            permit_sudo._set_state(
                "approved",
                approved_by_id=self.env.uid,
                approved_at=fields.Datetime.now(),
            )
            permit_sudo._note("approved")
            permit_sudo._link_known()
            permit_sudo._tell_issuers("approved")
            permit_sudo._tell_overlapping()
        return True

    def action_suspend(self, reason):
        """Stop the works for now: from this moment nobody is let in for them.

        :param str reason: told to who asked for the permit
        :return: True
        :raise AccessError: neither security nor whom the kind of works names
        :raise UserError: no reason, or it is not approved
        """
        reason = self._reason(reason)
        self._check_approver(security=True)
        for permit_sudo in self._begin():
            permit_sudo._set_state("suspended", suspended_at=fields.Datetime.now())
            permit_sudo._note("suspended", reason)
            permit_sudo._tell_issuers("suspended")
            self.env["visitor.notice.channel"]._tell(
                permit_sudo.site_id, "permit_suspended", permit_sudo
            )
        return True

    def action_resume(self):
        """Let suspended works go on. It is decided as the approval was.

        :return: True
        :raise AccessError: neither security nor whom the kind of works names
        :raise UserError: it is not suspended, the user created or submitted it, a
            measure is not confirmed any more, or its time is over
        """
        self._check_approver()
        for permit_sudo in self._begin():
            if permit_sudo.state != "suspended":
                raise permit_sudo._step_not_allowed("approved")
            permit_sudo._check_not_own()
            permit_sudo._check_not_over()
            permit_sudo._check_measures()
            permit_sudo._set_state("approved")
            permit_sudo._note("resumed")
            permit_sudo._tell_issuers("resumed")
        return True

    def action_extend(self, stop):
        """Give an approved permit a later end, where its kind allows that.

        :param stop: the new end (naive UTC)
        :return: True
        :raise AccessError: neither security nor whom the kind of works names
        :raise UserError: the kind has no extension, the permit is not approved or over,
            the user created or submitted it, or the end is not later
        """
        self._check_approver()
        try:
            stop = fields.Datetime.to_datetime(stop)
        except (TypeError, ValueError, OverflowError):
            stop = None  # refused below, as one that is not later
        for permit_sudo in self._begin():
            if not permit_sudo.kind_id.may_extend:
                raise UserError(
                    self.env._(
                        "Works of this kind are not extended. Make a new permit for "
                        "the time after that."
                    )
                )
            if permit_sudo.state != "approved":
                raise UserError(self.env._("Only an approved permit is extended."))
            permit_sudo._check_not_own()
            permit_sudo._check_not_over()
            if not stop or stop <= permit_sudo.stop:
                raise UserError(self.env._("Choose an end after the present one."))
            before = permit_sudo.local_window
            permit_sudo._give_end(stop)
            # a later end may be of a level that others decide about
            permit_sudo.with_env(self.env)._check_approver()
            permit_sudo._note(
                "extended",
                self.env._(
                    "%(now)s instead of %(before)s",
                    now=permit_sudo.local_window,
                    before=before,
                ),
            )
            permit_sudo._tell_issuers("extended")
        return True

    def action_hand_back(self, note):
        """The contractor gives the permit back: the works have ended.

        :param str note: in which state the place was left
        :return: True
        :raise AccessError: not reception
        :raise UserError: no note, or works were not permitted
        """
        note = self._reason(note)
        self._check_reception_or_approver()
        for permit_sudo in self._begin():
            permit_sudo._set_state("handed_back", handed_back_at=fields.Datetime.now())
            permit_sudo._note("handed_back", note)
            permit_sudo._tell_issuers("handed_back")
        return True

    def action_close(self, note):
        """Close the permit: the works are accepted, or were looked at, and are over.

        :param str note: what was found at the end
        :return: True
        :raise AccessError: neither security nor whom the kind of works names
        :raise UserError: no note, works were not permitted, a worker is still inside or
            has a card, or what the kind asks for at the end is missing
        """
        note = self._reason(note)
        self._check_approver()
        for permit_sudo in self._begin():
            permit_sudo._check_step("closed")
            permit_sudo._check_closing()
            permit_sudo._set_state(
                "closed",
                closed_by_id=self.env.uid,
                closed_at=fields.Datetime.now(),
                acceptance_name=permit_sudo.acceptance_name or self.env.user.name,
            )
            permit_sudo._note("closed", note)
            permit_sudo._tell_issuers("closed")
        return True

    def action_cancel(self, reason):
        """Cancel a permit whose works don't take place, or stop for good.

        :param str reason: kept with the permit
        :return: True
        :raise AccessError: not reception, or it is approved and the user is neither
            security nor whom the kind of works names
        :raise UserError: no reason, it is handed back or over, or works that were
            permitted go on: a worker is inside or has a card, or a fire watch is due
        """
        reason = self._reason(reason)
        self._check_reception_or_approver()
        for permit_sudo in self._begin():
            if permit_sudo.state in LIVE[1:]:  # as it is now, locked
                permit_sudo.with_env(self.env)._check_approver(security=True)
            permit_sudo._check_step("cancelled")
            permit_sudo._check_cancelling()
            permit_sudo._set_state("cancelled")
            permit_sudo._note("cancelled", reason)
            permit_sudo._tell_issuers("cancelled")
        return True

    def action_check_start(self):
        """Note that the place was looked at just before the works start.

        :return: True
        :raise AccessError: neither security nor whom the kind of works names
        :raise UserError: it is not approved, its time has not come or is over, or
            nobody was briefed where the kind asks for that
        """
        self._check_approver(security=True)
        now = fields.Datetime.now()
        for permit_sudo in self._begin():
            if permit_sudo.state != "approved":
                raise UserError(
                    self.env._("The start is checked once the works are approved.")
                )
            permit_sudo._check_not_over()
            if permit_sudo.kind_id.briefing_required and not permit_sudo.briefed_name:
                raise UserError(
                    self.env._("Write down first who was briefed, and by whom.")
                )
            permit_sudo.write({"start_checked_by_id": self.env.uid})
            permit_sudo.start_checked_at = now
            permit_sudo._note("started")
        return True

    def action_new_permit(self):
        """Open a draft for the same works and workers, at another time or changed.

        :return: an action
        :raise AccessError: not reception
        """
        self.ensure_one()
        self._check_reception()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def _check_reception(self):
        """
        :raise AccessError: the user is not reception of the permit's company
        """
        check_reception(self.env)
        self.check_access("write")

    def _check_approver(self, security=False):
        """
        :param bool security: whether security may in any case
        :raise AccessError: the user neither decides about these permits nor reads them
        """
        self.check_access("read")
        if self.env.su:
            return
        if security and self.env.user.has_group(SECURITY):
            return
        for permit in self:
            if not permit._decides(self.env.user):
                raise AccessError(
                    self.env._(
                        "Security, or whom the kind of works names, decides about "
                        "this permit."
                    )
                )

    def _check_reception_or_approver(self):
        if not all(permit._decides(self.env.user) for permit in self):
            self._check_reception()
        self.check_access("read")

    def _decides(self, user):
        """Whether somebody decides about the permit: whom its level or kind names, else
        whoever is security."""
        at_work = self._approvers_at_work()
        return user in at_work if at_work else user.has_group(SECURITY)

    def _approvers_at_work(self):
        """Whom the level that counts names, else the kind of works, if at work."""
        self.ensure_one()
        permit_sudo = self.sudo()  # who decides, to be asked
        level, kind = permit_sudo.counted_level_id, permit_sudo.kind_id
        named_sudo = level.approver_ids or kind.approver_ids
        return self.env["visitor.stand.in"]._at_work(named_sudo, permit_sudo.company_id)

    def _check_not_own(self):
        """Nobody approves what they created or submitted.

        :raise UserError: the user did
        """
        self.ensure_one()
        if self._is_own_of(self.env.user):
            raise UserError(
                self.env._(
                    "You have created or submitted this permit. Somebody else "
                    "approves it."
                )
            )

    def _is_own_of(self, user):
        """Whether somebody created or submitted the permit, under whichever login: of
        the same employee or contact, or of the same name and e-mail.

        :param user: ``res.users``
        """
        asked_sudo = self._asked_by()
        if user in asked_sudo:
            return True
        user_sudo = user.sudo()  # compared only
        if _contacts(user_sudo) & _contacts(asked_sudo):
            return True
        email, name = user_sudo.email_normalized, sorted(words(user_sudo.name))
        return bool(email) and any(
            (each.email_normalized, sorted(words(each.name))) == (email, name)
            for each in asked_sudo
        )

    def _asked_by(self):
        """Who created the permit, or has submitted it once."""
        permit_sudo = self.sudo()  # compared only
        asked_sudo = permit_sudo.signature_ids.filtered(
            lambda each: each.step == "submitted"
        )
        return permit_sudo.create_uid | permit_sudo.submitted_by_id | asked_sudo.user_id

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_step(self, state):
        """
        :raise UserError: the step is not in the table; names both states
        """
        if state not in self._transitions.get(self.state, ()):
            raise self._step_not_allowed(state)

    def _check_plan(self):
        """What is agreed on before anybody is asked.

        :raise UserError: a level is missing, or the time is over or too long
        """
        self.ensure_one()
        if self.has_levels and not self.level_id:
            raise UserError(
                self.env._("Choose the level of the works: it says how long they take.")
            )
        self._check_not_over()
        self._check_length()

    def _check_not_over(self):
        """
        :raise UserError: the time of the permit is over
        """
        if self.stop <= fields.Datetime.now():
            raise UserError(
                self.env._("The time of this permit is over. Make a new permit.")
            )

    def _check_approval(self):
        """All that is asked for before the works are permitted.

        :raise UserError: something is missing, or the user created or submitted it
        """
        self.ensure_one()
        self._check_not_own()
        self._check_plan()
        if self.unsigned_ids:
            raise UserError(
                self.env._(
                    "Not signed yet: %s. Ask them to sign.",
                    ", ".join(self.with_env(self.env).unsigned_ids.mapped("name")),
                )
            )
        if self.kind_id.watch_required and not self.watch_name:
            raise UserError(self.env._("Write down first who watches the works."))
        self._check_measures()

    def _check_measures(self):
        """
        :raise UserError: a measure that applies is not confirmed
        """
        open_lines = self.line_ids.filtered(
            lambda line: line.applies and not line.confirmed_name
        )
        if open_lines:
            raise UserError(
                self.env._(
                    "Measures that apply are not confirmed: %s. Whoever is at the "
                    "place confirms them on the checklist.",
                    "; ".join(open_lines.mapped("name")),
                )
            )

    def _check_closing(self):
        """All that is asked for before the permit is closed.

        :raise UserError: a worker is inside or has a card
        """
        self._check_people_out()

    def _check_cancelling(self):
        """What was permitted is not cancelled instead of being closed.

        :raise UserError: a worker is inside or has a card
        """
        if self.state in LIVE[1:]:
            self._check_people_out()

    def _check_people_out(self):
        """
        :raise UserError: a worker is inside or has a card
        """
        self.ensure_one()
        people = self._people()
        inside = people.filtered(lambda person: person.state == "inside")
        if inside:
            raise UserError(
                self.env._(
                    "Still inside: %s. Check the workers out first.",
                    ", ".join(inside.mapped("name")),
                )
            )
        cards = people.pass_ids.held_card_ids
        if cards:
            raise UserError(
                self.env._(
                    "Cards are not back: %s. Take them back, or report them lost.",
                    ", ".join(cards.mapped("number")),
                )
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _begin(self):
        """Lock the permits, whose rights were checked; answer superuser records."""
        return locked(self.sudo())  # the callers checked who asks

    def _reason(self, reason):
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why, or what was found."))
        return reason

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        self._people()._bus_changed()  # who is admitted changes with it
        return result

    def _note(self, step, note=False, **vals):
        """Write down a step, with who took it."""
        self.ensure_one()
        return self.signature_ids.create(
            {
                "permit_id": self.id,
                "step": step,
                "name": self.env.user.name,
                "user_id": self.env.uid,
                "at": fields.Datetime.now(),
                "note": note,
                **vals,
            }
        )


def _contacts(users_sudo):
    """The contacts of users, and those of the employees that they are."""
    employees_sudo = users_sudo.env["hr.employee"].with_context(active_test=False)
    own_sudo = employees_sudo.search([("user_id", "in", users_sudo.ids)])
    return users_sudo.partner_id | own_sudo.work_contact_id
