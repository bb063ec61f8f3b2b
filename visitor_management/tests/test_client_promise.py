"""A promised call has an hour: one of service hours, on the clock of the company."""

from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .client_common import MONDAY
from .test_client_service_hours import ServiceHoursCommon

FRIDAY = date(2026, 11, 27)
SATURDAY = FRIDAY + timedelta(days=1)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPromisedHour(ServiceHoursCommon):
    def setUp(self):
        super().setUp()
        # whoever looks at it sits elsewhere
        self.user_service.tz = "America/New_York"
        self.callback = self._callback()
        self.callback.action_reached()
        self.callback.write({"result": "2", "explained_reason": "A part is on its way"})
        self._order(self.callback, deadline="2026-11-26")

    def _promise(self, day, **values):
        self.callback.write({"next_date": day, **values})
        return self.callback.next_hour

    def _next_due(self):
        self.callback.action_finish()
        return self.callback.next_ids.due_at

    def test_without_an_hour_until_the_end_of_service(self):
        self.assertEqual(self._promise(FRIDAY), 17)
        self.assertEqual(self._next_due(), datetime(2026, 11, 27, 9))

    def test_the_hour_that_was_agreed_on_is_kept(self):
        self.assertEqual(self._promise(FRIDAY, next_hour=10.5), 10.5)
        self.assertEqual(self._next_due(), datetime(2026, 11, 27, 2, 30))

    def test_it_is_an_hour_of_service(self):
        for hour, fits in ((7.9, False), (8, True), (12.5, False), (17, True)):
            self._promise(FRIDAY, next_hour=hour)
            with self.subTest(hour=hour):
                self.assertEqual("service hours" not in self.callback.missing, fits)
        self._promise(FRIDAY, next_hour=20)
        with self.assertRaisesRegex(UserError, "08:00–12:00, 13:00–17:00"):
            self.callback.action_finish()

    def test_on_a_make_up_day_its_hours_hold(self):
        self._day(SATURDAY, "workday")
        self._promise(SATURDAY, next_hour=20)
        self.assertIn("service hours", self.callback.missing)
        self._promise(SATURDAY, next_hour=16)
        self.assertEqual(self._next_due(), datetime(2026, 11, 28, 8))

    def test_a_day_that_is_closed_is_for_people_to_decide(self):
        self._day(FRIDAY, name="Founding Day")
        self.assertEqual(self._promise(FRIDAY), 17, "as on the next working day")
        self._promise(FRIDAY, next_hour=20)
        self.assertEqual(self._next_due(), datetime(2026, 11, 27, 12))

    def test_another_day_keeps_the_hour_if_there_is_work(self):
        self.company.client_service_calendar_id = self._schedule("Six days", 8, 17)
        self._promise(FRIDAY, next_hour=10)
        self.assertEqual(self._promise(FRIDAY + timedelta(days=3)), 10)
        self.company.client_service_calendar_id = self._schedule("Late", 14, 20)
        self.assertEqual(self._promise(FRIDAY + timedelta(days=4)), 20)
        self.callback.next_date = False
        self.assertFalse(self.callback.next_hour)

    def test_a_head_who_calls_keeps_the_hours_of_the_department(self):
        self.engineering.client_service_calendar_id = self._schedule("Shift", 6, 14)
        self.callback.sudo().rule_id = self.env["client.callback.rule"].create(
            {"caller": "department_head", "company_id": self.company.id}
        )
        self.assertEqual(self._promise(FRIDAY), 14)

    def test_a_company_without_hours_promises_any(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        self._promise(SATURDAY, next_hour=21)
        self.assertEqual(self._next_due(), datetime(2026, 11, 28, 13))

    def test_a_promise_from_before_had_no_hour(self):
        self._promise(FRIDAY)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE client_callback SET next_hour = NULL WHERE id = %s",
            [self.callback.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._next_due(), datetime(2026, 11, 27, 9))

    def test_a_day_has_24_hours(self):
        for hour in (-1, 24):
            with (
                self.subTest(hour=hour),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._promise(FRIDAY, next_hour=hour)
                self.env.flush_all()

    def test_the_form_proposes_the_hour(self):
        with Form(self.callback) as form:
            form.next_date = FRIDAY
            self.assertEqual(form.next_hour, 17)
            form.next_hour = 9.25
        self.assertEqual(self.callback.next_hour, 9.25)

    def test_the_work_list_keeps_and_tells_it(self):
        work = self.env["client.work.list"].with_user(self.user_service)
        told = work.save(self.callback.id, {"next_date": "2026-11-27"})
        self.assertEqual(told["answers"]["next_hour"], 17)
        told = work.save(self.callback.id, {"next_hour": 12.5})
        self.assertEqual(told["answers"]["next_hour"], 12.5)
        self.assertIn("service hours", "".join(told["missing"]))
        work.save(self.callback.id, {"next_hour": 11})
        done = work.finish(self.callback.id, {})
        self.assertEqual(done["next_due"], "2026-11-27 03:00:00")

    def test_paper_says_day_and_hour(self):
        self._promise(FRIDAY, next_hour=10.5)
        report = self.env["report.visitor_management.client_callback"]
        rows = report.with_user(self.user_service)._answer_rows(self.callback)
        said = [line for row in rows for cell in row["cells"] for line in cell["lines"]]
        self.assertTrue([line for line in said if "10:30" in line], said)
