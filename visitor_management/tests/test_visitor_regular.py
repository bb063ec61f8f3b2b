"""A cleaner on Tuesday and Thursday from nine to twelve, at gates and at the desk."""

from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ..tools import admission
from .regular_common import DAY, UNTIL, RegularCommon, at

WEDNESDAY, THURSDAY = DAY + timedelta(days=1), DAY + timedelta(days=2)


@tagged("post_install", "-at_install")
class TestRegularAtTheGate(RegularCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(at(0, 0, DAY - timedelta(days=7))):
            cls.person = cls._regular()
            cls.line = cls.person.visit_id.hours_ids

    def _answer(self, moment, gate=None):
        """What a gate says of the person then; it is taken back."""
        with freeze_time(moment):
            conditions = self.env["visitor.admission"]
            shown, device = self.person.pass_ids[:1], self._device(gate)
            facts = conditions._facts(self.person, shown, None, device, moment)
            return [each.code for each in admission.unmet(facts[self.person.id])]

    def test_in_at_five_past_nine_refused_at_one_and_on_wednesday(self):
        with freeze_time(at(9, 5)):
            self.assertEqual(self._scan(self.person)["status"], "granted")
        with freeze_time(at(11, 50)):
            self._scan(self.person, "out")
        self.assertEqual(self.person.state, "outside")
        with freeze_time(at(13)):
            answer = self._scan(self.person)
        self.assertEqual(answer["reason"], "outside_hours")
        self.assertIn("2026-12-03 09:00", answer["message"])
        with freeze_time(at(9, 5, WEDNESDAY)):
            self.assertEqual(self._scan(self.person)["reason"], "outside_hours")
        with freeze_time(at(9, 5, THURSDAY)):
            self.assertEqual(self._scan(self.person)["status"], "granted")

    def test_borders_with_grace(self):
        for moment, codes in (
            (at(8, 49), ["outside_hours"]),
            (at(8, 50), []),
            (at(9), []),
            (at(12), []),
            (at(12, 10), []),
            (at(12, 11), ["outside_hours"]),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self._answer(moment), codes)

    def test_paused_at_half_past_refused_a_minute_later(self):
        with freeze_time(at(9, 30)):
            self.assertIs(self.line.with_user(self.user_reception).action_pause(), True)
        with freeze_time(at(9, 31)):
            answer = self._scan(self.person)
            self.assertEqual(answer["reason"], "outside_hours")
            self.assertIn("paused", answer["message"])
            self.line.with_user(self.user_reception).action_resume()
            self.assertEqual(self._scan(self.person)["status"], "granted")

    def test_ended_is_over_at_once(self):
        with freeze_time(at(9, 30)):
            self.assertIs(self.line.action_end(), True)
            answer = self._scan(self.person)
            self.assertEqual(answer["reason"], "outside_hours")
            with self.assertRaises(UserError):
                self.line.action_resume()

    def test_the_desk_says_the_same(self):
        desk = self.person.with_user(self.user_reception)
        with freeze_time(at(13)):
            self.assertEqual(self._codes(desk.check_in()), ["outside_hours"])
        with freeze_time(at(9, 5)):
            self.assertEqual(desk.check_in()["status"], "granted")

    def test_a_day_off_of_the_schedule(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.mornings.id,
                "date_from": at(0),
                "date_to": at(23, 59),
            }
        )
        self.assertEqual(self._answer(at(9, 5)), ["outside_hours"])
        self.assertEqual(self._answer(at(9, 5, THURSDAY)), [])

    def test_a_schedule_that_changes_holds_at_once(self):
        tuesday = self.mornings.attendance_ids.filtered(lambda a: a.dayofweek == "1")
        tuesday.write({"hour_from": 14, "hour_to": 15})
        self.assertEqual(self._answer(at(9, 5)), ["outside_hours"])
        self.assertEqual(self._answer(at(14, 5)), [])

    def test_summer_time(self):
        """Nine o'clock stays nine o'clock."""
        self.site.tz = "Europe/Berlin"
        sunday = date(2027, 3, 28)  # the clocks go forward
        before, after = sunday - timedelta(days=3), sunday + timedelta(days=2)
        self.assertEqual(self._answer(at(9, 5, before, 1)), [])
        self.assertEqual(self._answer(at(8, 45, before, 1)), ["outside_hours"])
        self.assertEqual(self._answer(at(9, 5, after, 2)), [])
        self.assertEqual(self._answer(at(8, 45, after, 2)), ["outside_hours"])
        self.assertEqual(self._answer(at(12, 30, after, 2)), ["outside_hours"])

    def test_the_last_day_is_the_last(self):
        self.line.date_to = THURSDAY
        self.assertEqual(self._answer(at(9, 5, THURSDAY)), [])
        self.assertEqual(
            self._answer(at(9, 5, DAY + timedelta(days=7))), ["outside_hours"]
        )


