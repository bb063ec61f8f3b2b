from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools.groups import SERVICE
from ...tools.names import readable
from .client_complaint import CLOSED_STATES, REOPENED

_lt = LazyTranslate(__name__)


class ClientComplaint(models.Model):
    """When a complaint may be closed, and how it is taken up again.

    No dissatisfied client leaves without an answer: what counts is the last round that
    was answered, however many rounds after it reached nobody.
    """

    _inherit = "client.complaint"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("callback_ids.state", "callback_ids.reached", "callback_ids.result")
    def _compute_last_callback_id(self):
        for complaint in self:
            last = complaint._rounds_sudo().filtered("reached")[-1:]
            complaint.last_callback_id = last
            complaint.last_result = last.result
            complaint.dissatisfied = last._is_dissatisfied()

    @api.depends(
        *("state", "rectification_ids.state"),
        *("callback_ids.state", "callback_ids.result", "callback_ids.concluded_at"),
    )
    def _compute_blocking(self):
        for complaint in self:
            blocking = complaint._blocking() if complaint.state == "handled" else ()
            complaint.blocking = "\n".join(blocking)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_close(self, reason=""):
        """Close complaints whose client was called back and whose orders are done.

        :param str reason: needed when the client is dissatisfied to the last
        :return: True
        :raise AccessError: the client is dissatisfied and the user is no manager
        :raise UserError: something is still open; says what
        """
        self.check_access("write")
        for complaint in self:
            if complaint.state == "handled":
                complaint._check_closable(reason)
            complaint._set_state(
                "closed",
                closed_at=fields.Datetime.now(),
                close_reason=readable(reason),
            )
            done = complaint.callback_ids.filtered(lambda c: c.state == "reviewed")
            done.sudo()._archive()  # of a complaint the user wrote
        return True

    def action_reopen(self, reason):
        """Take closed complaints up again: the department has a new deadline.

        The first dates stay, statistics judge by them. Handled again, the client is
        called for a next round.

        :param str reason: what is still wrong, kept and told to the department
        :return: True
        :raise AccessError: not customer service
        :raise UserError: no reason, or the complaint is not closed
        """
        self.check_access("write")
        if not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "Customer service reopens complaints. Tell them what is wrong."
                )
            )
        reason = self._reason(reason)
        self._one_at_a_time()
        now = fields.Datetime.now()
        for complaint in self:
            if complaint.state != "closed":
                raise complaint._step_not_allowed("handling")
            _answer, handling = self.env["client.complaint.term"]._limits(
                complaint.company_id, complaint.severity, now, complaint.department_id
            )
            complaint._set_state(
                "handling",
                handled_at=False,
                closed_at=False,
                close_reason=False,
                reopened_at=now,
                reopened_by_id=self.env.uid,
                reopen_reason=reason,
            )
            complaint_sudo = complaint.sudo()  # write access checked above
            complaint_sudo.deadline = handling or complaint.deadline
            complaint_sudo._client_was_heard()
            complaint_sudo._tell_reopened(reason)
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _one_at_a_time(self):
        """Let nobody else decide about these complaints until this transaction ends.

        Who waited for us does so again as a new request, and reads what we decided. The
        rows are written, not only locked: or who waited would go on with what was true
        before.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE client_complaint SET write_date = write_date WHERE id IN "
                "(SELECT id FROM client_complaint WHERE id = ANY(%s) ORDER BY id "
                "FOR NO KEY UPDATE)",
                self.ids,
            )
        )

    def _rounds_sudo(self):
        """The callbacks that were not waived, in the order they were made.

        Of complaints that the user may read.
        """
        rounds_sudo = self.sudo().callback_ids
        made = rounds_sudo.filtered(lambda each: each.state != "waived")
        return made.sorted(lambda each: (each.round, each.id))

    def _blocking(self):
        """What is open before the complaint can be closed.

        :return: list of sentences
        """
        self.ensure_one()
        blocking = []
        # sudo: of a complaint the user may read
        waiting = self.env["client.rectification"].sudo()
        waiting = waiting.search(
            [("complaint_id", "in", self.ids), ("state", "!=", "verified")]
        )
        if waiting:
            blocking.append(
                self.env._(
                    "%s: these orders are not verified yet. Verify them, or have them "
                    "done.",
                    ", ".join(waiting.mapped("name")),
                )
            )
        rounds_sudo = self._rounds_sudo()
        open_rounds = rounds_sudo.filtered(lambda c: c.state in ("planned", "reached"))
        if open_rounds:
            blocking.append(
                self.env._(
                    "%s: these callbacks are not finished yet.",
                    ", ".join(open_rounds.mapped("name")),
                )
            )
        unread = rounds_sudo.filtered(
            lambda each: each.state == "finished" and each._is_dissatisfied()
        )
        if unread:
            blocking.append(
                self.env._(
                    "%s: the client is dissatisfied. A manager reviews it first.",
                    ", ".join(unread.mapped("name")),
                )
            )
        silent = self._silent_rounds(rounds_sudo)
        if silent:
            blocking.append(
                self.env._(
                    "%s: nobody was reached. Reach the client another way (letter, "
                    "e-mail, visit) and write it down.",
                    ", ".join(silent.mapped("name")),
                )
            )
        return blocking

    @api.model
    def _silent_rounds(self, rounds):
        """Rounds that reached nobody, and nothing says how the client was told.

        They matter where no round was answered, and after a dissatisfied answer.
        """
        answered = rounds.filtered("reached")[-1:]
        if answered:
            if not answered._is_dissatisfied():
                return rounds.browse()
            rounds = rounds.filtered(
                lambda each: (each.round, each.id) > (answered.round, answered.id)
            )
        return rounds.filtered(
            lambda each: each.state == "unreachable" and not each.concluded_at
        )

    def _check_closable(self, reason):
        """
        :raise UserError: an order or a callback is open, or the reason is missing
        :raise AccessError: the client is dissatisfied and the user is no manager
        """
        self.ensure_one()
        blocking = self._blocking()
        if blocking:
            raise UserError("\n".join(blocking))
        if self.dissatisfied:
            self._check_manager()
            if not readable(reason):
                raise UserError(
                    self.env._("The client is dissatisfied. Say why you close it.")
                )

    def _check_not_answered_for(self):
        """What a client was asked about is not put aside as not ours in passing.

        :raise AccessError: the client has answered, or it was closed once, and the user
            is no manager
        :raise UserError: the client is dissatisfied, and something is still open
        """
        self.ensure_one()
        if self.reopened_at or self.last_callback_id:
            self._check_manager()
        blocking = self._blocking() if self.dissatisfied else ()
        if blocking:
            raise UserError("\n".join(blocking))

    def _check_work_goes_on(self):
        """Closed is closed: no orders, tries or rounds until it is reopened.

        :raise UserError: a complaint is closed, or is not ours
        """
        for complaint_sudo in self.sudo():  # whoever works on a case may know that
            if complaint_sudo.state in CLOSED_STATES:
                sentence = (
                    self.env._(
                        "Complaint %s is closed. Reopen it first, with a reason.",
                        complaint_sudo.name,
                    )
                    if complaint_sudo.state == "closed"
                    else self.env._(
                        "Complaint %s is not ours: there is nothing to do for it.",
                        complaint_sudo.name,
                    )
                )
                raise UserError(complaint_sudo._with_first(sentence))

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _tell_reopened(self, reason):
        """Say in the history why, and put it on the list of the department's head."""
        self.ensure_one()
        self._log_said(_lt("Complaint reopened: %s", reason))
        user = self.env["visitor.stand.in"]._who_answers(
            self.company_id, department=self.department_id
        )
        if user != self.env.user:
            self.activity_schedule(
                REOPENED,
                date_deadline=self.company_id._client_today(),
                user_id=user.id,
            )
