"""A task is always somebody's, whoever has left and whatever has no head."""

import ast
from pathlib import Path

from odoo import Command
from odoo.tests import freeze_time, tagged

from ..models.complaint.client_complaint_spike import Spike
from .client_common import MONDAY, ClientCommon
from .common import GROUP

KIND = "visitor_management.mail_activity_type_client_"
MODELS = Path(__file__).parents[1] / "models"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSomebody(ClientCommon):
    """No department has a head, and customer service has no manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["client.callback.rule"].search([]).unlink()
        cls.company.client_repeat_complaints = 2
        cls.complaint = cls._complaint().sudo()
        cls.callback = cls._callback().sudo()
        cls.order = cls._order(cls.complaint).sudo()
        cls.visit = cls.env["client.visit"].create(
            {"partner_id": cls.client.id, "kind": "planned"}
        )
        cls.env["mail.activity"].search([]).unlink()
        (cls.engineering | cls.service).manager_id = False
        cls.env.ref(f"{GROUP}client_manager").user_ids = [Command.clear()]
        cls.stand_in = cls.env["visitor.stand.in"]

    def _reopened(self):
        self.complaint._tell_reopened("The noise is back")

    def _wrote(self):
        message = self.complaint.message_post(body="I can hear it at night")
        self.complaint._take_up_message(message)

    def _same_matter(self):
        self._complaint().sudo().parent_id = self.complaint

    def _spike(self):
        spike = Spike(self.lifts.id, self.site.id, "North", 3, 1.5, self.complaint.id)
        self.complaint._tell_spike(self.company, spike)

    def _verified(self):
        self.user_service.active = False  # who gave the order
        self.order._ask_to_verify()

    def _tasks(self):
        """Each way in which a task comes to somebody: of what, which, how."""
        complaint, callback, order = self.complaint, self.callback, self.order
        return (
            (complaint, "complaint", complaint._welcome),
            (complaint, "wrote", self._wrote),
            (complaint, "reopened", self._reopened),
            (complaint, "analysis", self._same_matter),
            (complaint, "spike", self._spike),
            (callback, "callback", callback._rating_not_mailed),
            (callback, "callback", lambda: callback._after_rating(satisfied=False)),
            (callback, "quality", lambda: callback._act_on_rating("1", "5")),
            (callback, "analysis", lambda: callback._ask_for_analysis(callback)),
            (order, "order", order._put_on_list),
            (order, "verify", self._verified),
            (self.visit, "visit_date", self.visit._want_other_date),
        )

    def test_with_nobody_to_answer_an_administrator_has_the_task(self):
        self.assertFalse(self.stand_in._deputy(self.company, self.engineering))
        for record, kind, happens in self._tasks():
            with self.subTest(kind, of=record._name):
                record.activity_unlink([KIND + kind])
                happens()
                user = record.activity_search([KIND + kind]).user_id
                self.assertTrue(user.active and user._is_system(), user.login)
        nobody_s = self.env["mail.activity"].search([("user_id", "=", False)])
        self.assertFalse(nobody_s.mapped("res_model"))

    def test_even_of_a_company_that_no_administrator_works_in(self):
        company = self.env["res.company"].create({"name": "Branch"})
        company.user_ids = [Command.clear()]
        user = self.stand_in._who_answers(company)
        self.assertTrue(user.active and user._is_system())

    def test_whose_task_it_is_comes_first(self):
        """Then the head of the department; a client who signs in never."""
        client = self._user("client", "base.group_portal")
        people = client | self.user_technician | self.user_cleaner
        answers = self.stand_in._who_answers
        self.engineering.manager_id = self.engineer
        for left, user in (
            (self.user_host, self.user_technician),
            (self.user_technician, self.user_cleaner),
            (self.user_cleaner, self.user_engineer),
        ):
            left.active = False
            self.assertEqual(answers(self.company, people, self.engineering), user)

    def test_every_task_of_the_program_names_a_person(self):
        without = []
        for file in sorted(MODELS.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr == "activity_schedule"
                    and "user_id" not in {each.arg for each in node.keywords}
                ):
                    without.append(f"{file.name}:{node.lineno}")
        self.assertFalse(without)
