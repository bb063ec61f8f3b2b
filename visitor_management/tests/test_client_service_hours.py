"""When customer service works: its own hours, holidays, make-up days."""

from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import file_open, mute_logger

from ..tools import opening_hours, service_hours
from .client_common import ClientCommon

# Shanghai is UTC+8: work ends at 17:00 there. National Day 2026 is a Thursday; the
# Saturday after the week is made up.
END_OF_WORK = 9
WEEK = range(5)
WEDNESDAY = datetime(2026, 9, 30, 2)  # 10:00, the last working day before the week
NATIONAL_DAY = date(2026, 10, 1)
MAKE_UP = date(2026, 10, 10)
SATURDAY = date(2026, 10, 17)  # not made up


class ServiceHoursCommon(ClientCommon):
    @classmethod
    def _day(cls, day, kind="holiday", **values):
        return cls.env["client.service.day"].create(
            {"company_id": cls.company.id, "date": day, "kind": kind, **values}
        )

    @classmethod
    def _national_days(cls):
        """A week without work, and the Saturday after it with."""
        for ahead in range(7):
            cls._day(NATIONAL_DAY + timedelta(days=ahead), name="National Day")
        return cls._day(MAKE_UP, "workday")

    @classmethod
    def _schedule(cls, name, hour_from, hour_to, days=WEEK, **values):
        lines = [
            Command.create(
                {
                    "name": name,
                    "dayofweek": str(day),
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    "day_period": "morning",
                }
            )
            for day in days
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear(), *lines],
                **values,
            }
        )

    def _due(self, anchor, offset, unit, working_time=True, **given):
        return self.company._client_due(anchor, offset, unit, working_time, **given)