@tagged("post_install", "-at_install")
class TestTwoUnits(RegularCommon):
    """Two units, one pass: in the area of each only its own hours count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        gates = cls.env["visitor.gate"]
        cls.gate_flat = gates.create(
            {"name": "Floor 12", "site_id": cls.site.id, "area_id": cls.floor.id}
        )
        cls.gate_other = gates.create(
            {"name": "Floor 5", "site_id": cls.site.id, "area_id": cls.other_floor.id}
        )
        with freeze_time(at(0, 0, DAY - timedelta(days=7))):
            cls.floor.restricted = False
            cls.person = cls._regular(
                (cls.flat, cls.mornings), (cls.other_flat, cls.afternoons)
            )

    def test_each_in_its_own_hours(self):
        self.assertEqual(len(self.person.pass_ids), 1)
        for moment, gate, status in (
            (at(9, 5), self.gate, "granted"),
            (at(9, 6), self.gate_other, "denied"),
            (at(9, 7), self.gate_flat, "granted"),
        ):
            with self.subTest(gate=gate.name), freeze_time(moment):
                self.assertEqual(self._scan(self.person, gate=gate)["status"], status)
        with freeze_time(at(13)):
            self._scan(self.person, "out")
            self.assertEqual(self._scan(self.person)["reason"], "outside_hours")
        with freeze_time(at(14, 5)):
            self.assertEqual(self._scan(self.person)["status"], "granted")
            answer = self._scan(self.person, gate=self.gate_flat)
            self.assertEqual(answer["reason"], "outside_hours")
            answer = self._scan(self.person, gate=self.gate_other)
            self.assertEqual(answer["status"], "granted")

    def test_one_unit_pauses_its_own(self):
        self.person.visit_id.hours_ids.filtered(
            lambda line: line.unit_id == self.flat
        ).action_pause()
        with freeze_time(at(9, 5)):
            self.assertEqual(self._scan(self.person)["reason"], "outside_hours")
        with freeze_time(at(14, 5)):
            self.assertEqual(self._scan(self.person)["status"], "granted")

    def test_its_areas_are_asked_for(self):
        self.assertEqual(self.person.visit_id.area_ids, self.floor | self.other_floor)


@tagged("post_install", "-at_install")
class TestWhoSays(RegularCommon):
    """The occupants of the unit, the host and reception; nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_resident = cls._user("li_na_regular", "base.group_portal")
        cls.user_neighbour = cls._user("wang_regular", "base.group_portal")
        cls.flat.partner_ids = [Command.link(cls.user_resident.partner_id.id)]
        cls.other_flat.partner_ids = [Command.link(cls.user_neighbour.partner_id.id)]
        with freeze_time(at(8)):
            cls.person = cls._regular(
                (cls.flat, cls.mornings), (cls.other_flat, cls.afternoons)
            )
        lines = cls.person.visit_id.hours_ids
        cls.line = lines.filtered(lambda line: line.unit_id == cls.flat)
        cls.line_other = lines - cls.line

    @freeze_time(at(9))
    def test_a_resident_pauses_resumes_and_ends(self):
        line = self.line.with_user(self.user_resident)
        self.assertTrue(line.may_pause)
        self.assertIs(line.action_pause(), True)
        self.assertTrue(self.line.paused)
        self.assertIs(line.action_pause(), True)
        self.assertIs(line.action_resume(), True)
        self.assertFalse(self.line.paused)
        self.assertIs(line.action_end(), True)
        self.assertEqual(self.line.standing, "over")

    @freeze_time(at(9))
    def test_of_the_own_unit_only(self):
        lines = self.env["visitor.visit.hours"].with_user(self.user_resident)
        self.assertEqual(lines.search([]).ids, self.line.ids)
        self.assertEqual(
            lines._of_units_of(self.user_resident.partner_id).ids, self.line.ids
        )
        for call in ("action_pause", "action_resume", "action_end", "read"):
            with self.subTest(call), self.assertRaises(AccessError):
                getattr(self.line_other.with_user(self.user_resident), call)()
        with self.assertRaises(AccessError):
            self.line.with_user(self.user_resident).write({"date_to": DAY})

    @freeze_time(at(9))
    def test_they_never_read_the_visit(self):
        line = self.line.with_user(self.user_resident)
        (read,) = line.read()
        self.assertNotIn("visit_id", read)
        self.assertNotIn("windows", read)
        self.assertEqual(read["people"], "Zhang Mei")
        self.assertIn("Tuesday", read["hours_text"])
        with self.assertRaises(AccessError):
            line.read(["visit_id"])
        with self.assertRaises(AccessError):
            self.env["visitor.visit.hours"].with_user(self.user_resident).search(
                [("visit_id.purpose", "=", "x")]
            )

    def test_who_moved_out_decides_nothing(self):
        self.flat.partner_ids = [Command.unlink(self.user_resident.partner_id.id)]
        line = self.line.with_user(self.user_resident)
        with self.assertRaises(AccessError):
            line.action_pause()

    @freeze_time(at(9))
    def test_other_employees_decide_nothing(self):
        with self.assertRaises(AccessError):
            self.line.with_user(self.user_host2).action_pause()
        with self.assertRaises(UserError):
            self.line.with_user(self.user_reception).write({"paused": True})

    def test_who_has_gone_from_a_host_is_seen_in_the_visit(self):
        with freeze_time(at(9)):
            self.line.with_user(self.user_resident).action_pause()
        notes = self.person.visit_id.message_ids.mapped("body")
        self.assertIn("paused", " ".join(notes))


