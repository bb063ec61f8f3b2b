from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import MANAGER
from ...tools.names import readable
from ...tools.opening_hours import to_local
from ...tools.satisfaction import DISSATISFIED
from ...tools.sentences import Label
from .client_callback import OPEN_STATES

_lt = LazyTranslate(__name__)

CALL = "visitor_management.mail_activity_type_client_callback"
# How long a try that was noted by mistake can be taken back.
TAKE_BACK = timedelta(minutes=10)


class ClientCallback(models.Model):
    """How a callback goes: tries, what the client says, finishing, the review.

    A client who is dissatisfied can't fall between two departments: what is missing
    stands in one place, :meth:`_missing`.
    """

    _inherit = "client.callback"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("attempt_ids")
    def _compute_attempt_count(self):
        counts = dict(
            self.env["client.callback.attempt"]._read_group(
                [("callback_id", "in", self.ids)], ["callback_id"], ["__count"]
            )
        )
        for callback in self:
            callback.attempt_count = counts.get(callback._origin, 0)

    @api.depends("result")
    def _compute_dissatisfied(self):
        for callback in self:
            callback.dissatisfied = callback._is_dissatisfied()

    @api.depends(
        "result",
        "dissatisfied_reason",
        "solved_on_spot",
        "explained_reason",
        "next_date",
        "next_hour",
        "rectification_ids.deadline",
        "rectification_ids.department_id",
    )
    def _compute_missing(self):
        for callback in self:
            callback.missing = "\n".join(callback._missing())
            callback.early_promise = callback.next_date and any(
                order.deadline and order.deadline > callback.next_date
                for order in callback.rectification_ids
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def log_attempt(self, outcome, note=""):
        """Note a try to reach the client.

        Who reaches the client is the caller. After as many tries in vain as the rule
        says the client counts as unreachable, and is written to instead.

        :param str outcome: ``reached no_answer busy wrong_number refused``
        :param str note: what was heard
        :return: True
        :raise UserError: no such outcome, or the client was reached before
        """
        self.ensure_one()
        self.check_access("write")
        self._note_attempt(
            outcome, note, "visit" if self.channel == "visit" else "phone"
        )
        return True

    def action_reached(self):
        """The client is on the phone, or opened the door.

        :return: True
        :raise UserError: the client was reached before
        """
        return self.log_attempt("reached")

    def take_back_attempt(self):
        """Take the last try back: it was noted by mistake. The history keeps that.

        :return: True
        :raise UserError: it is somebody else's, too long ago, or more was done since
        """
        self.ensure_one()
        self.check_access("write")
        if not self._may_take_back():
            raise UserError(
                self.env._(
                    "Only your own last try can be taken back, within ten minutes and "
                    "before the callback is finished."
                )
            )
        self._check_work_goes_on()
        callback_sudo = self.sudo()  # checked above
        attempt_sudo = self._last_attempt_sudo()
        outcome = Label(attempt_sudo._name, "outcome", attempt_sudo.outcome)
        callback_sudo._log_said(_lt("Taken back: %s", outcome))
        attempt_sudo.unlink()
        before = self._state_before_try()
        if self.state != before:
            if self.state == "unreachable":
                callback_sudo.activity_unlink([CALL])  # to write to the client
            self._set_state(before, reached=False, reached_at=False, reached_by=False)
            callback_sudo._tell_caller()
        return True

    def action_finish(self):
        """Finish callbacks; a client who is dissatisfied to the last has a next round.

        :return: True
        :raise UserError: the client was not reached, there is no result, or the client
            is dissatisfied, nothing was solved, and one of the three is missing: the
            explanation, the next date, the order to a department
        """
        self.check_access("write")
        for callback in self:
            if callback.state != "reached":
                raise callback._step_not_allowed("finished")
            missing = callback._missing()
            if missing:
                raise UserError(self.env._("Still missing:\n%s", "\n".join(missing)))
            callback._set_state(
                "finished",
                finished_at=fields.Datetime.now(),
                caller_id=(callback.caller_id or callback._colleague()).id,
            )
            callback_sudo = callback.sudo()  # follows from what the user finished
            callback_sudo.activity_feedback([CALL])
            callback_sudo._act_on_rating(callback.result, callback.handling_result)
            if callback._needs_next_round():
                callback_sudo.previous_id.rectification_ids._reopen_unsolved()
                callback_sudo._plan_next_round()
        return True

    def action_review(self, opinion=""):
        """A manager other than the caller has read it: it stays as it is from now on.

        :param str opinion: of the manager
        :return: True
        :raise AccessError: no manager, or the manager called
        :raise UserError: it is neither finished nor concluded, or reviewed already
        """
        self.check_access("write")
        if not self._is_manager():
            raise AccessError(
                self.env._("A customer service manager reviews callbacks.")
            )
        for callback in self:
            if callback.state != "finished" and not callback.concluded_at:
                raise callback._step_not_allowed("reviewed")
            if self.env.user in callback._callers():
                raise AccessError(
                    self.env._(
                        "You called the client yourself: somebody else reviews it."
                    )
                )
            callback._set_state(
                "reviewed",
                reviewer_id=self.env.uid,
                reviewed_at=fields.Datetime.now(),
                opinion=readable(opinion),
            )
        return True

    def action_take(self):
        """Call these clients oneself.

        :return: True
        """
        self.write({"caller_id": self.env.uid})
        return True

    def action_archive_record(self):
        """Hand reviewed callbacks over to the archive.

        :return: True
        :raise UserError: one is not reviewed yet
        """
        self.check_access("write")
        self._archive()
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _callers(self):
        """Who was to call, and whoever reached or told the client instead."""
        reached = self.attempt_ids.filtered(lambda each: each.outcome == "reached")
        return self.caller_id | reached.user_id | self.concluded_by_id

    def _is_dissatisfied(self):
        return self.result in DISSATISFIED

    def _needs_next_round(self):
        """Dissatisfied, and it could not be solved while talking."""
        return self._is_dissatisfied() and not self.solved_on_spot

    def _check_work_goes_on(self):
        self.complaint_id._check_work_goes_on()

    def _may_take_back(self):
        """Whether the last try is the user's, of now, and nothing follows from it."""
        attempt_sudo = self._last_attempt_sudo()
        return (
            self.state in OPEN_STATES
            and not self.concluded_at
            and attempt_sudo.channel != "mail"  # the client's own rating
            and attempt_sudo.user_id == self.env.user
            and attempt_sudo.at > fields.Datetime.now() - TAKE_BACK
        )

    def _last_attempt_sudo(self):
        """The last try; callers check who may read the callback."""
        return self.sudo().attempt_ids.sorted("id")[-1:]

    def _missing(self, ordering=False):
        """What is missing before the callback can be finished.

        The rule: who is dissatisfied and not helped at once hears why, hears when we
        call again, and a department has an order with a date. All three together.

        :param bool ordering: an order with department and deadline is given along
        :return: list of sentences
        """
        self.ensure_one()
        missing = []
        if not self.result:
            missing.append(self.env._("Ask how satisfied the client is."))
        if (
            self._is_dissatisfied()
            and self.solved_on_spot
            and not readable(self.dissatisfied_reason)
        ):
            missing.append(
                self.env._(
                    "Write down why the client was dissatisfied, and what was done."
                )
            )
        if not self._needs_next_round():
            return missing
        if not readable(self.explained_reason):
            missing.append(
                self.env._("Explain to the client why it can't be solved at once.")
            )
        if not self.next_date:
            missing.append(self.env._("Agree on the date of the next callback."))
        elif self.next_date <= self.company_id._client_today():
            missing.append(self.env._("The next callback is on a later day."))
        missing += self._missing_hour()
        if not ordering and not any(
            order.department_id and order.deadline for order in self.rectification_ids
        ):
            missing.append(
                self.env._("Give an order with a deadline to the department.")
            )
        return missing

    def _is_manager(self):
        return self.env.user.has_group(MANAGER)

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _note_attempt(self, outcome, note, channel):
        """Write the try down and take the step that follows from it."""
        attempts = self.env["client.callback.attempt"]
        if outcome not in dict(attempts._fields["outcome"].selection):
            raise UserError(self.env._("“%s” is no outcome of a call.", outcome))
        if not self._may_try():
            raise self._step_not_allowed("reached")
        self._check_work_goes_on()
        # sudo: tries are written by nobody directly, so that none is made up
        attempt = attempts.sudo().create(
            {
                "callback_id": self.id,
                "outcome": outcome,
                "note": readable(note),
                "channel": channel,
                "user_id": self.env.uid,
            }
        )
        if self.state == "reached":
            self._tried_after_rating(outcome)
        elif outcome == "reached":
            self._set_state(
                "reached",
                reached=True,
                reached_at=attempt.at,
                reached_by=channel,
                caller_id=self._caller_who_reached().id,
            )
        elif self.state == "planned" and len(self.sudo().attempt_ids) >= self.attempts:
            # sudo, above and here: tries and to-dos of a callback the user writes
            self._set_state("unreachable")
            self.sudo()._ask_to_write()

    def _caller_who_reached(self):
        """Whose the call is now: the caller's, or of the user who reached the client.

        A client who rates by a link was written to by somebody who may have left.
        """
        stand_in = self.env["visitor.stand.in"]
        company = self.company_id
        colleague = self._colleague()
        for user in (self.caller_id, colleague):
            if stand_in._at_work(user, company):
                return user
        return stand_in._instead_of(colleague, company)

    def _colleague(self):
        """The user, unless it is a client who rates on the portal: nobody called."""
        user = self.env.user
        return user.browse() if user.sudo().share else user  # a flag of one's own

    def _ask_to_write(self):
        """Who can't be reached by phone is written to."""
        self.activity_unlink([CALL])
        self.activity_schedule(
            CALL,
            summary=_lt("Unreachable by phone: write to the client"),
            user_id=self.env.uid,
        )

    def _plan_next_round(self):
        """Exactly one next round, on the day that was promised."""
        self._make_next_round(self._promised_at())

    def _make_next_round(self, due_at):
        """
        :param datetime due_at: in UTC
        :return: the next round
        """
        return self.create(
            {
                "previous_id": self.id,
                "round": self.round + 1,
                "due_at": due_at,
                "caller_id": self._caller().id,
                "attempts": self.attempts,
                "rule_id": self.rule_id.id,
                **{
                    name: self._fields[name].convert_to_write(self[name], self)
                    for name in (
                        *("complaint_id", "source", "origin", "company_id"),
                        *("category_id", "severity", "department_id"),
                        *("partner_id", "unit_id", "contact_name", "phone", "email"),
                    )
                },
            }
        )

    def _tell_caller(self):
        """Put a callback on the list of whoever is to call."""
        stand_in = self.env["visitor.stand.in"]
        for callback in self:
            user = stand_in._at_work(callback.caller_id, callback.company_id)
            if callback.state != "planned" or not user or user == self.env.user:
                continue
            callback.activity_unlink([CALL])
            day = to_local(callback.due_at, callback.company_id._client_tz()).date()
            callback.activity_schedule(CALL, date_deadline=day, user_id=user.id)

    def _archive(self):
        for callback in self:
            callback._set_state("archived")
