"""A flexible schedule says how much, not when: its hidden lines close nothing."""

from datetime import date, datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .client_visit_common import NINE_TO_FIVE, ClientVisitCommon
from .common import VisitorCommon

SATURDAY = datetime(2026, 11, 28, 4)  # noon in Shanghai


@tagged("post_install", "-at_install")
class TestFlexibleOpeningHours(VisitorCommon):
    tz = "Asia/Shanghai"

    def setUp(self):
        super().setUp()
        # made with lines of Monday to Friday, which Odoo then hides
        self.calendar = self.env["resource.calendar"].create({"name": "Flexible"})
        self.assertTrue(self.calendar.attendance_ids)
        self.site.resource_calendar_id = self.calendar

    def _codes_on_saturday(self):
        with freeze_time(SATURDAY):
            person = self._registration(
                start=SATURDAY, stop=SATURDAY + timedelta(hours=1)
            )
            return person.blocker_codes or []

    def test_a_site_with_a_flexible_schedule_is_open_on_saturday(self):
        self.assertIn("outside_hours", self._codes_on_saturday())
        self.calendar.schedule_type = "flexible"
        self.assertNotIn("outside_hours", self._codes_on_saturday())

    def test_it_checks_nobody_out(self):
        friday = datetime(2026, 11, 27, 4)
        with freeze_time(friday):
            person = self._inside(start=friday, stop=friday + timedelta(hours=1))
        self.calendar.schedule_type = "flexible"
        self.env.flush_all()
        stays = self.env["visitor.stay"]
        closed = [site for site, _at in stays._closed_sites(SATURDAY)]
        self.assertNotIn(self.site, closed)
        self.calendar.schedule_type = "fully_fixed"
        self.env.flush_all()
        closed = [site for site, _at in stays._closed_sites(SATURDAY)]
        self.assertIn(self.site, closed)
        self.assertEqual(person.state, "inside")

    def test_the_field_says_so(self):
        said = self.site.fields_get(["resource_calendar_id"], ["help"])
        self.assertIn("flexible", said["resource_calendar_id"]["help"])


@tagged("post_install", "-at_install")
class TestFlexibleWorkingTime(ClientVisitCommon):
    def _flexible(self):
        calendar = self._calendar("Flexible", NINE_TO_FIVE)
        calendar.schedule_type = "flexible"
        return calendar

    def test_a_client_with_flexible_hours_is_visited_at_any_time(self):
        visit = self._client_visit(
            appointment_at=datetime(2029, 3, 3, 12), place="8F", confirmed_by="Chen"
        )
        self.client.client_calendar_id = self._calendar("Theirs", NINE_TO_FIVE)
        with self.assertRaises(UserError):
            visit.action_appoint()
        self.client.client_calendar_id = self._flexible()
        visit.action_appoint()
        self.assertEqual(visit.state, "appointed")

    def test_a_company_with_flexible_hours_counts_by_the_clock(self):
        monday = datetime(2026, 11, 23, 1)
        due = self.company._client_due
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = "Asia/Shanghai"
        by_the_clock = [
            due(monday, *term, True) for term in ((2, "hour"), (6, "day"), (1, "month"))
        ]
        self.company.resource_calendar_id = self._flexible()
        self.assertEqual(
            [
                due(monday, *term, True)
                for term in ((2, "hour"), (6, "day"), (1, "month"))
            ],
            by_the_clock,
        )
        sunday = date(2026, 11, 29)
        self.assertEqual(
            self.company._client_due_on(sunday), self.company._end_of_day(sunday)
        )

    def test_a_plan_of_a_company_with_flexible_hours_spares_the_weekend(self):
        people = self.service | self.manager
        self.company.resource_calendar_id = people.resource_calendar_id = (
            self._flexible()
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Own leave",
                "calendar_id": people.resource_calendar_id.id,
                "resource_id": self.service.resource_id.id,
                "date_from": datetime(2029, 3, 6, 16),
                "date_to": datetime(2029, 3, 7, 15, 59),
            }
        )
        plan = self.env["client.visit.plan"].new({"duration": 1})
        plan.company_id = self.company
        first, last = date(2029, 2, 28), date(2029, 3, 8)  # Wednesday to Thursday
        days, working, opened = plan._working_days(first, last, people, self.client.ids)
        weekdays = [
            first + timedelta(days=i)
            for i in range(9)
            if (first + timedelta(days=i)).weekday() < 5
        ]
        self.assertEqual(days, weekdays)
        self.assertEqual(sorted(working[self.manager.id]), weekdays)
        self.assertEqual(
            sorted(working[self.service.id]),
            [day for day in weekdays if day != date(2029, 3, 7)],
        )
        self.assertFalse(opened)
