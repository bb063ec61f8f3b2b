"""What the client is written: asked, confirmed, moved, cancelled."""

from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parseaddr

import vobject

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from .client_visit_common import MONDAY, ClientVisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2029-03-01 03:00:00")
class TestClientVisitMail(ClientVisitCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.client.write({"tz": "America/New_York", "lang": "en_US"})
        cls.last = cls.env["mail.mail"].search([], order="id desc", limit=1).id or 0

    def _mails(self):
        return self.env["mail.mail"].search([("id", ">", self.last)], order="id")

    def _event(self, mail):
        """The calendar file that goes with a mail."""
        self.assertFalse(mail.attachment_ids, "which would stay when the mail is gone")
        return vobject.readOne(mail.calendar_file)

    def _sent(self, mail, **sender):
        """The mail as it leaves, read back as a mail program does."""
        for name, value in sender.items():
            self.env["ir.config_parameter"].sudo().set_param(name, value)
        with self.mock_mail_gateway():
            mail.send()
        (sent,) = self.emails
        return message_from_bytes(sent["message"].encode(), policy=policy.default)

    def test_asked_confirmed_moved_cancelled(self):
        visit = self._client_visit(appointment_at=MONDAY, place="8F, Tower A")
        visit.action_ask_appointment()
        self.assertEqual(visit.state, "planned", "asking is no appointment")
        visit.confirmed_by = "Mrs Chen"
        visit.action_appoint()
        later = datetime(2029, 3, 6, 2, 0)
        visit.appointment_at = later
        visit.action_cancel("They are ill")
        mails = self._mails()
        self.assertEqual(len(mails), 4)
        self.assertEqual(set(mails.mapped("state")), {"outgoing"}, "queued")
        self.assertEqual(set(mails.mapped("email_to")), {"hello@bluesky.example.com"})
        asked, confirmed, moved, cancelled = map(self._event, mails)
        methods = [each.method.value for each in (asked, confirmed, moved, cancelled)]
        self.assertEqual(methods, ["REQUEST", "REQUEST", "REQUEST", "CANCEL"])
        events = [each.vevent for each in (asked, confirmed, moved, cancelled)]
        self.assertEqual(
            [each.attendee.params["PARTSTAT"][0] for each in events[:3]],
            ["NEEDS-ACTION", "ACCEPTED", "NEEDS-ACTION"],
            "who agreed is not asked again, until the time is another",
        )
        self.assertEqual(len({event.uid.value for event in events}), 1)
        numbers = [int(event.sequence.value) for event in events]
        self.assertEqual(numbers, [0, 1, 2, 3], "each replaces the one before")
        self.assertEqual(
            [event.status.value for event in events],
            ["TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"],
        )
        first = events[0]
        self.assertEqual(first.dtstart.value.replace(tzinfo=None), MONDAY)
        self.assertEqual(first.dtstart.serialize().strip(), "DTSTART:20290305T020000Z")
        self.assertEqual(first.location.value, "8F, Tower A")
        self.assertIn("hello@bluesky.example.com", first.attendee.value)
        self.assertEqual(events[2].dtstart.value.replace(tzinfo=None), later)

    def test_on_the_clock_and_in_the_language_of_the_client(self):
        visit = self._appointed()
        mail = self._mails()
        # Monday 10:00 in Shanghai is Sunday evening in New York
        for text in ("Sunday, March 4, 2029", "9:00"):
            self.assertIn(text, mail.body_html)
        self.assertIn("Dear", mail.body_html)
        self.client.lang = "fr_FR"
        visit.place = "9F"
        french = self._mails()[-1:]
        self.assertIn("dimanche 4 mars 2029", french.body_html)
        self.assertIn("21:00", french.body_html)

    def test_written_to_whom_we_visit(self):
        chen = self.env["res.partner"].create(
            {
                "name": "Mrs Chen",
                "parent_id": self.client.id,
                "email": "chen@bluesky.example.com",
            }
        )
        self._appointed(contact_id=chen.id)
        self.assertEqual(self._mails().email_to, "chen@bluesky.example.com")
        self.assertIn("Mrs Chen", self._mails().body_html)

    def test_without_an_address_the_appointment_stands(self):
        self.client.email = False
        visit = self._appointed()
        self.assertEqual(visit.state, "appointed")
        self.assertFalse(self._mails())
        with self.assertRaisesRegex(UserError, "No e-mail address"):
            self._client_visit(
                appointment_at=MONDAY, place="8F"
            ).action_ask_appointment()

    def test_who_does_not_know_of_it_is_not_told(self):
        self._client_visit(appointment_at=MONDAY).action_cancel("Not needed")
        self.assertFalse(self._mails())

    def test_called_off_when_no_time_stands_any_more(self):
        visit = self._client_visit(appointment_at=MONDAY, place="8F")
        visit.action_ask_appointment()
        visit.appointment_at = False
        visit.action_cancel("They are ill")
        event = self._event(self._mails()[-1]).vevent
        self.assertEqual(event.status.value, "CANCELLED")

    def test_not_asked_outside_of_their_hours(self):
        self.client.client_calendar_id = self._calendar("Theirs", [(0, 9, 17)])
        visit = self._client_visit(appointment_at=datetime(2029, 3, 6, 2), place="8F")
        with self.assertRaisesRegex(UserError, "next possible time"):
            visit.action_ask_appointment()
        self.assertFalse(self._mails())

    def test_who_goes_there_makes_the_appointment(self):
        """With the rights of an employee: templates and calendars are no obstacle."""
        visit = self._client_visit(
            line_ids=[(0, 0, {"employee_id": self.employee.id})],
            appointment_at=MONDAY,
            place="8F",
            confirmed_by="Mrs Chen",
        )
        visit.with_user(self.user_host).action_appoint()
        self.assertEqual(len(self._mails()), 1)

    # ------------------------------------------------------------
    # AS IT LEAVES
    # ------------------------------------------------------------

    def _structure(self, message):
        return [
            (part.get_content_type(), part.get_content_disposition())
            for part in message.walk()
        ]

    def _catchall(self):
        domain = self.env["mail.alias.domain"].create(
            {"name": "harbour.example.com", "catchall_alias": "answers"}
        )
        self.company.alias_domain_id = domain

    def test_mail_programs_find_the_file_where_they_look(self):
        self._appointed()
        message = self._sent(self._mails())
        self.assertEqual(
            self._structure(message),
            [
                ("multipart/mixed", None),
                ("multipart/alternative", None),
                ("text/plain", None),
                ("text/html", None),
                ("text/calendar", None),
                ("text/calendar", "attachment"),
            ],
        )
        *_others, inline, attached = message.walk()
        for part in (inline, attached):
            self.assertEqual(part.get_param("method"), "REQUEST")
            self.assertEqual(part.get_content_charset(), "utf-8")
        self.assertEqual(attached.get_filename(), "invite.ics")
        raw = inline.get_payload(decode=True)
        self.assertEqual(raw, attached.get_payload(decode=True))
        self.assertNotIn(b"\n", raw.replace(b"\r\n", b""), "CRLF everywhere")
        self.assertNotIn("X-Visitor-Calendar", message)

    def test_the_organizer_is_whom_the_mail_comes_from(self):
        self._catchall()
        visit = self._appointed()
        visit.action_cancel("They are ill")
        for mail, method in zip(self._mails(), ("REQUEST", "CANCEL"), strict=True):
            message = self._sent(mail)
            *_others, part = message.walk()
            self.assertEqual(part.get_param("method"), method)
            event = vobject.readOne(part.get_content()).vevent
            sender = parseaddr(message["From"])[1]
            self.assertEqual(sender, "answers@harbour.example.com")
            self.assertEqual(event.organizer.value, f"mailto:{sender}")
        self.assertEqual(event.status.value, "CANCELLED")

    def test_a_sender_that_the_server_replaces_is_the_organizer_all_the_same(self):
        self._appointed()
        mail = self._mails()
        server = self.env["ir.mail_server"].create(
            {
                "name": "Only as itself",
                "smtp_host": "localhost",
                "from_filter": "robot@relay.example.com",
            }
        )
        mail.mail_server_id = server
        mail.email_from = '"Harbour" <robot@relay.example.com>'
        message = self._sent(mail)
        *_others, part = message.walk()
        event = vobject.readOne(part.get_content()).vevent
        self.assertEqual(event.organizer.value, "mailto:robot@relay.example.com")

    def test_chinese_and_long_and_wicked_words(self):
        """What somebody typed stays a value, whatever stands in it."""
        wicked = "喆" * 60 + '\r\nATTENDEE:mailto:spy@example.com\n"x"; a, b\\c'
        self.env.cr.execute(  # as imports and other programs have brought it in
            "UPDATE res_partner SET name = %s WHERE id = %s", [wicked, self.client.id]
        )
        visit = self._client_visit(
            appointment_at=MONDAY, place="8F", confirmed_by="Mrs Chen"
        )
        self.env.cr.execute(
            "UPDATE client_visit SET purpose = %s, place = %s WHERE id = %s",
            [wicked, wicked, visit.id],
        )
        self.env.cr.execute(
            "UPDATE res_company SET name = %s WHERE id = %s", [wicked, self.company.id]
        )
        self.env.invalidate_all()
        visit.action_ask_appointment()
        message = self._sent(self._mails())
        *_others, part = message.walk()
        raw = part.get_payload(decode=True)
        self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 75)
        event = vobject.readOne(raw.decode()).vevent
        self.assertEqual(len(event.attendee_list), 1)
        self.assertEqual(event.attendee.value, "mailto:hello@bluesky.example.com")
        plain = wicked.replace("\r\n", " ").replace("\n", " ")
        self.assertEqual(event.description.value, plain)
        self.assertEqual(event.location.value, plain)
        self.assertIn(plain, event.summary.value)
        self.assertEqual(event.attendee.params["CN"], [plain.replace('"', "'")])

    def test_each_who_is_invited_by_one_address(self):
        self.client.email = "Hello@BlueSky.example.com, <desk@bluesky.example.com>"
        self._appointed()
        message = self._sent(self._mails())
        *_others, part = message.walk()
        event = vobject.readOne(part.get_content()).vevent
        self.assertEqual(
            [each.value for each in event.attendee_list],
            ["mailto:hello@bluesky.example.com", "mailto:desk@bluesky.example.com"],
        )

    def test_what_is_no_address_is_not_invited(self):
        self.client.email = "ask at the desk"
        visit = self._client_visit(appointment_at=MONDAY, place="8F")
        with self.assertRaisesRegex(UserError, "No e-mail address"):
            visit.action_ask_appointment()

    def test_nobody_slips_a_file_into_a_mail(self):
        template = self.env.ref(
            "visitor_management.client_visit_mail_template_confirmed"
        )
        mail_id = template.send_mail(
            self._appointed().id, email_values={"calendar_file": "METHOD:REQUEST"}
        )
        self.assertFalse(self.env["mail.mail"].browse(mail_id).calendar_file)
