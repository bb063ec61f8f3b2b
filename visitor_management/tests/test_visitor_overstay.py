"""Who stays longer than announced: told are host, reception, then the manager."""

from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import VisitorCommon

STOP = datetime(2026, 11, 23, 3)


@tagged("post_install", "-at_install")
class TestOverstayAlarms(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_manager = cls._user("manager_of_anita", "base.group_user")
        manager = cls._employee("Mona Manager", cls.user_manager)
        cls.employee.parent_id = manager
        cls.site.grace_after = 30
        cls.alarms = {
            "overstay_host_minutes": 10,
            "overstay_desk_minutes": 20,
            "overstay_manager_minutes": 60,
        }

    def setUp(self):
        super().setUp()
        with freeze_time("2026-11-23 01:00:00"):
            self.person = self._inside(
                start=datetime(2026, 11, 23, 1), stop=STOP, names=("Zhang Wei",)
            )
        self.visit = self.person.visit_id

    def test_off_at_first_but_for_the_host(self):
        self._job(29)
        self.assertFalse(self._told_of())
        self._job(31)
        self.assertEqual(self._told_of(), {self.user_host})
        self._job(24 * 60)
        self.assertEqual(self._told_of(), {self.user_host})

    def test_one_after_the_other_each_once(self):
        self.type_open.write(self.alarms)
        for minutes, told in (
            (9, set()),
            (11, {self.user_host}),
            (21, {self.user_host, self.user_reception}),
            (59, {self.user_host, self.user_reception}),
            (61, {self.user_host, self.user_reception, self.user_manager}),
        ):
            self._job(minutes)
            self.assertEqual(self._told_of(), told, minutes)
        messages = self._messages()
        self._job(500)
        self.assertEqual(self._messages(), messages)
        for message in messages:
            self.assertNotIn("Zhang", message.subject, "no personal data in subjects")
            self.assertIn("Zhang Wei", message.body)
            self.assertIn("11:00", message.body, "on the clock of the site")

    def test_all_that_are_due_when_the_job_was_late(self):
        self.type_open.write(self.alarms)
        self._job(90)
        everybody = {self.user_host, self.user_reception, self.user_manager}
        self.assertEqual(self._told_of(), everybody)

    def test_extended_it_begins_anew(self):
        self.type_open.write(self.alarms)
        self._job(21)
        with freeze_time(STOP + timedelta(minutes=25)):
            self.visit.with_user(self.user_host).action_extend(30)
        before = self._messages()
        self._job(60)
        self.assertEqual(self._messages(), before, "the visit goes on")
        self._job(25 + 30 + 21)
        self.assertEqual(len(self._messages() - before), 2)

    def test_who_has_left_overstays_no_more(self):
        self.type_open.write(self.alarms)
        with freeze_time(STOP + timedelta(minutes=5)):
            self.person.check_out()
        self._job(90)
        self.assertFalse(self._messages())

    def test_security_where_the_host_has_no_manager(self):
        self.type_open.write(self.alarms)
        self.employee.parent_id = False
        self.employee.department_id = False
        self._job(61)
        self.assertIn(self.user_security, self._told_of())

    def test_minutes_in_order(self):
        for minutes in ((20, 10, 0), (0, 20, 10), (-1, 0, 0), (0, 0, 10**6)):
            values = dict(zip(self.alarms, minutes, strict=True))
            with (
                self.subTest(minutes),
                mute_logger("odoo.sql_db"),
                self.assertRaises(
                    ValidationError if min(minutes) >= 0 else IntegrityError
                ),
                self.env.cr.savepoint(),
            ):
                self.type_open.write(values)

    def test_the_report(self):
        """Past the grace of the site, with how long and who was told."""
        self.type_open.write(self.alarms)
        with freeze_time(STOP + timedelta(minutes=29)):
            self.assertFalse(self._overstays())
        self._job(21)
        with freeze_time(STOP + timedelta(minutes=45)):
            line = self._overstays()
            self.assertEqual((line.minutes_over, line.level), (45, "2"))
            self.assertTrue(line.still_inside)
            self.person.check_out()
        with freeze_time(STOP + timedelta(days=1)):
            line = self._overstays()
            self.assertEqual((line.minutes_over, line.still_inside), (45, False))
            self.assertEqual(str(line.day), "2026-11-23")
            self.assertEqual(line.action_open_visit()["res_id"], self.visit.id)

    def _overstays(self):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.env["visitor.overstay"].with_user(self.user_reception)
        return lines.search([("visit_id", "=", self.visit.id)])

    def _job(self, minutes):
        """The job so many minutes after the end of the visit."""
        with (
            freeze_time(STOP + timedelta(minutes=minutes)),
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
        ):
            self.env["visitor.visit"]._cron_overstay()

    def _messages(self):
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", "visitor.visit"),
                    ("res_id", "=", self.visit.id),
                    ("subject", "like", "still inside"),
                ]
            )
        )

    def _told_of(self):
        """Which of the users of the test were told of it."""
        told = self._messages().notified_partner_ids
        return {
            user
            for user in (
                self.user_host,
                self.user_reception,
                self.user_security,
                self.user_manager,
            )
            if user.partner_id in told
        }
