"""The rules of calling back, and the time limits of complaints."""

from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .client_common import MONDAY, ClientCommon


@tagged("post_install", "-at_install")
class TestClientRules(ClientCommon):
    def _rule(self, **values):
        return self.env["client.callback.rule"].create(
            {"company_id": self.company.id, **values}
        )

    def _fitting(self, source="complaint", severity="general", category=None):
        rules = self.env["client.callback.rule"].with_user(self.user_service)
        return rules._fitting(
            self.company, source, severity, self.lifts if category is None else category
        )

    # ------------------------------------------------------------
    # WHICH RULE
    # ------------------------------------------------------------

    def test_the_most_special_rule_holds(self):
        shared = self._fitting()
        self.assertEqual(len(shared), 1)
        self.assertFalse(shared.company_id)
        everything = self._rule()
        self.assertEqual(self._fitting(), everything, "that of the company")
        severe = self._rule(severity="general")
        self.assertEqual(self._fitting(), severe, "that names the severity")
        facilities = self._rule(category_id=self.facilities.id)
        self.assertEqual(self._fitting(), facilities, "that names the category")
        lifts = self._rule(category_id=self.lifts.id)
        self.assertEqual(self._fitting(), lifts, "that names the deeper category")
        self.assertEqual(self._fitting(category=self.facilities), facilities)

    def test_each_moment_has_its_own_rule(self):
        middle = self._rule(source="service", anchor="middle")
        end = self._rule(source="service", anchor="end")
        self.assertEqual(self._fitting("service", False), middle | end)

    def test_every_severity_has_a_rule_and_limits_from_the_start(self):
        for severity in ("minor", "general", "serious", "major"):
            with self.subTest(severity):
                self.assertTrue(self._fitting(severity=severity))
                complaint = self._complaint(severity=severity)
                self.assertTrue(complaint.deadline)
                self.assertTrue(complaint.answer_deadline)
                self.assertLessEqual(complaint.answer_deadline, complaint.deadline)

    def test_all_complaints_are_called_back(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._rule(coverage=50)
            self.env.flush_all()

    def test_a_complaint_has_no_middle(self):
        with self.assertRaises(ValidationError):
            self._rule(anchor="middle")

    def test_how_many_are_called_is_rounded_up(self):
        rule = self._rule(source="repair", anchor="end", coverage=30)
        self.assertEqual([rule._how_many(n) for n in (0, 1, 3, 4, 10)], [0, 1, 1, 2, 3])

    def test_the_form_says_what_a_rule_means(self):
        rule = self._rule(
            severity="major",
            offset=24,
            unit="hour",
            working_time=False,
            anchor="handled",
        )
        with freeze_time(datetime(2026, 11, 24, 9, 50)):  # 17:50 in Shanghai
            rule.invalidate_recordset(["preview"])
            self.assertEqual(
                rule.preview,
                "Complaint · Major, handled today at 5:50\u202fPM: "
                "called back by Wednesday, November 25, 2026, 5:50\u202fPM.",
            )

    # ------------------------------------------------------------
    # DATES
    # ------------------------------------------------------------

    def test_dates_follow_from_the_rule(self):
        rule = self._rule(severity="general", offset=2, unit="day")
        with freeze_time(MONDAY):
            callback = self._callback(severity="general")
        self.assertEqual(callback.rule_id, rule)
        self.assertEqual(callback.due_at, datetime(2026, 11, 25, 9))

    def test_a_rule_that_changes_moves_no_date(self):
        rule = self._rule(severity="general", offset=2, unit="day")
        callback = self._callback(severity="general")
        before = callback.due_at
        rule.write({"offset": 30})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(callback.due_at, before)
        rule.active = False
        callback.client_words = "Thank you"
        self.assertEqual(callback.due_at, before)

    def test_raised_severity_takes_the_earlier_dates(self):
        with freeze_time(MONDAY):
            complaint = self._complaint(state="handled", severity="minor")
            callback = complaint.callback_ids
            dates = [complaint.deadline, complaint.answer_deadline, callback.due_at]
            complaint.severity = "major"
        raised = [complaint.deadline, complaint.answer_deadline, callback.due_at]
        for before, after in zip(dates, raised, strict=True):
            self.assertLess(after, before)
        self.assertEqual(callback.severity, "major")
        self.assertEqual(callback.caller_id, self.user_manager)

    def test_lowered_severity_puts_nothing_off(self):
        with freeze_time(MONDAY):
            complaint = self._complaint(state="handled", severity="major")
            callback = complaint.callback_ids
            dates = [complaint.deadline, complaint.answer_deadline, callback.due_at]
            complaint.severity = "minor"
        lowered = [complaint.deadline, complaint.answer_deadline, callback.due_at]
        self.assertEqual(lowered, dates)

    def test_a_later_rule_puts_a_raised_callback_off_never(self):
        self._rule(severity="major", offset=60, unit="day")
        complaint = self._complaint(state="handled", severity="minor")
        before = complaint.callback_ids.due_at
        complaint.severity = "major"
        self.assertEqual(complaint.callback_ids.due_at, before)

    def test_a_promise_to_the_client_is_not_brought_forward(self):
        callback = self._callback(severity="minor")
        callback.log_attempt("reached")
        callback.write(
            {
                "result": "1",
                "explained_reason": "The part is ordered",
                "next_date": self.company._client_today() + timedelta(days=20),
            }
        )
        self._order(callback)
        callback.action_finish()
        promised = callback.next_ids.due_at
        callback.complaint_id.severity = "major"
        self.assertEqual(callback.next_ids.due_at, promised)

    def test_who_calls_is_said_by_the_rule(self):
        callers = {
            "minor": self.env["res.users"],  # whoever comes to it first
            "serious": self.user_engineer,
            "major": self.user_manager,
        }
        for severity, caller in callers.items():
            with self.subTest(severity):
                self.assertEqual(self._callback(severity=severity).caller_id, caller)

    def test_a_rule_that_counts_from_receipt_calls_before_it_is_handled(self):
        self._rule(anchor="received", offset=1, unit="day")
        with freeze_time(MONDAY):
            complaint = self._complaint(state="accepted")
            first = complaint.callback_ids
            self.assertEqual(first.due_at, datetime(2026, 11, 24, 9))
            complaint.action_handled()
        self.assertEqual(len(complaint.callback_ids), 2, "and when it is handled")

    def test_without_any_rule_a_complaint_is_called_back_all_the_same(self):
        self.env["client.callback.rule"].search([]).active = False
        with freeze_time(MONDAY):
            callback = self._callback()
        self.assertEqual(callback.due_at, datetime(2026, 11, 24, 9))

    # ------------------------------------------------------------
    # LATE
    # ------------------------------------------------------------

    def test_what_was_missed_stays_missed(self):
        with freeze_time(MONDAY):
            callback = self._callback()
            self.assertFalse(callback.is_late)
        with freeze_time(callback.due_at + timedelta(minutes=1)):
            callback.invalidate_recordset(["is_late"])
            self.assertTrue(callback.is_late)
            callback.log_attempt("reached")
            callback.result = "5"
            callback.action_finish()
        callback.invalidate_recordset(["is_late"])
        self.assertTrue(callback.is_late)
        late = callback.search([("is_late", "=", True)])
        self.assertIn(callback, late)

    def test_what_was_done_in_time_is_never_late(self):
        with freeze_time(MONDAY):
            callback = self._callback()
            callback.log_attempt("reached")
        with freeze_time(MONDAY + timedelta(days=400)):
            callback.invalidate_recordset(["is_late"])
            self.assertFalse(callback.is_late)
            self.assertNotIn(callback, callback.search([("is_late", "=", True)]))
            self.assertIn(callback, callback.search([("is_late", "=", False)]))

    def test_what_is_waived_is_not_due(self):
        with freeze_time(MONDAY):
            callback = self._callback()
            callback.with_user(self.user_manager).action_waive("Moved away")
        with freeze_time(MONDAY + timedelta(days=400)):
            callback.invalidate_recordset(["is_late"])
            self.assertFalse(callback.is_late)
            self.assertNotIn(callback, callback.search([("is_late", "=", True)]))
