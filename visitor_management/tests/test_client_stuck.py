"""Work for nobody: somebody answers all the same, and managers see what is stuck."""

from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from .client_common import MONDAY, ClientCommon
from .client_work_common import WorkListCase
from .common import GROUP

LATE = "visitor_management.mail_activity_type_client_order_late"
ORDER = "visitor_management.mail_activity_type_client_order"
OVERDUE = "visitor_management.mail_activity_type_client_item_overdue"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWhoAnswers(ClientCommon):
    """Where no head and no person is named: the head of customer service, else a
    customer service manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_manager2 = cls._user("service_manager2", f"{GROUP}client_manager")
        cls._employee("Tom Fields", cls.user_manager2)
        cls.today = cls.company._client_today()
        # only those of the test are managers
        managers = cls.env.ref(f"{GROUP}client_manager").all_user_ids
        (managers - cls.user_manager - cls.user_manager2).active = False

    def _on_list(self, record, kind):
        return record.sudo().activity_search([kind]).user_id

    def _late(self, order):
        order.sudo()._remind(order.deadline + timedelta(days=1))
        return self._on_list(order, LATE)

    def _headless(self):
        """Every way in which a department has nobody to tell."""
        yield "no head", lambda: self.engineering.write({"manager_id": False})
        yield "no login", lambda: self.engineer.write({"user_id": False})
        yield "left", lambda: self.engineer.write({"active": False})
        yield "login left", lambda: self.user_engineer.write({"active": False})

    def test_an_order_that_nobody_has_comes_to_the_head_of_customer_service(self):
        for what, happens in self._headless():
            with self.subTest(what), self.cr.savepoint() as before:
                happens()
                order = self._order(self._complaint())
                self.assertEqual(self._on_list(order, ORDER), self.user_manager)
                self.assertEqual(self._late(order), self.user_manager)
                before.rollback()
                self.env.invalidate_all()

    def test_the_head_of_customer_service_has_left_too(self):
        for what, happens in self._headless():
            with self.subTest(what), self.cr.savepoint() as before:
                happens()
                self.manager.active = False
                order = self._order(self._complaint())
                self.assertEqual(self._on_list(order, ORDER), self.user_manager2)
                self.assertEqual(self._late(order), self.user_manager2)
                before.rollback()
                self.env.invalidate_all()

    def test_who_is_late_does_not_hear_it_from_oneself(self):
        order = self._order(self._complaint(), employee_id=self.engineer.id)
        self.assertEqual(self._late(order), self.user_manager)
        order = self._order(
            self._complaint(),
            department_id=self.service.id,
            employee_id=self.manager.id,
        )
        self.assertEqual(self._late(order), self.user_manager2)

    def test_an_item_of_a_client_visit_that_is_late(self):
        visit = self.env["client.visit"].create(
            {
                "partner_id": self.client.id,
                "line_ids": [Command.create({"employee_id": self.cleaner.id})],
            }
        )
        silent = self._employee("No Login", self.env["res.users"])
        for what, above, manager_left, told in (
            ("nobody above", silent.browse(), False, self.user_manager),
            ("who is above can't sign in", silent, False, self.user_manager),
            ("customer service has no head", silent, True, self.user_manager2),
        ):
            with self.subTest(what), self.cr.savepoint() as before:
                self.technician.parent_id = above
                self.manager.active = not manager_left
                item = visit.item_ids.create(
                    {
                        "visit_id": visit.id,
                        "content": "Cold",
                        "escalated_to_id": self.technician.id,
                        "deadline": self.today,
                    }
                )
                with freeze_time(MONDAY + timedelta(days=2)):
                    for _again in range(2):
                        item._follow_deadline()
                self.assertEqual(item.activity_search([OVERDUE]).user_id, told)
                self.assertEqual(len(item.activity_search([OVERDUE])), 1, "once")
                before.rollback()
                self.env.invalidate_all()

    def test_a_callback_whose_caller_cannot_be_found(self):
        for what, happens in self._headless():
            with self.subTest(what), self.cr.savepoint() as before:
                happens()
                callback = self._callback(severity="serious")  # the head's by the rule
                self.assertEqual(callback.caller_id, self.user_manager)
                before.rollback()
                self.env.invalidate_all()

    def test_a_complaint_that_came_by_itself(self):
        for what, happens in self._headless():
            with self.subTest(what), self.cr.savepoint() as before:
                happens()
                complaint = self._complaint().sudo()
                complaint._welcome()
                self.assertEqual(complaint.activity_ids.user_id, self.user_manager)
                before.rollback()
                self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestStuck(WorkListCase):
    """The counter of managers: what nobody will do by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.screen.with_user(cls.user_manager)

    def _counts(self, user=None, **filters):
        screen = self.boss.with_user(user or self.user_manager)
        return screen.read_list("stuck", filters)["counts"]

    def _stuck(self, **filters):
        lines = self.boss.read_list("stuck", filters)["lines"]
        return {(line["kind"], line["id"]): line["stuck"] for line in lines}

    def _unreachable(self):
        """Dissatisfied, and the next round reached nobody."""
        callback = self._reached()
        answers, order = self._dissatisfied()
        self.screen.finish(callback.id, answers, order)
        following = callback.next_ids
        for _try in range(following.attempts):
            following.log_attempt("no_answer")
        return following

    def _each(self):
        """One of each: what is stuck, by kind, id and the reason."""
        nobody = self._order(self._complaint(), department_id=self.headless.id)
        order = self._order(self._complaint(), employee_id=self.technician.id)
        callback = self._callback()
        callback.action_take()
        unreachable = self._unreachable()
        closed = self._order(self._complaint())
        closed.complaint_id.action_invalid("Not our lift")
        self.technician.active = False
        self.user_service.active = False
        return {
            ("order", nobody.id): "nobody",
            ("order", order.id): "left",
            ("callback", callback.id): "left",
            ("callback", unreachable.id): "unanswered",
            ("order", closed.id): "closed",
        }

    @property
    def headless(self):
        return self.env["hr.department"].create({"name": "Gardens"})

    def test_every_kind_stands_there_with_its_reason(self):
        expected = self._each()
        unreachable = next(k for k, why in expected.items() if why == "unanswered")
        # its caller has left: the first reason that holds is said
        self._put(
            self.env["client.callback"].browse(unreachable[1]),
            caller_id=self.user_service2.id,
        )
        self.assertEqual(self._stuck(), expected)
        counts = self._counts()
        self.assertEqual((counts["stuck"], counts["elsewhere"]), (len(expected), 0))
        reasons = [line["stuck"] for line in self.boss.read_list("stuck")["lines"]]
        self.assertEqual(reasons, ["nobody", "left", "left", "unanswered", "closed"])
        for kind, record_id in expected:
            self.assertTrue(getattr(self.boss, f"open_{kind}")(record_id))

    def test_what_goes_on_is_not_stuck(self):
        """In hand, free for customer service, or told otherwise."""
        self._callback()
        self._order(self._complaint())
        unreachable = self._unreachable()
        self.assertEqual(self._counts()["stuck"], 1)
        unreachable.action_conclude("A letter, on Monday")
        satisfied = self._callback()
        for _try in range(satisfied.attempts):
            satisfied.log_attempt("no_answer")
        self.assertEqual(self._counts()["stuck"], 0)
        orders = self.env["client.rectification"]
        everything = orders.search([])
        self.assertEqual(orders.search([("stuck", "=", False)]), everything)
        calls = self.env["client.callback"]
        self.assertEqual(
            calls.search([("stuck", "=", False)]), calls.search([]), "none is left out"
        )

    def test_satisfied_in_between_is_no_longer_dissatisfied(self):
        callback = self._unreachable()
        before = callback.previous_id.sudo()
        self.assertEqual(callback.sudo().stuck, "unanswered")
        self._put(before, result="4")
        self.assertFalse(callback.sudo().stuck)

    def test_what_was_just_written_of_the_round_before_counts(self):
        callback = self._unreachable()
        before = callback.previous_id.sudo()
        stuck = [("id", "=", callback.id), ("stuck", "=", "unanswered")]
        calls = self.env["client.callback"].sudo()
        self.assertTrue(calls.search(stuck))
        self.env.flush_all()
        field = before._fields["result"]
        field._update_cache(before, "4", dirty=True)  # as a write, past its guards
        self.assertFalse(calls.search(stuck))

    def test_an_order_that_gets_a_person_is_not_stuck_any_more(self):
        order = self._order(self._complaint(), department_id=self.headless.id)
        self.assertEqual(order.stuck, "nobody")
        order.employee_id = self.technician
        order.invalidate_recordset()
        self.assertFalse(order.stuck)
        self.assertEqual(self._counts()["stuck"], 0)

    def test_filters_hold_for_it_too(self):
        order = self._order(self._complaint(), department_id=self.headless.id)
        self._unreachable()
        self.assertEqual(
            set(self._stuck(text=order.name)), {("order", order.id)}, "by number"
        )
        self.assertEqual(self._counts(source="repair")["stuck"], 0)

    def test_it_is_for_managers_of_the_company(self):
        self._order(self._complaint(), department_id=self.headless.id)
        for user in (self.user_service, self.user_engineer):
            self.assertEqual(self._counts(user)["stuck"], 0)
            self.assertEqual(
                self.screen.with_user(user).read_list("stuck")["lines"], []
            )
        self._other_company()
        neighbour = self._user(
            "manager_neighbours",
            f"{GROUP}client_manager",
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        self.assertEqual(self._counts(neighbour)["stuck"], 0)
        both = self._user(
            "manager_both",
            f"{GROUP}client_manager",
            company_id=self.company2.id,
            company_ids=[Command.set((self.company | self.company2).ids)],
        )
        screen = self.screen.with_user(both)
        for companies, count in (
            (self.company2, 0),
            (self.company | self.company2, 1),
        ):
            chosen = screen.with_context(allowed_company_ids=companies.ids)
            counts = chosen.read_list("stuck")["counts"]
            self.assertEqual(counts["stuck"], count, "of the companies chosen")

    def test_client_visits_of_who_has_left_are_counted_and_handed_over_elsewhere(self):
        self.env["client.visit"].create(
            {
                "partner_id": self.client.id,
                "line_ids": [Command.create({"employee_id": self.technician.id})],
            }
        )
        self.env.flush_all()
        self.assertEqual(self._counts()["elsewhere"], 0)
        self.technician.active = False
        counts = self._counts()
        self.assertEqual((counts["stuck"], counts["elsewhere"]), (1, 1))
        self.assertFalse(self.boss.read_list("stuck")["more"])

    def test_many_take_as_many_queries_as_few(self):
        gardens = self.headless

        def read():
            return self.boss.read_list("stuck")

        self._order(self._complaint(), department_id=gardens.id)
        self._unreachable()
        few = self._count_queries(read)
        for _number in range(5):
            self._order(self._complaint(), department_id=gardens.id)
            self._unreachable()
        self.assertLessEqual(self._count_queries(read), few)
        self.assertEqual(self._counts()["stuck"], 12)
