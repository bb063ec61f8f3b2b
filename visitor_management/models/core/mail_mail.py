from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import mail_secret
from ...tools.mail_secret import SLOT
from ...tools.transaction import apart, batches

# Odoo never sends again what failed: ours is tried as often, after these times
WAITS = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
NO_SECRET = {
    "secret_model": False,
    "secret_about_id": False,
    "secret_user_id": False,
    "secret_retries": 0,
}
ADDRESSED = {"email_to", "email_cc", "recipient_ids", "body_html"}


class MailMail(models.Model):
    """Mails with a secret, made as they leave by the model of the link in them."""

    _inherit = "mail.mail"

    secret_model = fields.Char(
        groups=fields.NO_ACCESS, copy=False, help="The model of the link in it."
    )
    secret_about_id = fields.Integer(
        groups=fields.NO_ACCESS,
        copy=False,
        index="btree_not_null",
        help="What the link is about.",
    )
    secret_user_id = fields.Many2one(
        "res.users", groups=fields.NO_ACCESS, copy=False, help="Who sends the link."
    )
    secret_retries = fields.Integer(groups=fields.NO_ACCESS, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        # Odoo makes mails as superuser with values, and defaults in the context, that
        # any user may name (mail.template.send_mail): a secret is asked for later
        if self.env.su:
            vals_list = [{**vals, **NO_SECRET} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("failure_reason"):  # a mail server may quote what it refuses
            reason = mail_secret.without_secrets(vals["failure_reason"])
            vals = {**vals, "failure_reason": reason}
        # retried, cancelled, deleted by whoever administers mail; not sent elsewhere
        if not self.env.su and ADDRESSED & vals.keys():
            if any(mail.secret_model for mail in self.sudo()):
                raise UserError(
                    self.env._(
                        "The link in this mail is for its recipient alone. Cancel it "
                        "and send the link again from its document."
                    )
                )
        return super().write(vals)

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # a mail with a secret is nobody's: its message is not the administrator's to
        # write, who may send it all the same
        secret = self.sudo().filtered("secret_model").sudo(self.env.su)
        secret.check_access("write")
        options = {
            "auto_commit": auto_commit,
            "raise_exception": raise_exception,
            "post_send_callback": post_send_callback,
        }
        if secret:
            super(MailMail, secret.sudo()).send(**options)
        return super(MailMail, self - secret).send(**options)

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        mail_sudo = self.sudo()  # only the mail's own secret is made for it
        if not mail_sudo.secret_model:
            return emails
        links_sudo, about_sudo = mail_sudo._secret_link()
        if not links_sudo._mail_is_wanted(mail_sudo, about_sudo):
            mail_sudo.cancel()
            return []
        people = [*emails[0]["email_to"], *emails[0]["email_cc"]] if emails else []
        if len(emails) != 1 or len(people) != 1:
            raise UserError(self.env._("A mail with a secret goes to one person."))
        if SLOT in emails[0]["body"]:
            secret = links_sudo._issue(mail_sudo)
            for part in ("body", "body_alternative"):
                emails[0][part] = emails[0][part].replace(SLOT, secret)
        return emails

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # before super, which deletes the mail; without a connection none had begun
        if failure_type != "mail_smtp":
            for mail_sudo in self.sudo().filtered("secret_model"):
                links_sudo, _about = mail_sudo._secret_link()
                links_sudo._after_sending(mail_sudo, failed=bool(failure_type))
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _secret_link(self):
        """
        :return: the model of the links of this mail, and what they are about
        """
        links = self.env[self.secret_model]
        about = links._fields[links._secret_about].comodel_name
        return links, self.env[about].browse(self.secret_about_id).exists()

    @api.model
    def _cron_retry_secrets(self, limit=200):
        """Send again what failed, after longer and longer times, then tell somebody."""
        now = fields.Datetime.now()
        failed = [
            ("secret_model", "!=", False),
            ("state", "=", "exception"),
            ("secret_retries", "<=", len(WAITS)),
        ]
        for mails in batches(self, failed, limit):
            for mail in mails:
                with apart(mail):
                    mail._retry_secret(now)
            if any(mail.state == "outgoing" for mail in mails):
                self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _retry_secret(self, now):
        """Send it again when it has waited long enough, or give it up."""
        links, about = self._secret_link()
        if not links._mail_is_wanted(self, about):
            self.cancel()
        elif self.secret_retries == len(WAITS):
            self.secret_retries += 1
            links._when_given_up(about)
        elif self.write_date + WAITS[self.secret_retries] <= now:
            self.secret_retries += 1
            self.mark_outgoing()
