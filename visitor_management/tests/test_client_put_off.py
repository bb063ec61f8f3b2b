from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .client_common import MONDAY, ClientCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestClientPutOff(ClientCommon):
    """What was missed stays missed, also when its date was put off."""

    def _documents(self):
        """One of each kind with a due date, as a manager sees it."""
        complaint = self._complaint(state="accepted")
        order = self._order(complaint, deadline=self.company._client_today() + DAY)
        callback = self._callback()
        documents = (complaint, order, callback)
        return [each.with_user(self.user_manager) for each in documents]

    def _put_off(self, document, days):
        return document[document._due_field] + days * DAY

    def test_every_document_with_a_due_date_is_tried(self):
        kinds = {
            name
            for name, model in self.env.registry.items()
            if getattr(model, "_due_field", None) and not model._abstract
        }
        self.assertEqual(kinds, {each._name for each in self._documents()})

    def test_whoever_puts_off_says_why(self):
        for document in self._documents():
            due = document._due_field
            first = document[due]
            with self.subTest(document._name):
                for reason in ({}, {"put_off_reason": " "}, {"put_off_reason": False}):
                    with self.assertRaises(UserError):
                        document.write({due: self._put_off(document, 5), **reason})
                self.assertEqual(document[due], first)
                document.write(
                    {due: self._put_off(document, 5), "put_off_reason": "No part yet"}
                )
                self.assertEqual(document[document._first_field], first)
                self.assertEqual(document.put_off_by_id, self.user_manager)
                self.assertTrue(document.put_off_at)
                with self.assertRaises(UserError):  # the old reason is not this one
                    document.write({due: self._put_off(document, 5)})

    def test_an_earlier_date_needs_no_reason_and_judges_nobody(self):
        for document in self._documents():
            due, first = document._due_field, document[document._first_field]
            with self.subTest(document._name):
                whole = document._fields[due].type == "date"
                earlier = timedelta(days=1) if whole else timedelta(hours=1)
                document.write({due: document[due] - earlier})
                self.assertEqual(document[document._first_field], first)
                self.assertFalse(document.put_off_by_id)

    def test_taking_a_date_out_puts_it_off_too(self):
        complaint = self._documents()[0]
        with self.assertRaises(UserError):
            complaint.deadline = False
        complaint.write({"deadline": False, "put_off_reason": "No part yet"})
        with self.assertRaises(UserError):
            complaint.deadline = complaint.first_deadline + 5 * DAY

    def test_nobody_sets_the_first_date(self):
        for document in self._documents():
            with self.subTest(document._name), self.assertRaises(UserError):
                document.write({document._first_field: self._put_off(document, 9)})

    def test_what_was_missed_stays_missed(self):
        with freeze_time(MONDAY):
            documents = self._documents()
            for document in documents:
                later = self._put_off(document, 30)
                document.write(
                    {document._due_field: later, "put_off_reason": "No part yet"}
                )
        with freeze_time(MONDAY + 20 * DAY):
            for document in documents:
                document.invalidate_recordset()
                with self.subTest(document._name):
                    self.assertTrue(document.is_late)
                    self.assertFalse(document.is_overdue, "put off until later")
                    self.assertIn(document, document.search([("is_late", "=", True)]))
                    overdue = document.search([("is_overdue", "=", True)])
                    self.assertNotIn(document, overdue)
        with freeze_time(MONDAY + 60 * DAY):
            for document in documents:
                document.invalidate_recordset()
                with self.subTest(document._name):
                    self.assertTrue(document.is_overdue)
                    overdue = document.search([("is_overdue", "=", True)])
                    self.assertIn(document, overdue)

    def test_a_raised_severity_is_judged_by_the_earlier_date(self):
        with freeze_time(MONDAY):
            complaint = self._complaint(severity="minor")
            first = complaint.first_deadline
            complaint.severity = "major"
        self.assertLess(complaint.deadline, first)
        self.assertEqual(complaint.first_deadline, complaint.deadline)

    def test_a_reopened_complaint_is_judged_by_what_came_first(self):
        with freeze_time(MONDAY):
            complaint = self._complaint(state="handled")
            callback = complaint.callback_ids
            callback.log_attempt("reached")
            callback.result = "5"
            callback.action_finish()
            complaint.action_close()
        first = complaint.first_deadline
        with freeze_time(MONDAY + 60 * DAY):
            complaint.action_reopen("It stops again")
            self.assertEqual(complaint.first_deadline, first)
            self.assertGreater(complaint.deadline, fields.Datetime.now())
            self.assertFalse(complaint.put_off_by_id, "reopened, not put off")
            self.assertFalse(complaint.is_late, "it was handled in time")
        with freeze_time(MONDAY + 90 * DAY):
            complaint.invalidate_recordset()
            self.assertTrue(complaint.is_overdue)
            self.assertTrue(complaint.is_late)
            self.assertIn(complaint, complaint.search([("is_late", "=", True)]))

    def test_the_reason_stays_with_the_date_it_was_given_for(self):
        for document in self._documents():
            due = document._due_field
            whole = document._fields[due].type == "date"
            earlier = timedelta(days=1) if whole else timedelta(hours=1)
            with self.subTest(document._name):
                later = {due: self._put_off(document, 5)}
                document.write({**later, "put_off_reason": "No part yet"})
                moment = document[due]
                for values in (
                    {},
                    {due: moment},
                    {due: moment - earlier},
                ):
                    for reason in ("The client asked for it", False):
                        with self.assertRaises(UserError):
                            document.write({**values, "put_off_reason": reason})
                document.put_off_reason = "No part yet"  # as it is
                self.assertEqual(document.put_off_reason, "No part yet")
                self.assertEqual(document[due], moment)

    def test_who_carries_an_order_out_does_not_rewrite_why_it_was_put_off(self):
        order = self._order(self._complaint(state="accepted"))
        order.write(
            {
                "deadline": order.deadline + 5 * DAY,
                "put_off_reason": "Not done in time",
                "employee_id": self.technician.id,
            }
        )
        doers = order.with_user(self.user_technician)
        doers.action_done("Replaced")
        order.action_verify()
        with self.assertRaises(UserError):
            doers.put_off_reason = "The client asked for it"

    def test_the_first_date_of_a_complaint_is_that_of_the_time_limits(self):
        limits = self._complaint()
        with self.assertRaises(AccessError):
            self._complaint(deadline="2090-01-01 00:00:00")
        with self.assertRaises(AccessError):
            values = {"partner_id": self.client.id, "content": "It is cold"}
            limits.with_context(default_deadline="2090-01-01 00:00:00").create(values)
        later = limits.deadline + DAY
        chosen = self._complaint(user=self.user_manager, deadline=later)
        self.assertEqual(chosen.first_deadline, later)

    def test_customer_service_puts_off_no_callback(self):
        callback = self._callback()
        with self.assertRaises(AccessError):
            callback.write(
                {"due_at": self._put_off(callback, 5), "put_off_reason": "No time"}
            )
