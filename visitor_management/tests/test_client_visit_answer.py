"""What clients answer from their calendars, as Outlook, Gmail and Apple Mail write."""

from datetime import datetime
from email.utils import make_msgid

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .client_visit_common import MONDAY, ClientVisitCommon

ANOTHER_DATE = "visitor_management.mail_activity_type_client_visit_date"

EVENT = """BEGIN:VCALENDAR
PRODID:%(program)s
VERSION:2.0
METHOD:%(method)s
BEGIN:VEVENT
ATTENDEE;PARTSTAT=%(status)s;CN=Mrs Chen:mailto:%(attendee)s
ORGANIZER;CN=Harbour:mailto:answers@harbour.example.com
UID:%(uid)s
SEQUENCE:%(sequence)s
DTSTAMP:20290301T040000Z
DTSTART:%(begin)s
DTEND:20290306T040000Z
SUMMARY:Visit
COMMENT;LANGUAGE=en-US:\\n
END:VEVENT
END:VCALENDAR
"""
HEAD = """Message-ID: %(message_id)s
From: %(sender)s
To: Harbour <answers@harbour.example.com>
Subject: %(subject)s
Date: Thu, 1 Mar 2029 12:00:00 +0800
MIME-Version: 1.0
"""
# Outlook: an alternative, the calendar last; marked as made by itself by some servers
OUTLOOK = (
    HEAD
    + """X-MS-Has-Attach:
Auto-Submitted: auto-generated
Content-Type: multipart/alternative; boundary="_000_TY2"

--_000_TY2
Content-Type: text/plain; charset="us-ascii"

Fine with me.
--_000_TY2
Content-Type: text/calendar; charset="utf-8"; method=%(method)s

%(event)s
--_000_TY2--
"""
)
# Gmail: the same in a mixed mail with the file once more as application/ics
GMAIL = (
    HEAD
    + """Content-Type: multipart/mixed; boundary="000f"

--000f
Content-Type: multipart/alternative; boundary="000e"

--000e
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

Mrs Chen has answered this invitation.
--000e
Content-Type: text/html; charset="UTF-8"

<p>Mrs Chen has answered this invitation.</p>
--000e
Content-Type: text/calendar; charset="UTF-8"; method=%(method)s

%(event)s
--000e--
--000f
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

%(event)s
--000f--
"""
)
# Apple Mail: text, and the calendar as the only other part of a mixed mail
APPLE = (
    HEAD
    + """Content-Type: multipart/mixed; boundary="Apple-Mail-1"

--Apple-Mail-1
Content-Type: text/plain; charset=us-ascii


--Apple-Mail-1
Content-Type: text/calendar; charset=utf-8; method=%(method)s; name=iCal-1.ics
Content-Transfer-Encoding: quoted-printable

%(event)s
--Apple-Mail-1--
"""
)
# Some phones: the mail is the calendar
BARE = HEAD + "Content-Type: text/calendar; method=%(method)s\n\n%(event)s\n"