@tagged("post_install", "-at_install")
@freeze_time(at(8))
class TestWhatIsAgreed(RegularCommon):
    def test_at_most_twelve_months_within_the_visit(self):
        visit = self._regular().visit_id
        line = visit.hours_ids
        self.assertEqual((line.date_from, line.date_to), (DAY, UNTIL))
        with self.assertRaises(ValidationError):
            line.date_to = date(2027, 12, 2)
        with self.assertRaises(ValidationError):
            line.date_from = DAY - timedelta(days=1)

    def test_a_schedule_without_hours_says_nothing(self):
        flexible = self._weekly("Any time", [(1, 9, 12)])
        flexible.schedule_type = "flexible"
        with self.assertRaises(ValidationError):
            self._regular((self.flat, flexible))

    def test_management_approves_where_the_kind_says_so(self):
        self.kind.approval = "security"
        person = self._regular()
        visit = person.visit_id
        self.assertEqual(visit.state, "pending")
        with self.assertRaises(UserError):
            visit.hours_ids.with_user(self.user_reception).write({"date_to": DAY})
        visit.with_user(self.user_security).action_approve()
        with freeze_time(at(9, 5)):
            self.assertEqual(self._scan(person)["status"], "granted")

    def test_the_desk_says_days_and_a_time(self):
        """Schedules are personnel's to make: the dialog makes one, and only one."""
        visit = self._regular(approve=False).visit_id
        wizard = self.env["visitor.hours.wizard"].with_user(self.user_reception)
        for unit in (self.other_flat, self.flat):
            form = Form(wizard.with_context(active_id=visit.id))
            form.unit_id = unit
            form.tuesday = form.thursday = True
            form.hour_from, form.hour_to = 14.5, 16
            form.save().action_confirm()
        made = visit.hours_ids - visit.hours_ids.sorted("id")[0]
        self.assertEqual(made.unit_id, self.flat | self.other_flat)
        self.assertEqual(len(made.resource_calendar_id), 1)
        self.assertEqual(
            set(made.mapped("hours_text")), {"Tuesday and Thursday 14:30–16:00"}
        )
        with self.assertRaises(UserError):
            wizard.create(
                {"visit_id": visit.id, "unit_id": self.flat.id}
            ).action_confirm()

    def test_what_was_agreed_is_ended_not_deleted(self):
        line = self._regular().visit_id.hours_ids
        with self.assertRaises(UserError):
            line.with_user(self.user_reception).unlink()
        with self.assertRaises(UserError):
            line.unit_id = self.other_flat

    def test_what_the_host_hears_while_planning(self):
        visit = self._regular(approve=False, start=at(9)).visit_id
        self.assertNotIn("outside_hours", visit.ahead_codes or [])
        never = self._weekly("Sundays", [(6, 9, 12)])
        short = self._regular(
            (self.flat, never), approve=False, start=at(9), stop=at(20)
        ).visit_id
        self.assertIn("outside_hours", short.ahead_codes)


