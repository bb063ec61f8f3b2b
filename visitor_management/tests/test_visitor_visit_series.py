from datetime import date, datetime, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import weekly
from .common import VisitorCommon

NOW = datetime(2026, 11, 20, 1)  # a Friday morning in Shanghai
MONDAY = date(2026, 11, 23)


class TestWeekly(BaseCase):
    def test_days_of_a_span(self):
        found = weekly.days([0, 2], MONDAY, MONDAY + timedelta(days=9))
        self.assertEqual([day.day for day in found], [23, 25, 30, 2])
        self.assertEqual(weekly.days([0], MONDAY, MONDAY - timedelta(days=1)), [])


class SeriesCase(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time(NOW))

    def _source(self, user=None, **values):
        start = values.pop("start", datetime(2026, 11, 23, 1))  # Monday at nine
        visits = self.env["visitor.visit"].with_user(user or self.user_host)
        return visits.create(
            {
                "type_id": self.type_open.id,
                "site_id": self.site.id,
                "start": start,
                "stop": start + timedelta(hours=2),
                "purpose": "Window cleaning",
                "area_ids": [fields.Command.set(self.lobby.ids)],
                "registration_ids": [
                    fields.Command.create({"name": "Li Na", "phone": "13800138000"})
                ],
                **values,
            }
        )

    def _series(self, source=None, **values):
        source = source or self._source()
        return (
            self.env["visitor.visit.series"]
            .with_user(source.create_uid)
            .create(
                {
                    "source_id": source.id,
                    "monday": True,
                    "wednesday": True,
                    "date_from": MONDAY,
                    "date_to": MONDAY + timedelta(weeks=12),
                    **values,
                }
            )
        )

    def _days(self, series, *states):
        visits = series.visit_ids.filtered(lambda v: not states or v.state in states)
        return sorted(visits.mapped("series_day"))

    def _job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["visitor.visit.series"]._cron_make()


