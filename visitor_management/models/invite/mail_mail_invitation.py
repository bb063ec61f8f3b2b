from odoo import api, fields, models

from ...tools import mail_pictures
from ...tools.mail_text import text_part

OURS = "visitor.invitation"


class MailMail(models.Model):
    """Mails to visitors are written as they leave: they say what is true then, and
    nobody reads in the queue where somebody goes, or by which code.
    """

    _inherit = "mail.mail"

    invitation_kind = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Why a visitor is written to: invited, changed, reminder, cancelled.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # as superuser Odoo makes mails with values that any user may name
        if self.env.su:
            vals_list = [{**vals, "invitation_kind": False} for vals in vals_list]
        return super().create(vals_list)

    def _invited(self):
        """The visitor who is written to, in their language, as superuser; or none."""
        mail_sudo = self.sudo()  # of the mail that is sent
        people_sudo = self.env["visitor.registration"].sudo()
        if mail_sudo.secret_model != OURS or not mail_sudo.invitation_kind:
            return people_sudo
        person_sudo = people_sudo.browse(mail_sudo.secret_about_id).exists()
        return person_sudo._in_own_language() if person_sudo else person_sudo

    def _prepare_outgoing_body(self):
        person_sudo = self._invited()
        if not person_sudo:
            return super()._prepare_outgoing_body()
        return person_sudo._letter(self.sudo().invitation_kind)

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        person_sudo = self._invited() if emails else None
        for email in emails if person_sudo else ():
            email["body_alternative"] = text_part(email["body"])
            pictures = person_sudo._letter_pictures(email["body"])
            email["attachments"] = [*email["attachments"], *pictures]
            email["headers"] = {**email["headers"], mail_pictures.MARK: "1"}
        return emails

    def _calendar_to_send(self):
        person_sudo = self._invited()
        if not person_sudo:
            return super()._calendar_to_send()
        return person_sudo._letter_calendar(self.sudo().invitation_kind)
