"""A visitor who is invited by mail, and what leaves."""

from datetime import datetime
from email import message_from_bytes, policy

from odoo import Command

from odoo.addons.mail.tests.common import MailCase

from .common import VisitorCommon

# A Tuesday morning in Shanghai, a week after it is announced.
NOW = "2029-03-01 03:00:00"
START = datetime(2029, 3, 6, 1, 0)
STOP = datetime(2029, 3, 6, 3, 0)


class InvitationCommon(VisitorCommon, MailCase):
    """A site whose mails come from its own domain; run at :data:`NOW`."""

    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        domain = cls.env["mail.alias.domain"].create({"name": "harbour.example.com"})
        cls.company.write(
            {
                "name": "Harbour",
                "alias_domain_id": domain.id,
                "email": "office@harbour.example.com",
            }
        )
        cls.kind = cls.env["visitor.visit.type"].create(
            {"name": "Guest by mail", "approval": "host", "invite_by_mail": True}
        )
        cls.last = cls.env["mail.mail"].search([], order="id desc", limit=1).id or 0

    @classmethod
    def _invited_visit(cls, people=None, **values):
        """A draft visit of somebody with an address.

        :param people: list of values; default: Zhang Wei alone
        """
        people = people or [{"name": "Zhang Wei", "email": "zhang.wei@acme.example"}]
        return cls._visit(
            type_id=cls.kind.id,
            start=START,
            stop=STOP,
            registration_ids=[Command.create(person) for person in people],
            **values,
        )

    @classmethod
    def _invited(cls, people=None, **values):
        """The people of such a visit, approved by its host."""
        visit = cls._invited_visit(people, **values)
        visit.action_submit()
        return visit.registration_ids

    def _queue(self):
        """What waits to leave."""
        return self.env["mail.mail"].search(
            [("id", ">", self.last), ("state", "=", "outgoing")], order="id"
        )

    def _leave(self):
        """Let all leave that waits.

        :return: list of mails as a mail program reads them
        """
        with self.mock_mail_gateway():
            for mail in self._queue():
                mail.send()
        return [
            message_from_bytes(sent["message"].encode(), policy=policy.default)
            for sent in self.emails
        ]

    def _leaves(self):
        """The only one that leaves."""
        (message,) = self._leave()
        return message

    def _part(self, message, kind):
        """The first part of a type, as text or bytes."""
        return next(
            part.get_content()
            for part in message.walk()
            if part.get_content_type() == kind
        )

    def _secret(self, message):
        """The secret of the link in a mail."""
        return (
            self._part(message, "text/html")
            .partition("/visitor/invite#")[2]
            .partition('"')[0]
        )

    def _calendar(self, message):
        """Lines of the calendar file by name, and its method in the head."""
        part = next(
            part
            for part in message.walk()
            if part.get_content_type() == "text/calendar"
        )
        text = part.get_content().replace("\r\n ", "").replace("\n ", "")
        lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        lines = {name.partition(";")[0]: value for name, value in lines.items()}
        return part.get_param("method"), lines
