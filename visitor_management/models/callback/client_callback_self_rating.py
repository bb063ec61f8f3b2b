from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.translate import LazyTranslate

from ...tools.mail_secret import SLOT
from ...tools.satisfaction import MAX_WORDS, SATISFIED
from .client_callback_life import CALL

_lt = LazyTranslate(__name__)

MAIL = "visitor_management.mail_template_client_callback_rating"
# What a client says who rates by himself: nobody else says it for him.
RATED_FIELDS = frozenset({"result", "handling_result", "client_words"})


class ClientCallback(models.Model):
    """For clients who rather write than talk: a mail with a link to rate by oneself."""

    _inherit = "client.callback"

    @api.depends("rating_ids.answered_at", "rating_ids.from_staff")
    def _compute_rated(self):
        for callback in self:
            answered = callback.rating_ids.filtered("answered_at")[:1]
            callback.rated_at = answered.answered_at
            callback.rated_from_staff = answered.from_staff

    def action_send_rating(self):
        """Mail the client a link to rate by himself.

        :return: True
        :raise UserError: the client was reached already, or has no e-mail, or the
            complaint is closed
        """
        self.check_access("write")
        for callback in self:
            if not callback._to_ask():
                raise UserError(
                    self.env._("The client was reached already. Ask on the phone.")
                )
            callback._check_work_goes_on()
            if not callback._rating_address():
                raise UserError(
                    self.env._(
                        "Write down the e-mail of the client first. One of a colleague "
                        "does not do."
                    )
                )
            callback.sudo()._send_rating()  # write access checked above
        return True

    def _check_rating_stays(self, vals):
        """
        :raise UserError: the client rated by himself, and somebody says it otherwise
        """
        self.ensure_one()
        if self.reached_by == "mail" and self._differing(RATED_FIELDS, vals):
            raise UserError(
                self.env._(
                    "The client rated by himself: the rating and his words stay. Write "
                    "down in the history what you hear besides."
                )
            )

    def _rating_address(self):
        """Where the client reads mail, or nothing; a colleague is no client."""
        address = self.email or self.partner_id.email
        normal = email_normalize(address)
        own = Domain("login", "=", normal)
        own |= Domain("partner_id.email_normalized", "=", normal)
        # sudo: a yes or no
        users_sudo = self.env["res.users"].sudo()
        if normal and users_sudo.search_count(
            Domain("share", "=", False) & own, limit=1
        ):
            return False
        return address

    def _send_rating(self):
        """Put the mail into the queue; its link is made as it leaves."""
        self.ensure_one()
        # behind the #: no server, proxy or log sees it in an address
        url = f"{self.get_base_url()}/client/rating?lang={self._client_lang()}#{SLOT}"
        self.env["client.callback.rating"]._send_link(
            self.env.ref(MAIL), self, self._rating_address(), rating_url=url
        )
        self._log_said(_lt("A link to rate was mailed to the client."))

    def _rating_not_mailed(self):
        """Tell the caller that the mail with the link could not be sent."""
        self.ensure_one()
        self.activity_schedule(
            CALL,
            summary=_lt("The link to rate could not be mailed"),
            note=_lt("Call the client, or correct the e-mail and ask again."),
            user_id=self._who_calls().id,
        )

    def _ask_to_write(self):
        asked = super()._ask_to_write()
        wanted = self.company_id.client_rating_by_mail and self._to_ask()
        if wanted and self._rating_address():
            self._send_rating()
        return asked

    def _note_portal_answer(self, address=None):
        """Keep that the client answered on the portal; the caller checked who it is."""
        self.env["client.callback.rating"]._note_portal(self, address)

    def _take_rating(self, result, handling_result, words, summary=None):
        """Take the client's own rating, as a call that reached him.

        What stood there before anybody reached the client goes to the history.
        Whoever calls this checked that it is the client.

        :param str result: ``1`` to ``5``, of the outcome
        :param str handling_result: ``1`` to ``5``, of how it was dealt with, or nothing
        :param str words: the client's own
        :param summary: lazy translation, what the caller has to do it for
        """
        self.ensure_one()
        rated = {
            "result": result,
            "handling_result": handling_result,
            "client_words": words[:MAX_WORDS],
        }
        if any(self[name] for name in rated):
            self._log_said(
                _lt(
                    "Written down before the client was reached, replaced by what the "
                    "client says: outcome %(result)s, handling %(handling)s. %(words)s",
                    result=self.result or "-",
                    handling=self.handling_result or "-",
                    words=self.client_words or "",
                )
            )
        self.write(rated)  # from the next line on it stays as it is
        self._note_attempt("reached", "", "mail")
        self._act_on_rating(result, handling_result)
        self._after_rating(result in SATISFIED, summary)

    def _after_rating(self, satisfied, summary=None):
        """Finish with a client who is satisfied; have somebody talk to the others."""
        self.ensure_one()
        self.activity_unlink([CALL])
        if satisfied:
            self.action_finish()
            return
        self.activity_schedule(
            CALL,
            date_deadline=self.company_id._client_today(),
            summary=summary or _lt("The client rated by mail and is not satisfied"),
            note=_lt("Call: explain, agree on a date, give an order."),
            user_id=self._who_calls().id,
        )

    def _who_calls(self):
        """The caller, or who answers where nobody is to call in particular."""
        stand_in = self.env["visitor.stand.in"]
        return stand_in._who_answers(self.company_id, self._caller())