@tagged("post_install", "-at_install")
class TestLeaving(RegularCommon):
    """Until the last day it is out for now, wherever somebody leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(at(8)):
            cls.person = cls._regular()
            cls.visit = cls.person.visit_id
            cls.desk = cls.person.with_user(cls.user_reception)

    def _in(self, moment):
        with freeze_time(moment):
            self.assertEqual(self.desk.check_in()["status"], "granted")

    def test_at_the_desk(self):
        self._in(at(9, 5))
        with freeze_time(at(12)):
            self.assertEqual(self.desk.check_out(), {"open": []})
            self.assertEqual(self.person.state, "outside")
            self.assertEqual(self.person.stay_ids.closed_by, "desk")
            self.desk.undo()
        self.assertEqual(self.person.state, "inside")
        with freeze_time(at(12, 5)):
            self.desk.check_out_group()
        self.assertEqual(self.person.state, "outside")
        self.assertEqual(self.visit.state, "in_progress")
        self.assertEqual(self.person.pass_ids.state, "issued")
        self._in(at(9, 5, THURSDAY))

    def test_a_card_goes_back_each_time(self):
        card = self.env["visitor.card"].create({"number": "7", "site_id": self.site.id})
        with freeze_time(at(9, 5)):
            self.desk.check_in("7")
        with freeze_time(at(12)):
            self.desk.check_out()
        self.assertEqual(card.state, "free")
        with freeze_time(at(9, 5, THURSDAY)):
            self.assertEqual(self.desk.check_in("7")["status"], "granted")

    def test_at_closing_time(self):
        self._in(at(9, 5))
        with freeze_time(at(18)):
            self.person._auto_out(at(18))
        self.assertEqual(self.person.state, "outside")

    def test_on_the_last_day(self):
        self.visit.hours_ids.date_to = DAY
        self._in(at(9, 5))
        with freeze_time(at(12)):
            self.desk.check_out()
        self.assertEqual((self.person.state, self.visit.state), ("left", "done"))

    def test_after_the_hours_were_ended(self):
        self._in(at(9, 5))
        with freeze_time(at(9, 30)):
            self.visit.hours_ids.action_end()
            self.desk.check_out()
        self.assertEqual(self.person.state, "left")

    def test_paused_hours_may_be_resumed(self):
        self._in(at(9, 5))
        with freeze_time(at(9, 30)):
            self.visit.hours_ids.action_pause()
            self.desk.check_out()
        self.assertEqual(self.person.state, "outside")

    def test_a_waiver_ends_with_the_day_at_the_site(self):
        with freeze_time(at(13)):
            self.desk.waive("outside_hours", "the boiler leaks")
            self.assertEqual(self.desk.check_in()["status"], "granted")
            self.desk.check_out()
        with freeze_time(at(23, 50)):
            self.assertEqual(self.desk.check_in()["status"], "granted")
            self.desk.check_out()
        with freeze_time(at(0, 10, WEDNESDAY)):
            self.assertEqual(self._codes(self.desk.check_in()), ["outside_hours"])
            self.assertFalse(self.person.waiver_ids._standing())

    def test_visits_of_several_days_stay_as_they_are(self):
        with freeze_time(at(8)):
            other = self._registration(start=at(9), stop=at(17, 0, THURSDAY))
            desk = other.with_user(self.user_reception)
            desk.waive("outside_hours", "early")
            desk.check_in()
            desk.check_out()
        self.assertEqual(other.state, "left")
        with freeze_time(at(9, 0, WEDNESDAY)):
            self.assertTrue(other.waiver_ids._standing())

    def test_nobody_is_a_no_show_of_a_year(self):
        with freeze_time(at(1, 0, UNTIL + timedelta(days=1))):
            self.visit.sudo()._close()
        self.assertEqual(self.visit.state, "cancelled")
        self.assertEqual(self.person.state, "cancelled")


@tagged("post_install", "-at_install")
class TestExpected(RegularCommon):
    """On its days a regular is expected, on no other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(at(8, 0, DAY - timedelta(days=1))):
            cls.person = cls._regular(start=at(0, 0, DAY - timedelta(days=1)))
            cls.visit = cls.person.visit_id
            cls.screen = cls.env["visitor.reception"].with_user(cls.user_reception)

    def _rows(self, moment, days=0):
        with freeze_time(moment):
            day = self.screen.read_day(self.site.id, days)
        return [row for row in day["visits"] if row["id"] == self.visit.id]

    def test_on_the_list_of_its_days_with_their_hours(self):
        for day, expected in ((DAY, True), (WEDNESDAY, False), (THURSDAY, True)):
            with self.subTest(day=day):
                rows = self._rows(at(8, 0, day))
                self.assertEqual(bool(rows), expected)
                if expected:
                    self.assertEqual(rows[0]["start"], str(at(9, 0, day)))
                    self.assertEqual(rows[0]["stop"], str(at(12, 0, day)))
        (tomorrow,) = self._rows(at(8, 0, WEDNESDAY), days=1)
        self.assertEqual(tomorrow["start"], str(at(9, 0, THURSDAY)))
        self.assertFalse(self._rows(at(8), days=1))

    def test_not_while_paused(self):
        self.visit.hours_ids.action_pause()
        self.assertFalse(self._rows(at(8)))

    def test_in_the_lists(self):
        visits = self.env["visitor.visit"]
        for day, expected in ((DAY, True), (WEDNESDAY, False), (THURSDAY, True)):
            with self.subTest(day=day), freeze_time(at(8, 0, day)):
                found = visits.search([("site_day", "=", "today")])
                self.assertEqual(self.visit in found, expected)

    def test_each_day_is_an_arrival_and_none_a_no_show(self):
        desk = self.person.with_user(self.user_reception)
        for day in (DAY, THURSDAY):
            with freeze_time(at(9, 5, day)):
                desk.check_in()
            with freeze_time(at(12, 0, day)):
                desk.check_out()
        lines = self.env["visitor.analysis"].search([("visit_id", "=", self.visit.id)])
        self.assertEqual(sum(lines.mapped("arrivals")), 2)
        self.assertEqual(sum(lines.mapped("no_shows")), 0)
        self.assertEqual(set(lines.mapped("punctuality")), {False})