@tagged("post_install", "-at_install")
class TestServiceDays(ServiceHoursCommon):
    def test_a_week_of_holidays_does_not_count(self):
        self._national_days()
        # Thursday 8 October is the first day that is worked again
        self.assertEqual(
            self._due(WEDNESDAY, 1, "day"), datetime(2026, 10, 8, END_OF_WORK)
        )
        self.assertEqual(
            self._due(WEDNESDAY, 8, "hour"), datetime(2026, 10, 8, 2), "to the hour"
        )
        self.assertEqual(
            self._due(WEDNESDAY, 1, "day", False),
            datetime(2026, 10, 1, 15, 59),
            "calendar days count holidays",
        )

    def test_a_make_up_saturday_counts(self):
        self._national_days()
        friday = datetime(2026, 10, 9, 2)
        self.assertEqual(
            self._due(friday, 1, "day"), datetime(2026, 10, 10, END_OF_WORK)
        )
        # seven hours are left on Friday, one of Saturday morning follows
        self.assertEqual(self._due(friday, 7, "hour"), datetime(2026, 10, 10, 1))
        week_later = friday + timedelta(days=7)
        self.assertEqual(
            self._due(week_later, 1, "day"), datetime(2026, 10, 19, END_OF_WORK)
        )

    @freeze_time(WEDNESDAY)
    def test_a_make_up_day_has_the_hours_of_the_weekday_it_works_like(self):
        self.company.client_service_calendar_id = self._schedule(
            "Short Fridays", 8, 17, range(4)
        )
        self.company.client_service_calendar_id.attendance_ids = [
            Command.create(
                {
                    "name": "Friday",
                    "dayofweek": "4",
                    "hour_from": 8,
                    "hour_to": 12,
                    "day_period": "morning",
                }
            )
        ]
        day = self._day(MAKE_UP, "workday")
        self.assertEqual(day.works_like, "0", "a Saturday works like Monday")
        friday = datetime(2026, 10, 9, 2)
        self.assertEqual(self._due(friday, 1, "day"), datetime(2026, 10, 10, 9))
        day.works_like = "4"
        self.assertEqual(self._due(friday, 1, "day"), datetime(2026, 10, 10, 4))

    @freeze_time(WEDNESDAY)
    def test_a_weekday_works_like_itself(self):
        day = self._day(date(2026, 10, 13), "workday")  # a Tuesday
        self.assertEqual(day.works_like, "1")
        day.kind = "holiday"
        self.assertFalse(day.works_like)

    def test_a_make_up_day_is_worked_within_leaves_of_the_company(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Public holiday",
                "company_id": self.company.id,
                "date_from": datetime(2026, 10, 8, 16),
                "date_to": datetime(2026, 10, 12, 15, 59, 59),
            }
        )
        thursday = datetime(2026, 10, 8, 2)
        self.assertEqual(
            self._due(thursday, 1, "day"), datetime(2026, 10, 13, END_OF_WORK)
        )
        self._day(MAKE_UP, "workday")
        self.assertEqual(
            self._due(thursday, 1, "day"), datetime(2026, 10, 10, END_OF_WORK)
        )

    def test_days_of_another_company_close_nothing_here(self):
        self._other_company()
        self._day(NATIONAL_DAY, company_id=self.company2.id)
        self.assertTrue(self.company._is_service_day(NATIONAL_DAY))

    def test_a_day_is_asked_about_with_its_reason(self):
        self._national_days()
        for day, worked, why in (
            (NATIONAL_DAY, False, "National Day"),
            (MAKE_UP, True, ""),
            (SATURDAY, False, "No working day"),
            (WEDNESDAY.date(), True, ""),
        ):
            with self.subTest(day=day):
                self.assertEqual(self.company._is_service_day(day), worked)
                self.assertEqual(self.company._why_closed(day), why)

    def test_one_entry_for_each_day_and_company(self):
        self._day(NATIONAL_DAY)
        self._other_company()
        self._day(NATIONAL_DAY, company_id=self.company2.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._day(NATIONAL_DAY, "workday")

    def test_customer_service_reads_and_its_manager_enters(self):
        day = self._day(NATIONAL_DAY)
        self.assertEqual(day.with_user(self.user_service).date, NATIONAL_DAY)
        with self.assertRaises(AccessError):
            day.with_user(self.user_service).name = "Holiday"
        with freeze_time(WEDNESDAY):
            day.with_user(self.user_manager).name = "National Day"

    def test_who_may_read_no_service_days_counts_by_them(self):
        self._national_days()
        company = self.company.with_user(self.user_engineer)
        self.assertFalse(company._is_service_day(NATIONAL_DAY))
        self.assertEqual(
            company._client_due(WEDNESDAY, 1, "day", True),
            datetime(2026, 10, 8, END_OF_WORK),
        )

    # ------------------------------------------------------------
    # WHAT WAS PROMISED STAYS
    # ------------------------------------------------------------

    def test_a_new_day_moves_no_date_that_was_set(self):
        with freeze_time(WEDNESDAY):
            complaint = self._complaint()
            callback = self._callback()
            promised = complaint.deadline, callback.due_at
            self._national_days()
            self.assertEqual((complaint.deadline, callback.due_at), promised)
            later = self._complaint()
            self.assertGreater(later.deadline, complaint.deadline)

    def test_a_day_that_is_over_stays_as_it_was(self):
        with freeze_time(WEDNESDAY):
            day = self._day(NATIONAL_DAY)
            day.date = NATIONAL_DAY  # still ahead
            with self.assertRaises(UserError):
                day.date = date(2026, 9, 29)  # into what is over
        with freeze_time("2026-10-02 02:00:00"):
            self.assertTrue(day.is_over)
            day.name = "National Day"
            for values in ({"kind": "workday"}, {"date": date(2026, 10, 9)}):
                with self.subTest(values), self.assertRaises(UserError):
                    day.write(values)
            with self.assertRaises(UserError):
                day.unlink()
            self._day(date(2026, 9, 29))  # the file of the year in the middle of it

    def test_who_is_reminded_hears_of_it_while_there_is_work(self):
        self._national_days()
        ahead = self.company._service_days_ahead
        for day, count, until in (
            (date(2026, 9, 29), 1, date(2026, 9, 30)),
            (date(2026, 9, 30), 1, date(2026, 10, 8)),
            (date(2026, 9, 30), 2, date(2026, 10, 9)),
            (date(2026, 9, 30), 0, date(2026, 10, 7)),
            (date(2026, 10, 9), 1, MAKE_UP),
        ):
            with self.subTest(day=day, count=count):
                self.assertEqual(ahead(day, count), until)

    # ------------------------------------------------------------
    # WHOSE HOURS
    # ------------------------------------------------------------

    def test_department_over_company_setting_over_the_company(self):
        anchor = datetime(2026, 9, 14, 2)  # Monday 10:00
        due = datetime(2026, 9, 15)
        self.assertEqual(self._due(anchor, 1, "day"), due.replace(hour=END_OF_WORK))
        self.company.client_service_calendar_id = self._schedule("Service", 9, 20)
        self.assertEqual(self._due(anchor, 1, "day"), due.replace(hour=12))
        self.engineering.client_service_calendar_id = self._schedule("Shift", 6, 14)
        self.assertEqual(self._due(anchor, 1, "day"), due.replace(hour=12))
        self.assertEqual(
            self._due(anchor, 1, "day", department=self.engineering),
            due.replace(hour=6),
        )
        self.assertEqual(
            self._due(anchor, 1, "day", department=self.cleaning), due.replace(hour=12)
        )
        self.service.client_service_calendar_id = self._schedule("Desk", 9, 18)
        self.assertEqual(self._due(anchor, 1, "day"), due.replace(hour=10))

    def test_a_department_has_the_hours_of_the_one_above(self):
        self.engineering.client_service_calendar_id = self._schedule("Shift", 6, 14)
        lifts = self.env["hr.department"].create(
            {"name": "Lifts", "parent_id": self.engineering.id}
        )
        self.assertEqual(
            self.company._service_schedule(lifts).name, "Shift", "inherited"
        )

    def test_a_flexible_schedule_says_no_hours(self):
        flexible = self._schedule("Flexible", 9, 20)
        flexible.schedule_type = "flexible"
        self.engineering.client_service_calendar_id = flexible
        self.company.client_service_calendar_id = flexible
        schedule = self.company._service_schedule(self.engineering)
        self.assertEqual(schedule, self.calendar, "the next one is asked")
        self.company.resource_calendar_id = flexible
        self.assertFalse(self.company._service_schedule())
        self.assertEqual(
            self._due(WEDNESDAY, 24, "hour"), WEDNESDAY + timedelta(days=1)
        )

    def test_a_company_without_hours_keeps_holidays(self):
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = "Asia/Shanghai"
        self._national_days()
        self.assertEqual(self._due(WEDNESDAY, 1, "day"), datetime(2026, 10, 8, 15, 59))
        self.assertTrue(self.company._is_service_day(SATURDAY))
        self.assertFalse(self.company._is_service_day(NATIONAL_DAY))

    def test_a_complaint_counts_the_hours_of_its_department(self):
        self.engineering.client_service_calendar_id = self._schedule(
            "Around the clock", 0, 24, range(7)
        )
        with freeze_time("2026-10-16 10:00:00"):  # Friday 18:00
            theirs = self._complaint()
            ours = self._complaint(department_id=self.cleaning.id)
        self.assertEqual(
            theirs.answer_deadline.date(), date(2026, 10, 16), "they are there"
        )
        self.assertEqual(ours.answer_deadline.date(), date(2026, 10, 19))
        self.assertLess(theirs.deadline, ours.deadline)

    # ------------------------------------------------------------
    # CLOCKS
    # ------------------------------------------------------------

    def test_the_clock_is_that_of_the_service_hours(self):
        self.company.client_service_calendar_id = self._schedule(
            "Lisbon desk", 9, 17, tz="Europe/Lisbon"
        )
        self.assertEqual(self.company._client_tz(), "Europe/Lisbon")

    def test_hours_across_the_change_of_the_clock(self):
        self.company.client_service_calendar_id = self._schedule(
            "Berlin", 9, 17, tz="Europe/Berlin"
        )
        self._day(date(2026, 10, 24), "workday")  # the Saturday before winter time
        self._day(date(2026, 10, 26))
        friday = datetime(2026, 10, 23, 14)  # 16:00 in summer time
        self.assertEqual(self._due(friday, 2, "hour"), datetime(2026, 10, 24, 8))
        self.assertEqual(
            self._due(friday, 10, "hour"), datetime(2026, 10, 27, 9), "winter time"
        )

    def test_a_day_around_the_clock_has_the_hours_of_the_change(self):
        always = opening_hours.Calendar("Europe/Berlin", service_hours.ALWAYS, [])
        for day, hours in (
            (date(2026, 3, 29), 23),
            (date(2026, 10, 25), 25),
            (date(2026, 10, 26), 24),
        ):
            bounds = opening_hours.day_bounds(day, "Europe/Berlin")
            with self.subTest(day=day):
                self.assertEqual(
                    service_hours.worked(always, *bounds), timedelta(hours=hours)
                )

    # ------------------------------------------------------------
    # MANY
    # ------------------------------------------------------------

    def _count_a_year(self, times):
        """Counts working time over a year from cold caches; returns the queries."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        for ahead in range(times):
            anchor = WEDNESDAY + timedelta(days=ahead)
            self._due(anchor, 250, "day")
            self._due(anchor, 2000, "hour", department=self.engineering)
        return self.env.cr.sql_log_count - before

    def test_counting_a_year_costs_constant_queries(self):
        self.engineering.client_service_calendar_id = self._schedule("Shift", 6, 14)
        few = self._count_a_year(1)
        for ahead in range(30):
            self._day(NATIONAL_DAY + timedelta(days=7 * ahead))
        self.assertEqual(self._count_a_year(1), few + 1, "the days are read at once")
        self.assertEqual(self._count_a_year(50), few + 1)
        self.assertLess(few, 20)


@tagged("post_install", "-at_install")
class TestServiceDayImport(ServiceHoursCommon):
    """The file as customer service gets it, through Odoo's own import."""

    FILE = (
        "date,kind,name\n"
        "2026-10-01,holiday,National Day\n"
        "2026-10-10,workday,Make-up day\n"
    )

    def setUp(self):
        super().setUp()
        self.days = self.env["client.service.day"].with_user(self.user_manager)

    def _import(self, text, dryrun=False):
        """As the screen does it: the columns are found by their names."""
        importer = self.env["base_import.import"].with_user(self.user_manager)
        wizard = importer.create(
            {
                "res_model": "client.service.day",
                "file": text.encode(),
                "file_name": "days.csv",
                "file_type": "text/csv",
            }
        )
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        preview = wizard.parse_preview({**options, "encoding": "utf-8"})
        self.assertNotIn("error", preview)
        headers = preview["headers"]
        fields = [preview["matches"].get(at, [False])[0] for at in range(len(headers))]
        self.assertEqual(fields, headers, "found without a click")
        return wizard.execute_import(fields, headers, preview["options"], dryrun=dryrun)

    def _entered(self):
        found = self.days.search([("company_id", "=", self.company.id)], order="date")
        return [(str(day.date), day.kind, day.works_like, day.name) for day in found]

    @freeze_time(WEDNESDAY)
    def test_a_file_is_taken_as_it_is(self):
        result = self._import(self.FILE)
        self.assertFalse(result["messages"])
        self.assertEqual(
            self._entered(),
            [
                ("2026-10-01", "holiday", False, "National Day"),
                ("2026-10-10", "workday", "0", "Make-up day"),
            ],
        )

    @freeze_time(WEDNESDAY)
    def test_a_file_that_is_read_again_changes_its_days(self):
        self._import(self.FILE)
        self.days.search([("date", "=", MAKE_UP)]).works_like = "4"
        result = self._import(self.FILE.replace("10-01,holiday", "10-01,workday"))
        self.assertFalse(result["messages"])
        self.assertEqual(
            [day[:3] for day in self._entered()],
            [("2026-10-01", "workday", "3"), ("2026-10-10", "workday", "4")],
        )

    @freeze_time(WEDNESDAY)
    def test_what_is_wrong_is_said_by_row(self):
        result = self._import(self.FILE.replace("workday", "feast"))
        self.assertEqual(
            [(each["rows"]["from"], each["field"]) for each in result["messages"]],
            [(1, "kind")],
        )
        self.assertFalse(self._entered())

    @freeze_time(WEDNESDAY)
    def test_a_row_without_cells_enters_no_day(self):
        with mute_logger("odoo.sql_db"):
            answer = self.days.load(["date", "kind"], [[]])
        self.assertTrue(answer["messages"])
        self.assertFalse(answer["ids"] or self._entered())

    def test_the_template_is_such_a_file(self):
        (template,) = self.days.get_import_templates()
        with file_open(template["template"].lstrip("/")) as file:
            text = file.read()
        with freeze_time("2026-12-01 02:00:00"):
            self.assertFalse(self._import(text)["messages"])
        self.assertIn("workday", [day[1] for day in self._entered()])
