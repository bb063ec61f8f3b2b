from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools import client_progress, incoming_mail
from ...tools.satisfaction import ANSWERS, MAX_WORDS
from .client_rectification import CARRIED_OUT

_lt = LazyTranslate(__name__)

HANDLED = "visitor_management.mail_template_client_complaint_handled"
# What “still not solved” counts as.
UNSOLVED = "2"


class ClientComplaint(models.Model):
    """How far a complaint has come, and what its client says once it is handled.

    The client rates by himself, as by the link of a mail, or says that it is still not
    solved: a dissatisfied answer, which customer service takes up as it does any other.
    What is asked, and when, is decided by :func:`..tools.client_progress.question`.
    """

    _inherit = "client.complaint"

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    def _portal_steps(self):
        """The way of a complaint, for the page that shows how far it has come.

        :return: pairs of a label and a :class:`..tools.client_progress.Step`
        """
        self.ensure_one()
        labels = {
            "received": self.env._("Received by Us"),
            "accepted": self.env._("Accepted by Us"),
            "handling": self.env._("Being Handled"),
            "reopened": self.env._("Taken Up Again"),
            "handled": self.env._("Handled"),
            "called": self.env._("Your Answer"),
            "closed": self.env._("Closed"),
        }
        steps = client_progress.steps(
            state=self.state,
            received_at=self.received_at,
            accepted_at=self.accepted_at,
            handling_at=self.handling_at,
            reopened_at=self.reopened_at,
            handled_at=self.handled_at,
            closed_at=self.closed_at,
            deadline=self.deadline,
            rounds=self._portal_rounds(),
        )
        return [(labels[step.code], step) for step in steps]

    def _portal_question(self):
        """What the client is asked; see :func:`..tools.client_progress.question`."""
        self.ensure_one()
        orders_sudo = self.sudo().rectification_ids  # yes or no, of the client's own
        busy = any(order.state not in CARRIED_OUT for order in orders_sudo)
        return client_progress.question(self.state, self._portal_rounds(), busy)

    def _portal_ratings(self):
        """The five points, with their words for a client.

        :return: pairs of a key and its label
        """
        rounds = self.env["client.callback"]
        return rounds._fields["result"]._description_selection(self.env)

    def _portal_rounds(self):
        return [
            client_progress.Round(
                each.state, each.due_at, each.reached_at, bool(each._to_ask())
            )
            for each in self._rounds_sudo()
        ]

    # ------------------------------------------------------------
    # WRITE
    # ------------------------------------------------------------

    def _portal_rate(self, result, handling, words="", token="", address=None):
        """Rate what became of a complaint, as its client. Once.

        :param str result: ``1`` to ``5``, of the outcome
        :param str handling: ``1`` to ``5``, of how it was dealt with
        :param str words: the client's own
        :param str token: of the form, see ``client.portal.form``
        :param str address: IP address it came from; it is not kept
        :raise UserError: something is missing, or it is nothing to rate any more
        """
        partner = self._portal_client()
        self._one_at_a_time()
        text = self._portal_answer_text(words, result, handling)
        if self._portal_sent_same(token, text):
            return
        words = self._portal_text(words)[:MAX_WORDS]
        if result not in ANSWERS or handling not in ANSWERS:
            raise UserError(
                self.env._(
                    "Choose one of the five points for each of the two questions."
                )
            )
        if self._portal_question() != "rate":
            raise self._portal_answered()
        with self.env.cr.savepoint():  # what is refused was not sent
            self._portal_take(token, text)
            self._portal_throttle(partner)
            callback_sudo = self._portal_round()
            callback_sudo._note_portal_answer(address)
            callback_sudo._take_rating(
                result,
                handling,
                words,
                _lt("The client rated on the portal and is not satisfied"),
            )

    def _portal_unsolved(self, words, token="", address=None):
        """Say that a handled complaint is still not solved, as its client.

        :param str words: what is still wrong
        :param str token: of the form, see ``client.portal.form``
        :param str address: IP address it came from; it is not kept
        :raise UserError: nothing was written, or it was said before
        """
        partner = self._portal_client()
        self._one_at_a_time()
        text = self._portal_answer_text(words)
        if self._portal_sent_same(token, text):
            return
        words = self._portal_text(words)[:MAX_WORDS]
        if not words:
            raise UserError(self.env._("Tell us what is still wrong."))
        if self._portal_question() not in ("rate", "again"):
            raise self._portal_answered()
        with self.env.cr.savepoint():  # what is refused was not sent
            self._portal_take(token, text)
            self._portal_throttle(partner)
            callback_sudo = self._portal_round() or self._portal_next_round()
            callback_sudo._note_portal_answer(address)
            callback_sudo._take_rating(
                UNSOLVED, False, words, _lt("The client says it is still not solved")
            )

    @api.model
    def _portal_answer_text(self, words, *points):
        """What an answer says, as no message says it: to know it when sent again."""
        return "\x00".join(["answer", *points, self._portal_plain(words)])

    def _portal_sent_same(self, token, text):
        """
        :return: whether this very answer was sent before
        :raise UserError: something else was, with the same form
        """
        sent = self._portal_sent(token)
        if sent and not sent._says(text):
            raise UserError(
                self.env._(
                    "You sent this form before, and that answer counts. What you say "
                    "now is not sent yet: look at it and send it again."
                )
            )
        return bool(sent)

    def _portal_answered(self):
        """Why the client can't answer now, and what to do instead."""
        return UserError(
            {
                "told": self.env._(
                    "We have your answer already; somebody of customer service talks "
                    "to you about it."
                ),
                "busy": self.env._(
                    "We are still at it, and ask you once it is done. If there is "
                    "more to say, write to us below."
                ),
                "again": self.env._(
                    "We have your answer already. If it is still not solved, tell us "
                    "below."
                ),
            }.get(
                self._portal_question(),
                self.env._(
                    "This complaint is not to be rated now. If there is more to say, "
                    "write to us below."
                ),
            )
        )

    def _portal_round(self):
        """The callback that the client answers instead of being called, if any."""
        return self._rounds_sudo()[-1:]._to_ask()

    def _portal_next_round(self):
        """A round after the last one: the client was asked, and it did not last.

        :raise ConcurrencyError: somebody made it at this moment; Odoo tries again
        """
        last_sudo, now = self._rounds_sudo()[-1:], fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                if last_sudo:
                    return last_sudo._make_next_round(now)
                return last_sudo.create({"complaint_id": self.id, "due_at": now})
        except UniqueViolation as error:
            raise ConcurrencyError("There is a next round already") from error

    # ------------------------------------------------------------
    # MAIL
    # ------------------------------------------------------------

    def _has_portal_login(self):
        """Whether the client can look at the complaint by itself."""
        users_sudo = self.sudo().partner_id.user_ids  # yes or no
        return any(user.active and user._is_portal() for user in users_sudo)

    def _mail_handled(self):
        """Mail clients who have a login that it is handled: they can answer there."""
        template = self.env.ref(HANDLED, raise_if_not_found=False)  # may be deleted
        told = self.filtered(
            lambda each: (
                each.company_id.client_mail_receipts
                and each.partner_id.email
                and each._has_portal_login()
            )
        )
        for complaint in told if template else ():
            template.send_mail(
                complaint.id,
                force_send=False,
                email_values=complaint._machine_mail_values(
                    incoming_mail.MADE_BY_MACHINE
                ),
            )
        if told:
            self._send_queue()

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """A mail to a client with a login has a button that leads to the portal."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for name, _belongs, values in groups:
            if name == "portal" and self:
                values.update(active=True, has_button_access=True)
        return groups
