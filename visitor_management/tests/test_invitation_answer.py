"""What comes back of an invitation: calendars' answers, and mails not delivered."""

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .invitation_common import NOW, START, InvitationCommon

LOGGERS = ("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")
REPLY = """\
From: {sender}
To: catchall@harbour.example.com
Subject: {says}: your visit
Message-ID: <{number}@acme.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"

{says}
--b
Content-Type: text/calendar; charset="utf-8"; method={method}

BEGIN:VCALENDAR
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20290301T040000Z
DTSTART:{start}
ORGANIZER:mailto:catchall@harbour.example.com
ATTENDEE;PARTSTAT={says}:mailto:{sender}
COMMENT:{comment}
END:VEVENT
END:VCALENDAR
--b--
"""
REPORT = """\
From: MAILER-DAEMON@mx.acme.example
To: bounce@harbour.example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <report{number}@mx.acme.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acme.example

Final-Recipient: rfc822; zhang.wei@acme.example
Action: {action}
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: {sent}
From: catchall@harbour.example.com
To: zhang.wei@acme.example
Subject: Your visit

Hello
--b--
"""


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestInvitationAnswer(InvitationCommon):
    def setUp(self):
        super().setUp()
        self.person = self._invited()
        self.message = self._leaves()
        self.number = 0

    def _deliver(self, text):
        with mute_logger(*LOGGERS), self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                False, text.replace("\n", "\r\n").encode()
            )

    def _reply(self, says, **values):
        lines = self._calendar(self.message)[1]
        self.number += 1
        self._deliver(
            REPLY.format(
                **{
                    "says": says,
                    "number": self.number,
                    "uid": lines["UID"],
                    "sequence": lines["SEQUENCE"],
                    "sender": "zhang.wei@acme.example",
                    "comment": "I am ill",
                    "method": "REPLY",
                    "start": "20290306T010000Z",
                    **values,
                }
            )
        )

    def _notes(self):
        return " ".join(self.person.visit_id.message_ids.mapped("body"))

    def test_accepted_is_noted(self):
        self._reply("ACCEPTED")
        self.assertIn("accepted the invitation", self._notes())
        self.assertEqual(self.person.state, "expected")

    def test_declined_cancels_the_visitor(self):
        secret = self._secret(self.message)
        self._reply("DECLINED")
        self.assertEqual(self.person.state, "cancelled")
        self.assertEqual(self.person.invitation_state, "declined")
        self.assertEqual(self.person.sudo().pass_ids.state, "revoked")
        self.assertIn("I am ill", self._notes())
        self.assertNotIn("Zhang", self._notes())
        self.assertFalse(self.env["visitor.invitation"]._of_token(secret))
        (told,) = self._leave()
        self.assertNotIn("zhang.wei", told["To"], "the host; their calendar knows")

    def test_another_time_is_a_request_to_the_host(self):
        self._reply("TENTATIVE", method="COUNTER", start="20290307T010000Z")
        request = self.env["visitor.visit.request"].search(
            [("registration_id", "=", self.person.id)]
        )
        self.assertEqual(request.start, START.replace(day=7))
        self.assertEqual(self.person.visit_id.start, START, "the host decides")

    def test_another_time_that_is_over_is_noted(self):
        self._reply("TENTATIVE", method="COUNTER", start="20200307T010000Z")
        self.assertIn("another time: 2020-03-07 09:00", self._notes())

    def test_others_answer_nothing(self):
        for sender in ("li.na@acme.example", "someone@example.com"):
            self._reply("DECLINED", sender=sender)
        self._reply("DECLINED", uid="visitor.registration-1@elsewhere")
        self.assertEqual(self.person.state, "expected")
        self.assertEqual(self._notes().count("not invited"), 1)

    def test_an_answer_to_an_older_mail_changes_nothing(self):
        self.person.visit_id.headcount = 4
        self._leave()
        self._reply("DECLINED")
        self.assertEqual(self.person.state, "expected")

    def test_what_could_not_be_delivered_is_seen(self):
        for number, (action, state) in enumerate(
            (("delayed", "sent"), ("failed", "bounced"))
        ):
            self._deliver(
                REPORT.format(
                    action=action, number=number, sent=self.message["Message-Id"]
                )
            )
            self.assertEqual(self.person.invitation_state, state)

    def test_a_report_about_another_mail_changes_nothing(self):
        self._deliver(REPORT.format(action="failed", number=9, sent="<x@example.com>"))
        self.assertEqual(self.person.invitation_state, "sent")
