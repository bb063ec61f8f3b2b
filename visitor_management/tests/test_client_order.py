"""Orders to departments: carried out, verified, reopened, reminded of."""

from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .client_common import ClientCommon

DEADLINE = date(2026, 11, 27)
JOB = "visitor_management.ir_cron_client_remind_orders"


@tagged("post_install", "-at_install")
class TestClientOrder(ClientCommon):
    def setUp(self):
        super().setUp()
        with self._at(DEADLINE - timedelta(days=4)):
            self.order = self._order(
                self._complaint(state="accepted"),
                deadline=DEADLINE,
                employee_id=self.technician.id,
            )
        self.own = self.order.with_user(self.user_technician)

    def _at(self, day, hour=10):
        """A local hour of a day in Shanghai."""
        return freeze_time(
            datetime.combine(day, datetime.min.time()) + timedelta(hours=hour - 8)
        )

    def _remind(self, day):
        with self._at(day), self.enter_registry_test_mode():
            self.env.ref(JOB).method_direct_trigger()
        self.env.invalidate_all()

    def _told(self, kind):
        activity = self.env.ref(f"visitor_management.mail_activity_type_{kind}")
        return self.order.activity_ids.filtered(
            lambda each: each.activity_type_id == activity
        ).user_id

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def test_an_order_says_what_is_to_be_put_right(self):
        for nothing in ("", "  \n"):
            with self.assertRaisesRegex(ValidationError, "to be put right"):
                self._order(self.order.complaint_id, requirement=nothing)

    def test_customer_service_copies_an_order_for_another_department(self):
        copy = self.order.with_user(self.user_service).copy(
            {"department_id": self.cleaning.id}
        )
        self.assertEqual(copy.state, "sent")
        self.assertNotEqual(copy.name, self.order.name)

    def test_it_is_on_the_list_of_who_carries_it_out(self):
        self.assertEqual(self._told("client_order"), self.user_technician)
        self.order.employee_id = False
        self.assertEqual(self._told("client_order"), self.user_engineer, "the head")

    def test_seen_done_and_verified(self):
        self.own.action_accept()
        self.assertTrue(self.order.accepted_at)
        with self.assertRaises(UserError):
            self.own.action_done(" ")
        self.own.action_done("Contact replaced")
        self.assertEqual(self.order.result, "Contact replaced")
        self.assertEqual(self._told("client_verify"), self.user_service)
        self.order.action_verify()
        self.assertEqual(self.order.verified_by_id, self.user_service)
        self.assertFalse(self.order.activity_ids)

    def test_reopened_it_is_on_the_list_again(self):
        self.own.action_done("Contact replaced")
        with self.assertRaises(UserError):
            self.order.action_reopen("")
        self.order.action_reopen("It still stops")
        self.assertEqual(self.order.state, "reopened")
        self.assertFalse(self.order.done_at)
        self.assertEqual(self._told("client_order"), self.user_technician)

    def test_an_order_that_is_done_is_not_changed(self):
        self.own.action_done("Contact replaced")
        with self.assertRaises(UserError):
            self.order.deadline = DEADLINE + timedelta(days=30)

    def test_it_is_handed_on_within_the_department(self):
        """It tells of a client: whoever does not head the department keeps it there."""
        order = self._order(self._complaint(), employee_id=self.technician.id)
        own = order.with_user(self.user_technician)
        with self.assertRaises(AccessError):
            own.employee_id = self.cleaner
        self.assertEqual(order.employee_id, self.technician)
        colleague = self.env["hr.employee"].create({"name": "Sun Li"})
        team = self.env["hr.department"].create(
            {"name": "Lifts", "parent_id": self.engineering.id}
        )
        colleague.department_id = team
        own.employee_id = colleague
        self.assertEqual(order.employee_id, colleague)
        order.with_user(self.user_engineer).employee_id = self.cleaner
        order.with_user(self.user_service).employee_id = self.technician
        own.employee_id = False  # the head says who

    def test_evidence_is_shown_by_who_carries_it_out(self):
        message = self.own.message_post(
            body="A picture of it", attachments=[("contact.png", b"picture")]
        )
        self.assertEqual(message.attachment_ids.name, "contact.png")

    def test_on_the_last_day_is_in_time_on_the_clock_of_the_company(self):
        with self._at(DEADLINE, hour=23):  # 15:00 UTC
            self.own.action_done("Contact replaced")
        self.assertEqual(self.order.done_on, DEADLINE)
        self.assertFalse(self.order.is_late)

    def test_a_minute_after_midnight_is_late_and_stays_so(self):
        with self._at(DEADLINE + timedelta(days=1), hour=0):  # still the 27th in UTC
            self.own.action_done("Contact replaced")
            self.order.action_verify()
        self.assertEqual(self.order.done_on, DEADLINE + timedelta(days=1))
        self.assertTrue(self.order.is_late)
        self.assertIn(self.order, self.order.search([("is_late", "=", True)]))

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    def test_the_day_before_it_is_reminded_of_once(self):
        self._remind(DEADLINE - timedelta(days=2))
        self.assertFalse(self.order.reminded_on)
        for _again in range(2):
            self._remind(DEADLINE - timedelta(days=1))
            self.assertEqual(self.order.reminded_on, DEADLINE - timedelta(days=1))
            self.assertEqual(len(self.order.activity_ids), 1)

    def test_late_it_climbs_from_manager_to_manager(self):
        self.engineering.parent_id = self.env["hr.department"].create(
            {"name": "Operations", "manager_id": self.cleaner.id}
        )
        self._remind(DEADLINE)
        self.assertFalse(self._told("client_order_late"), "not late yet")
        for _again in range(2):
            self._remind(DEADLINE + timedelta(days=1))
            self.assertEqual(self._told("client_order_late"), self.user_engineer)
            self.assertEqual(len(self.order.activity_ids), 2)
        self._remind(DEADLINE + timedelta(days=4))
        self.assertEqual(
            self._told("client_order_late"), self.user_engineer | self.user_cleaner
        )
        self._remind(DEADLINE + timedelta(days=30))
        self.assertEqual(
            self._told("client_order_late"),
            self.user_engineer | self.user_cleaner,
            "nobody is above",
        )

    def test_the_head_who_carries_it_out_is_not_told_by_herself(self):
        self.engineering.parent_id = self.env["hr.department"].create(
            {"name": "Operations", "manager_id": self.cleaner.id}
        )
        self.order.employee_id = self.engineer
        self._remind(DEADLINE + timedelta(days=1))
        self.assertEqual(self._told("client_order_late"), self.user_cleaner)

    def test_where_nobody_heads_it_who_answers_is_told_once(self):
        """And nobody above customer service, whose order it is not."""
        above = self.env["hr.department"].create(
            {"name": "Board", "manager_id": self.cleaner.id}
        )
        self.service.parent_id = above
        self.engineering.manager_id = False
        self._remind(DEADLINE + timedelta(days=1))
        told = self._told("client_order_late")
        self.assertTrue(told)
        self.assertNotIn(self.user_cleaner, told)
        for days in (4, 30):
            self._remind(DEADLINE + timedelta(days=days))
            self.assertEqual(self._told("client_order_late"), told)
        self.engineering.manager_id = self.cleaner  # somebody does, after all
        self._remind(DEADLINE + timedelta(days=40))
        self.assertIn(self.user_cleaner, self._told("client_order_late"))

    def test_done_orders_remind_nobody(self):
        self.own.action_done("Contact replaced")
        self._remind(DEADLINE + timedelta(days=1))
        self.assertFalse(self._told("client_order_late"))
        self.assertFalse(self._told("client_order"))
