"""Mails as mail programs and machines send them, byte by byte."""

from odoo.tools import mute_logger

from .client_common import ClientCommon

LOGGERS = ("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")


class MailCommon(ClientCommon):
    """A company with an address for complaints, and a client who writes to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "tower.example.com"})
        cls.company.write(
            {"alias_domain_id": domain.id, "email": "office@tower.example.com"}
        )
        cls.alias = cls.env["mail.alias"].create(
            {
                "alias_name": "help-desk",
                "alias_domain_id": domain.id,
                "alias_model_id": cls.env["ir.model"]._get_id("client.complaint"),
                "alias_defaults": str({"company_id": cls.company.id}),
            }
        )
        cls.company.client_complaint_alias_id = cls.alias
        cls.client.email = "chen@example.com"
        cls.count = 0

    def _raw(self, *headers, body="It stops between floors", **values):
        """A mail, as bytes.

        :param headers: lines of the head, besides those that each mail has
        :param body: text, or bytes of another character set
        :param values: other values of ``From``, ``To``, ``Subject``, ``Message_ID``
        """
        type(self).count += 1
        head = {
            "From": "Chen Meihua <chen@example.com>",
            "To": "help-desk@tower.example.com",
            "Subject": "Lift",
            "Message_ID": f"<{self._testMethodName}{self.count}@example.com>",
            **values,
        }
        lines = [
            *headers,
            *(f"{name.replace('_', '-')}: {value}" for name, value in head.items()),
        ]
        if not any(line.lower().startswith("content-type") for line in lines):
            lines.append('Content-Type: text/plain; charset="utf-8"')
        text = body if isinstance(body, bytes) else body.encode()
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + text

    def _deliver(self, raw):
        """
        :return: the complaint that a mail came to, if any
        """
        with mute_logger(*LOGGERS):
            found = self.env["mail.thread"].message_process(False, raw)
        return self.env["client.complaint"].browse(found or [])

    def _receive(self, *headers, **values):
        return self._deliver(self._raw(*headers, **values))

    def _kept(self):
        """All mails of the company that made no case."""
        return self.env["client.mail.stray"].search(
            [("company_id", "=", self.company.id)]
        )

    def _cases(self):
        return self.env["client.complaint"].search(
            [("company_id", "=", self.company.id)]
        )

    def _queued(self):
        """What waits to be sent by mail."""
        return self.env["mail.mail"].search([("state", "=", "outgoing")])

    def _receipts(self):
        """What of that tells a client the number."""
        return self._queued().filtered(
            lambda mail: mail.subject.startswith("We received your complaint")
        )