@tagged("post_install", "-at_install")
@freeze_time("2029-03-01 03:00:00")
class TestClientVisitAnswer(ClientVisitCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.email = "chen@bluesky.example.com"
        cls.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "harbour.example.com", "catchall_alias": "answers"}
        )

    def _asked(self):
        visit = self._client_visit(appointment_at=MONDAY, place="8F")
        visit.action_ask_appointment()
        return visit.sudo()

    def _answer(self, visit, status="ACCEPTED", program=OUTLOOK, **values):
        """A mail comes in.

        :return: what the history of the visit says since
        """
        values = {
            "program": "Any",
            "method": "REPLY",
            "status": status,
            "uid": visit.ical_uid,
            "sequence": visit.ical_sequence - 1,
            "begin": "20290305T020000Z",
            "attendee": "chen@bluesky.example.com",
            "sender": "Mrs Chen <Chen@BlueSky.example.com>",
            "subject": f"{status}: Visit",
            "message_id": make_msgid(),
            **values,
        }
        event = EVENT % values
        if program is APPLE:
            event = event.replace("=", "=3D")
        before = visit.message_ids
        with (
            self.mock_mail_gateway(),
            mute_logger("odoo.addons.mail.models.mail_thread"),
        ):
            self.env["mail.thread"].message_process(
                None, (program % {**values, "event": event}).replace("\n", "\r\n")
            )
        return " ".join((visit.message_ids - before).mapped("body"))

    def _tasks(self, visit):
        return visit.activity_search([ANOTHER_DATE])

    def test_accepted_in_any_program_is_confirmed(self):
        for program in (OUTLOOK, GMAIL, APPLE, BARE):
            visit = self._asked()
            said = self._answer(visit, program=program)
            self.assertEqual(visit.state, "appointed")
            self.assertEqual(visit.confirmed_by, "Blue Sky")
            self.assertTrue(visit.appointed_at)
            self.assertFalse(visit.appointed_by_id, "no person did")
            self.assertIn("confirmed the appointment", said)
            self.assertFalse(self._tasks(visit))

    def test_the_mail_is_kept_at_the_visit(self):
        visit = self._asked()
        self.assertIn("Fine with me", self._answer(visit))
        mail = visit.message_ids.filtered(lambda each: each.message_type == "email")
        self.assertEqual(mail.author_id, self.client)

    def test_declined_proposed_and_perhaps_ask_for_another_date(self):
        for status, method, words in (
            ("DECLINED", "REPLY", "declined"),
            ("TENTATIVE", "REPLY", "reservation"),
            ("TENTATIVE", "COUNTER", "2029-03-06 10:00"),
        ):
            visit = self._asked()
            said = self._answer(visit, status, method=method, begin="20290306T020000Z")
            self.assertEqual(visit.state, "planned")
            self.assertIn(words, said)
            (task,) = self._tasks(visit)
            self.assertEqual(task.user_id, self.user_service)
            self._answer(visit, status, method=method)
            self.assertEqual(len(self._tasks(visit)), 1, "said twice, one task")
            visit.confirmed_by = "Mrs Chen"
            visit.with_user(self.user_service).action_appoint()
            self.assertFalse(self._tasks(visit), "another date stands")

    def test_declined_when_it_stands(self):
        visit = self._appointed().sudo()
        self._answer(visit, "DECLINED")
        self.assertEqual(visit.state, "appointed")
        self.assertTrue(self._tasks(visit))

    def test_from_anybody_else_it_does_nothing(self):
        visit = self._asked()
        strays = self.env["client.mail.stray"]
        before = strays.search_count([])
        for sender in (
            "Spy <spy@example.com>",
            "chen@bluesky.example.com, spy@x.example",
        ):
            visit.with_user(self.user_service).action_ask_appointment()
            said = self._answer(visit, sender=sender)
            self.assertEqual(visit.state, "planned")
            self.assertIn("not invited", said)
            self.assertNotIn("Fine with me", said, "nobody's words")
            self.assertFalse(self._answer(visit, sender=sender), "said once")
        self.assertEqual(strays.search_count([]), before + 4, "the mails are kept")

    def test_a_forged_sender_does_nothing(self):
        self.company.client_mail_servers = "mx.harbour.example.com"
        visit = self._asked()
        failed = (
            "Authentication-Results: mx.harbour.example.com; dmarc=fail\n" + OUTLOOK
        )
        self._answer(visit, program=failed)
        self.assertEqual(visit.state, "planned")

    def test_an_answer_to_an_older_mail_does_nothing_but_is_said(self):
        visit = self._asked()
        visit.with_user(self.user_service).action_ask_appointment()
        said = self._answer(visit, sequence=0)
        self.assertEqual(visit.state, "planned")
        self.assertIn("older mail", said)
        self._answer(visit, sequence=1)
        self.assertEqual(visit.state, "appointed")

    def test_a_time_that_was_never_asked_for_is_not_confirmed(self):
        """Planned anew after the mail, before the answer."""
        visit = self._asked()
        visit.appointment_at = datetime(2029, 3, 6, 2)
        said = self._answer(visit, sequence=0)
        self.assertEqual(visit.state, "planned")
        self.assertIn("older mail", said)

    def test_a_time_that_was_taken_back_is_agreed_on_anew(self):
        """Whatever number of the invitation their calendar says."""
        for status in ("ACCEPTED", "DECLINED"):
            visit = self._asked()
            visit.appointment_at = False
            said = self._answer(visit, status)
            self.assertEqual(visit.state, "planned")
            self.assertIn("older mail", said)
            self.assertTrue(self._tasks(visit))

    def test_accepted_where_the_client_has_no_time_any_more(self):
        visit = self._asked()
        self.client.client_calendar_id = self._calendar("Theirs", [(2, 9, 17)])
        said = self._answer(visit)
        self.assertEqual(visit.state, "planned")
        self.assertIn("ask again", said)
        self.assertTrue(self._tasks(visit))

    def test_too_late(self):
        visit = self._asked()
        visit.action_cancel("They are ill")
        self.assertIn("after the visit was over", self._answer(visit))
        self.assertEqual(visit.state, "cancelled")

    def test_the_same_mail_twice_counts_once(self):
        visit = self._asked()
        message_id = make_msgid()
        self._answer(visit, "DECLINED", message_id=message_id)
        self.assertFalse(self._answer(visit, "DECLINED", message_id=message_id))

    def test_of_no_visit_of_ours_it_goes_the_way_of_any_other(self):
        visit = self._asked()
        for uid in (
            "client.visit-1@elsewhere",
            "res.users-2@x",
            "x",
            visit.ical_uid + "x",
        ):
            with self.subTest(uid):
                self.assertFalse(self._answer(visit, uid=uid))
        self.assertEqual(visit.state, "planned")

    def test_an_identifier_is_for_ever(self):
        visit = self._asked()
        uid = visit.ical_uid
        self.env["ir.config_parameter"].sudo().set_param("database.uuid", "restored")
        visit.with_user(self.user_service).action_ask_appointment()
        self.assertEqual(visit.ical_uid, uid)
