"""Calling clients back: rounds, what finishing asks for, reviews."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .client_common import ClientCommon

LATER = timedelta(days=3)


@tagged("post_install", "-at_install")
class TestClientCallback(ClientCommon):
    def _reached(self, **values):
        callback = self._callback()
        callback.log_attempt("reached")
        callback.write(values)
        return callback

    def _dissatisfied(self, **values):
        """A client who is dissatisfied, with all three that finishing asks for."""
        callback = self._reached(
            result="2",
            explained_reason="The part comes on Friday",
            next_date=self.company._client_today() + LATER,
            **values,
        )
        self._order(callback)
        return callback

    def test_who_is_called_is_who_complained(self):
        callback = self._callback(contact_name="Her daughter", phone="138 0000 1111")
        self.assertEqual(callback.partner_id, self.client)
        self.assertEqual(callback.contact_name, "Her daughter")
        self.assertEqual(callback.phone, "138 0000 1111")
        letter = self._callback(
            partner_id=False, contact_name="A neighbour", email="n@example.com"
        )
        self.assertFalse(letter.partner_id)
        self.assertEqual(letter.contact_name, "A neighbour")
        self.assertEqual(letter.email, "n@example.com")

    # ------------------------------------------------------------
    # ROUNDS
    # ------------------------------------------------------------

    def test_a_satisfied_client_is_called_once(self):
        callback = self._reached(result="4")
        callback.action_finish()
        self.assertEqual(callback.state, "finished")
        self.assertFalse(callback.next_ids)

    def test_who_is_dissatisfied_and_not_helped_needs_all_three(self):
        three = {
            "explained_reason": "The part comes on Friday",
            "next_date": self.company._client_today() + LATER,
            "order": True,
        }
        for left_out in three:
            callback = self._reached(result="1")
            values = {k: v for k, v in three.items() if k not in (left_out, "order")}
            callback.write(values)
            if left_out != "order":
                self._order(callback)
            with self.subTest(left_out=left_out):
                with self.assertRaises(UserError):
                    callback.action_finish()
                self.assertEqual(callback.state, "reached")
                self.assertFalse(callback.next_ids)

    def test_with_all_three_there_is_exactly_one_next_round(self):
        callback = self._dissatisfied()
        self.assertFalse(callback.missing)
        callback.action_finish()
        following = callback.next_ids
        self.assertEqual(len(following), 1)
        self.assertEqual(following.round, 2)
        self.assertEqual(following.first_id, callback)
        self.assertEqual(following.complaint_id, callback.complaint_id)
        self.assertEqual(following.department_id, self.engineering)
        with self.assertRaises(UserError):
            callback.action_finish()
        self.assertEqual(callback.next_ids, following)

    def test_solved_on_the_spot_needs_none_of_it(self):
        callback = self._reached(
            result="1",
            solved_on_spot=True,
            dissatisfied_reason="Too late; sent at once",
        )
        callback.action_finish()
        self.assertFalse(callback.next_ids)

    def test_the_next_date_lies_ahead(self):
        callback = self._dissatisfied()
        callback.next_date = self.company._client_today()
        with self.assertRaises(UserError):
            callback.action_finish()

    def test_an_order_that_is_due_after_the_next_call_is_a_warning_only(self):
        callback = self._dissatisfied()
        callback.rectification_ids.write(
            {"deadline": callback.next_date + LATER, "put_off_reason": "No part yet"}
        )
        self.assertTrue(callback.early_promise)
        callback.action_finish()
        self.assertTrue(callback.next_ids)

    def test_orders_are_reopened_when_the_client_is_dissatisfied_again(self):
        callback = self._dissatisfied()
        callback.action_finish()
        order = callback.rectification_ids
        order.with_user(self.user_engineer).action_done("Contact replaced")
        order.action_verify()
        again = callback.next_ids
        again.log_attempt("reached")
        again.write(
            {
                "result": "2",
                "explained_reason": "It is the motor",
                "next_date": self.company._client_today() + LATER,
            }
        )
        self._order(again, requirement="Replace the motor")
        again.action_finish()
        self.assertEqual(order.state, "reopened")
        self.assertEqual(again.next_ids.round, 3)

    def test_whoever_complained_is_called_back(self):
        callback = self._callback(contact_name="Her son", phone="021 555")
        self.assertEqual(callback.partner_id, self.client)
        self.assertEqual(
            (callback.contact_name, callback.phone), ("Her son", "021 555")
        )

    # ------------------------------------------------------------
    # TRIES
    # ------------------------------------------------------------

    def test_after_all_tries_the_client_is_unreachable(self):
        callback = self._callback()
        for outcome in ("no_answer", "busy", "wrong_number"):
            self.assertEqual(callback.state, "planned")
            callback.log_attempt(outcome)
        self.assertEqual(callback.state, "unreachable")
        self.assertFalse(callback.reached)
        self.assertIn("write", callback.activity_ids.summary)

    def test_who_answers_the_letter_was_reached_after_all(self):
        callback = self._callback()
        for _try in range(3):
            callback.log_attempt("no_answer")
        callback.log_attempt("reached", "She called by herself")
        self.assertEqual(callback.state, "reached")

    def test_an_unknown_outcome_is_refused(self):
        callback = self._callback()
        with self.assertRaises(UserError):
            callback.log_attempt("maybe")
        self.assertFalse(callback.attempt_ids)

    def test_nobody_makes_up_or_changes_a_try(self):
        callback = self._callback()
        callback.log_attempt("no_answer")
        with self.assertRaises(UserError):
            callback.write({"attempt_ids": [Command.create({"outcome": "reached"})]})
        with self.assertRaises(UserError):
            callback.attempt_ids.outcome = "reached"

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _finished(self, user):
        callback = self._callback(user)
        callback.log_attempt("reached")
        callback.result = "5"
        callback.action_finish()
        return callback

    def test_a_manager_other_than_the_caller_reviews(self):
        callback = self._finished(self.user_service)
        with self.assertRaises(AccessError):
            callback.with_user(self.user_service2).action_review()
        callback.with_user(self.user_manager).action_review("Well done")
        self.assertEqual(callback.reviewer_id, self.user_manager)

    def test_nobody_reviews_own_calls(self):
        callback = self._finished(self.user_manager)
        self.assertEqual(callback.caller_id, self.user_manager)
        with self.assertRaises(AccessError):
            callback.action_review()
        self.assertEqual(callback.state, "finished")

    def test_nobody_reviews_calls_made_for_somebody_else(self):
        callback = self._callback(severity="serious")
        self.assertEqual(callback.caller_id, self.user_engineer)
        managers = callback.with_user(self.user_manager)
        managers.log_attempt("reached")
        managers.result = "5"
        managers.action_finish()
        with self.assertRaises(AccessError):
            managers.action_review()

    def test_a_review_locks_what_was_found(self):
        callback = self._finished(self.user_service)
        for name in ("result", "handling_result"):
            with self.assertRaises(UserError):
                callback[name] = "1"  # decided when it was finished
        for name in ("client_words", "dissatisfied_reason"):
            with self.assertRaises(UserError):
                callback[name] = "Thank you"
        callback.with_user(self.user_manager).action_review()
        for user in (self.user_service, self.user_manager, self.env.user):
            with self.assertRaises(UserError):
                callback.with_user(user).client_words = "Never said"

    def test_a_waived_callback_says_why(self):
        callback = self._callback(self.user_manager)
        with self.assertRaises(UserError):
            callback.action_waive(" ")
        callback.action_waive("Asked not to be called")
        self.assertEqual(callback.state, "waived")
