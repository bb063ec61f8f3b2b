"""Leadership's page: the month of all departments, and what came of instructions."""

from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from ..tools.client_leadership import change, months_to, share, worst
from .common import GROUP
from .statistics_common import StatisticsCommon

JANUARY, MARCH = datetime(2024, 1, 15, 4), datetime(2024, 3, 15, 4)
RANKS = {"minor": 1, "major": 4}


class LeadershipCase(StatisticsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_leader.company_ids |= cls.company

    @classmethod
    def _submitted(cls, month="2024-03-01", department=None, **values):
        form = cls._form(month, department)
        form.write({"analysis": "Old lifts", "measures": "New doors", **values})
        form.action_submit()
        return form

    @classmethod
    def _acknowledged(cls, *args, **values):
        form = cls._submitted(*args, **values).with_user(cls.user_leader)
        form.action_acknowledge("Replace both lifts")
        return form

    def _page(self, month="2024-03-01", user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        pages = self.env["client.leadership"].with_user(user or self.user_leader)
        return pages.read_month(month)

    def _row(self, page, name="Engineering"):
        return next((row for row in page["departments"] if row["name"] == name), None)

    def _cell(self, row, kpi="satisfaction_rate"):
        return next(cell for cell in row["cells"] if cell["kpi"] == kpi)


@tagged("post_install", "-at_install")
class TestClientLeadership(LeadershipCase):
    # ------------------------------------------------------------
    # RATES
    # ------------------------------------------------------------

    def test_a_row_per_department_with_target_change_and_twelve_months(self):
        self.company.client_target_satisfaction_rate = 0.9
        self.company.client_target_callback_rate = 0.9
        for result, moment in (("5", JANUARY), ("5", MARCH), ("2", MARCH)):
            self._case(moment, result)
        for result in ("2", "5", "5", "5"):
            self._case(datetime(2024, 2, 15, 4), result)
        for month in ("2024-01-01", "2024-02-01", "2024-03-01"):
            form = self._submitted(month)
        page = self._page()
        self.assertEqual(len(page["kpis"]), 5)
        row = self._row(page)
        self.assertEqual((row["form_id"], row["state"]), (form.id, "submitted"))
        cell = self._cell(row)
        self.assertEqual((cell["numerator"], cell["denominator"]), (1, 2))
        self.assertEqual(
            (cell["rate"], cell["change"], cell["target"], cell["missed"]),
            (0.5, -0.25, 0.9, True),
        )
        self.assertEqual(cell["line"], [False] * 9 + [1.0, 0.75, 0.5])
        called = self._cell(row, "callback_rate")
        self.assertEqual((called["missed"], called["change"]), (False, 0.0))
        self.assertIs(self._cell(row, "closing_rate")["target"], False)

    def test_a_rate_out_of_none_is_none_and_misses_nothing(self):
        self.company.client_target_satisfaction_rate = 0.9
        self._case(MARCH, reached=False)
        self._submitted()
        cell = self._cell(self._row(self._page()))
        self.assertIs(cell["rate"], False)
        self.assertIs(cell["change"], False)
        self.assertIs(cell["missed"], False)

    def test_a_month_is_judged_by_the_targets_it_was_submitted_with(self):
        self.company.client_target_satisfaction_rate = 0.9
        for department in (self.engineering, self.cleaning):
            self._case(MARCH, "2", department_id=department.id)
        self._submitted()
        self.company.client_target_satisfaction_rate = 0.0
        page = self._page()
        cell = self._cell(self._row(page))
        self.assertEqual((cell["target"], cell["missed"]), (0.9, True))
        # with a department that was judged by another one there is none of all
        self._submitted(department=self.cleaning)
        page = self._page()
        cell = self._cell(self._row(page, "Cleaning"))
        self.assertEqual((cell["target"], cell["missed"]), (0.0, False))
        self.assertIs(self._cell(page["total"])["target"], False)
        self.assertIs(self._cell(page["total"])["missed"], False)

    def test_all_departments_together_are_their_sums(self):
        for department, results in ((self.engineering, "5552"), (self.cleaning, "2")):
            for result in results:
                self._case(MARCH, result, department_id=department.id)
            self._submitted(department=department)
        page = self._page()
        self.assertEqual(self._cell(self._row(page, "Cleaning"))["rate"], 0.0)
        self.assertEqual(self._cell(page["total"])["rate"], 0.6)

    def test_who_did_not_submit_is_named(self):
        self._case(JANUARY)
        self._submitted("2024-01-01")
        self._case(MARCH)
        draft = self._form("2024-03-01")
        row = self._row(self._page())
        self.assertEqual((row["form_id"], row["state"]), (False, False))
        self.assertIs(self._cell(row)["rate"], False, "figures of a draft")
        self.assertEqual(self._cell(row)["line"][-3], 1.0)
        # a manager gets to the draft, its figures are no one's yet
        row = self._row(self._page(user=self.user_manager))
        self.assertEqual((row["form_id"], row["state"]), (draft.id, "draft"))
        self.assertIs(self._cell(row)["rate"], False)

    def test_it_opens_with_the_latest_month_that_was_submitted(self):
        self._case(JANUARY)
        self._submitted("2024-01-01")
        page = self._page(False)
        self.assertEqual(page["month"], max(page["months"]))
        self.assertIn("2024-01-01", page["months"])
        self.assertNotIn("2024-03-01", page["months"])
        # a month of which there is nothing can be asked for all the same
        self.assertIn("2023-03-01", self._page("2023-03-01")["months"])
        for month in ("2024-01-02", "soon", 3):
            self.assertRaises(ValidationError, self._page, month)

    # ------------------------------------------------------------
    # INSTRUCTIONS
    # ------------------------------------------------------------

    def test_what_waits_for_an_instruction(self):
        self._case(JANUARY)
        form = self._submitted("2024-01-01", recipient_id=self.user_leader.id)
        self._put(form, submitted_at=form.submitted_at - timedelta(days=3))
        before = self._page()
        waits = [row for row in before["waiting"] if row["form_id"] == form.id]
        self.assertEqual(len(waits), 1, "of whatever month")
        self.assertEqual((waits[0]["days"], waits[0]["mine"]), (3, True))
        self.assertEqual(waits[0]["by"], self.user_manager.name)
        form.with_user(self.user_leader).action_acknowledge("Replace both lifts")
        after = self._page()
        self.assertNotIn(form.id, [row["form_id"] for row in after["waiting"]])
        self.assertEqual(after["waiting_count"], before["waiting_count"] - 1)

    def test_what_became_of_instructions(self):
        self._case(JANUARY)
        self._case(MARCH)
        form = self._acknowledged("2024-01-01")
        bare = self._acknowledged("2024-03-01")
        soon = date.today() + timedelta(days=30)
        orders = self.env["client.rectification"].browse(
            form.give_order(requirement, self.cleaning.id, soon)
            for requirement in ("Replace the contacts", "Oil the doors")
        )
        late, done = orders
        done.sudo().action_done("Oiled")
        self._put(late, deadline="2024-02-20", first_deadline="2024-02-20")
        followed = {each["form_id"]: each for each in self._page()["followed"]}
        self.assertEqual(followed[bare.id]["orders"], [], "no order followed")
        self.assertEqual(followed[form.id]["instruction"], "Replace both lifts")
        found = {order["id"]: order for order in followed[form.id]["orders"]}
        self.assertEqual(found.keys(), set(orders.ids))
        self.assertEqual(
            (found[late.id]["state"], found[late.id]["overdue"]), ("sent", True)
        )
        self.assertEqual(
            (found[done.id]["state"], found[done.id]["late"]), ("done", False)
        )
        self.assertEqual(found[done.id]["department"], "Cleaning")
        # older ones go once they are verified, later ones are no matter of this month
        orders.sudo().filtered(lambda order: order.state == "sent").action_done("Did")
        orders.with_user(self.user_service).action_verify()
        self.assertNotIn(
            form.id, [each["form_id"] for each in self._page()["followed"]]
        )
        february = [each["form_id"] for each in self._page("2024-02-01")["followed"]]
        self.assertIn(form.id, february)
        self.assertNotIn(bare.id, february)

    # ------------------------------------------------------------
    # PROBLEMS
    # ------------------------------------------------------------

    def test_the_worst_problems_with_their_records(self):
        for _each in range(2):
            self._case(MARCH)
        self._case(MARCH, department_id=self.cleaning.id)
        other = self._case(MARCH, category_id=self.facilities.id).complaint_id
        self._put(other, state="closed", closed_at=MARCH)
        self._case(datetime(2024, 2, 15, 4))
        for month, department in (
            ("2024-02-01", self.engineering),
            ("2024-03-01", self.engineering),
            ("2024-03-01", self.cleaning),
        ):
            self._submitted(month, department)
        first, second = self._page()["problems"]
        self.assertEqual(first["category"], self.lifts.complete_name)
        self.assertEqual((first["count"], first["before"]), (3, 1))
        self.assertEqual(first["share"], 0.75)
        self.assertEqual(
            [(form["department"], form["count"]) for form in first["forms"]],
            [("Engineering", 2), ("Cleaning", 1)],
        )
        names = {record["name"] for record in first["records"]}
        complaints = self.env["client.complaint"].search(
            [("received_at", "<=", MARCH), ("category_id", "=", self.lifts.id)]
        )
        self.assertGreaterEqual(set(complaints.mapped("name")), names)
        self.assertGreaterEqual(len(names), 3)
        self.assertTrue(all(record["state_label"] for record in first["records"]))
        self.assertEqual((second["count"], second["records"]), (1, []))

    def test_three_at_most_and_the_more_severe_first(self):
        month, before = date(2024, 3, 1), date(2024, 2, 1)
        counts = [
            (month, 1, 10, "minor", 2),
            (month, 1, 11, "major", 2),
            (month, 1, 12, "minor", 1),
            (before, 5, 12, "minor", 1),
            (month, 2, 13, "minor", 1),
            (before, 5, 14, "major", 9),
        ]
        problems = worst(counts, month, RANKS)
        self.assertEqual([each.category_id for each in problems], [11, 10, 13])
        self.assertEqual(worst(counts, date(2024, 4, 1), RANKS), [])
        self.assertEqual(problems[0].by_form, {1: 2})

    def test_changes_shares_and_months(self):
        self.assertIs(change(False, 0.5), False)
        self.assertIs(change(0.5, False), False)
        self.assertEqual(change(0.5, 0.5004), 0.0)
        self.assertEqual(change(0.5, 0.25), 0.25)
        self.assertIs(share([]), False)
        self.assertEqual(share([(0, 3)]), 0.0)
        months = months_to(date(2024, 3, 1))
        self.assertEqual((len(months), months[0]), (12, date(2023, 4, 1)))

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def test_leadership_and_managers_read_it_and_nobody_else(self):
        self._case(MARCH)
        self._submitted()
        for user in (self.user_leader, self.user_manager):
            self.assertTrue(self._row(self._page(user=user)))
        self.assertFalse(self._page()["may_open"])
        self.assertTrue(self._page(user=self.user_manager)["may_open"])
        portal = self._user("leadership_portal", "base.group_portal")
        for user in (self.user_service, self.user_engineer, self.user_host, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._page(user=user)

    def test_companies_stay_apart(self):
        self._case(MARCH)
        form = self._acknowledged()
        self._other_company()
        groups = f"{GROUP}client_leadership,{GROUP}client_manager"
        next_door = self._user(
            "leader_neighbours",
            groups,
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        page = self._page(user=next_door)
        self.assertEqual((page["departments"], page["problems"]), ([], []))
        self.assertEqual((page["waiting"], page["followed"]), ([], []))
        self.assertNotIn("Engineering", str(page))
        self.assertNotIn(form.instruction, str(page))

    def test_a_department_that_the_user_may_not_see_is_left_out(self):
        self._case(MARCH)
        self._acknowledged()
        self._case(MARCH, department_id=self.cleaning.id)
        self._submitted(department=self.cleaning)
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("hr.department"),
                "domain_force": f"[('id', '!=', {self.engineering.id})]",
            }
        )
        page = self._page()
        self.assertTrue(self._row(page, "Cleaning"))
        self.assertFalse(self._row(page))
        self.assertFalse(page["total"])
        for part in ("waiting", "followed", "problems"):
            self.assertNotIn("Engineering", str(page[part]), part)
        self.assertEqual(sum(each["count"] for each in page["problems"]), 1)

    # ------------------------------------------------------------
    # SPEED
    # ------------------------------------------------------------

    def test_as_many_queries_for_many_departments_as_for_two(self):
        def fill(department):
            for moment in (JANUARY, MARCH):
                self._case(moment, department_id=department.id)
            form = self._acknowledged("2024-01-01", department)
            soon = date.today() + timedelta(days=30)
            form.give_order("Replace the contacts", department.id, soon)
            self._submitted(department=department)

        for department in (self.engineering, self.cleaning):
            fill(department)
        pages = self.env["client.leadership"].with_user(self.user_leader)
        few = self._count_queries(lambda: pages.read_month("2024-03-01"))
        for number in range(6):
            fill(self.env["hr.department"].create({"name": f"Department {number}"}))
        many = self._count_queries(lambda: pages.read_month("2024-03-01"))
        self.assertEqual(few, many)


@tagged("post_install", "-at_install")
class TestClientLeadershipTour(LeadershipCase, HttpCase):
    """The page in a browser, in both languages."""

    def _tour(self):
        self.company.client_target_satisfaction_rate = 0.9
        self._case(JANUARY, "2")
        form = self._acknowledged("2024-01-01")
        soon = date.today() + timedelta(days=30)
        form.give_order("Replace the contacts", self.engineering.id, soon)
        self._case(MARCH, "2")
        self._submitted("2024-03-01")
        # the months of the demo data would come first
        others = self.env["client.callback.statistics"].search(
            [("month", ">", "2024-03-01")]
        )
        if others:
            self._put(others, state="draft")
        self.start_tour("/odoo/client-leadership", "client_leadership", login="leader")

    def test_the_page_opens_its_forms_and_orders(self):
        self._tour()

    def test_the_same_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = ["visitor_management", "web"]
        self.env["ir.module.module"]._load_module_terms(modules, ["zh_CN"])
        self.user_leader.lang = "zh_CN"
        self._tour()
