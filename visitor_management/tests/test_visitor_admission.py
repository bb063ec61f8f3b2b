import random
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, freeze_time, tagged

from ..tools import admission, opening_hours
from .scan_common import ScanCommon

NOON = datetime(2026, 11, 24, 4)  # in Shanghai
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestOpeningHours(BaseCase):
    """When a site is open: on its own clock, whatever the calendar's zone."""

    def _calendar(self, *lines, tz="Asia/Shanghai", leaves=()):
        return opening_hours.Calendar(
            tz, [opening_hours.Attendance(*line) for line in lines], list(leaves)
        )

    def _weekdays(self, low, high, **options):
        return self._calendar(*((day, low, high, None) for day in range(5)), **options)

    def _utc(self, text, tz="Asia/Shanghai"):
        return opening_hours.to_utc(datetime.fromisoformat(text), tz)

    def assertOpen(self, calendar, *texts):
        for text in texts:
            moment = self._utc(text, calendar.tz)
            self.assertTrue(opening_hours.is_open(calendar, moment), text)

    def assertClosed(self, calendar, *texts):
        for text in texts:
            moment = self._utc(text, calendar.tz)
            self.assertFalse(opening_hours.is_open(calendar, moment), text)

    def test_from_the_first_minute_to_before_the_last(self):
        calendar = self._weekdays(8, 17.5)
        self.assertOpen(calendar, "2026-11-24 08:00", "2026-11-24 17:29:59")
        self.assertClosed(
            calendar,
            "2026-11-24 07:59:59",
            "2026-11-24 17:30",
            "2026-11-28 12:00",
            "2026-11-29 12:00",
        )

    def test_a_lunch_break_does_not_close_the_site(self):
        # as Odoo keeps it: morning, lunch, afternoon
        calendar = self._calendar(
            (1, 8, 12, None), (1, 12, 13, None), (1, 13, 17, None)
        )
        self.assertOpen(calendar, "2026-11-24 12:00", "2026-11-24 12:59:59")
        self.assertEqual(
            opening_hours.intervals(
                calendar, self._utc("2026-11-24 00:00"), self._utc("2026-11-25 00:00")
            ),
            [(self._utc("2026-11-24 08:00"), self._utc("2026-11-24 17:00"))],
        )

    def test_days_off_close_it(self):
        holiday = (self._utc("2026-11-24 00:00"), self._utc("2026-11-25 00:00"))
        noon = (self._utc("2026-11-25 12:00"), self._utc("2026-11-25 14:00"))
        calendar = self._weekdays(8, 17, leaves=[holiday, noon])
        self.assertOpen(
            calendar,
            "2026-11-23 12:00",
            "2026-11-25 11:59:59",
            "2026-11-25 14:00",
        )
        self.assertClosed(
            calendar,
            "2026-11-24 08:00",
            "2026-11-24 12:00",
            "2026-11-25 12:00",
            "2026-11-25 13:59:59",
        )

    def test_open_around_the_clock_and_over_midnight(self):
        always = self._calendar(*((day, 0, 24, None) for day in range(7)))
        odoo = self._calendar(*((day, 0, 23.9999, None) for day in range(7)))
        night = self._calendar((1, 20, 24, None), (2, 0, 4, None))
        for calendar in (always, odoo):
            self.assertOpen(
                calendar,
                "2026-11-24 00:00",
                "2026-11-24 23:59:59",
                "2026-11-29 23:59:59",
            )
            moment = self._utc("2026-11-25 12:00")
            self.assertIsNone(opening_hours.last_closing(calendar, moment))
        self.assertOpen(
            night, "2026-11-24 20:00", "2026-11-25 00:00", "2026-11-25 03:59"
        )
        self.assertClosed(night, "2026-11-24 19:59", "2026-11-25 04:00")
        self.assertEqual(
            opening_hours.last_closing(night, self._utc("2026-11-25 05:00")),
            self._utc("2026-11-25 04:00"),
        )

    def test_a_site_without_lines_never_closes(self):
        calendar = self._calendar()
        self.assertOpen(calendar, "2026-11-24 03:00")
        self.assertIsNone(opening_hours.last_closing(calendar, NOON))

    def test_weeks_that_alternate_count_as_odoo_counts(self):
        calendar = self._calendar((1, 8, 17, "0"), (1, 9, 10, "1"))
        day = date(2026, 11, 24)
        even = ((day.toordinal() - 1) // 7) % 2 == 0
        long, short = (day, day + timedelta(7)) if even else (day + timedelta(7), day)
        self.assertOpen(calendar, f"{long} 15:00", f"{short} 09:30")
        self.assertClosed(calendar, f"{short} 15:00")

    def test_the_days_of_a_change_of_clocks(self):
        tz = "Europe/Berlin"
        calendar = self._calendar(*((day, 1, 5, None) for day in range(7)), tz=tz)
        for day, hours in (
            ("2026-03-28", 4),
            ("2026-03-29", 3),  # 02:00 to 03:00 does not exist
            ("2026-10-24", 4),
            ("2026-10-25", 5),  # 02:00 to 03:00 comes twice
        ):
            bounds = opening_hours.day_bounds(date.fromisoformat(day), tz)
            ((low, high),) = opening_hours.intervals(calendar, *bounds)
            self.assertEqual(high - low, timedelta(hours=hours), day)
        # opening in the hour that does not exist: an hour later, as the clock jumps
        gap = self._calendar((6, 2.5, 5, None), tz=tz)
        self.assertFalse(opening_hours.is_open(gap, datetime(2026, 3, 29, 1, 29)))
        self.assertTrue(opening_hours.is_open(gap, datetime(2026, 3, 29, 1, 30)))
        # closing in the hour that comes twice: the first time
        twice = self._calendar((6, 1, 2.5, None), tz=tz)
        self.assertTrue(opening_hours.is_open(twice, datetime(2026, 10, 25, 0, 29)))
        self.assertFalse(opening_hours.is_open(twice, datetime(2026, 10, 25, 0, 30)))
        self.assertFalse(opening_hours.is_open(twice, datetime(2026, 10, 25, 1, 15)))

    def test_days_are_those_of_the_site(self):
        for tz, hours in (
            ("Asia/Shanghai", 24),
            ("Pacific/Apia", 24),
            ("Asia/Kathmandu", 24),
            ("Etc/GMT+12", 24),
        ):
            low, high = opening_hours.day_bounds(date(2026, 11, 24), tz)
            self.assertEqual(high - low, timedelta(hours=hours))
            self.assertEqual(opening_hours.to_local(low, tz).date(), date(2026, 11, 24))
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
            low, high = opening_hours.day_bounds(day, "Europe/Berlin")
            self.assertEqual(high - low, timedelta(hours=hours))
        low, high = opening_hours.day_bounds(date(2026, 10, 4), "Australia/Lord_Howe")
        self.assertEqual(high - low, timedelta(hours=23.5))
        self.assertEqual(
            opening_hours.whole_days(
                datetime(2026, 11, 24, 15), datetime(2026, 11, 24, 17), "Asia/Shanghai"
            ),
            (datetime(2026, 11, 23, 16), datetime(2026, 11, 25, 16)),
            "a visit over midnight has two days",
        )

    def test_any_calendar_agrees_with_its_intervals(self):
        rng = random.Random(20261124)
        start = datetime(2026, 10, 20)
        for _i in range(60):
            tz = rng.choice(["UTC", "Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu"])
            lines = []
            for _j in range(rng.randrange(1, 8)):
                low = rng.randrange(0, 23)
                line = (rng.randrange(7), low, rng.randrange(low + 1, 25))
                lines.append((*line, rng.choice([None, "0", "1"])))
            off = start + timedelta(hours=rng.randrange(240))
            leaves = [(off, off + timedelta(hours=rng.randrange(1, 48)))]
            calendar = self._calendar(*lines, tz=tz, leaves=leaves)
            opened = opening_hours.intervals(
                calendar, start, start + timedelta(days=12)
            )
            for (_low, high), (low, _high) in pairwise(opened):
                self.assertLess(high, low, "merged and in order")
            for _j in range(40):
                moment = start + timedelta(minutes=rng.randrange(60, 11 * 1440))
                self.assertEqual(
                    opening_hours.is_open(calendar, moment),
                    any(low <= moment < high for low, high in opened),
                )


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24 04:00:00")
class TestAdmission(ScanCommon):
    """The same decision with the facts that the database holds."""

    tz = "Asia/Shanghai"

    def _codes_at(self, person, gate=None, moment=None):
        """What is unmet for a visitor at the desk, or at a gate."""
        device = gate and self._device(gate)
        facts = self.env["visitor.admission"]._facts(person, gate=device, moment=moment)
        return [each.code for each in admission.unmet(facts[person.id])]

    def _check_in(self, person):
        answer = person.check_in()
        if answer["status"] == "granted":
            self.assertEqual(answer["reasons"], [])
            return True
        self.assertFalse(answer["pass_id"])
        return self._codes(answer)

    # ------------------------------------------------------------
    # IT NEVER WRITES
    # ------------------------------------------------------------

    @contextmanager
    def _read_only(self):
        """A part of the transaction in which PostgreSQL refuses to write."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint()
        self.env.cr.execute("SET LOCAL transaction_read_only = on")
        yield
        savepoint.close(rollback=True)

    def test_deciding_never_writes(self):
        people = self._inside() | self._registration() | self._registration()
        people[1].visit_id.with_user(self.user_host).action_cancel("Ill")
        with self._read_only():
            for person in people:
                for gate in (None, self.gate, self.gate_lab):
                    self._codes_at(person, gate)
                person.invalidate_recordset()
                person.mapped("blocker_codes")

    def test_a_refused_check_in_is_written_down_and_changes_nothing(self):
        self.type_open.photo_required = True
        with freeze_time("2026-11-24 04:00:00"):
            waiting, lost = self._registration(), self._registration()
        with freeze_time("2026-11-24 06:00:00"):
            self._close_visits()
            self.assertEqual(lost.state, "no_show")
            waiting.visit_id.sudo().write({"stop": datetime(2026, 11, 24, 7)})
            before = self._snapshot()
            for person in (waiting, lost):
                self.assertIn("photo_missing", self._check_in(person))
            after = self._snapshot()
            refused = len(after.pop("movement")) - len(before.pop("movement"))
            self.assertEqual(refused, 2, "both stand in the register of movements")
            self.assertEqual(after, before)

    def _close_visits(self):
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", return_value=60):
            self.env["visitor.visit"].sudo()._cron_close()

    def _snapshot(self):
        self.env.flush_all()
        tables = {}
        for model in ("visit", "registration", "pass", "stay", "movement"):
            self.env.cr.execute(f"SELECT * FROM visitor_{model} ORDER BY id")
            tables[model] = self.env.cr.fetchall()
        return tables

    # ------------------------------------------------------------
    # EACH CONDITION AT THE DESK
    # ------------------------------------------------------------

    def test_not_approved(self):
        visit = self._visit(user=self.user_host2, type_id=self.type_security.id)
        visit.action_submit()
        person = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(self._check_in(person), ["not_approved"])
        visit.with_user(self.user_security).action_approve()
        self.assertTrue(self._check_in(person))

    def test_wanted_by_the_kind_of_visit(self):
        self.type_open.write({"photo_required": True, "signature_required": True})
        person = self._registration()
        self.assertEqual(self._check_in(person), ["photo_missing", "signature_missing"])
        person.sudo().photo = PIXEL
        self.assertEqual(self._check_in(person), ["signature_missing"])
        person.sudo().signature = PIXEL
        self.assertIs(self._check_in(person), True)

    def test_identity_missing_and_expired(self):
        self.type_open.id_required = True
        with freeze_time("2026-11-24 04:00:00"):
            person = self._registration()
            self.assertEqual(self._check_in(person), ["identity_missing"])
            self._show_identity(person, "2026-11-23")
            self.assertEqual(self._check_in(person), ["identity_expired"])
            self._show_identity(person, "2026-11-24")
            self.assertIs(self._check_in(person), True)

    def _show_identity(self, person, expires_on):
        answer = person.set_identity("other", "X1234567", expires_on)
        self.assertTrue(answer["consistent"])

    def test_waivers_hold_until_the_person_leaves(self):
        self.type_open.photo_required = True
        person = self._registration()
        with self.assertRaises(UserError):
            person.waive("photo_missing", " ")
        person.waive("photo_missing", "Camera broken")
        self.assertIs(self._check_in(person), True)
        person.step_out()
        self.assertIs(self._check_in(person), True)
        self.assertEqual(person.waiver_ids.user_id, self.user_reception)

    def test_who_may_waive(self):
        person = self._registration()
        for code in admission.ORDER:
            if not admission.waiver_of(code):
                with self.assertRaises(UserError):
                    person.with_user(self.user_security).waive(code, "Why not")
        with self.assertRaises(AccessError):
            person.waive("area_not_allowed", "Asked by phone")
        self.assertTrue(
            person.with_user(self.user_security).waive("area_not_allowed", "Works")
        )
        with self.assertRaises(UserError):
            person.waive("nonsense", "Why not")
        with self.assertRaises(AccessError):
            person.with_user(self.user_host).waive("photo_missing", "Why not")

    def test_a_late_comer_is_admitted_within_the_window(self):
        with freeze_time("2026-11-24 04:00:00"):
            person = self._registration()
        with freeze_time("2026-11-24 06:00:00"):
            self._close_visits()
            self.assertEqual((person.state, person.visit_id.state), ("no_show",) * 2)
            self.assertEqual(person.pass_ids.state, "expired")
            self.assertEqual(self._check_in(person), ["outside_hours"])
            self.assertEqual(person.blocker_codes, ["outside_hours"], "shown as well")
            self.assertEqual(person.state, "no_show")
            person.waive("outside_hours", "Train was late")
            self.assertIs(self._check_in(person), True)
            self.assertEqual(person.state, "inside")
            self.assertEqual(person.visit_id.state, "in_progress")
            self.assertEqual(
                person.pass_ids.sorted("id").mapped("state"), ["expired", "issued"]
            )
        with freeze_time("2026-11-24 04:00:00"):
            person = self._registration()
        with freeze_time("2026-11-25 04:00:00"):
            self._close_visits()
            person.waive("outside_hours", "A day late")
            self.assertEqual(self._check_in(person), ["pass_expired"])

    def test_the_desk_shows_all_of_them_the_gate_the_first(self):
        self.type_open.write({"photo_required": True, "signature_required": True})
        with freeze_time("2026-11-24 04:00:00"):
            person = self._registration(
                start=datetime(2026, 11, 24, 6), stop=datetime(2026, 11, 24, 7)
            )
            self.assertEqual(
                self._check_in(person),
                ["outside_hours", "photo_missing", "signature_missing"],
            )
            self.assertEqual(
                person.blocker_codes, self._check_in(person), "host and desk see it"
            )
            self.assertEqual(self._scan(person)["reason"], "not_checked_in")
            self.gate.checks_in = True
            answer = self._scan(person)
            self.assertEqual(answer["reason"], "outside_hours")
            self.assertEqual(answer["message"], "Too early: the visit begins at 14:00.")

    # ------------------------------------------------------------
    # TIME
    # ------------------------------------------------------------

    def test_a_visit_over_midnight_and_days_in_site_time(self):
        """22:00 on the 24th to 02:00 on the 25th in Shanghai."""
        with freeze_time("2026-11-24 01:00:00"):
            person = self._registration(
                start=datetime(2026, 11, 24, 14), stop=datetime(2026, 11, 24, 18)
            )
        self.gate.checks_in = True
        for moment, found in (
            ("2026-11-23 15:59:59", ["pass_not_yet_valid", "outside_hours"]),
            ("2026-11-23 16:00:00", ["outside_hours"]),
            ("2026-11-24 13:29:59", ["outside_hours"]),
            ("2026-11-24 13:30:00", []),
            ("2026-11-24 15:59:59", []),
            ("2026-11-24 16:00:00", []),
            ("2026-11-24 18:30:00", []),
            ("2026-11-24 18:30:01", ["outside_hours"]),
            ("2026-11-25 15:59:59", ["outside_hours"]),
            ("2026-11-25 16:00:00", ["pass_expired", "outside_hours"]),
        ):
            moment = datetime.fromisoformat(moment)
            self.assertEqual(self._codes_at(person, self.gate, moment), found, moment)

    def test_a_visit_of_three_days(self):
        with freeze_time("2026-11-24 01:00:00"):
            person = self._registration(stop=datetime(2026, 11, 26, 9))
            self.assertIs(self._check_in(person), True)
            self.assertEqual(self._scan(person)["status"], "granted")
            self.assertEqual(self._scan(person, "out")["status"], "granted")
            self.assertEqual(person.state, "outside")
        for day in (25, 26):
            with freeze_time(f"2026-11-{day} 01:00:00"):
                self.assertEqual(self._scan(person)["status"], "granted")
                self.assertEqual(self._scan(person, "out")["status"], "granted")
        with freeze_time("2026-11-27 01:00:00"):
            self.assertEqual(self._scan(person)["reason"], "pass_expired")
        self.assertEqual(len(person.stay_ids), 3)

    def test_the_day_of_a_change_of_clocks(self):
        site = self.env["visitor.site"].create(
            {"name": "Berlin", "tz": "Europe/Berlin", "grace_before": 0}
        )
        start = opening_hours.to_utc(datetime(2026, 10, 25, 0, 30), "Europe/Berlin")
        stop = opening_hours.to_utc(datetime(2026, 10, 25, 23, 30), "Europe/Berlin")
        with freeze_time("2026-10-24 01:00:00"):
            person = self._registration(site_id=site.id, start=start, stop=stop)
        shown = person.pass_ids
        self.assertEqual(shown.valid_to - shown.valid_from, timedelta(hours=25))
        for moment, found in (
            (start - SECOND, ["outside_hours"]),
            (start, []),
            (shown.valid_to - SECOND, []),
            (shown.valid_to, ["pass_expired"]),
        ):
            self.assertEqual(self._codes_at(person, moment=moment), found, moment)

    def test_opening_hours_of_the_site(self):
        """The calendar's zone does not matter, its lunch break does not close."""
        calendar = self.env["resource.calendar"].create(
            {"name": "Reception", "tz": "America/New_York"}
        )
        calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": period,
                        "dayofweek": "1",
                        "hour_from": low,
                        "hour_to": high,
                        "day_period": period,
                    }
                )
                for period, low, high in (
                    ("morning", 8, 12),
                    ("lunch", 12, 13),
                    ("afternoon", 13, 18),
                )
            ),
        ]
        self.site.resource_calendar_id = calendar
        with freeze_time("2026-11-24 00:00:00"):  # a Tuesday
            person = self._registration(stop=datetime(2026, 11, 25, 12))

        def at(text):
            moment = opening_hours.to_utc(datetime.fromisoformat(text), "Asia/Shanghai")
            return self._codes_at(person, moment=moment)

        self.assertEqual(at("2026-11-24 08:00"), [])
        self.assertEqual(at("2026-11-24 12:30"), [])
        self.assertEqual(at("2026-11-24 17:59:59"), [])
        self.assertEqual(at("2026-11-24 18:00"), ["outside_hours"])
        self.assertEqual(at("2026-11-25 12:00"), ["outside_hours"], "a Wednesday")
        other_company = self.env["res.company"].create({"name": "Elsewhere"})
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": datetime(2026, 11, 24, 2),
                "date_to": datetime(2026, 11, 24, 6),
            }
        )
        for of_calendar, of_company, found in (
            (False, self.company, ["outside_hours"]),
            (False, self.env["res.company"], ["outside_hours"]),
            (False, other_company, []),
            (calendar, self.company, ["outside_hours"]),
            (calendar.copy(), self.company, []),
        ):
            self._put(
                leave,
                calendar_id=of_calendar and of_calendar.id or None,
                company_id=of_company.id or None,
            )
            self.assertEqual(at("2026-11-24 12:00"), found)
            self.assertEqual(at("2026-11-24 15:00"), [])
        person.waive("outside_hours", "Agreed with the caretaker")
        self.assertEqual(at("2026-11-25 12:00"), [])

    # ------------------------------------------------------------
    # ANTI-PASSBACK
    # ------------------------------------------------------------

    def test_the_desk_does_not_arm_it(self):
        person = self._inside()
        self.assertFalse(person.pass_ids.scanned_in)
        self.assertEqual(self._check_in(person), ["already_inside"])
        self.assertEqual(self._scan(person)["status"], "granted")
        self.assertEqual(self._scan(person)["reason"], "already_inside")

    def test_a_desk_or_kiosk_device_does_not_arm_it_a_lane_does(self):
        for kind, armed in (
            ("desk", False),
            ("kiosk", False),
            ("gate", True),
            ("lane", True),
        ):
            gate = self.gate.copy({"name": kind, "kind": kind, "checks_in": True})
            person = self._registration()
            self.assertEqual(self._scan(person, gate=gate)["status"], "granted")
            self.assertEqual(person.state, "inside")
            self.assertEqual(person.pass_ids.state, "issued")
            self.assertEqual(person.pass_ids.scanned_in, armed, kind)
            self.assertEqual(self._scan(person, gate=gate)["reason"], "already_inside")
            answer = self._scan(person)
            self.assertEqual(answer["status"], "denied" if armed else "granted")

    def test_a_ready_pass_checks_in_only_where_the_gate_says_so(self):
        person = self._registration()
        answer = self._scan(person)
        self.assertEqual(answer["reason"], "not_checked_in")
        self.assertFalse(person.stay_ids)
        self.gate.checks_in = True
        self.assertEqual(self._scan(person)["status"], "granted")
        self.assertEqual((person.state, len(person.stay_ids)), ("inside", 1))
        self.assertEqual(person.visit_id.state, "in_progress")

    def test_areas_within_areas(self):
        self._open_lab()
        person = self._inside()
        moves = (
            (self.gate, "in", "", self.lobby),
            (self.gate_lab, "in", "", self.lab),
            (self.gate_lab, "in", "already_inside", self.lab),
            (self.gate, "in", "already_inside", self.lab),
            (self.gate_lab, "out", "", self.lobby),
            (self.gate, "in", "already_inside", self.lobby),
            (self.gate_lab, "in", "", self.lab),
            (self.gate, "out", "", self.env["visitor.area"]),
            (self.gate_lab, "in", "", self.lab),
        )
        for gate, direction, reason, place in moves:
            answer = self._scan(person, direction, gate)
            self.assertEqual(answer["reason"], reason, (gate.name, direction))
            self.assertEqual(person.pass_ids.area_id, place)
            self.assertEqual(person.current_area_id, place)
        self.assertEqual(len(person.stay_ids), 2, "out of the outermost area: outside")

    def _open_lab(self):
        """What the host announces from now on goes to the lab, which is the host's."""
        self.type_open.write({"company_id": self.company.id, "area_ids": self.lab.ids})
        self.lab.responsible_id = self.employee

    def test_a_gate_around_the_site(self):
        around = self.gate.copy({"name": "Fence", "area_id": False})
        person = self._inside()
        place = person.pass_ids
        self.assertEqual(self._scan(person, gate=around)["status"], "granted")
        self.assertEqual((place.scanned_in, place.area_id.id), (True, False))
        self.assertEqual(self._scan(person, gate=around)["reason"], "already_inside")
        self.assertEqual(self._scan(person)["status"], "granted", "further in")
        self.assertEqual(self._scan(person, gate=around)["reason"], "already_inside")
        self.assertEqual(self._scan(person, "out")["status"], "granted")
        self.assertEqual(person.state, "inside", "still within the fence")
        self.assertEqual((place.scanned_in, place.area_id.id), (True, False))
        self._scan(person, "out", around)
        self.assertEqual((person.state, place.scanned_in), ("outside", False))
        self.assertTrue(person.stay_ids.out_at)
        self.assertEqual(person.stay_ids.closed_by, "person")

    def test_out_for_now_at_the_desk_lets_back_in_at_a_gate(self):
        person = self._inside()
        self._scan(person)
        person.step_out()
        self.assertEqual((person.state, person.pass_ids.scanned_in), ("outside", False))
        self.assertEqual(self._scan(person)["status"], "granted")
        self.assertEqual((person.state, len(person.stay_ids)), ("inside", 2))
        person.step_out()
        self.assertEqual(person.step_in()["status"], "granted")
        self.assertEqual(len(person.stay_ids), 3)

    def test_reception_can_waive_it(self):
        person = self._inside()
        self._scan(person)
        person.waive("already_inside", "Tailgated out")
        self.assertEqual(self._scan(person)["status"], "granted")
        self.assertEqual(len(person.stay_ids), 1)

    def test_two_people_do_not_share_their_places(self):
        one, other = self._inside(), self._inside()
        self.assertEqual(self._scan(one)["status"], "granted")
        self.assertEqual(self._scan(other)["status"], "granted")

    # ------------------------------------------------------------
    # AREAS AND CAPACITY
    # ------------------------------------------------------------

    def test_a_restricted_area(self):
        person = self._inside()
        self.assertEqual(
            self._scan(person, gate=self.gate_lab)["reason"], "area_not_allowed"
        )
        person.with_user(self.user_security).waive("area_not_allowed", "Inspection")
        self.assertEqual(self._scan(person, gate=self.gate_lab)["status"], "granted")
        self._open_lab()
        person = self._inside()
        answer = self._scan(person, gate=self.gate_lab)
        self.assertEqual(answer["status"], "granted")
        self.assertEqual(answer["visitor"]["areas"], ["Laboratory"])

    def test_the_capacity_of_the_site(self):
        self.site.capacity = 6
        group = self._inside(
            registration_ids=[Command.create({"name": "Class", "headcount": 5})]
        )
        self._inside()
        person = self._registration()
        self.assertEqual(self._check_in(person), ["capacity_full"])
        self.gate.checks_in = True
        answer = self._scan(person)
        self.assertEqual(answer["message"], "The site is full: 6 of 6 people inside.")
        self.assertEqual(self._scan(group)["status"], "granted", "inside already")
        self._scan(group, "out")
        self.assertIs(self._check_in(person), True)
        self.assertEqual(self._scan(group)["reason"], "capacity_full")
        self.assertEqual(self.site.inside_count, 2)

    def test_the_capacity_counts_within_one_action(self):
        self.site.capacity = 2
        visit = self._visit(names=["A", "B", "C"])
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        answers = people.check_in_group()
        self.assertEqual(
            [answer["status"] for answer in answers], ["granted", "granted", "denied"]
        )
        self.assertEqual(self._codes(answers[2]), ["capacity_full"])

    def test_the_capacity_of_an_area_counts_those_further_in(self):
        self._open_lab()
        self.lobby.capacity = 2
        people = [self._inside() for _i in range(3)]
        self._scan(people[0])
        self._scan(people[1], gate=self.gate_lab)
        self.assertEqual((self.lobby.inside_count, self.lab.inside_count), (2, 1))
        answer = self._scan(people[2])
        self.assertEqual(answer["reason"], "capacity_full")
        self.assertEqual(answer["message"], "The area is full: 2 of 2 people inside.")
        self.assertEqual(self._scan(people[2], gate=self.gate_lab)["status"], "granted")
        self._scan(people[0], "out")
        self._scan(people[1], "out")
        self.assertEqual(self._scan(people[0])["status"], "granted")
        people[1].waive("capacity_full", "Only for a minute")
        self.assertEqual(self._scan(people[1])["status"], "granted")

    # ------------------------------------------------------------
    # THE LIST IS ONE
    # ------------------------------------------------------------

    def test_facts_are_of_the_latest_pass_unless_one_is_shown(self):
        person = self._inside()
        person.pass_ids.report_lost()
        lost = self._token(person)
        self.assertEqual(self._codes_at(person), ["pass_lost", "already_inside"])
        person.pass_ids.reissue()
        self.assertEqual(self._codes_at(person), ["already_inside"])
        self.assertEqual(self._scan(lost)["reason"], "pass_lost")

    def test_replaced_facts_decide_alone(self):
        """What was gathered is all that counts: no look at the database later."""
        person = self._inside()
        gathered = self.env["visitor.admission"]._facts(person, gate=self._device())[
            person.id
        ]
        with self._read_only(), self.assertQueryCount(0):
            self.assertEqual(admission.unmet(gathered), [])
            full = gathered.but(capacity={"area_limit": 1, "area_inside": 1})
            self.assertEqual([u.code for u in admission.unmet(full)], ["capacity_full"])


PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    b"AABJRU5ErkJggg=="
)
