"""Whom closing time checked out was not seen leaving, until somebody confirms it."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .scan_common import ScanCommon
from .test_jobs import JobCase

EVENING = "2026-11-23 10:30:00"
LATER = "2026-11-23 12:00:00"


@tagged("post_install", "-at_install")
class TestSeenLeaving(ScanCommon, JobCase):
    def setUp(self):
        super().setUp()
        self._opens(self.site)
        self.person = self._come("2026-11-23 02:00:00")
        self._auto(EVENING)
        self.stay = self.person.stay_ids

    def test_until_somebody_confirms(self):
        self.assertEqual(self._unseen(), self.stay)
        with freeze_time(LATER):
            confirmed = self.stay.with_user(self.user_security)
            self.assertIs(confirmed.action_seen_leaving(), True)
        self.assertFalse(self._unseen())
        self.assertEqual(self.stay.seen_leaving_by_id, self.user_security)
        self.assertEqual(self.stay.seen_leaving_at, datetime(2026, 11, 23, 12))
        self.assertEqual(self.stay.closed_by, "auto", "the register stays as it was")
        history = self.person.visit_id.message_ids.mapped("body")
        self.assertIn("confirmed as gone", " ".join(history))

    def test_confirmed_once(self):
        with freeze_time(LATER):
            self.stay.action_seen_leaving()
        with freeze_time("2026-11-23 14:00:00"):
            self.stay.with_user(self.user_security).action_seen_leaving()
        self.assertEqual(self.stay.seen_leaving_by_id, self.user_reception)
        self.assertEqual(self.stay.seen_leaving_at, datetime(2026, 11, 23, 12))

    def test_reception_alone_confirms(self):
        self._other_company()
        for user in (self.user_host, self.user_reception2):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.stay.with_user(user).action_seen_leaving()
        self.assertEqual(self._unseen(), self.stay)

    def test_who_was_seen_is_not_asked_about(self):
        with freeze_time("2026-11-24 02:00:00"):
            seen = self._inside()
            with self.assertRaisesRegex(UserError, "closing time"):
                seen.stay_ids.action_seen_leaving()
            seen.check_out()
            with self.assertRaisesRegex(UserError, "closing time"):
                seen.stay_ids.action_seen_leaving()
        self.assertEqual(self._unseen(), self.stay)

    def test_who_comes_back_is_known_to_be_inside(self):
        person = self._come("2026-11-23 02:30:00", until="2026-11-24 08:00:00")
        self._auto(EVENING)
        stay = person.stay_ids
        self.assertEqual(self._unseen(), stay | self.stay)
        with freeze_time("2026-11-24 01:30:00"):
            person.step_in()
            self.assertEqual(self._unseen(), self.stay)
            self.assertFalse(stay.not_seen_leaving)
            person.undo()
            self.assertEqual(self._unseen(), stay | self.stay, "it had not happened")

    def test_the_desk_that_checks_out_confirms(self):
        person = self._come("2026-11-23 02:30:00", until="2026-11-24 08:00:00")
        self._auto(EVENING)
        with freeze_time(LATER):
            person.check_out()
            self.assertEqual(person.stay_ids.seen_leaving_by_id, self.user_reception)
            person.undo()
        self.assertEqual(self._unseen(), person.stay_ids | self.stay)

    def test_who_enters_when_the_person_left_confirms(self):
        with freeze_time(LATER):
            self.stay.correct(out_at="2026-11-23 09:00:00", reason="Seen on camera")
        self.assertFalse(self._unseen())

    def test_a_scan_on_the_way_out_confirms(self):
        with freeze_time(LATER):
            answer = self._scan(self.person, "out")
        self.assertEqual(answer["status"], "granted", "leaving is never refused")
        self.assertFalse(self._unseen())
        self.assertEqual(self.stay.seen_leaving_at, datetime(2026, 11, 23, 12))
        self.assertFalse(self.stay.seen_leaving_by_id)

    def _unseen(self):
        self.env.flush_all()
        found = self.env["visitor.stay"].search([("not_seen_leaving", "=", True)])
        found = found.filtered(lambda stay: stay.site_id == self.site)
        self.assertEqual(found, found.filtered("not_seen_leaving"))
        return found.with_user(self.user_reception)
