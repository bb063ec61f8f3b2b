"""A complaint from receipt to closing."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .client_common import MONDAY, ClientCommon


@tagged("post_install", "-at_install")
class TestClientComplaint(ClientCommon):
    def _finish(self, callback, result="5"):
        callback.log_attempt("reached")
        callback.write({"result": result, "solved_on_spot": result in "12"})
        if callback.solved_on_spot:
            callback.dissatisfied_reason = "It stopped again; reset while we talked"
        callback.action_finish()

    # ------------------------------------------------------------
    # RECEIPT
    # ------------------------------------------------------------

    def test_it_is_numbered_by_company_and_year_of_the_local_day(self):
        # New Year in Shanghai, still December in UTC
        with freeze_time(datetime(2026, 12, 31, 17)):
            complaint = self._complaint()
        self.assertRegex(complaint.name, r"^C/2027/\d{5}$")

    def test_phone_and_name_come_from_the_contact_and_stay(self):
        complaint = self._complaint()
        self.assertEqual(complaint.contact_name, "Chen Meihua")
        self.assertEqual(complaint.phone, "+86 138 0013 8000")
        self.client.phone = "+86 139 0013 9000"
        self.assertEqual(complaint.phone, "+86 138 0013 8000")

    def test_the_unit_of_the_client_is_known(self):
        self._resident()
        complaint = self._complaint(partner_id=self.resident.id)
        self.assertEqual(complaint.unit_id, self.unit)

    def test_a_complaint_without_words_is_none(self):
        for nothing in ("", "  \n"):
            with self.assertRaisesRegex(ValidationError, "what the client said"):
                self._complaint(content=nothing)

    def test_only_a_letter_is_anonymous(self):
        with self.assertRaises(ValidationError):
            self._complaint(partner_id=False)
        letter = self._complaint(partner_id=False, channel="letter")
        self.assertEqual(letter.client_name, "Anonymous")
        letter.action_accept()
        letter.action_handled()
        self.assertEqual(letter.callback_ids.client_name, "Anonymous")

    def test_customer_service_answers_for_what_nobody_else_does(self):
        complaint = (
            self.env["client.complaint"]
            .with_user(self.user_service)
            .create({"partner_id": self.client.id, "content": "It is cold"})
        )
        self.assertEqual(complaint.department_id, self.service)

    def test_it_is_accepted_with_a_department_only(self):
        complaint = self._complaint(department_id=False)
        with self.assertRaises(UserError):
            complaint.action_accept()
        self.assertEqual(complaint.state, "new")

    def test_deadlines_are_in_working_time(self):
        friday = datetime(2026, 11, 27, 8)  # 16:00: an hour is left
        with freeze_time(friday):
            complaint = self._complaint(severity="major")
        self.assertEqual(complaint.answer_deadline, datetime(2026, 11, 30, 1))
        self.assertEqual(complaint.deadline, datetime(2026, 11, 30, 9))

    def test_the_company_has_limits_of_its_own(self):
        self.env["client.complaint.term"].create(
            {
                "severity": "general",
                "company_id": self.company.id,
                "answer_hours": 1,
                "handling_days": 0,
                "working_time": False,
            }
        )
        with freeze_time(MONDAY):
            complaint = self._complaint(severity="general")
        self.assertEqual(complaint.answer_deadline, MONDAY + timedelta(hours=1))
        self.assertEqual(complaint.deadline, datetime(2026, 11, 23, 15, 59))

    # ------------------------------------------------------------
    # HANDLING
    # ------------------------------------------------------------

    def test_an_order_takes_it_in_hand(self):
        complaint = self._complaint(state="accepted")
        self._order(complaint)
        self.assertEqual(complaint.state, "handling")

    def test_several_departments_have_an_order_each(self):
        complaint = self._complaint(state="accepted")
        self._order(complaint)
        self._order(complaint, department_id=self.cleaning.id)
        self.assertEqual(
            complaint.rectification_ids.department_id, self.engineering | self.cleaning
        )
        self.assertEqual(complaint.department_id, self.engineering)

    def test_handled_asks_for_exactly_one_callback(self):
        complaint = self._complaint(state="handled")
        self.assertEqual(len(complaint.callback_ids), 1)
        self.assertTrue(complaint.handled_at)
        self.assertTrue(complaint.answered_at, "the client was answered by then")
        with self.assertRaises(UserError):
            complaint.action_handled()
        self.assertEqual(len(complaint.callback_ids), 1)

    def test_the_first_answer_is_given_once(self):
        complaint = self._complaint()
        complaint.action_answered()
        first = complaint.answered_at
        with self.assertRaises(UserError):
            complaint.action_answered()
        self.assertEqual(complaint.answered_at, first)

    def test_handled_late_stays_late(self):
        with freeze_time(MONDAY):
            complaint = self._complaint(state="accepted")
        with freeze_time(complaint.deadline + timedelta(days=1)):
            complaint.action_handled()
        complaint.invalidate_recordset(["is_late"])
        self.assertTrue(complaint.is_late)

    def test_what_is_not_ours_says_why_and_calls_nobody(self):
        complaint = self._complaint(state="accepted")
        with self.assertRaises(UserError):
            complaint.action_invalid("")
        complaint.action_invalid("The road belongs to the city")
        self.assertEqual(complaint.state, "invalid")
        self.assertFalse(complaint.callback_ids)

    # ------------------------------------------------------------
    # CLOSING
    # ------------------------------------------------------------

    def test_it_is_closed_when_the_client_was_called(self):
        complaint = self._complaint(state="handled")
        with self.assertRaises(UserError):
            complaint.action_close()
        self._finish(complaint.callback_ids)
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_an_open_order_keeps_it_open(self):
        complaint = self._complaint(state="accepted")
        order = self._order(complaint)
        complaint.action_handled()
        self._finish(complaint.callback_ids)
        with self.assertRaises(UserError) as refusal:
            complaint.action_close()
        self.assertIn(order.name, str(refusal.exception))
        order.with_user(self.user_engineer).action_done("Replaced")
        with self.assertRaises(UserError):
            complaint.action_close()
        order.action_verify()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_dissatisfied_to_the_last_is_closed_by_a_manager_with_a_reason(self):
        complaint = self._complaint(state="handled")
        self._finish(complaint.callback_ids, "1")
        managers = complaint.with_user(self.user_manager)
        managers.callback_ids.action_review()
        with self.assertRaises(AccessError):
            complaint.action_close("Nothing more can be done")
        with self.assertRaises(UserError):
            managers.action_close()
        managers.action_close("Nothing more can be done")
        self.assertEqual(complaint.close_reason, "Nothing more can be done")

    def test_what_is_closed_stays_as_it_is(self):
        complaint = self._complaint(state="handled")
        self._finish(complaint.callback_ids)
        complaint.action_close()
        for user in (self.user_service, self.user_manager, self.env.user):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                complaint.with_user(user).content = "Something else"
        complaint.message_post(body="The client thanks us")

    def test_what_was_accepted_is_not_deleted(self):
        complaint = self._complaint()
        complaint.unlink()
        complaint = self._complaint(state="accepted")
        with self.assertRaises(UserError):
            complaint.unlink()

    # ------------------------------------------------------------
    # THE SAME MATTER
    # ------------------------------------------------------------

    def test_an_earlier_complaint_of_the_same_is_proposed(self):
        first = self._complaint()
        again = self._complaint(content="It stops again")
        self.assertEqual(again.similar_ids, first)
        again.action_same_matter()
        self.assertEqual(again.parent_id, first)
        self.assertEqual(again.matter_count, 2)
        self.assertFalse(again.similar_ids, "nothing more to propose")

    def test_a_third_time_belongs_to_the_first(self):
        first = self._complaint()
        second = self._complaint()
        second.action_same_matter()
        third = self._complaint()
        third.action_same_matter()
        self.assertEqual(third.parent_id, first)
        with self.assertRaises(ValidationError):
            self._complaint().parent_id = second

    def test_other_clients_and_matters_are_not_proposed(self):
        self._complaint(partner_id=self.client2.id)
        climate = self.env["client.complaint.category"].create({"name": "Climate"})
        self._complaint(category_id=climate.id, content="It is cold")
        old = self._complaint()
        self._put(old, received_at=MONDAY - timedelta(days=900))
        not_ours = self._complaint()
        not_ours.action_invalid("Not ours")
        self.assertFalse(self._complaint().similar_ids)

    def test_the_same_matter_twice_asks_for_an_analysis(self):
        first = self._complaint()
        self.assertFalse(first.analysis_required)
        again = self._complaint()
        again.action_same_matter()
        self.assertTrue(first.analysis_required)
        self.assertTrue(again.analysis_required)
        self.assertEqual(first.activity_ids.user_id, self.user_engineer)
        found = first.search([("analysis_required", "=", True)])
        self.assertEqual(found & (first | again), first | again)

    def test_the_threshold_is_the_companys(self):
        self.company.client_repeat_complaints = 3
        first = self._complaint()
        for times in (2, 3):
            self._complaint().action_same_matter()
            first.invalidate_recordset()
            self.assertEqual(first.analysis_required, times == 3)
        self.assertEqual(len(first.activity_ids), 1, "asked for once")

    def test_what_is_not_ours_does_not_count(self):
        first = self._complaint()
        again = self._complaint()
        again.action_same_matter()
        again.action_invalid("Not ours")
        first.invalidate_recordset()
        self.assertFalse(first.analysis_required)
        self.assertNotIn(first, first.search([("analysis_required", "=", True)]))
