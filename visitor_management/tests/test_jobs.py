"""The two jobs: checking out at closing time, and closing visits that are over."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import VisitorCommon

OFFICE_HOURS = ((9, 18),)
EVERY_DAY = range(7)
JOB = "visitor_management.ir_cron_visitor_%s"


class JobCase(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def _opens(cls, site, hours=OFFICE_HOURS, lunch=(), days=EVERY_DAY):
        """Give a site opening hours: the same every day of the week."""
        lines = [(low, high, "morning") for low, high in hours]
        lines += [(low, high, "lunch") for low, high in lunch]
        site.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "Opening hours",
                "company_id": site.company_id.id,
                "tz": "UTC",  # the site's own time zone wins
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Open",
                            "dayofweek": str(day),
                            "hour_from": low,
                            "hour_to": high,
                            "day_period": period,
                        }
                    )
                    for day in days
                    for low, high, period in lines
                ],
            }
        )

    def _come(self, at, until=None, **values):
        """Somebody is inside since a moment (UTC)."""
        at = datetime.fromisoformat(at)
        until = datetime.fromisoformat(until) if until else at + timedelta(hours=2)
        with freeze_time(at):
            return self._inside(start=at, stop=until, **values)

    def _run(self, job, at):
        """Run a job as the scheduler does."""
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref(JOB % job).method_direct_trigger()
        self.env.invalidate_all()

    def _auto(self, at):
        self._run("auto_check_out", at)

    def _close(self, at):
        self._run("close_visits", at)


@tagged("post_install", "-at_install")
class TestAutoCheckOut(JobCase):
    def setUp(self):
        super().setUp()
        self.site.grace_after = 30
        self._opens(self.site)

    def test_at_closing_time_of_the_site(self):
        """18:00 in Shanghai is 10:00 UTC; half an hour of grace."""
        person = self._come("2026-11-23 02:00:00")
        self._auto("2026-11-23 10:29:59")
        self.assertEqual(person.state, "inside")
        self._auto("2026-11-23 10:30:00")
        self.assertEqual((person.state, person.visit_id.state), ("left", "done"))
        stay = person.stay_ids
        self.assertEqual(stay.out_at, datetime(2026, 11, 23, 10, 0))
        self.assertEqual(stay.closed_by, "auto", "nobody saw them leave")
        self.assertEqual(person.pass_ids.state, "returned", "printed paper is waste")

    def test_a_card_stays_out(self):
        self._card("0412")
        at = datetime(2026, 11, 23, 2, 0)
        with freeze_time(at):
            person = self._registration(start=at, stop=at + timedelta(hours=2))
            person.check_in("0412")
        self._auto("2026-11-23 12:00:00")
        self.assertEqual((person.state, person.pass_ids.state), ("left", "left_open"))

    def test_again_changes_nothing(self):
        person = self._come("2026-11-23 02:00:00")
        self._auto("2026-11-23 11:00:00")
        movements = self.env["visitor.movement"].search_count([])
        written = person.write_date
        self._auto("2026-11-23 11:15:00")
        self._auto("2026-11-24 02:00:00")
        self.assertEqual(self.env["visitor.movement"].search_count([]), movements)
        self.assertEqual(person.write_date, written)

    def test_a_run_that_was_missed(self):
        """The next one still writes the closing time, not its own."""
        person = self._come("2026-11-23 02:00:00")
        self._auto("2026-11-24 00:30:00")
        self.assertEqual(person.stay_ids.out_at, datetime(2026, 11, 23, 10, 0))

    def test_across_midnight(self):
        """Open from 20:00 to 2:00: midnight closes nothing."""
        self._opens(self.site, hours=[(0, 2), (20, 24)])
        person = self._come("2026-11-23 13:00:00", until="2026-11-23 17:00:00")
        self._auto("2026-11-23 16:45:00")  # 0:45 at the site
        self.assertEqual(person.state, "inside")
        self._auto("2026-11-23 18:30:00")
        self.assertEqual(person.state, "left")
        self.assertEqual(person.stay_ids.out_at, datetime(2026, 11, 23, 18, 0))

    def test_summer_time_begins_and_ends(self):
        """18:00 on the clock of the site, on the day before and the day itself."""
        closings = [
            ("Europe/Berlin", "2026-03-28 08:30:00", "2026-03-28 17:00:00"),
            ("Europe/Berlin", "2026-03-29 08:30:00", "2026-03-29 16:00:00"),
            ("Europe/Berlin", "2026-10-24 08:30:00", "2026-10-24 16:00:00"),
            ("Europe/Berlin", "2026-10-25 08:30:00", "2026-10-25 17:00:00"),
            ("America/New_York", "2026-03-07 14:30:00", "2026-03-07 23:00:00"),
            ("America/New_York", "2026-03-08 14:30:00", "2026-03-08 22:00:00"),
            ("America/New_York", "2026-10-31 14:30:00", "2026-10-31 22:00:00"),
            ("America/New_York", "2026-11-01 14:30:00", "2026-11-01 23:00:00"),
        ]
        for tz, came, closing in closings:
            with self.subTest(tz=tz, closing=closing):
                self.site.tz = tz
                person = self._come(came)
                closing = datetime.fromisoformat(closing)
                self._auto(closing + timedelta(minutes=29))
                self.assertEqual(person.state, "inside")
                self._auto(closing + timedelta(minutes=30))
                self.assertEqual(person.state, "left")
                self.assertEqual(person.stay_ids.out_at, closing)

    def test_the_night_of_the_change(self):
        """A night shift until 4:00 is an hour shorter in spring, longer in autumn."""
        self.site.tz = "Europe/Berlin"
        self._opens(self.site, hours=[(0, 4), (20, 24)])
        for came, closing in (
            ("2026-03-28 20:00:00", "2026-03-29 02:00:00"),
            ("2026-10-24 20:00:00", "2026-10-25 03:00:00"),
        ):
            with self.subTest(closing=closing):
                person = self._come(came, until=closing)
                closing = datetime.fromisoformat(closing)
                self._auto(closing + timedelta(minutes=29))
                self.assertEqual(person.state, "inside")
                self._auto(closing + timedelta(minutes=30))
                self.assertEqual(person.stay_ids.out_at, closing)

    def test_a_site_that_never_closes(self):
        sites = self.env["visitor.site"]
        without = sites.create({"name": "Hospital", "tz": "Asia/Shanghai"})
        always = sites.create({"name": "Power Plant", "tz": "Asia/Shanghai"})
        self._opens(always, hours=[(0, 24)])
        for site in (without, always):
            person = self._come("2026-11-23 02:00:00", site_id=site.id)
            for at in ("2026-11-23 17:00:00", "2026-11-30 04:00:00"):
                with self.subTest(site=site.name, at=at):
                    self._auto(at)
                    self.assertEqual(person.state, "inside")

    def test_lunch_closes_nothing(self):
        self._opens(self.site, hours=[(9, 12), (13, 18)], lunch=[(12, 13)])
        person = self._come("2026-11-23 02:00:00")
        self._auto("2026-11-23 04:45:00")  # 12:45 at the site
        self.assertEqual(person.state, "inside")

    def test_a_holiday_closes_early(self):
        """Christmas Eve: closed from 14:00."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.site.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 11, 23, 6, 0),
                "date_to": datetime(2026, 11, 24, 16, 0),
            }
        )
        person = self._come("2026-11-23 02:00:00")
        self._auto("2026-11-23 06:30:00")
        self.assertEqual(person.stay_ids.out_at, datetime(2026, 11, 23, 6, 0))

    def test_closed_on_sundays(self):
        """Who was let in on a Sunday is not thrown out by Saturday's closing."""
        self._opens(self.site, days=range(6))
        person = self._by_waiver("2026-11-22 04:00:00")
        self._auto("2026-11-22 05:00:00")
        self.assertEqual(person.state, "inside")
        self._auto("2026-11-23 10:30:00")
        self.assertEqual(person.stay_ids.out_at, datetime(2026, 11, 23, 10, 0))

    def test_who_came_after_closing_is_not_thrown_out_at_once(self):
        person = self._by_waiver("2026-11-23 11:00:00")
        self._auto("2026-11-23 11:15:00")
        self._auto("2026-11-24 03:00:00")
        self.assertEqual(person.state, "inside")
        self._auto("2026-11-24 10:30:00")
        self.assertEqual(person.stay_ids.out_at, datetime(2026, 11, 24, 10, 0))

    def test_several_sites_each_by_its_clock(self):
        berlin = self.env["visitor.site"].create(
            {"name": "Berlin", "tz": "Europe/Berlin", "grace_after": 0}
        )
        self._opens(berlin, hours=[(8, 16)])
        here = self._come("2026-11-23 08:30:00")
        there = self._come("2026-11-23 08:30:00", site_id=berlin.id)
        self._auto("2026-11-23 10:30:00")
        self.assertEqual((here.state, there.state), ("left", "inside"))
        self._auto("2026-11-23 15:00:00")
        self.assertEqual(there.state, "left")
        self.assertEqual(there.stay_ids.out_at, datetime(2026, 11, 23, 15, 0))

    def test_several_companies_in_one_run(self):
        self._other_company()
        self._opens(self.site2)
        at = datetime(2026, 11, 23, 9, 0)
        with freeze_time(at):
            visit = self._visit(
                self.user_reception2,
                site_id=self.site2.id,
                host_id=self.employee_next_door.id,
                start=at,
                stop=at + timedelta(hours=2),
            )
            visit.action_submit()
            visit.registration_ids.check_in()
        self._auto("2026-11-23 19:00:00")
        self.assertEqual(visit.registration_ids.state, "left")

    def test_out_for_the_night_and_gone_on_the_last_day(self):
        person = self._come("2026-11-23 02:00:00", until="2026-11-24 08:00:00")
        self._auto("2026-11-23 10:30:00")
        self.assertEqual((person.state, person.pass_ids.state), ("outside", "issued"))
        self.assertEqual(person.visit_id.state, "in_progress")
        self.assertEqual(person.stay_ids.closed_by, "auto")
        with freeze_time("2026-11-24 01:30:00"):
            self.assertEqual(person.step_in()["status"], "granted")
        self._auto("2026-11-24 10:30:00")
        self.assertEqual((person.state, person.visit_id.state), ("left", "done"))

    def test_in_slices(self):
        people = [self._come("2026-11-23 02:00:00") for _number in range(3)]
        stays = self.env["visitor.stay"]
        with freeze_time("2026-11-23 11:00:00"), self._in_slices() as slices:
            stays._cron_auto_check_out(limit=1)
        self.assertEqual({person.state for person in people}, {"left"})
        self.assertEqual(slices.call_count, 3)

    def test_out_of_time_the_next_run_goes_on(self):
        people = [self._come("2026-11-23 02:00:00") for _number in range(3)]
        stays = self.env["visitor.stay"]
        with freeze_time("2026-11-23 11:00:00"), self._in_slices(seconds_left=0):
            for done in (1, 2, 3):
                stays._cron_auto_check_out(limit=1)
                states = [person.state for person in people]
                self.assertEqual(states.count("left"), done)

    def test_one_that_fails_stops_nobody(self):
        """What it did is undone and named in the log, without the visitor's name."""
        people = [self._come("2026-11-23 02:00:00") for _number in range(3)]
        poisoned = people[1]
        passes = type(self.env["visitor.pass"])
        departure = passes._end_with_departure

        def fail_for_one(records, *args, **options):
            if records.registration_id == poisoned:
                raise ZeroDivisionError("Zhang Wei")
            return departure(records, *args, **options)

        with (
            patch.object(passes, "_end_with_departure", fail_for_one),
            self.assertLogs("odoo.addons.visitor_management", "ERROR") as log,
        ):
            self._auto("2026-11-23 11:00:00")
        states = [person.state for person in people]
        self.assertEqual(states, ["left", "inside", "left"])
        self.assertFalse(poisoned.stay_ids.out_at, "nothing is half done")
        self.assertEqual(len(log.output), 1)
        self.assertIn(f"visitor.registration({poisoned.id},)", log.output[0])
        self.assertNotIn("Zhang", log.output[0])

    def _by_waiver(self, at):
        """Let in by reception while the site is closed."""
        at = datetime.fromisoformat(at)
        with freeze_time(at):
            person = self._registration(start=at, stop=at + timedelta(hours=2))
            self.assertEqual(self._codes(person.check_in()), ["outside_hours"])
            person.waive("outside_hours", "The lift is stuck")
            self.assertEqual(person.check_in()["status"], "granted")
        return person