@tagged("post_install", "-at_install")
class TestSeries(SeriesCase):
    """The same visit each week, each a visit of its own."""

    def test_visits_are_made_ahead_each_with_its_own_pass(self):
        series = self._series()
        self.assertEqual(
            self._days(series),
            weekly.days([0, 2], MONDAY, fields.Date.today() + timedelta(weeks=4)),
        )
        for visit in series.visit_ids:
            with self.subTest(visit.series_day):
                self.assertEqual(visit.state, "approved")
                self.assertEqual(visit.registration_ids.mapped("name"), ["Li Na"])
                self.assertEqual(len(visit.sudo().registration_ids.pass_ids), 1)
                self.assertEqual(visit.local_window.count("9:00"), 1)
                self.assertEqual(visit.create_uid, self.user_host)
                self.assertEqual(visit.host_id, self.employee)
        self.assertEqual(
            len(set(series.visit_ids.mapped("name"))), len(series.visit_ids)
        )

    def test_the_job_goes_on_and_doubles_nothing(self):
        series = self._series()
        before = len(series.visit_ids)
        self._job()
        self.assertEqual(len(series.visit_ids), before)
        with freeze_time(NOW + timedelta(weeks=1)):
            self._job()
            self._job()
        self.assertEqual(len(series.visit_ids), before + 2)
        with freeze_time(NOW + timedelta(weeks=20)):
            self._job()
        self.assertEqual(series.state, "ended")
        self.assertEqual(len(series.visit_ids), before + 2, "nothing in the past")

    def test_on_the_clock_of_the_site_in_winter_too(self):
        self.site.tz = "Europe/Berlin"
        with freeze_time("2026-10-19 06:00:00"):
            source = self._source(start=datetime(2026, 10, 21, 7))  # nine in summer
            series = self._series(source, date_from="2026-10-21", monday=False)
        local = {self.site._to_local(v.start).hour for v in series.visit_ids}
        self.assertEqual(local, {9})
        self.assertGreater(len({v.start.hour for v in series.visit_ids}), 1)

    def test_holidays_of_the_site_are_left_out(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Office", "tz": self.tz, "company_id": self.company.id}
        )
        self.site.resource_calendar_id = calendar
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": "2026-11-24 16:00:00",
                "date_to": "2026-11-25 16:00:00",
            }
        )
        series = self._series(sunday=True)
        days = self._days(series)
        self.assertNotIn(date(2026, 11, 25), days)
        self.assertIn(date(2026, 11, 30), days)
        self.assertNotIn(date(2026, 11, 29), days, "never open on Sundays")
        self.assertIn("25", series.left_out)

    def test_the_first_is_the_visit_it_was_made_of(self):
        source = self._source()
        series = self._series(source)
        self.assertEqual(source.series_id, series)
        self.assertEqual(source.series_day, MONDAY)
        self.assertEqual(source.state, "approved", "it is announced with them")
        with self.assertRaisesRegex(UserError, "already"):
            self._series(source)

    def test_a_series_that_says_nothing(self):
        before = MONDAY - timedelta(days=1)
        for refusal, values in (
            (IntegrityError, {"monday": False, "wednesday": False}),
            (IntegrityError, {"date_to": before}),
            (ValidationError, {"date_to": MONDAY + timedelta(days=800)}),
        ):
            with (
                self.subTest(**values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(refusal),
                self.env.cr.savepoint(),
            ):
                self._series(**values)

    def test_an_emergency_does_not_come_each_week(self):
        source = self._source(
            self.user_reception, emergency=True, emergency_reason="Smoke"
        )
        with self.assertRaises(ValidationError):
            self._series(source)

    def test_the_series_of_others_is_not_mine(self):
        series = self._series()
        with self.assertRaises(AccessError):
            series.with_user(self.user_host2).read(["words"])
        with self.assertRaises(AccessError):
            series.with_user(self.user_host2).action_end("Mine")
        with self.assertRaises(AccessError):
            self.env["visitor.visit.series"].with_user(self.user_host2).create(
                {
                    "source_id": self._source().id,
                    "monday": True,
                    "date_from": MONDAY,
                    "date_to": MONDAY,
                }
            )
        with self.assertRaises(UserError):
            series.source_id = self._source()
        self.assertTrue(series.with_user(self.user_reception).words)

    # ------------------------------------------------------------
    # CHANGE AND CANCEL
    # ------------------------------------------------------------

    def test_one_is_changed(self):
        series = self._series()
        second = series.visit_ids.sorted("series_day")[1]
        others = series.visit_ids - second
        second.write({"start": second.start + timedelta(days=1), "purpose": "Other"})
        self._job()
        self.assertEqual(set(others.mapped("purpose")), {"Window cleaning"})
        self.assertEqual(len(self._days(series)), len(set(self._days(series))))
        self.assertEqual(len(series.visit_ids), len(others) + 1, "not made again")

    def test_all_that_follow_are_changed(self):
        series = self._series()
        visits = series.visit_ids.sorted("series_day")
        third = visits[2]
        third.write(
            {
                "start": third.start + timedelta(hours=1),
                "stop": third.stop + timedelta(hours=3),
                "purpose": "Windows and floors",
                "host_id": self.employee.id,
                "registration_ids": [fields.Command.create({"name": "Wang Fang"})],
            }
        )
        third.registration_ids[0].action_cancel()
        third.action_change_following()
        for visit in visits[:2]:
            self.assertEqual(visit.purpose, "Window cleaning")
            self.assertEqual(visit.registration_ids.mapped("name"), ["Li Na"])
        with freeze_time(NOW + timedelta(weeks=1)):
            self._job()
        for visit in series.visit_ids.sorted("series_day")[3:]:
            with self.subTest(visit.series_day):
                self.assertEqual(visit.purpose, "Windows and floors")
                local = self.site._to_local(visit.start)
                self.assertEqual((local.hour, local.date()), (10, visit.series_day))
                self.assertEqual(visit.stop - visit.start, timedelta(hours=4))
                coming = visit.registration_ids.filtered(
                    lambda each: each.state == "expected"
                )
                self.assertEqual(coming.mapped("name"), ["Wang Fang"])
                self.assertEqual(coming.sudo().pass_ids.mapped("state"), ["ready"])
        self.assertIn("10:00", series.words)

    def test_all_that_follow_move_to_another_weekday(self):
        series = self._series(wednesday=False)
        visits = series.visit_ids.sorted("series_day")
        visits[1].start = visits[1].start + timedelta(days=1)
        visits[1].action_change_following()
        days = [self.site._to_local(visit.start).weekday() for visit in visits]
        self.assertEqual(days, [0] + [1] * (len(days) - 1))

    def test_one_is_cancelled(self):
        series = self._series()
        second = series.visit_ids.sorted("series_day")[1]
        second.action_cancel("Ill")
        self._job()
        self.assertEqual(self._days(series, "cancelled"), [second.series_day])
        self.assertEqual(series.state, "running")

    def test_all_that_follow_are_cancelled(self):
        series = self._series()
        visits = series.visit_ids.sorted("series_day")
        visits[2].action_cancel_following("Moved away")
        self.assertEqual(set(visits[:2].mapped("state")), {"approved"})
        self.assertEqual(set(visits[2:].mapped("state")), {"cancelled"})
        self.assertEqual(series.state, "ended")
        with freeze_time(NOW + timedelta(weeks=2)):
            self._job()
        self.assertEqual(len(series.visit_ids), len(visits))

    def test_a_draft_of_a_series_is_not_deleted(self):
        series = self._series()
        visit = series.visit_ids[-1:]
        with self.assertRaises(UserError):
            visit.unlink()

    def test_other_days_of_the_week(self):
        series = self._series()
        series.write({"wednesday": False, "friday": True})
        first = MONDAY
        last = fields.Date.today() + timedelta(weeks=4)
        self.assertEqual(
            self._days(series, "approved"), weekly.days([0, 4], first, last)
        )
        self.assertEqual(self._days(series, "cancelled"), weekly.days([2], first, last))

    def test_a_series_is_ended_with_a_reason(self):
        series = self._series()
        with self.assertRaises(UserError):
            series.action_end("")
        series.action_end("No more")
        self.assertEqual(set(series.visit_ids.mapped("state")), {"cancelled"})
        with self.assertRaises(UserError):
            series.write({"friday": True})
        with self.assertRaises(UserError):
            series.unlink()

    def test_the_host_has_left(self):
        series = self._series()
        made = len(series.visit_ids)
        self.employee.sudo().active = False
        with freeze_time(NOW + timedelta(weeks=1)):
            self._job()
        self.assertEqual(series.state, "ended")
        self.assertEqual(len(series.visit_ids), made)

    def test_somebody_else_took_over(self):
        series = self._series()
        later = series.visit_ids.sorted("series_day")[1:]
        later.with_user(self.user_reception).host_id = self.employee2
        self.employee.sudo().active = False
        with freeze_time(NOW + timedelta(weeks=1)):
            self._job()
        self.assertEqual(series.state, "running")
        self.assertEqual(
            series.visit_ids.sorted("series_day")[-1:].host_id, self.employee2
        )


@tagged("post_install", "-at_install")
class TestSeriesApproval(SeriesCase):
    """Each visit is approved, or one answer counts for all, as the kind says."""

    def _of_security(self, **values):
        return self._series(self._source(type_id=self.type_security.id), **values)

    def _asked(self, series):
        kind = "visitor_management.mail_activity_type_visit_approval"
        return series.visit_ids.sudo().filtered(lambda v: v.activity_search([kind]))

    def test_each_is_approved_by_itself(self):
        series = self._of_security()
        self.assertEqual(set(series.visit_ids.mapped("state")), {"pending"})
        self.assertEqual(self._asked(series), series.visit_ids)
        series.visit_ids[0].with_user(self.user_security).action_approve()
        self.assertEqual(len(self._days(series, "approved")), 1)

    def test_one_answer_for_all(self):
        self.type_security.series_approved_once = True
        series = self._of_security()
        self.assertEqual(set(series.visit_ids.mapped("state")), {"pending"})
        asked = self._asked(series)
        self.assertEqual(asked, series.source_id, "asked once")
        self.assertIn("One answer counts", asked.series_words)
        asked.with_user(self.user_security).action_approve()
        self.assertEqual(set(series.visit_ids.mapped("state")), {"approved"})
        partner = self.user_security.partner_id
        self.assertEqual(series.visit_ids.confirmed_by_id, partner)
        with freeze_time(NOW + timedelta(weeks=1)):
            self._job()
        self.assertEqual(set(series.visit_ids.mapped("state")), {"approved"})
        self.assertEqual(series.visit_ids.confirmed_by_id, partner)
        self.assertFalse(self._asked(series))

    def test_one_answer_does_not_cover_what_was_changed_after_it(self):
        self.type_security.series_approved_once = True

        def other_time(series):
            visit = series.visit_ids.sorted("series_day")[1]
            visit.start = visit.start + timedelta(hours=9)
            # approved for that day alone
            visit.with_user(self.user_security).action_approve()
            visit.with_user(self.user_host).action_change_following()

        def the_one_they_are_like(series):
            visit = series.source_id
            visit.start = visit.start + timedelta(hours=9)

        def other_days(series):
            series.sunday = True

        for change in (other_time, the_one_they_are_like, other_days):
            with self.subTest(change.__name__):
                series = self._of_security()
                self._asked(series).with_user(self.user_security).action_approve()
                known = series.visit_ids
                change(series)
                with freeze_time(NOW + timedelta(weeks=1)):
                    self._job()
                made = series.visit_ids - known
                self.assertTrue(made)
                self.assertEqual(set(made.mapped("state")), {"pending"})

    def test_one_no_for_all(self):
        self.type_security.series_approved_once = True
        series = self._of_security()
        asked = self._asked(series)
        asked.with_user(self.user_security).action_refuse("Not here")
        self.assertEqual(set(series.visit_ids.mapped("state")), {"refused"})
        self.assertEqual(series.state, "ended")

    def test_the_first_is_called_off_before_the_answer(self):
        self.type_security.series_approved_once = True
        series = self._of_security()
        self._asked(series).with_user(self.user_host).action_cancel("Ill")
        second = series.visit_ids.sorted("series_day")[1]
        self.assertEqual(self._asked(series), second)

    def test_who_approves_is_told_that_it_is_a_series(self):
        self.type_security.series_approved_once = True
        series = self._of_security()
        rows = dict(
            series.source_id._rows_told(self.env, series.source_id.registration_ids)
        )
        self.assertIn("One answer counts", rows["Weekly Series"])
