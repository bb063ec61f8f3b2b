import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq

VALID_FOR = timedelta(days=14)
MAX_WORDS = 2000
RATED = ("planned", "unreachable")
SATISFIED = ("4", "5")


class ClientCallbackRating(models.Model):
    """A link by which a client rates by himself, instead of being called.

    The secret stands in the mail only; here is its hash. The link works once, for two
    weeks, and only until somebody reached the client otherwise.
    """

    _name = "client.callback.rating"
    _description = "Link to Rate"
    _order = "id desc"

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
    user_id = fields.Many2one(
        "res.users",
        "Sent By",
        required=True,
        readonly=True,
        index=True,
        help="Counts as the caller when nobody else is.",
    )
    token_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    expires_at = fields.Datetime("Valid Until", required=True)
    ended_at = fields.Datetime(
        "Ended", help="Used, or replaced by another link.", copy=False
    )

    _token_hash_uniq = models.UniqueIndex("(token_hash)")

    @api.model
    def _issue(self, callback_sudo):
        """Make the link of a callback; the ones before stop working.

        :param callback_sudo: as superuser; the caller checked who may send it
        :return: the address with the secret, this once
        """
        now = fields.Datetime.now()
        links_sudo = self.sudo()  # the caller checked
        links_sudo.search(
            [("callback_id", "=", callback_sudo.id), ("ended_at", "=", False)]
        ).ended_at = now
        token = secrets.token_urlsafe(32)
        links_sudo.create(
            {
                "callback_id": callback_sudo.id,
                "user_id": self.env.uid,
                "token_hash": self._hash(token),
                "expires_at": now + VALID_FOR,
            }
        )
        # behind the #: no server, proxy or log sees it in an address
        lang = callback_sudo._client_lang()
        return f"{callback_sudo.get_base_url()}/client/rating?lang={lang}#{token}"

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _of_token(self, token):
        """The link that a secret opens, as superuser.

        :param str token: what stood behind the #
        :return: the link, or nothing: unknown, used, replaced, expired, or the client
            was reached otherwise
        """
        hashed = self._hash(token)
        links_sudo = self.sudo()  # the secret is the right to ask
        link_sudo = links_sudo.search([("token_hash", "=", hashed)], limit=1)
        if (
            not link_sudo
            or not consteq(link_sudo.token_hash, hashed)
            or link_sudo.ended_at
            or link_sudo.expires_at < fields.Datetime.now()
            or link_sudo.callback_id.state not in RATED
        ):
            return links_sudo.browse()
        return link_sudo

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

    def _rate(self, result, handling_result, words):
        """Take the client's rating, as a call that reached him.

        Who is satisfied is done with. Otherwise the callback stays open for customer
        service: somebody has to explain, agree on a date and give an order.

        :param str result: ``1`` to ``5``, of the outcome
        :param str handling_result: ``1`` to ``5``, of how it was dealt with
        :param str words: the client's own
        """
        self.ensure_one()
        self.ended_at = fields.Datetime.now()
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
            callback_sudo._message_log(
                body=self.env._(
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
