from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .client_common import ClientCommon


@tagged("post_install", "-at_install")
class TestClientClosing(ClientCommon):
    """No dissatisfied client leaves without an answer, and closed is closed."""

    def _answered(self, callback, result="5", **values):
        callback.log_attempt("reached")
        callback.write({"result": result, **values})
        callback.action_finish()
        return callback

    def _dissatisfied(self, complaint):
        """A round that ends dissatisfied, its order verified, and the next round."""
        callback = complaint.callback_ids.filtered(lambda c: c.state == "planned")
        callback.log_attempt("reached")
        day = self.company._client_today() + timedelta(days=3)
        order = self._order(callback, deadline=day)
        callback.write(
            {
                "result": "2",
                "explained_reason": "A part is on its way",
                "next_date": day,
            }
        )
        callback.action_finish()
        order.action_done("Replaced")
        order.action_verify()
        return callback, callback.next_ids

    def _given_up(self, callback):
        while callback.state == "planned":
            callback.log_attempt("no_answer")
        return callback

    def _closed(self):
        complaint = self._complaint(state="handled")
        self._answered(complaint.callback_ids)
        complaint.action_close()
        return complaint

    # ------------------------------------------------------------
    # CLOSING
    # ------------------------------------------------------------

    def test_dissatisfied_and_then_unreachable(self):
        """The last answer counts: manager, reason, and another way to the client."""
        complaint = self._complaint(state="handled")
        first, second = self._dissatisfied(complaint)
        self._given_up(second)
        self.assertTrue(complaint.dissatisfied)
        managers = complaint.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, first.name):
            managers.action_close("Nothing more can be done")  # not reviewed
        first.with_user(self.user_manager).action_review()
        with self.assertRaisesRegex(UserError, second.name):
            managers.action_close("Nothing more can be done")  # not told otherwise
        with self.assertRaises(UserError):
            second.action_conclude(" ")
        second.action_conclude("A letter was handed over at the door")
        self.assertEqual(second.state, "unreachable", "the client was not asked")
        self.assertEqual(second.concluded_by_id, self.user_service)
        with self.assertRaises(AccessError):
            complaint.action_close("Nothing more can be done")
        with self.assertRaises(UserError):
            managers.action_close()
        managers.action_close("Nothing more can be done")
        self.assertEqual(complaint.state, "closed")

    def test_dissatisfied_and_the_next_round_waived(self):
        complaint = self._complaint(state="handled")
        first, second = self._dissatisfied(complaint)
        second.with_user(self.user_manager).action_waive("She moved away")
        first.with_user(self.user_manager).action_review()
        with self.assertRaises(AccessError):
            complaint.action_close("She moved away")
        complaint.with_user(self.user_manager).action_close("She moved away")

    def test_satisfied_in_the_end(self):
        complaint = self._complaint(state="handled")
        first, second = self._dissatisfied(complaint)
        self._answered(second)
        with self.assertRaisesRegex(UserError, first.name):
            complaint.action_close()  # nobody has read the first round
        first.with_user(self.user_manager).action_review()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_no_round_answered(self):
        """All of them are concluded or waived."""
        complaint = self._complaint(state="handled")
        callback = self._given_up(complaint.callback_ids)
        with self.assertRaisesRegex(UserError, callback.name):
            complaint.action_close()
        callback.action_conclude("Mailed on Monday")
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    # ------------------------------------------------------------
    # NOT OURS
    # ------------------------------------------------------------

    def test_not_ours_lets_no_dissatisfied_client_out(self):
        """Neither an agent nor a manager goes past what keeps it from closing."""
        complaint = self._complaint(state="accepted")
        order = self._order(complaint)
        callback = complaint.callback_ids.sudo().create(
            {"complaint_id": complaint.id, "caller_id": self.user_service.id}
        )
        callback = callback.with_user(self.user_service)
        self._answered(
            callback, "1", solved_on_spot=True, dissatisfied_reason="Nobody came"
        )
        managers = complaint.with_user(self.user_manager)
        with self.assertRaises(AccessError):
            complaint.action_invalid("Not our lift")
        with self.assertRaisesRegex(UserError, callback.name):
            managers.action_invalid("Not our lift")  # nobody has read the answer
        callback.with_user(self.user_manager).action_review()
        with self.assertRaisesRegex(UserError, order.name):
            managers.action_invalid("Not our lift")
        order.action_done("Replaced")
        order.action_verify()
        with self.assertRaises(AccessError):
            complaint.action_invalid("Not our lift")
        managers.action_invalid("Not our lift")
        self.assertEqual(complaint.state, "invalid")

    def test_what_was_closed_once_is_said_to_be_not_ours_by_a_manager(self):
        complaint = self._closed()
        complaint.action_reopen("It stops again")
        with self.assertRaises(AccessError):
            complaint.action_invalid("Not our lift")
        complaint.with_user(self.user_manager).action_invalid("Not our lift")
        self.assertEqual(complaint.state, "invalid")

    # ------------------------------------------------------------
    # TOLD OTHERWISE
    # ------------------------------------------------------------

    def test_only_who_was_given_up_is_told_otherwise(self):
        callback = self._callback()
        with self.assertRaises(UserError):
            callback.action_conclude("Mailed on Monday")

    def test_a_manager_reviews_what_was_concluded(self):
        callback = self._given_up(self._callback())
        managers = callback.with_user(self.user_manager)
        with self.assertRaises(UserError):
            managers.action_review()
        callback.action_conclude("Mailed on Monday")
        self.assertFalse(callback.activity_ids, "it is off the list")
        managers.action_review()
        self.assertEqual(callback.state, "reviewed")

    def test_what_was_concluded_stays_as_it_was_written(self):
        callback = self._given_up(self._callback())
        callback.action_conclude("Mailed on Monday")
        other = callback.with_user(self.user_service2)
        with self.assertRaises(UserError):
            other.action_conclude("Never told")
        with self.assertRaises(UserError):
            callback.take_back_attempt()
        self.assertEqual(callback.concluded_note, "Mailed on Monday")
        self.assertEqual(callback.concluded_by_id, self.user_service)

    def test_nobody_reviews_what_they_concluded(self):
        callback = self._given_up(self._callback())
        callback.with_user(self.user_manager).action_conclude("Mailed on Monday")
        with self.assertRaises(AccessError):
            callback.with_user(self.user_manager).action_review()

    # ------------------------------------------------------------
    # WAIVING
    # ------------------------------------------------------------

    def test_customer_service_waives_who_refused(self):
        callback = self._callback()
        with self.assertRaises(AccessError):
            callback.action_waive("Too much work")
        self.assertFalse(callback.may_waive)
        callback.log_attempt("refused")
        self.assertTrue(callback.may_waive)
        callback.action_waive("Does not want to be called")
        self.assertEqual(callback.state, "waived")

    def test_customer_service_waives_an_anonymous_letter(self):
        callback = self._callback(channel="letter", partner_id=False)
        callback.action_waive("Nobody signed it")
        self.assertEqual(callback.state, "waived")

    def test_nobody_is_made_anonymous_to_be_waived(self):
        complaint = self._complaint(state="handled")
        nobody = {"channel": "letter", "partner_id": False, "contact_name": False}
        with self.assertRaises(AccessError):
            complaint.write(nobody)
        with self.assertRaises(AccessError):
            complaint.callback_ids.action_waive("Nobody signed it")
        complaint.with_user(self.user_manager).write(nobody)
        callback = complaint.callback_ids
        self.assertTrue(callback.contact_name, "the callback still says who it is")
        with self.assertRaises(AccessError):
            callback.action_waive("Nobody signed it")

    def test_before_it_is_accepted_a_wrong_client_is_taken_out(self):
        complaint = self._complaint(channel="letter")
        complaint.write({"partner_id": False, "contact_name": False})
        self.assertFalse(complaint.partner_id)

    def test_a_letter_that_somebody_signed(self):
        callback = self._callback(channel="letter")
        with self.assertRaises(AccessError):
            callback.action_waive("Nobody signed it")

    def test_a_manager_waives_also_who_was_given_up(self):
        callback = self._given_up(self._callback())
        with self.assertRaises(AccessError):
            callback.action_waive("Not to be found")
        callback.with_user(self.user_manager).action_waive("Not to be found")
        self.assertEqual(callback.state, "waived")

    def test_solved_on_the_spot_says_why_and_what_was_done(self):
        callback = self._callback()
        callback.log_attempt("reached")
        callback.write({"result": "2", "solved_on_spot": True})
        with self.assertRaises(UserError):
            callback.action_finish()
        callback.dissatisfied_reason = "Nobody came; a technician went at once"
        callback.action_finish()
        self.assertEqual(callback.state, "finished")

    # ------------------------------------------------------------
    # CLOSED IS CLOSED
    # ------------------------------------------------------------

    def test_no_work_goes_on_for_a_closed_complaint(self):
        complaint = self._complaint(state="accepted")
        order = self._order(complaint)
        order.action_done("Replaced")
        order.action_verify()
        complaint.action_handled()
        callback = self._given_up(complaint.callback_ids)
        callback.action_conclude("Mailed on Monday")
        complaint.action_close()
        for what, work in (
            ("an order", lambda: self._order(complaint)),
            ("reopening one", lambda: order.action_reopen("Not at all")),
            ("a try", lambda: callback.log_attempt("reached")),
            ("taking a try back", callback.take_back_attempt),
            ("concluding again", lambda: callback.action_conclude("Again")),
            ("another callback", lambda: self._another(complaint, self.user_manager)),
            ("by the form", lambda: self._by_the_form(complaint)),
        ):
            with self.subTest(what), self.assertRaises(UserError):
                work()
        complaint.action_reopen("It stops again")
        self._order(complaint)
        callback.log_attempt("reached")

    def _another(self, complaint, user):
        callbacks = self.env["client.callback"].with_user(user)
        return callbacks.create({"complaint_id": complaint.id})

    def _by_the_form(self, complaint):
        values = {
            "department_id": self.engineering.id,
            "requirement": "Replace it",
            "deadline": self.company._client_today() + timedelta(days=3),
        }
        complaint.write({"rectification_ids": [Command.create(values)]})

    def test_customer_service_reopens_with_a_reason(self):
        complaint = self._closed()
        handled_at = complaint.handled_at
        with self.assertRaises(UserError):
            complaint.action_reopen(" ")
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_engineer).action_reopen("It stops again")
        complaint.action_reopen("It stops again")
        self.assertEqual(complaint.state, "handling")
        self.assertFalse(complaint.handled_at)
        self.assertEqual(complaint.first_handled_at, handled_at)
        self.assertTrue(complaint.deadline)
        told = complaint.sudo().activity_ids.filtered(
            lambda each: each.user_id == self.user_engineer
        )
        self.assertTrue(told, "the department hears of it")

    def test_handled_again_makes_the_next_round(self):
        complaint = self._closed()
        first = complaint.callback_ids
        complaint.action_reopen("It stops again")
        complaint.action_handled()
        self.assertFalse(
            complaint.sudo().activity_ids.filtered(
                lambda each: each.user_id == self.user_engineer
            ),
            "nothing waits for the department any more",
        )
        second = complaint.callback_ids - first
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.round, 2)
        self.assertEqual(second.first_id, first, "one case")
        with self.assertRaises(UserError):
            complaint.action_close()

    def test_what_is_not_closed_is_not_reopened(self):
        for state in ("new", "accepted", "handled"):
            with self.subTest(state), self.assertRaises(UserError):
                self._complaint(state=state).action_reopen("It stops again")

    # ------------------------------------------------------------
    # THE BUTTON
    # ------------------------------------------------------------

    def test_the_button_asks_what_caused_it_and_what_was_done(self):
        complaint = self._complaint(state="accepted")
        order = self._order(complaint)
        wizards = self.env["client.complaint.handled"].with_user(self.user_service)
        wizard = wizards.with_context(active_id=complaint.id).new({})
        self.assertIn(order.name, wizard.open_orders)
        wizards.create(
            {
                "complaint_id": complaint.id,
                "cause": "Contact worn out",
                "action": "Replaced",
            }
        ).action_confirm()
        self.assertEqual(complaint.state, "handled")
        self.assertEqual(complaint.cause, "Contact worn out")

    def test_the_call_asks_for_nothing(self):
        complaint = self._complaint(state="accepted")
        complaint.action_handled()
        self.assertEqual(complaint.state, "handled")
