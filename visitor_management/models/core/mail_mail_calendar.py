from odoo import api, fields, models

from ...tools import calendar_mail, ical


class MailMail(models.Model):
    """Mails with a calendar file: an appointment."""

    _inherit = "mail.mail"

    calendar_file = fields.Text(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The appointment of this mail; it goes with it and leaves nothing behind.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # as superuser Odoo makes mails with values that any user may name
        if self.env.su:
            vals_list = [{**vals, "calendar_file": False} for vals in vals_list]
        return super().create(vals_list)

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        for email in emails:
            # a line break in a name would keep the mail from leaving, ever
            if email["subject"]:
                email["subject"] = ical.one_line(email["subject"])
        file = self._calendar_to_send() if emails else ""
        for email in emails if file else ():
            email["headers"] = {
                **email["headers"],
                calendar_mail.MARK: ical.method_of(file),
            }
            email["attachments"] = [
                *email["attachments"],
                (calendar_mail.NAME, file.encode(), calendar_mail.TYPE),
            ]
        return emails

    def _calendar_to_send(self):
        """The calendar file that goes with the mail, or nothing."""
        return self.sudo().calendar_file  # of the mail that is sent
