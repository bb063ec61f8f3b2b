"""Who gives an order, by every way to make one."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .client_common import ClientCommon

RIGHT = "Orders are given by customer service"


@tagged("post_install", "-at_install")
class TestClientOrderRights(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._complaint(state="accepted")
        cls.callback = cls._callback(department_id=cls.cleaning.id)
        visit = cls.env["client.visit"].create(
            {
                "partner_id": cls.client.id,
                "line_ids": [Command.create({"employee_id": cls.technician.id})],
            }
        )
        cls.item = visit.item_ids.create({"visit_id": visit.id, "content": "Cold"})

    def _values(self, **values):
        return {
            "department_id": self.engineering.id,
            "requirement": "Replace the door contact",
            "deadline": self._later(),
            **values,
        }

    def _orders(self, user):
        return self.env["client.rectification"].with_user(user)

    def _refused(self, user, **values):
        with self.assertRaises(AccessError) as refused:
            self._orders(user).create(self._values(**values))
        self.assertRegex(
            str(refused.exception), f"{RIGHT}|names a record that you can't"
        )

    def _reached(self, user):
        self.callback.caller_id = user
        own = self.callback.with_user(user)
        own.log_attempt("reached")
        return own

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def test_no_employee_hangs_an_order_on_a_foreign_case(self):
        """It showed what the client said, and kept the complaint from closing."""
        for user in (self.user_host, self.user_technician, self.user_leader):
            for name, case in (
                ("complaint_id", self.complaint),
                ("callback_id", self.callback),
                ("visit_item_id", self.item),
            ):
                with self.subTest(user=user.login, case=name):
                    self._refused(user, **{name: case.id})
            with self.subTest(user=user.login, case="none"):
                self._refused(user)
        self.assertFalse(self.complaint.rectification_ids)
        self.assertEqual(self.complaint.state, "accepted")

    def test_neither_by_context_nor_by_import_nor_by_name(self):
        orders = self._orders(self.user_host)
        with self.assertRaises(AccessError):
            orders.with_context(default_complaint_id=self.complaint.id).create(
                self._values()
            )
        with self.assertRaises(UserError):
            orders.with_context(
                default_complaint_id=self.complaint.id,
                default_department_id=self.engineering.id,
                default_requirement="Repair",
                default_deadline=self._later(),
            ).name_create("Repair")
        answer = orders.load(
            ["complaint_id/.id", "department_id/.id", "requirement", "deadline"],
            [[self.complaint.id, self.engineering.id, "Repair", self._later()]],
        )
        self.assertFalse(answer["ids"])
        self.assertFalse(self.complaint.rectification_ids)

    def test_customer_service_gives_orders_on_every_case(self):
        for user in (self.user_service, self.user_manager):
            for name, case in (
                ("complaint_id", self.complaint),
                ("callback_id", self.callback),
                ("visit_item_id", self.item),
            ):
                with self.subTest(user=user.login, case=name):
                    self.assertTrue(
                        self._orders(user).create(self._values(**{name: case.id}))
                    )

    def test_not_of_another_company(self):
        self._other_company()
        neighbour = self._user(
            "service_neighbours",
            "visitor_management.group_client_service",
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        for name, case in (
            ("complaint_id", self.complaint),
            ("callback_id", self.callback),
            ("visit_item_id", self.item),
        ):
            with self.subTest(case=name), self.assertRaises(UserError):
                self._orders(neighbour).create(self._values(**{name: case.id}))

    # ------------------------------------------------------------
    # WHAT IS KEPT
    # ------------------------------------------------------------

    def _of_leadership(self):
        form = self.env["client.callback.statistics"].create(
            {"month": "2026-01-01", "department_id": self.engineering.id}
        )
        orders_sudo = self._orders(self.user_service).sudo()
        return orders_sudo.create(self._values(statistics_id=form.id)).sudo(False)

    def test_what_leadership_ordered_is_kept_and_not_put_off_by_who_serves(self):
        order = self._of_leadership()
        later = {"deadline": self._later(90), "put_off_reason": "Busy"}
        for values in (later, {"deadline": self._later(1)}, {"requirement": "Rest"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.write(values)
        for user in (self.user_service, self.user_manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                order.with_user(user).unlink()
        order.employee_id = self.technician
        order.with_user(self.user_manager).write(later)
        self.assertEqual(str(order.deadline), later["deadline"])

    def test_an_order_that_was_missed_or_put_off_is_kept(self):
        orders = self._orders(self.user_service)
        fresh, missed, put_off = orders.create(
            [self._values(complaint_id=self.complaint.id) for _ in range(3)]
        )
        missed.sudo().first_deadline = self._later(-1)
        put_off.write({"deadline": self._later(9), "put_off_reason": "No part"})
        for order in (missed, put_off):
            with self.assertRaises(UserError):
                order.unlink()
        fresh.unlink()  # given by mistake, a moment ago
        self.assertFalse(fresh.exists())

    # ------------------------------------------------------------
    # WHO CALLS
    # ------------------------------------------------------------

    def test_the_caller_gives_it_while_the_client_is_on_the_phone(self):
        """To any department."""
        user = self.user_technician
        self.callback.caller_id = user
        own = self.callback.with_user(user)
        self._refused(user, callback_id=own.id)  # nobody was reached yet
        own.log_attempt("reached")
        for department in (self.engineering, self.cleaning):
            order = self._orders(user).create(
                self._values(callback_id=own.id, department_id=department.id)
            )
            self.assertEqual(order.complaint_id, own.complaint_id)
        own.write({"rectification_ids": [Command.create(self._values())]})
        self.assertEqual(len(own.rectification_ids), 3)
        own.result = "5"
        own.action_finish()
        self._refused(user, callback_id=own.id)
        with self.assertRaises(UserError):
            own.write({"rectification_ids": [Command.create(self._values())]})

    def test_a_caller_does_not_use_it_for_another_complaint(self):
        own = self._reached(self.user_technician)
        with self.assertRaises(UserError):
            self._orders(self.user_technician).create(
                self._values(callback_id=own.id, complaint_id=self.complaint.id)
            )
        with self.assertRaises(UserError):
            self._orders(self.user_technician).create(
                self._values(callback_id=own.id, visit_item_id=self.item.id)
            )
        self._refused(self.user_technician, complaint_id=own.complaint_id.id)

    def test_an_order_follows_from_one_case(self):
        for values in (
            {"callback_id": self.callback.id, "complaint_id": self.complaint.id},
            {"visit_item_id": self.item.id, "complaint_id": self.complaint.id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._orders(self.user_service).create(self._values(**values))

    # ------------------------------------------------------------
    # HEADS OF DEPARTMENTS
    # ------------------------------------------------------------

    def test_the_head_of_a_department_gives_it_for_its_own_complaints(self):
        """From the list of orders of the complaint, to any department."""
        orders = self._orders(self.user_engineer)
        order = orders.with_context(default_complaint_id=self.complaint.id).create(
            self._values(department_id=self.cleaning.id)
        )
        self.assertEqual(order.sudo().complaint_id, self.complaint)
        self._refused(self.user_cleaner, complaint_id=self.complaint.id)
        # a round of it that somebody else calls is not theirs
        handled = self._complaint(state="handled")
        self._refused(self.user_engineer, callback_id=handled.callback_ids.id)

    def test_who_made_a_client_visit_gives_the_item_to_somebody_instead(self):
        item = self.item.with_user(self.user_technician)
        self._refused(self.user_technician, visit_item_id=item.id)
        with self.assertRaises(AccessError):
            item.write({"order_ids": [Command.create(self._values())]})
        item.write({"escalated_to_id": self.engineer.id, "deadline": self._later()})
        self.assertEqual(item.state, "escalated")
