from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools.groups import RECEPTION, SECURITY
from ...tools.names import readable
from ...tools.transaction import read_committed
from .visitor_visit import MOVABLE, OVER, TO_COME

_lt = LazyTranslate(__name__)

ACTIVITY = "visitor_management.mail_activity_type_visit_approval"
# Channels by which the host answers in person, and those where reception asks.
OWN_CHANNELS = ("odoo", "portal", "mail")
ASKED_CHANNELS = ("intercom", "phone", "in_person")


class VisitorVisit(models.Model):
    """Who may approve a visit, and what an approval leaves behind.

    The kind of visit says whose approval is asked. The answer is kept with its
    channel, person and time.
    """

    _inherit = "visitor.visit"

    @api.depends("state", "type_id", "host_id", "host_partner_id")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        reception = self.env.user.has_group(RECEPTION)
        for visit in self:
            waiting = visit.state in ("draft", "pending")
            visit.may_approve = visit.state == "pending" and visit._is_approver()
            visit.may_ask = waiting and reception and visit.type_id.approval == "host"
            visit.may_edit = visit.has_access("write")
            visit.may_change = visit.may_edit and visit._may_plan()

    def _search_may_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        own = Domain("host_id.user_id", "=", user.id) | Domain(
            "host_partner_id", "=", user.partner_id.id
        )
        domain = Domain("type_id.approval", "=", "none")
        domain |= Domain("type_id.approval", "=", "host") & own
        if user.has_group(SECURITY):
            domain |= Domain("type_id.approval", "=", "security")
        return Domain("state", "=", "pending") & domain

    def _search_may_ask(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not self.env.user.has_group(RECEPTION):
            return Domain.FALSE
        waiting = Domain("state", "in", ("draft", "pending"))
        return waiting & Domain("type_id.approval", "=", "host")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_announce(self):
        """Submit visits: the button of the form.

        :return: True
        :raise UserError: as :meth:`action_submit`
        """
        return self.action_submit()

    def action_submit(self):
        """Ask for approval, or approve at once where nobody else is to be asked.

        :return: True
        :raise UserError: the visit is no draft, is over already, or does not say who
            comes or who is visited
        """
        self._check_not_over()
        return self._submit()

    def _submit(self, answered=False):
        """
        :param bool answered: the host was asked already, who needs no message
        """
        self.check_access("write")
        for visit in self:
            if visit.state != "draft":
                raise visit._step_not_allowed("pending")
            visit._check_says_who()
            visit._check_owner()  # the host may have left since it was written
            me, channel = self.env.user.partner_id, self._own_channel()
            visit._open_on_word(channel, me)
            if visit.type_id.approval == "none":
                visit._approve()
            elif visit._is_approver():
                visit._approve(channel, me)
            else:
                visit._set_state("pending")
                visit._ask_host(answered)
        return True

    def action_approve(self, channel="odoo"):
        """Approve visits, as the person asked or on that person's word.

        :param str channel: how the approver answered; ``intercom``, ``phone`` and
            ``in_person`` are reception's, who asked the host
        :return: True
        :raise AccessError: it is somebody else who must approve; says who
        :raise UserError: the visit can't be approved in its state, or is a draft and
            over already
        """
        self.check_access("read")
        for visit in self:
            if visit.state not in ("draft", "pending"):
                raise visit._step_not_allowed("approved")
            visit._check_not_over()
            visit.sudo()._approve(channel, visit._confirming_partner(channel))
        return True

    def action_refuse(self, reason):
        """Refuse visits that wait for approval.

        :param str reason: told to whoever announced the visit
        :return: True
        :raise AccessError: neither the person asked nor reception
        :raise UserError: no reason, or the visit does not wait for approval
        """
        self.check_access("read")
        reason = self._reason(reason)
        for visit in self:
            if not visit._is_approver() and not self.env.user.has_group(RECEPTION):
                raise visit._not_the_approver()
            visit.sudo()._refuse(reason)  # checked above
        return True

    def action_cancel(self, reason):
        """Cancel visits before anybody is inside.

        :param str reason: kept in the history
        :return: True
        :raise UserError: no reason, or somebody has come already
        """
        self.check_access("write")
        self._check_no_sample()
        reason = self._reason(reason)
        read_committed(self.env)
        visits_sudo = self.sudo()  # write access checked above
        people_sudo = visits_sudo.registration_ids
        people_sudo._lock()  # a gate may be letting them in
        with self.env["visitor.act"]._recording(
            "cancel_visit", people_sudo, visits_sudo
        ):
            for visit_sudo in visits_sudo:
                visit_sudo._set_state("cancelled")
                visit_sudo._end_registrations("cancelled")
                visit_sudo.activity_unlink([ACTIVITY])
                visit_sudo._log_said(_lt("Cancelled: %s", reason))
        return True

    def sign_for_guests(self, signature):
        """A resident who brings guests in signs for them at the desk.

        :param str signature: the image, base64
        :return: True
        :raise AccessError: not reception
        :raise UserError: without a signature
        """
        self.ensure_one()
        if not self.env.user.has_group(RECEPTION):
            raise AccessError(self.env._("Signatures are taken at reception."))
        if not signature:
            raise UserError(self.env._("Ask the resident to sign first."))
        self.check_access("write")
        self.sudo().host_signature = signature  # taken by reception, checked above
        return self.action_approve("in_person")

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    @api.model
    def _own_channel(self):
        """By which way the user answers when it is done here: whoever is no employee
        does it on the portal."""
        return "portal" if self.env.user.share else "odoo"

    def _is_approver(self):
        """Whether it is this user whose approval the kind of visit asks for, or who was
        asked in the host's stead and has no answer yet.
        """
        self.ensure_one()
        if self.type_id.approval == "host":
            user = self.env.user
            # the login of an employee is public, the employee's record is not
            return (
                user == self.sudo().host_id.user_id
                or (
                    bool(self.host_partner_id)
                    and user.partner_id == self.host_partner_id
                )
                or self._is_asked(user.partner_id)
            )
        if self.type_id.approval == "security":
            return self.env.user.has_group(SECURITY)
        return True

    def _confirming_partner(self, channel):
        """The person whose word this is.

        :raise AccessError: this user can't give or pass on that word
        """
        if channel in ASKED_CHANNELS:
            may_ask = self.type_id.approval != "security"
            if may_ask and self.env.user.has_group(RECEPTION):
                return self._host_partner()
        elif channel not in OWN_CHANNELS:
            raise UserError(self.env._("“%s” is no way to confirm a visit.", channel))
        elif self._is_approver():
            return self.env.user.partner_id
        raise self._not_the_approver()

    def _host_partner(self):
        """The contact of the host: who is told and who confirms.

        Of a host who has left it is whoever is above, or nobody.
        """
        self.ensure_one()
        stand_in = self.env["visitor.stand.in"]
        employee_sudo = self.sudo().host_id  # of a visit the caller may read
        if stand_in._has_left(employee_sudo, self.company_id):
            employee_sudo = stand_in._superior(employee_sudo)
        return (
            self.host_partner_id
            or employee_sudo.user_id.partner_id
            or employee_sudo.work_contact_id
        )

    def _not_the_approver(self):
        if self.type_id.approval == "security":
            return AccessError(self.env._("Security approves this kind of visit."))
        return AccessError(
            self.env._(
                "The host approves this visit. Reception can ask by intercom, phone "
                "or in person and record the answer."
            )
        )

    def _check_may_change_plan(self):
        """What was approved is changed by those who could approve it.

        :raise UserError: somebody else would be bypassed; says what to do
        """
        refused = self.filtered(lambda visit: not visit._may_change_plan())
        if any(visit.state in OVER for visit in refused):
            raise UserError(self.env._("This visit is over. Announce a new one."))
        if refused:
            raise UserError(
                self.env._(
                    "This visit is already with those who approve it. Cancel it "
                    "and announce it again, or ask reception to change it."
                )
            )

    def _check_may_plan(self):
        """Whoever writes a visit changes its plan until somebody came; who could not
        approve it asks for approval again, see :meth:`_asking_again`.

        :raise UserError: it is over, or somebody came; says what to do
        """
        self.filtered(lambda visit: not visit._may_plan())._check_may_change_plan()

    def _may_plan(self):
        waits = self.state in TO_COME and not self.emergency
        return waits or self._may_change_plan()

    @contextmanager
    def _asking_again(self):
        """What was approved is approved anew, when somebody changes time, site, host,
        areas, or comes with more people, who could not approve it.
        """
        planned = {
            visit: (visit._plan(), visit.area_ids, visit._answers_for_plan())
            for visit in self
            if visit.state in MOVABLE and not visit.emergency
        }
        yield
        for visit, (plan, areas, answered) in planned.items():
            waits_for_another = visit.state == "pending" and (
                visit._plan().whom != plan.whom
            )
            if self.env.su:
                if waits_for_another:  # who was asked before says nothing any more
                    visit.asked_ids = False
                continue
            if visit.type_id.approval == "none":
                continue  # whoever may write it may announce one like that
            agreed = answered and visit._answers_for_plan()
            if waits_for_another or visit._goes_beyond(plan, areas) and not agreed:
                visit._reopen()

    def _goes_beyond(self, plan, areas):
        """Whether more is planned than was agreed to, or something else.

        :param plan: see :meth:`_plan`
        :param areas: ``visitor.area`` that were asked for
        """
        now = self._plan()
        return (
            (now.whom, now.start, now.stop) != (plan.whom, plan.start, plan.stop)
            or now.headcount > plan.headcount
            or bool(self.area_ids - areas)
        )

    def _check_may_move(self, site_id):
        """A visit moves to another site of its company, until somebody came.

        :raise UserError: somebody came, or the site is another company's
        """
        if any(visit.state == "in_progress" for visit in self):
            raise UserError(self.env._("Visitors have come already: the site stays."))
        site_sudo = self.env["visitor.site"].browse(site_id).sudo()  # whose it is
        if any(visit.company_id != site_sudo.company_id for visit in self):
            raise UserError(
                self.env._(
                    "This site belongs to another company. Announce another visit "
                    "there."
                )
            )

    def _may_change_plan(self):
        """Whether this user may change what an approval covers."""
        self.ensure_one()
        if self.env.su or self.state == "draft":
            return True
        return self.state not in OVER and self._answers_for_plan()

    def _answers_for_plan(self):
        by_desk = self.type_id.approval != "security"
        return self._is_approver() or (by_desk and self.env.user.has_group(RECEPTION))

    def _check_not_over(self):
        """Nobody is announced for a time that is over.

        :raise UserError: says when it was, on the clock of the site
        """
        now = fields.Datetime.now()
        for visit in self:
            if visit.state == "draft" and visit._over_at() < now:
                raise UserError(
                    self.env._(
                        "This visit is over already (%s). Choose a time that lies "
                        "ahead.",
                        visit.local_window,
                    )
                )

    def _reason(self, reason):
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why."))
        return reason

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _approve(self, channel=False, partner=None):
        """Approve, remember who confirmed, and make the passes ready."""
        self._set_state(
            "approved",
            confirmation_channel=channel,
            confirmed_by_id=partner.id if partner else False,
            confirmed_at=fields.Datetime.now() if channel else False,
        )
        visit_sudo = self.sudo()  # who may approve was checked by the caller
        visit_sudo.reopened = False
        visit_sudo.activity_unlink([ACTIVITY])
        if channel:  # the same answer opens what is the approver's to open
            visit_sudo._open_on_word(channel, partner)
        if not self.walk_in:
            visit_sudo.registration_ids._make_passes()
        visit_sudo._ask_openers()
        visit_sudo.site_id._bus_changed(visit_sudo.registration_ids)
        if channel and self.create_uid != self.env.user:
            visit_sudo._tell_creator(
                _lt("Visit %s approved", self.name),
                _lt("The visitors are expected at reception."),
            )

    def _refuse(self, reason):
        """Refuse a visit, and tell whoever announced it. The caller checked who.

        :param str reason: why
        """
        people = self.registration_ids
        people._lock()
        with self.env["visitor.act"]._recording("refuse_visit", people, self):
            self._set_state("refused")
            self._end_registrations("refused")
            self.activity_unlink([ACTIVITY])
            self._log_said(_lt("Refused: %s", reason))
            self._tell_creator(_lt("Visit %s refused", self.name), reason)

    def _reopen(self):
        """The plan was changed by somebody who can't approve it: approval is asked, of
        whoever it is asked of now. Passes stay, and open nothing until then.
        """
        visit_sudo = self.sudo()  # the user wrote it
        if visit_sudo.state == "approved":
            visit_sudo.reopened = True
            visit_sudo._set_state(
                "pending",
                confirmation_channel=False,
                confirmed_by_id=False,
                confirmed_at=False,
            )
            visit_sudo._log_said(
                _lt("Changed after it was approved: approval is asked again.")
            )
        visit_sudo.asked_ids = False
        visit_sudo.activity_unlink([ACTIVITY])
        self._ask_host()

    def _end_registrations(self, state):
        people = self.registration_ids.filtered(lambda each: each.state == "expected")
        people._set_state(state)
        people.pass_ids._withdraw()
        self.site_id._bus_changed(people)

    def _ask_host(self, answered=False):
        """Ask those who approve the visit: on their lists, and by a message.

        :param bool answered: they were asked already; the desk records the answer
        """
        visit_sudo = self.sudo()  # of a visit the user wrote
        # quiet: Odoo's own mail would not say who comes
        quiet = visit_sudo.with_context(mail_activity_quick_update=True)
        quiet._put_on_lists()
        if not answered:
            visit_sudo._tell_approvers(visit_sudo.registration_ids)
        visit_sudo._ask_openers()
        self.site_id._bus_changed(self.registration_ids)

    def _approving_users(self):
        """Those whose approval the kind of visit asks for, where they sign in."""
        if self.type_id.approval == "security":
            return self.site_id._security_officers()
        if self.type_id.approval == "host":
            at_work = self.env["visitor.stand.in"]._at_work
            # sudo: who signs in as the host is asked, not shown
            return at_work(self.sudo().host_id, self.company_id).user_id
        return self.env["res.users"]

    def _put_on_lists(self):
        for user in self._approving_users():
            self.activity_schedule(ACTIVITY, user_id=user.id)

    def _put_on_list(self):
        for visit in self.filtered(lambda each: each.state == "pending"):
            visit.activity_unlink([ACTIVITY])
            visit._put_on_lists()

    def _handed_over(self, owner, person):
        # no names: the history outlives them
        return _lt("Handed over to another host: the one named has left.")

    def _give_up_waiting(self):
        """Nobody approved it while there was time: cancelled."""
        self._set_state("cancelled")
        self._end_registrations("cancelled")
        self.activity_unlink([ACTIVITY])
        reason = _lt("Nobody approved it before its time was over.")
        local = self.with_context(lang=self.site_id._lang())  # a job has none
        local._log_said(reason)
        self._tell_creator(_lt("Visit %s was not approved in time", self.name), reason)
