"""The work list in a browser, and the whole life of a complaint."""

from datetime import timedelta

from odoo import Command
from odoo.tests import HttpCase, tagged

from .client_work_common import WorkListCase

SCREEN = "/odoo/client-work"


class WorkTourCase(WorkListCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.name = "Tour Client"
        cls.engineering.name = "Tour Engineering"
        cls.cleaning.name = "Tour Cleaning"

    def _tour(self, name, login="service", url=SCREEN):
        self.start_tour(url, name, login=login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestComplaintLife(WorkTourCase):
    """A complaint over three rounds with two departments, each as who does it."""

    def test_the_whole_life_of_a_complaint(self):
        known = self.env["client.complaint"].search([])
        self._tour("client_life_complaint")
        complaint = self.env["client.complaint"].search([]) - known
        self.assertEqual(complaint.partner_id, self.client)
        self.assertEqual(complaint.received_by_id, self.user_service)
        first = complaint.callback_ids
        self.assertEqual((first.state, first.round), ("planned", 1))

        self._due(first, hours=-1)
        self._tour("client_life_round_1")
        self.assertEqual((first.state, first.result), ("finished", "2"))
        second = first.next_ids
        order = first.rectification_ids
        self.assertEqual(order.department_id, self.engineering)

        self._tour("client_life_order", "engineer", "/odoo/client-my-orders")
        self.assertEqual((order.state, order.result), ("done", "Contact replaced"))
        self._tour("client_life_verify")
        self.assertEqual(order.verified_by_id, self.user_service)

        self._due(second, hours=-1)
        self._tour("client_life_round_2")
        self.assertEqual((second.state, second.result), ("finished", "2"))
        self.assertEqual(order.state, "reopened", "the client is still dissatisfied")
        third = second.next_ids
        cleaning = second.rectification_ids
        self.assertEqual(cleaning.department_id, self.cleaning)

        self._tour("client_life_order", "engineer", "/odoo/client-my-orders")
        self._tour("client_life_order", "cleaner", "/odoo/client-my-orders")
        self._tour("client_life_verify")
        self.assertEqual({order.state, cleaning.state}, {"verified"})

        self._due(third, hours=-1)
        self._tour("client_life_round_3")
        self.assertEqual((third.result, third.handling_result), ("5", "4"))
        self.assertFalse(third.next_ids)

        self._tour("client_life_review", "service_manager")
        rounds = first | second | third
        self.assertEqual(set(rounds.mapped("state")), {"reviewed"})
        self.assertEqual(rounds.reviewer_id, self.user_manager)
        self.assertEqual(first.opinion, "Well explained")

        self._tour("client_life_close", url=f"/odoo/client-complaints/{complaint.id}")
        self.assertEqual(complaint.state, "closed")
        self.assertEqual(complaint.last_result, "5")


@tagged("post_install", "-at_install")
class TestWorkScreen(WorkTourCase):
    def _named(self, name, **values):
        client = self.env["res.partner"].create({"name": name, "phone": "021 5550"})
        return self._callback(partner_id=client.id, **values)

    def test_by_keyboard_alone(self):
        first, second = self._named("First Client"), self._named("Second Client")
        self._due(first, hours=-2)
        self._due(second, hours=-1)
        self._tour("client_work_keyboard")
        self.assertEqual((first.result, first.handling_result), ("1", "4"))
        self.assertEqual(first.client_words, "no rest")
        self.assertEqual(first.attempt_ids.mapped("outcome"), ["reached"])
        self.assertEqual(first.rectification_ids.requirement, "repair")
        self.assertEqual(first.next_ids.round, 2)
        self.assertEqual((second.state, second.result), ("finished", "5"))

    def test_by_mouse_with_undo(self):
        waived = self._due(self._callback(), hours=-2)
        sample = self.env["client.callback"].create(
            {"source": "repair", "partner_id": self.client2.id}
        )
        self._due(sample, hours=-1)
        self._tour("client_work_mouse")
        self.assertEqual(waived.state, "waived")
        self.assertEqual((sample.state, sample.client_words), ("reached", "It drips"))
        self.assertEqual(sample.caller_id, self.user_service)
        self.assertFalse(sample.rectification_ids)
        week = timedelta(days=7)
        self.assertEqual(sample.next_date, self.company._client_today() + week)

    def test_a_head_of_a_department(self):
        own = self._named("First Client", severity="serious")
        self.assertEqual(own.caller_id, self.user_engineer)
        others = self._named("Second Client", department_id=self.cleaning.id)
        others.log_attempt("reached")
        order = self._order(others)
        self._tour("client_work_head", "engineer")
        self.assertEqual((order.state, order.result), ("done", "Contact replaced"))

    def test_a_manager_sees_what_is_stuck(self):
        """In both languages: what it says is told by the reason, not by the words."""
        self.env["res.lang"]._activate_lang("zh_CN")
        gardens = self.env["hr.department"].create({"name": "Gardens"})
        self._order(self._named("Second Client"), department_id=gardens.id)
        self.env["client.visit"].create(
            {
                "partner_id": self.client.id,
                "line_ids": [Command.create({"employee_id": self.technician.id})],
            }
        )
        self.technician.active = False
        for lang in ("en_US", "zh_CN"):
            self.user_manager.lang = lang
            self._tour("client_work_stuck", "service_manager")

    def test_who_calls_nobody_hears_so(self):
        self._tour("client_work_nobody", "leader")
