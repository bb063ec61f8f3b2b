from odoo import api, fields, models

from ...tools.groups import MANAGER
from ..complaint.client_complaint import CLOSED_STATES
from .client_callback import TO_ASK


class ClientCallbackRating(models.Model):
    """A link by which a client rates by himself, instead of being called.

    It works once, for two weeks, and only until somebody reached the client otherwise.
    """

    _name = "client.callback.rating"
    _description = "Link to Rate"
    _inherit = ["visitor.link.mixin", "client.clock.mixin"]
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
    user_id = fields.Many2one(
        "res.users",
        "Sent By",
        required=True,
        readonly=True,
        index=True,
        help="Counts as the caller when nobody else is.",
    )
    answered_at = fields.Datetime("Answer Received", readonly=True, copy=False)
    from_staff = fields.Boolean(
        "From an Address of Staff",
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="The answer came from an address that a colleague also signs in from.",
    )

    _token_hash_uniq = models.UniqueIndex("(token_hash)")

    @api.model
    def _is_wanted(self, callback_sudo):
        """Whether a link still makes sense as its mail leaves, and when it is opened.

        :param callback_sudo: the callback whose client rates, or nothing
        """
        over = callback_sudo.complaint_id.state in CLOSED_STATES
        return callback_sudo.state in TO_ASK and not over

    @api.model
    def _when_given_up(self, callback_sudo):
        """A mail could not be sent after all retries: tell who should know."""
        callback_sudo._rating_not_mailed()

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
        callback_sudo._take_rating(result, handling_result, words)

    @api.model
    def _note_portal(self, callback_sudo, address=None):
        """Keep when a client answered on the portal, as if by a link.

        :param callback_sudo: the callback; the caller checked whose it is
        :param str address: IP address it came from; it is not kept
        """
        now = fields.Datetime.now()
        values = {"callback_id": callback_sudo.id, "user_id": self.env.uid}
        link_sudo = self.sudo().create({**values, "expires_at": now})
        link_sudo._note_answer(address)