@tagged("post_install", "-at_install")
class TestAttendance(RegularCommon):
    """What the unit pays for: each time there, by day, and nothing of other units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(at(8)):
            cls.person = cls._regular(
                (cls.flat, cls.mornings), (cls.other_flat, cls.afternoons)
            )
        lines = cls.person.visit_id.hours_ids
        cls.line = lines.filtered(lambda line: line.unit_id == cls.flat)
        cls.line_other = lines - cls.line
        cls.desk = cls.person.with_user(cls.user_reception)

    def _there(self, came, left):
        with freeze_time(came):
            self.assertEqual(self.desk.check_in()["status"], "granted")
        with freeze_time(left):
            self.desk.check_out()

    def _hours(self, line):
        self.env.flush_all()
        return [
            (each["day"], each["came"], each["left"], round(each["hours"], 2))
            for each in line._attendance(DAY)
        ]

    def test_each_unit_has_its_own_share_of_a_day(self):
        self._there(at(9, 5), at(15))  # to both units, without going out between
        self.assertEqual(self._hours(self.line), [(DAY, at(9, 5), at(12), 2.92)])
        self.assertEqual(self._hours(self.line_other), [(DAY, at(14), at(15), 1.0)])

    def test_who_is_inside_has_not_left(self):
        with freeze_time(at(9, 5)):
            self.desk.check_in()
        with freeze_time(at(11)):
            self.assertEqual(self._hours(self.line), [(DAY, at(9, 5), False, 0)])
            self.assertEqual(self._hours(self.line_other), [])

    def test_the_whole_time_where_one_unit_expects_somebody(self):
        self._there(at(8, 55, THURSDAY), at(12, 5, THURSDAY))
        (line,) = self._hours(self.line)
        self.assertEqual(line[1:3], (at(8, 55, THURSDAY), at(12, 5, THURSDAY)))
        self.assertEqual(self._hours(self.line_other), [])

    def test_where_nobody_saw_somebody_leave_nothing_is_said(self):
        with freeze_time(at(9, 5, THURSDAY)):
            self.desk.check_in()
        with freeze_time(at(18, 0, THURSDAY)):
            self.person._auto_out(at(18, 0, THURSDAY))
        self.assertEqual(self._hours(self.line)[0][3], 0)

    def test_a_page_for_each_unit_and_month(self):
        self._there(at(9, 5), at(15))
        self._there(at(9, 0, THURSDAY), at(12, 0, THURSDAY))
        self.env.flush_all()
        lines = self.env["visitor.attendance"].with_user(self.user_reception)
        lines = lines.search([("visit_id", "=", self.person.visit_id.id)])
        self.assertEqual(len(lines), 3)
        report = self.env["report.visitor_management.visitor_attendance"]
        pages = report.with_user(self.user_reception)._get_report_values(lines.ids)
        numbers = [page["number"] for page in pages["pages"]]
        self.assertEqual(numbers, ["3-1202 · December 2026", "501 · December 2026"])
        self.assertIn("05:55", str(pages["pages"][0]["rows"]))


@tagged("post_install", "-at_install")
class TestEndsSoon(RegularCommon):
    def test_the_host_is_told_once(self):
        with freeze_time(at(8)):
            line = self._regular(
                host_partner_id=False,
                host_id=self.employee.id,
                stop=at(23, 0, date(2027, 1, 31)),
            ).visit_id.hours_ids.sudo()
        with freeze_time(at(8, 0, date(2027, 1, 20))):
            line._tell_end()
        (told,) = self._told(line.visit_id).filtered(
            lambda message: "end soon" in (message.subject or "")
        )
        self.assertIn("2027-01-31", told.body)
        self.assertTrue(line.end_told)
        line.date_to = date(2027, 1, 30)
        self.assertFalse(line.end_told)
