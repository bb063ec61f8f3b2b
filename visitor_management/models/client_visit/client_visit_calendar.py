from odoo import models
from odoo.tools import formataddr

from ...tools import ical


class ClientVisit(models.Model):
    """The mails that bring the appointment into the calendar of the client."""

    _inherit = "client.visit"

    def _calendar_mail(self, template, kind):
        """Queue a mail with the calendar file; call it as superuser.

        :param template: ``mail.template`` of this model, to all who are invited
        :param str kind: ``asked``, ``confirmed``, ``moved`` or ``cancelled``
        """
        self.ensure_one()
        file = self._calendar_file(kind)
        values, sender = {}, self._calendar_sender()
        if sender:
            name = ical.one_line(self._calendar_event()["organizer"][0])
            values["email_from"] = formataddr((name, sender))
        mail_id = template.send_mail(self.id, force_send=False, email_values=values)
        self.env["mail.mail"].browse(mail_id).calendar_file = file
