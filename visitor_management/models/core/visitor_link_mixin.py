from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import consteq
from odoo.tools.mail import email_split_and_format_normalize

from ...tools import incoming_mail, keys, mail_secret

WAITING = ("outgoing", "exception")


class VisitorLinkMixin(models.AbstractModel):
    """A link that is mailed to one person, whose secret stands in that mail only.

    The stored mail has a placeholder; ``mail.mail`` asks for the secret as it leaves,
    so that nobody can read it: neither who sends it, nor in the database or a log.
    :meth:`_send_link` is how they are sent.

    Sent again, a mail gets a new secret, and the links before end once it has left;
    when it fails, they stay.
    """

    _name = "visitor.link.mixin"
    _description = "Link with a secret"

    # The field that names what a link is about: mail.mail asks.
    _secret_about = None
    # How long a link works.
    _valid_for = timedelta(days=14)

    token_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    mail_ref = fields.Integer(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The mail it left in, which may be gone.",
    )
    expires_at = fields.Datetime("Valid Until", required=True)
    ended_at = fields.Datetime(
        "Invalid Since", help="Used, or replaced by another link.", copy=False
    )

    # ------------------------------------------------------------
    # OF EACH MODEL
    # ------------------------------------------------------------

    @api.model
    def _is_wanted(self, about_sudo):
        """Whether a link still makes sense as its mail leaves, and when it is opened.

        :param about_sudo: what it is about, or nothing
        """
        raise NotImplementedError

    @api.model
    def _mail_is_wanted(self, mail_sudo, about_sudo):
        """Whether a mail still makes sense as it leaves.

        :param mail_sudo: ``mail.mail``
        :param about_sudo: what it is about, or nothing
        """
        return self._is_wanted(about_sudo)

    @api.model
    def _when_given_up(self, about_sudo):
        """A mail could not be sent after all retries: tell who should know."""
        raise NotImplementedError

    @api.model
    def _issued_to(self, mail_sudo):
        """Whose link it is, where several people have one about the same.

        :param mail_sudo: ``mail.mail`` that leaves
        :return: dict of values of the link
        """
        return {}

    # ------------------------------------------------------------
    # SENDING
    # ------------------------------------------------------------

    @api.model
    def _send_link(self, template, about_sudo, address, **context):
        """Queue a mail with a link; one that still waits is not sent any more.

        The mail is nobody's: it hangs on no document, goes out by no mail server of a
        user (it would lie in the box of what was sent) and is read by no colleague.

        :param template: ``mail.template``; its link ends in :data:`mail_secret.SLOT`
        :param about_sudo: what the link is about; the caller checked who may send it
        :param str address: e-mail; the first, where there are more: one mail a person
        :param context: what the template needs besides, the link for instance
        """
        mails_sudo = self.env["mail.mail"].sudo()  # the caller checked
        self._waiting_mails(about_sudo).cancel()
        addresses = email_split_and_format_normalize(address)
        template = template.with_user(SUPERUSER_ID).with_context(**context)
        mail_id = template.send_mail(
            about_sudo.id,
            force_send=False,
            email_values={
                "model": False,
                "res_id": False,
                "email_to": addresses[0] if addresses else address,
                "email_cc": False,
                # or the note of an absence would be taken for the answer
                "headers": repr(incoming_mail.MADE_BY_MACHINE),
                "recipient_ids": [],
            },
        )
        # not at once: whoever may send a template names the values of its mail
        mails_sudo.browse(mail_id).write(
            {
                "secret_model": self._name,
                "secret_about_id": about_sudo.id,
                "secret_user_id": self.env.uid,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    @api.model
    def _waiting_mails(self, about_sudo):
        """The mails about records that have not left, as superuser."""
        # sudo: the caller may send them
        return (
            self.env["mail.mail"]
            .sudo()
            .search(
                [
                    ("secret_model", "=", self._name),
                    ("secret_about_id", "in", about_sudo.ids),
                    ("state", "in", WAITING),
                ]
            )
        )

    @api.model
    def _issue(self, mail_sudo):
        """Make the link of a mail that leaves; the ones before still work.

        :param mail_sudo: ``mail.mail``
        :return: the secret, this once
        """
        secret = mail_secret.make()
        links_sudo = self.sudo()  # the mail was made by who may send it
        links_sudo.create(
            {
                self._secret_about: mail_sudo.secret_about_id,
                **self._issued_to(mail_sudo),
                "user_id": mail_sudo.secret_user_id.id or SUPERUSER_ID,
                "mail_ref": mail_sudo.id,
                "token_hash": keys.hashed(secret),
                "expires_at": fields.Datetime.now() + self._valid_for,
            }
        )
        return secret

    @api.model
    def _after_sending(self, mail_sudo, failed):
        """End the links before the one that left, or that one if it could not leave.

        :param mail_sudo: ``mail.mail``
        :param bool failed: it was refused
        """
        links_sudo = self.sudo().search(  # as the mail queue
            [
                (self._secret_about, "=", mail_sudo.secret_about_id),
                ("ended_at", "=", False),
                *((name, "=", of) for name, of in self._issued_to(mail_sudo).items()),
            ]
        )
        left = links_sudo.filtered(lambda link: link.mail_ref == mail_sudo.id)
        left = left.sorted("id")[-1:]
        if left:
            ended = left if failed else links_sudo - left
            ended.ended_at = fields.Datetime.now()

    # ------------------------------------------------------------
    # OPENING
    # ------------------------------------------------------------

    @api.model
    def _of_token(self, token):
        """The link that a secret opens, as superuser.

        :param str token: what stood behind the #
        :return: the link, or nothing: unknown, used, replaced, expired, not wanted
        """
        hashed = keys.hashed(token)
        links_sudo = self.sudo()  # the secret is the right to ask
        link_sudo = links_sudo.search([("token_hash", "=", hashed)], limit=1)
        if (
            link_sudo
            and consteq(link_sudo.token_hash, hashed)
            and link_sudo._is_valid()
        ):
            return link_sudo
        return links_sudo.browse()

    def _is_valid(self):
        """Whether it opens something; call it as superuser."""
        return (
            not self.ended_at
            and self.expires_at > fields.Datetime.now()
            and self._is_wanted(self[self._secret_about])
        )
