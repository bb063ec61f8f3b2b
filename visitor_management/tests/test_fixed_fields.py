"""What a record was made for stays: the doors that a moved record opened."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .client_common import ClientCommon


@tagged("post_install", "-at_install")
class TestFixedFields(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._complaint(
            content="Only customer service reads it", department_id=cls.service.id
        )

    def _everybody(self):
        admin = self.env.ref("base.user_admin")
        users = (self.user_engineer, self.user_service, self.user_manager, admin)
        return (*users, self.env.ref("base.user_root"))

    # ------------------------------------------------------------
    # CALLBACKS
    # ------------------------------------------------------------

    def test_a_callback_is_not_pointed_at_another_complaint(self):
        """Who calls about one complaint read every other one by it."""
        callback = self._callback(severity="serious")
        self.assertEqual(callback.caller_id, self.user_engineer)
        for user in self._everybody():
            own = callback.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(UserError, "stays what it was"):
                    own.write({"complaint_id": self.secret.id})
                with self.assertRaises(UserError):
                    own.write({"complaint_id": False})
        own = callback.with_user(self.user_engineer)
        secret = self.secret.with_user(self.user_engineer)
        self.assertFalse(secret.has_access("read"))
        with self.assertRaises(UserError):
            own.onchange(
                {"complaint_id": self.secret.id},
                ["complaint_id"],
                {"complaint_content": {}},
            )
        answer = own.load(
            ["id", "complaint_id/.id"], [[self._external_id(callback), self.secret.id]]
        )
        self.assertFalse(answer["ids"])
        with self.assertRaises(UserError):
            self.secret.write({"callback_ids": [(4, callback.id)]})
        self.assertEqual(callback.complaint_id.content, "The lift stops between floors")

    def _external_id(self, record):
        name = f"{record._table}_{record.id}"
        self.env["ir.model.data"].create(
            {
                "module": "test_doors",
                "name": name,
                "model": record._name,
                "res_id": record.id,
            }
        )
        return f"test_doors.{name}"

    def test_a_form_opens_no_complaint_next_door(self):
        """Nor does a form that was not saved yet."""
        self._other_company()
        theirs = self.env["client.complaint"].create(
            {
                "company_id": self.company2.id,
                "content": "Theirs",
                "department_id": False,
                "contact_name": "Wang Fang",
            }
        )
        callbacks = self.env["client.callback"].with_user(self.user_service)
        with self.assertRaises(AccessError):
            callbacks.onchange(
                {"complaint_id": theirs.id},
                ["complaint_id"],
                {"complaint_content": {}},
            )

    def test_a_complaint_keeps_its_callback_until_it_closes(self):
        complaint = self._complaint(state="handled")
        with self.assertRaises(UserError):
            complaint.callback_ids.complaint_id = self.secret
        with self.assertRaises(UserError):
            complaint.write({"callback_ids": [(5,)]})
        with self.assertRaisesRegex(UserError, "not finished yet"):
            complaint.action_close()

    def test_what_it_is_about_stays(self):
        repair = (
            self.env["client.callback"]
            .with_user(self.user_service)
            .create(
                {"source": "repair", "origin": "WO/1", "partner_id": self.client.id}
            )
        )
        for values in ({"source": "emergency"}, {"origin": "WO/2"}):
            for user in self._everybody()[1:]:
                with self.subTest(values=values, user=user.login):
                    with self.assertRaises(UserError):
                        repair.with_user(user).write(values)
        repair.write({"source": "repair", "origin": "WO/1"})  # imported unchanged

    def test_client_and_department_follow_the_complaint_until_the_call(self):
        callback = self._callback()
        complaint = callback.complaint_id
        complaint.write(
            {"partner_id": self.client2.id, "department_id": self.cleaning.id}
        )
        self.assertEqual(callback.partner_id, self.client2)
        self.assertEqual(callback.department_id, self.cleaning)
        complaint.write({"partner_id": False, "contact_name": "A neighbour"})
        self.assertFalse(callback.partner_id)
        complaint.partner_id = self.client2
        for user in self._everybody()[1:]:
            with self.subTest(user=user.login), self.assertRaises(UserError):
                callback.with_user(user).partner_id = self.client
        callback.log_attempt("reached")
        complaint.write(
            {"partner_id": self.client.id, "department_id": self.engineering.id}
        )
        self.assertEqual(callback.partner_id, self.client2, "as it was then")
        self.assertEqual(callback.department_id, self.cleaning)
        for user in self._everybody()[1:]:
            with self.subTest(reached=user.login), self.assertRaises(UserError):
                callback.with_user(user).department_id = self.engineering

    def test_a_callback_is_not_made_for_somebody_else(self):
        complaint = self._complaint(state="accepted")
        callbacks = self.env["client.callback"].with_user(self.user_service)
        values = {"partner_id": self.client2.id, "department_id": self.cleaning.id}
        for made in (
            callbacks.create({"complaint_id": complaint.id, **values}),
            callbacks.with_context(
                default_complaint_id=complaint.id, default_partner_id=self.client2.id
            ).create({}),
        ):
            self.assertEqual(made.partner_id, self.client)
            self.assertEqual(made.department_id, self.engineering)

    def test_without_a_complaint_customer_service_says_whom_it_is_about(self):
        repair = (
            self.env["client.callback"]
            .with_user(self.user_service)
            .create(
                {
                    "source": "repair",
                    "origin": "WO/1",
                    "partner_id": self.client.id,
                    "department_id": self.engineering.id,
                    "caller_id": self.user_cleaner.id,
                }
            )
        )
        own = repair.with_user(self.user_cleaner)
        for values in (
            {"partner_id": self.client2.id},
            {"department_id": self.cleaning.id},
        ):
            with self.subTest(values=values):
                with self.assertRaises(AccessError):
                    own.write(values)
                repair.write(values)
        self.assertEqual(repair.partner_id, self.client2)
        own.log_attempt("reached")
        with self.assertRaises(UserError):
            repair.partner_id = self.client

    def test_a_caller_does_not_give_up_sooner(self):
        """A client who counts as unreachable lets the complaint close."""
        callback = self._callback(severity="serious")
        own = callback.with_user(self.user_engineer)
        for values in ({"attempts": 1}, {"rule_id": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                own.write(values)
        callback.attempts = 1
        callback.log_attempt("no_answer")
        self.assertEqual(callback.state, "unreachable")

    def test_the_form_offers_what_can_be_changed(self):
        with Form(self._callback()) as form:
            for name in ("partner_id", "department_id", "complaint_id", "source"):
                with self.subTest(field=name), self.assertRaises(AssertionError):
                    form[name] = form[name]

    # ------------------------------------------------------------
    # OTHERS
    # ------------------------------------------------------------

    def test_a_closed_complaint_keeps_what_it_names(self):
        complaint = self._complaint()
        complaint.action_invalid("Not ours")
        visit = self.env["client.visit"].create({"partner_id": self.client.id})
        for name, value in (
            ("partner_id", self.client2.id),
            ("unit_id", False),
            ("category_id", False),
            ("department_id", self.cleaning.id),
            ("parent_id", self.secret.id),
            ("visitor_visit_id", self._visit().id),
            ("client_visit_id", visit.id),
        ):
            with self.subTest(field=name), self.assertRaises(UserError):
                complaint.write({name: value})

    def test_an_order_stays_with_its_case(self):
        """An order that was moved away let its complaint close."""
        complaint = self._complaint(state="accepted")
        order = self._order(complaint)
        for user in self._everybody():
            own = order.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    own.complaint_id = self.secret
                with self.assertRaises(UserError):
                    own.complaint_id = False
        with self.assertRaises(UserError):
            complaint.write({"rectification_ids": [(3, order.id)]})
        with self.assertRaises(UserError):
            self.secret.write({"rectification_ids": [(4, order.id)]})

    def test_a_visit_moves_within_its_company(self):
        self._other_company()
        users = self.user_admin
        users.company_ids = self.company | self.company2
        visit = self._visit(self.user_admin)
        with self.assertRaisesRegex(UserError, "another company"):
            visit.site_id = self.site2
