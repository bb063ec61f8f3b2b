from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.name_field import Line
from ...tools.transaction import locked
from ..visit.visitor_visit import ASKS

_lt = LazyTranslate(__name__)

ACTIVITY = "visitor_management.mail_activity_type_visit_request"
SUBJECTS = {
    "other_time": lambda number: _lt("Another time is proposed for visit %s", number),
    "companion": lambda number: _lt("Visit %s: one more would like to come", number),
}


class VisitorVisitRequest(models.Model):
    """What a visitor asks of the host by the own link: another time, or one more to
    come than were announced.

    Nothing of the visit changes until somebody accepts it, with the own rights.
    """

    _name = "visitor.visit.request"
    _description = "Request of a Visitor"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _fixed_fields = frozenset({"registration_id"})
    _site_moments = ("start", "stop")

    _transitions = {"open": {"accepted", "kept", "withdrawn"}}

    registration_id = fields.Many2one(
        "visitor.registration",
        "Requesting Visitor",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    visit_id = fields.Many2one(
        related="registration_id.visit_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(related="visit_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    kind = fields.Selection(
        [("other_time", "Another Time"), ("companion", "One More to Come")],
        "Asked For",
        required=True,
        readonly=True,
    )
    # another time
    start = fields.Datetime("Proposed Start", readonly=True)
    stop = fields.Datetime("Proposed End", readonly=True)
    reason = Line("Visitor's Reason", readonly=True)
    # one more
    name = Line("Name of the Companion", readonly=True)
    email = Line("E-mail of the Companion", readonly=True)
    words = fields.Char("What Is Asked", compute="_compute_words")
    # answer
    state = fields.Selection(
        [
            ("open", "Waits for the Host"),
            ("accepted", "Accepted by the Host"),
            ("kept", "Kept as Planned"),
            ("withdrawn", "Taken Back by the Visitor"),
        ],
        "Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    answered_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)

    # a second proposal at the same moment waits for the first, and replaces it
    _one_time_uniq = models.UniqueIndex(
        "(registration_id) WHERE state = 'open' AND kind = 'other_time'"
    )

    @api.depends("kind", "start", "stop", "reason", "name", "registration_id.name")
    @api.depends_context("lang")
    def _compute_words(self):
        for request in self:
            _, who = self.env._, request.registration_id.name
            if request.kind == "companion":
                request.words = _(
                    "%(who)s would like to bring %(companion)s.",
                    who=who,
                    companion=request.name or "",
                )
                continue
            window = request.site_id._format_window(request.start, request.stop)
            request.words = (
                _(
                    "%(who)s proposes %(time)s: %(reason)s",
                    who=who,
                    time=window,
                    reason=request.reason,
                )
                if request.reason
                else _("%(who)s proposes %(time)s.", who=who, time=window)
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """Do what visitors asked for: the visit moves, or the companion is added.

        What an approval covers changes by the rules of approval, as if it were typed.

        :return: True
        :raise AccessError: the user may not change the visit
        :raise UserError: it was answered already, the visit is over, or who answers
            may not change what was approved
        """
        for request in self._to_answer("accepted"):
            visit = request.visit_id
            if request.kind == "other_time":
                visit._check_may_move_time()
                visit.write({"start": request.start, "stop": request.stop})
            else:
                request._add_companion()
            request.sudo()._answer("accepted")  # may change the visit, checked above
        return True

    def action_keep(self):
        """Leave the visit as it is planned; the visitor reads it on the own page.

        :return: True
        :raise AccessError: the user may not change the visit
        :raise UserError: it was answered already, or the visit is over
        """
        for request in self._to_answer("kept"):
            request.sudo()._answer("kept")  # may change the visit, checked above
        return True

    def _to_answer(self, state):
        """Those requests, so that one answer counts.

        :param str state: that is to follow
        """
        self.check_access("read")
        self.visit_id.check_access("write")
        locked(self.sudo().visit_id.registration_ids)  # as all who admit people
        self.invalidate_recordset()
        for request in self:
            if request.state != "open":
                raise request._step_not_allowed(state)
            if request.visit_id.state not in ASKS:
                raise UserError(self.env._("This visit is over. Announce a new one."))
        return self

    def _answer(self, state):
        """Call it as superuser.

        :param str state: ``accepted`` or ``kept``
        """
        self._set_state(
            state, answered_by_id=self.env.uid, answered_at=fields.Datetime.now()
        )
        if not self.visit_id.request_ids.filtered(lambda each: each.state == "open"):
            self.visit_id.activity_unlink([ACTIVITY])

    def _add_companion(self):
        person = self.registration_id._create_companion(
            self.visit_id, self.name, self.email
        )
        person.sudo()._invite_companion()  # just added by who may

    # ------------------------------------------------------------
    # ASKING
    # ------------------------------------------------------------

    @api.model
    def _ask(self, person_sudo, kind, **vals):
        """Tell the host what a visitor asks for.

        :param person_sudo: ``visitor.registration``, opened by the visitor's secret
        :param str kind: ``other_time`` or ``companion``
        """
        visit_sudo = person_sudo.visit_id
        request_sudo = self.sudo().create(  # the secret is the right to ask
            {"registration_id": person_sudo.id, "kind": kind, **vals}
        )
        users = visit_sudo._users_asked()
        # quiet: Odoo's own mail would not say who asks
        quiet = visit_sudo.with_context(mail_activity_quick_update=True)
        quiet.activity_unlink([ACTIVITY])
        for user in users:
            quiet.activity_schedule(ACTIVITY, user_id=user.id)
        subject = SUBJECTS[kind](visit_sudo.name)
        visit_sudo._tell(
            visit_sudo._host_partner(),
            subject,
            request_sudo._told(visit_sudo._host_partner()),
            people=person_sudo,
        )
        self.env["visitor.told"]._push(
            users, subject, _lt("Open the visit to answer."), visit_sudo
        )
        visit_sudo.site_id._bus_changed(person_sudo)
        return request_sudo

    @api.model
    def _note_companion(self, person_sudo, companion_sudo):
        """Somebody was named within the number that was announced: nobody is asked.

        :param person_sudo: ``visitor.registration`` of who named somebody
        :param companion_sudo: of who comes along
        """
        self.sudo().create(  # the secret is the right to say it
            {
                "registration_id": person_sudo.id,
                "kind": "companion",
                "name": companion_sudo.name,
                "email": companion_sudo.email,
            }
        )._set_state("accepted", answered_at=fields.Datetime.now())

    def _told(self, partner):
        """The sentence of the mail, in the language of its reader."""
        told = self.env["visitor.told"]._in_language_of(partner, self.site_id._lang())
        return " ".join(
            (
                self.with_env(told.env).words,
                told.env._("Open the visit to accept it or to leave all as planned."),
            )
        )

    def _withdraw(self):
        """The visitor does not ask for it any more."""
        waiting = self.filtered(lambda request: request.state == "open")
        waiting._set_state("withdrawn", answered_at=fields.Datetime.now())
        for visit in waiting.visit_id:
            if not visit.request_ids.filtered(lambda each: each.state == "open"):
                visit.activity_unlink([ACTIVITY])
        waiting.flush_recordset(["state"])  # before there is another one
