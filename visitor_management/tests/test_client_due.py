"""When something is due: working time, leaves, ends of months, changes of the clock."""

from datetime import date, datetime

from odoo.tests import tagged

from .client_common import MONDAY, ClientCommon

# Shanghai is UTC+8: work ends at 17:00 there.
END_OF_WORK = 9


@tagged("post_install", "-at_install")
class TestClientDue(ClientCommon):
    def _due(self, anchor, offset, unit, working_time=True, company=None):
        company = company or self.company
        return company._client_due(anchor, offset, unit, working_time)

    def _works_in(self, tz):
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Elsewhere", "tz": tz}
        )

    # ------------------------------------------------------------
    # WORKING TIME
    # ------------------------------------------------------------

    def test_working_days_skip_the_weekend(self):
        friday = datetime(2026, 11, 27, 8, 20)  # 16:20
        self.assertEqual(
            self._due(friday, 3, "day"), datetime(2026, 12, 2, END_OF_WORK)
        )
        self.assertEqual(
            self._due(friday, 3, "day", working_time=False),
            datetime(2026, 11, 30, 15, 59),
            "calendar days do not",
        )

    def test_whoever_hears_in_the_evening_has_the_same_days(self):
        for hour in (1, 8, 13):  # morning, afternoon, after work
            moment = datetime(2026, 11, 23, hour)
            self.assertEqual(
                self._due(moment, 1, "day"), datetime(2026, 11, 24, END_OF_WORK)
            )

    def test_working_days_skip_leaves_of_the_company(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 11, 23, 16),  # Tuesday
                "date_to": datetime(2026, 11, 25, 15, 59, 59),  # Wednesday
            }
        )
        self.assertEqual(
            self._due(MONDAY, 1, "day"), datetime(2026, 11, 26, END_OF_WORK)
        )
        self.assertEqual(
            self._due(MONDAY, 1, "day", working_time=False),
            datetime(2026, 11, 24, 15, 59),
        )

    def test_working_hours_go_on_the_next_day(self):
        friday = datetime(2026, 11, 27, 8)  # 16:00: one hour is left
        self.assertEqual(self._due(friday, 2, "hour"), datetime(2026, 11, 30, 1))
        self.assertEqual(
            self._due(friday, 24, "hour", working_time=False),
            datetime(2026, 11, 28, 8),
        )

    def test_the_same_day_is_the_next_working_day_after_work(self):
        self.assertEqual(
            self._due(MONDAY, 0, "day"), datetime(2026, 11, 23, END_OF_WORK)
        )
        evening = datetime(2026, 11, 27, 10)  # Friday 18:00
        self.assertEqual(
            self._due(evening, 0, "day"), datetime(2026, 11, 30, END_OF_WORK)
        )
        self.assertEqual(
            self._due(evening, 0, "day", working_time=False),
            datetime(2026, 11, 27, 15, 59),
        )

    def test_months_that_end_at_a_weekend_end_on_monday(self):
        monday = datetime(2026, 9, 28, 2)
        self.assertEqual(
            self._due(monday, 2, "month", working_time=False),
            datetime(2026, 11, 28, 15, 59),
        )
        self.assertEqual(
            self._due(monday, 2, "month"), datetime(2026, 11, 30, END_OF_WORK)
        )

    def test_a_company_without_working_hours_counts_by_the_clock(self):
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = "Asia/Shanghai"
        self.assertEqual(self._due(MONDAY, 2, "hour"), datetime(2026, 11, 23, 3))
        self.assertEqual(self._due(MONDAY, 1, "day"), datetime(2026, 11, 24, 15, 59))
        self._works_in("Asia/Shanghai")
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.assertEqual(self._due(MONDAY, 1, "day"), datetime(2026, 11, 24, 15, 59))
        self.assertEqual(self._due(MONDAY, 2, "hour"), datetime(2026, 11, 23, 3))

    # ------------------------------------------------------------
    # THE CALENDAR
    # ------------------------------------------------------------

    def test_the_day_is_that_of_the_company(self):
        """At 23:30 UTC it is the next day in Shanghai."""
        self.assertEqual(
            self._due(datetime(2026, 11, 23, 23, 30), 1, "day", working_time=False),
            datetime(2026, 11, 25, 15, 59),
        )

    def test_a_month_after_the_end_of_january(self):
        for year, last in ((2027, 28), (2028, 29)):  # a leap year
            self.assertEqual(
                self._due(datetime(year, 1, 31, 2), 1, "month", working_time=False),
                datetime(year, 2, last, 15, 59),
            )

    def test_days_across_the_change_to_and_from_summer_time(self):
        self._works_in("Europe/Berlin")
        # 17:00 in Berlin is 16:00 UTC in winter, 15:00 in summer
        saturday_before = datetime(2026, 3, 27, 12)
        self.assertEqual(
            self._due(saturday_before, 1, "day"), datetime(2026, 3, 30, 15)
        )
        self.assertEqual(
            self._due(datetime(2026, 10, 23, 12), 1, "day"),
            datetime(2026, 10, 26, 16),
        )
        self.assertEqual(
            self._due(saturday_before, 2, "day", working_time=False),
            datetime(2026, 3, 29, 21, 59),
        )

    def test_a_promised_day_is_kept_even_if_nobody_works(self):
        self.assertEqual(
            self.company._client_due_on(date(2026, 11, 27)),
            datetime(2026, 11, 27, END_OF_WORK),
        )
        self.assertEqual(
            self.company._client_due_on(date(2026, 11, 28)),
            datetime(2026, 11, 28, 15, 59),
        )
