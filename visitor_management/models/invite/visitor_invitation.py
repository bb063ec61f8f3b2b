from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models

from ...tools import keys, mail_secret

# Of a tablet: so long after the last thing that was done on it, and at most so long
# in all.
TABLET_IDLE = timedelta(minutes=15)
TABLET_AT_MOST = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class VisitorInvitation(models.Model):
    """A secret that opens the steps of one visitor, and nothing else.

    It is written down as a hash: of a tablet that the desk hands over, or of a link
    that leaves in a mail (see ``visitor_invitation_mail.py``). What the steps are and
    do is the registration's (``_invitation``, ``_save_own_data`` and so on), which does
    not know who calls.
    """

    _name = "visitor.invitation"
    _description = "Steps Handed Over"
    _inherit = ["visitor.fixed.mixin", "visitor.link.mixin"]
    _order = "id desc"
    _fixed_fields = frozenset({"registration_id"})
    _secret_about = "registration_id"

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True, precompute=True
    )
    channel = fields.Selection(
        [("tablet", "Tablet"), ("mail", "Email")],
        "Handed Over As",
        required=True,
        readonly=True,
        default="tablet",
    )
    user_id = fields.Many2one(
        "res.users",
        "Handed Over To the Visitor By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    token_hash = fields.Char(required=True, groups=fields.NO_ACCESS, copy=False)
    expires_at = fields.Datetime("Valid Until", required=True, readonly=True)
    opened_at = fields.Datetime("Opened On", readonly=True, copy=False)
    ended_at = fields.Datetime(
        "Ended On",
        readonly=True,
        copy=False,
        help="Given back, taken back, or replaced by another one.",
    )
    message_ref = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        index="btree_not_null",
        help="The number of the mail it left in, which mail servers name when they "
        "give it back.",
    )

    _token_hash_uniq = models.UniqueIndex("(token_hash)")
    # a second one at the same moment waits for the first, and ends it
    _one_open_uniq = models.UniqueIndex(
        "(registration_id) WHERE ended_at IS NULL AND channel = 'tablet'"
    )

    # ------------------------------------------------------------
    # HANDING OVER
    # ------------------------------------------------------------

    @api.model
    def _hand_over(self, person_sudo):
        """Make the secret of a tablet; the one before ends.

        :param person_sudo: ``visitor.registration``; the caller checked who may
        :return: pair of the secret, this once, and its record
        """
        invitations_sudo = self.sudo()  # the caller checked
        invitations_sudo._take_back(person_sudo)
        return invitations_sudo._make(
            person_sudo,
            channel="tablet",
            expires_at=fields.Datetime.now() + TABLET_IDLE,
        )

    @api.model
    def _make(self, person_sudo, **vals):
        """
        :return: pair of a new secret, this once, and its record
        """
        secret = mail_secret.make()
        values = {
            "registration_id": person_sudo.id,
            "user_id": self.env.uid or SUPERUSER_ID,
            "token_hash": keys.hashed(secret),
            **vals,
        }
        return secret, self.create(values)

    @api.model
    def _take_back(self, person_sudo):
        """End what is open for a visitor.

        :param person_sudo: ``visitor.registration``; the caller checked who may
        :return: whether something was
        """
        open_sudo = self.sudo()._open_of(person_sudo)
        open_sudo._end()
        open_sudo.flush_recordset(["ended_at"])  # before there is another one
        return bool(open_sudo)

    @api.model
    def _open_of(self, people_sudo, channel="tablet"):
        """What was neither given nor taken back, its time over or not."""
        return self.search(
            [
                ("registration_id", "in", people_sudo.ids),
                ("channel", "=", channel),
                ("ended_at", "=", False),
            ]
        )

    def _end(self):
        """It opens nothing from now on."""
        self.filtered(lambda each: not each.ended_at).ended_at = fields.Datetime.now()

    # ------------------------------------------------------------
    # USING
    # ------------------------------------------------------------

    @api.model
    def _is_wanted(self, person_sudo):
        return bool(person_sudo) and person_sudo._has_open_steps()

    def _use(self):
        """Somebody is doing something with it: its time begins again."""
        self.ensure_one()
        now = fields.Datetime.now()
        if not self.opened_at:
            self.opened_at = now
            self.registration_id._bus_changed()  # the desk sees that it has arrived
        expires_at = min(now + TABLET_IDLE, self.create_date + TABLET_AT_MOST)
        if expires_at - self.expires_at >= MINUTE:
            self.expires_at = expires_at

    def _document(self):
        """What the page shows, see ``visitor.registration._invitation``.

        A tablet goes back to the desk, which hands out the pass: no code of it leaves.
        """
        self.ensure_one()
        return {**self.registration_id._invitation(), "pass": False}
