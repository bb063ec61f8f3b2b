"""What the client is written: asked, confirmed, moved, cancelled."""

from datetime import datetime

import vobject

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .client_visit_common import MONDAY, ClientVisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2029-03-01 03:00:00")
class TestClientVisitMail(ClientVisitCommon):
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
        file = mail.attachment_ids
        self.assertEqual(len(file), 1)
        self.assertEqual(file.name, "visit.ics")
        self.assertTrue(file.mimetype.startswith("text/calendar"))
        return vobject.readOne(file.raw.decode())

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
        self.assertIn("office@harbour.example.com", first.organizer.value)
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
