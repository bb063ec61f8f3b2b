"""Programmes of important visits: written, moved along, told beforehand, printed."""

from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_jobs import JobCase

# Tuesday, 9 in the morning in Shanghai; it is announced on Monday at noon.
MORNING = datetime(2026, 11, 24, 1, 0)
NOON_BEFORE = "2026-11-23 04:00:00"
TEA_BEFORE = "2026-11-23 08:59:00"
EVENING_BEFORE = "2026-11-23 09:01:00"
NIGHT_BEFORE = "2026-11-23 13:00:00"


@tagged("post_install", "-at_install")
class TestProgramme(JobCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls._employee("Wu Hao", cls._user("guide", "base.group_user"))
        with freeze_time(NOON_BEFORE):
            cls.delegation = cls._visit(
                names=("Li Na", "Zhang Wei"),
                start=MORNING,
                stop=MORNING + timedelta(hours=3),
                purpose="Board delegation",
            )
            cls.delegation.action_submit()

    def _point(self, hours=0, **values):
        at = MORNING + timedelta(hours=hours)
        self.delegation.programme_ids = [
            Command.create(
                {
                    "start": at,
                    "stop": at + timedelta(hours=1),
                    "what": "Welcome",
                    **values,
                }
            )
        ]
        return self.delegation.programme_ids[-1:]

    def _prepare(self, at):
        before = self._messages()
        self._run("prepare", at)
        return self._messages() - before

    def _messages(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", "visitor.visit"),
                ("res_id", "=", self.delegation.id),
                ("message_type", "=", "user_notification"),
            ]
        )

    # ------------------------------------------------------------
    # WRITE
    # ------------------------------------------------------------

    @freeze_time(NOON_BEFORE)
    def test_the_host_writes_it_and_each_point_follows_the_last(self):
        first = self._point(area_id=self.lobby.id, responsible_id=self.guide.id)
        point = (
            self.env["visitor.visit.programme"]
            .with_user(self.user_host)
            .new({"visit_id": self.delegation.id})
        )
        self.assertEqual(point.start, first.stop)

    @freeze_time(NOON_BEFORE)
    def test_others_neither_read_nor_write_it(self):
        point = self._point().with_user(self.user_host2)
        with self.assertRaises(AccessError):
            point.what = "Else"
        with self.assertRaises(AccessError):
            point.read(["what"])

    @freeze_time(NOON_BEFORE)
    def test_a_point_ends_after_it_begins_and_is_at_the_site(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._point(stop=MORNING)
            self.env.flush_all()

    @freeze_time(NOON_BEFORE)
    def test_a_point_is_on_the_days_of_the_visit(self):
        self._point(hours=-2, what="Fetched at the station")
        for days in (-1, 1, 365):
            with (
                self.assertRaisesRegex(ValidationError, "days of the visit"),
                self.env.cr.savepoint(),
            ):
                self._point(hours=24 * days)
        self.delegation.write(
            {
                "start": self.delegation.start + timedelta(days=3),
                "stop": self.delegation.stop + timedelta(days=3),
            }
        )  # the programme with it

    @freeze_time(NOON_BEFORE)
    def test_an_area_of_another_site_is_refused(self):
        annex = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        area = self.env["visitor.area"].create({"name": "Yard", "site_id": annex.id})
        with self.assertRaisesRegex(UserError, "area of the site"):
            self._point(area_id=area.id)

    @freeze_time(NOON_BEFORE)
    def test_it_moves_along_with_the_visit(self):
        first, second = self._point(), self._point(1)
        self.delegation.start = MORNING + timedelta(hours=2)
        self.assertEqual(first.start, MORNING + timedelta(hours=2))
        self.assertEqual(second.stop, MORNING + timedelta(hours=4))

    @freeze_time(NOON_BEFORE)
    def test_once_it_is_over_it_stays_as_it_was(self):
        point = self._point()
        self._put(self.delegation, state="done")
        for call in (lambda: point.write({"what": "Else"}), point.unlink, self._point):
            self.assertRaisesRegex(UserError, "is over", call)

    # ------------------------------------------------------------
    # TOLD
    # ------------------------------------------------------------

    def test_who_prepares_is_told_the_evening_before(self):
        with freeze_time(NOON_BEFORE):
            self._point(what="Tour of the plant", responsible_id=self.guide.id)
        self.assertFalse(self._prepare(TEA_BEFORE))
        told = self._prepare(EVENING_BEFORE)
        people = told.notified_partner_ids
        for user in (self.user_reception, self.user_security):
            self.assertIn(user.partner_id, people)
        self.assertIn(self.guide.work_contact_id, people)
        for message in told:
            self.assertIn(self.delegation.name, message.subject)
            self.assertNotIn("Li Na", message.subject)
            self.assertIn("Tour of the plant", message.body)
            self.assertIn("Li Na", message.body)
        self.assertFalse(self._prepare(NIGHT_BEFORE), "once")

    def test_an_important_visit_is_told_without_a_programme(self):
        self.assertFalse(self._prepare(EVENING_BEFORE), "one like others")
        firm = self.env["res.partner"].create({"name": "Board", "is_company": True})
        with freeze_time(NOON_BEFORE):
            self.delegation.partner_id = firm
        firm.visitor_important = True
        self.assertTrue(self._prepare(EVENING_BEFORE))

    def test_what_changes_is_told_again(self):
        with freeze_time(NOON_BEFORE):
            point = self._point()
        self._prepare(EVENING_BEFORE)
        with freeze_time(EVENING_BEFORE):
            point.what = "Welcome by the director"
        told = self._prepare(NIGHT_BEFORE)
        self.assertIn("changed", told[:1].subject)
        self.assertIn("the director", told[:1].body)
        with freeze_time(NIGHT_BEFORE):
            self.delegation.start = MORNING + timedelta(hours=1)
        self.assertTrue(self._prepare("2026-11-23 13:30:00"))

    def test_a_visit_that_is_called_off(self):
        with freeze_time(NOON_BEFORE):
            self._point()
        self._prepare(EVENING_BEFORE)
        with freeze_time(EVENING_BEFORE):
            self.delegation.action_cancel("They are ill")
        told = self._prepare(NIGHT_BEFORE)
        self.assertIn("do not come", told[:1].subject)
        self.assertFalse(self._prepare("2026-11-23 13:30:00"))

    def test_nobody_hears_of_a_visit_that_was_never_told(self):
        with freeze_time(NOON_BEFORE):
            self._point()
            self.delegation.action_cancel("They are ill")
        self.assertFalse(self._prepare(EVENING_BEFORE))

    def test_who_has_left_hears_nothing(self):
        with freeze_time(NOON_BEFORE):
            self._point(responsible_id=self.guide.id)
        partner = self.guide.work_contact_id
        self.guide.active = False
        told = self._prepare(EVENING_BEFORE)
        self.assertNotIn(partner, told.notified_partner_ids)

    # ------------------------------------------------------------
    # SEEN
    # ------------------------------------------------------------

    @freeze_time(NOON_BEFORE)
    def test_the_desk_shows_it(self):
        self._point(area_id=self.lobby.id, place="Hall 2", notes="Helmets")
        desk = self.env["visitor.reception"].with_user(self.user_reception)
        person = self.delegation.registration_ids[:1]
        point = desk.open_person(person.id)["visit"]["programme"][0]
        self.assertEqual(point["what"], "Welcome")
        self.assertEqual(point["details"], "Lobby · Hall 2 · Helmets")

    @freeze_time(NOON_BEFORE)
    def test_it_prints_on_one_page(self):
        for hours in range(8):
            self._point(hours / 3, area_id=self.lobby.id, notes="Helmets, please")
        report = self.env["report.visitor_management.visitor_programme"]
        values = report._get_report_values(self.delegation.ids)
        self.assertEqual(len(values["pages"]), 1)
        lines = str(values["pages"][0]["rows"])
        for word in ("Welcome", "Lobby", "Li Na", "Board delegation", "9:00"):
            self.assertIn(word, lines)