@tagged("post_install", "-at_install")
class TestClosing(JobCase):
    def setUp(self):
        super().setUp()
        self.site.grace_after = 30

    def _expected(self, names=("Zhang Wei",), **values):
        """Announced for 23:00 to 1:00 at the site: across midnight."""
        plan = {
            "start": datetime(2026, 11, 23, 15, 0),
            "stop": datetime(2026, 11, 23, 17, 0),
        }
        plan |= values
        with freeze_time(min(datetime(2026, 11, 23, 2), plan["start"])):
            visit = self._visit(names=names, **plan)
            visit.action_submit()
        return visit

    def test_nobody_came(self):
        visit = self._expected(names=("Zhang Wei", "Li Qiang"))
        self._close("2026-11-23 17:30:00")
        self.assertEqual(visit.state, "approved", "half an hour of grace")
        self._close("2026-11-23 17:30:01")
        self.assertEqual(visit.state, "no_show")
        self.assertEqual(visit.registration_ids.mapped("state"), ["no_show"] * 2)
        passes = visit.registration_ids.sudo().pass_ids
        self.assertEqual(passes.mapped("state"), ["expired"] * 2)

    def test_some_came_and_some_did_not(self):
        visit = self._expected(names=("Came", "Stepped out", "Did not"))
        people = visit.registration_ids.with_user(self.user_reception)
        with freeze_time("2026-11-23 15:00:00"):
            people[:2].check_in_group()
            people[0].check_out()
            people[1].step_out()
        self._close("2026-11-23 16:59:00")
        self.assertEqual(visit.state, "in_progress")
        self._close("2026-11-23 18:00:00")
        self.assertEqual(people.mapped("state"), ["left", "left", "no_show"])
        self.assertEqual(visit.state, "done")
        self.assertEqual(people[1].pass_ids.state, "returned")
        self.assertEqual(people[2].pass_ids.state, "expired")

    def test_who_is_still_inside_keeps_it_open(self):
        visit = self._expected(names=("Overstays", "Did not come"))
        people = visit.registration_ids.with_user(self.user_reception)
        with freeze_time("2026-11-23 15:00:00"):
            people[0].check_in()
        self._close("2026-11-25 00:00:00")
        self.assertEqual(visit.state, "in_progress")
        self.assertEqual(people.mapped("state"), ["inside", "expected"])
        with freeze_time("2026-11-25 00:00:00"):
            people[0].check_out()
        self.assertEqual(visit.state, "done")
        self.assertEqual(people.mapped("state"), ["left", "no_show"])

    def test_several_days_are_over_on_the_last(self):
        visit = self._expected(
            start=datetime(2026, 11, 23, 1, 0), stop=datetime(2026, 11, 25, 9, 0)
        )
        self._close("2026-11-24 20:00:00")
        self.assertEqual(visit.state, "approved")
        self._close("2026-11-25 09:31:00")
        self.assertEqual(visit.state, "no_show")

    def test_at_a_change_to_summer_time(self):
        """The visit ends at 9:00 on the clock of the site, whatever the night did."""
        for tz, stop in (
            ("Europe/Berlin", "2026-03-29 07:00:00"),
            ("Europe/Berlin", "2026-10-25 08:00:00"),
            ("America/New_York", "2026-03-08 13:00:00"),
            ("America/New_York", "2026-11-01 14:00:00"),
        ):
            with self.subTest(tz=tz, stop=stop):
                self.site.tz = tz
                stop = datetime.fromisoformat(stop)
                visit = self._expected(start=stop - timedelta(hours=12), stop=stop)
                self.assertEqual(self.site._to_local(visit.stop).hour, 9)
                self._close(stop + timedelta(minutes=29))
                self.assertEqual(visit.state, "approved")
                self._close(stop + timedelta(minutes=31))
                self.assertEqual(visit.state, "no_show")

    def test_what_nobody_approved_in_time_is_cancelled(self):
        """Late is still possible, with a waiver: until the day is over."""
        visit = self._expected(
            type_id=self.type_host.id,
            host_id=self.employee2.id,
            stop=datetime(2026, 11, 23, 15, 30),
        )
        self.assertEqual(visit.activity_ids.user_id, self.user_host2)
        self._close("2026-11-23 15:59:59")
        self.assertEqual(visit.state, "pending", "not midnight yet at the site")
        self._close("2026-11-23 16:00:01")
        self.assertEqual(visit.state, "cancelled")
        self.assertEqual(visit.registration_ids.state, "cancelled")
        self.assertFalse(visit.activity_ids, "nobody is asked any more")
        told = self._told(visit)
        self.assertEqual(len(told), 1, "who announced it knows")
        self.assertIn("not approved", told.subject)

    def test_again_changes_nothing(self):
        visit = self._expected()
        self._close("2026-11-23 18:00:00")
        written = visit.write_date
        self._close("2026-11-23 18:15:00")
        self.assertEqual(visit.write_date, written)

    def test_in_slices(self):
        visits = [self._expected() for _number in range(3)]
        with freeze_time("2026-11-23 18:00:00"), self._in_slices() as slices:
            self.env["visitor.visit"]._cron_close(limit=1)
        self.assertEqual({visit.state for visit in visits}, {"no_show"})
        self.assertEqual(slices.call_count, 3)

    def test_one_that_fails_stops_nobody(self):
        visits = [self._expected() for _number in range(3)]
        poisoned = visits[1]
        people = type(self.env["visitor.registration"])
        stay_away = people._stay_away

        def fail_for_one(records, from_state):
            stay_away(records, from_state)
            if records.visit_id == poisoned:
                raise ZeroDivisionError("Zhang Wei")

        with (
            patch.object(people, "_stay_away", fail_for_one),
            self.assertLogs("odoo.addons.visitor_management", "ERROR") as log,
        ):
            self._close("2026-11-23 18:00:00")
        states = [visit.state for visit in visits]
        self.assertEqual(states, ["no_show", "approved", "no_show"])
        self.assertEqual(poisoned.registration_ids.state, "expected", "undone")
        self.assertNotIn("Zhang", log.output[0])

    def test_the_host_who_is_gone_keeps_nobody_inside(self):
        """The employee was deleted meanwhile: people leave, visits close."""
        visit = self._expected()
        person = visit.registration_ids.with_user(self.user_reception)
        with freeze_time("2026-11-23 15:00:00"):
            person.check_in()
        self._put(visit, host_id=None)
        with freeze_time("2026-11-23 16:00:00"):
            person.check_out()
        self.assertEqual(visit.state, "done")
