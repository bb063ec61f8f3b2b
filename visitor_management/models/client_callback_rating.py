from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

MAX_WORDS = 2000
RATED = ("planned", "unreachable")
SATISFIED = ("4", "5")


class ClientCallbackRating(models.Model):
    """A link by which a client rates by himself, instead of being called.

    It works once, for two weeks, and only until somebody reached the client otherwise.
    """

    _name = "client.callback.rating"
    _description = "Link to Rate"
    _inherit = "visitor.mail.secret.mixin"
    _order = "id desc"
    _secret_about = "callback_id"

    callback_id = fields.Many2one(
        "client.callback",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="callback_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(help="Counts as the caller when nobody else is.")
    from_staff = fields.Boolean(groups="visitor_management.group_client_manager")

    _token_hash_uniq = models.UniqueIndex("(token_hash)")

    @api.model
    def _is_wanted(self, about_sudo):
        return super()._is_wanted(about_sudo) and about_sudo.state in RATED

    @api.model
    def _when_given_up(self, about_sudo):
        about_sudo._rating_not_mailed()
        return super()._when_given_up(about_sudo)

    def _about(self):
        """What the page tells the client.

        :return: dict of texts; nothing personal but what the client wrote is about
        """
        self.ensure_one()
        callback = self.callback_id
        return {
            "company": self.company_id.name,
            "number": callback.complaint_id.name or callback.origin or callback.name,
        }

    def _rate(self, result, handling_result, words, address=None):
        """Take the client's rating, as a call that reached him.

        Who is satisfied is done with. Otherwise the callback stays open for customer
        service: somebody has to explain, agree on a date and give an order.

        :param str result: ``1`` to ``5``, of the outcome
        :param str handling_result: ``1`` to ``5``, of how it was dealt with
        :param str words: the client's own
        :param str address: IP address it came from
        """
        self.ensure_one()
        self._note_answer(address)
        # as who sent the link: the secret in it is the client's right to rate
        callback_sudo = self.callback_id.with_user(self.user_id).sudo()
        callback_sudo._note_attempt("reached", "", "mail")
        rated = {
            "result": result,
            "handling_result": handling_result,
            "client_words": words[:MAX_WORDS],
        }
        kept = any(callback_sudo[name] for name in rated)
        if kept:  # what a caller wrote stays, the client's rating stands beside it
            callback_sudo._log_said(
                _lt(
                    "The client rated: outcome %(result)s, handling %(handling)s. "
                    "%(words)s",
                    result=result,
                    handling=handling_result,
                    words=words[:MAX_WORDS],
                )
            )
        callback_sudo.write(
            {name: each for name, each in rated.items() if not callback_sudo[name]}
        )
        callback_sudo._after_rating(satisfied=result in SATISFIED and not kept)
