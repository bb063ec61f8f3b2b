"""Who may see and do what in client relations, by every way to ask."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_common import AccessMatrix
from .access_links import LinkMatrix
from .client_common import ClientCommon
from .common import GROUP
from .doors_common import DoorMatrix
from .next_door import ClientNextDoor

ROLES = (
    "public",
    "portal",
    "stranger",  # an employee who has nothing to do with it
    "doer",  # carries out the order
    "head",  # of the department that is responsible
    "service",
    "manager",
    "leader",
    "reception",
    "neighbour",  # customer service of another company
)
MODELS = {
    "client.complaint.category": "- - r r r r rwcd r r -",
    "client.complaint.term": "- - - - - r rwcd - - -",
    "client.service.day": "- - - - - r rwcd - - -",
    "client.callback.rule": "- - r r r r rwcd r r -",
    "client.complaint": "- - - - r rwcd rwcd - - -",
    "client.callback": "- - - - - rwcd rwcd - - -",
    "client.callback.attempt": "- - - - - r r - - -",
    "client.callback.rating": "- - - - - r r - - -",
    "client.mail.stray": "- - - - - r rd - - -",
    "client.inside": "- - - - - r r - - -",
    "client.timeline": "- - - - - r r - - -",
    "client.rectification": "- - - rw rwc rwcd rwcd - - -",
    "client.callback.draw": "- - - - - rwcd rwcd - - -",
    "client.callback.draw.line": "- - - - - rwcd rwcd - - -",
    # the doer goes there, an item is given to the head
    "client.visit": "- - - rw - rwcd rwcd - - -",
    "client.visit.line": "- - - r - rwcd rwcd - - -",
    "client.visit.item": "- - - rwcd rw rwcd rwcd - - -",
    "client.visit.plan": "- - - - - rwcd rwcd - - -",
    "client.visit.plan.line": "- - - - - rwcd rwcd - - -",
    "client.visit.coverage": "- - - - - r r - - -",
    # a draft: leadership reads what was submitted
    "client.callback.statistics": "- - - - - r rwd - - -",
    "client.callback.statistics.line": "- - - - - r r - - -",
    "client.callback.statistics.item": "- - - - - r rw - - -",
    "client.callback.statistics.source": "- - - - - - - - - -",
    "client.portal.form": "- - - - - - - - - -",
}
# Dialogs: who may open them. What they do is checked by what they call.
DIALOGS = {
    "client.complaint.handled": "- - - - - rwc rwc - - rwc",
    "client.rectification.done": "- - rwc rwc rwc rwc rwc rwc rwc rwc",
    "client.callback.try": "- - rwc rwc rwc rwc rwc rwc rwc rwc",
    "client.statistics.generate": "- - - - - - rwc - - rwc",
    "client.statistics.acknowledge": "- - - - - - - rwc - -",
    "client.statistics.order": "- - - - - - - rwcd - -",
}
# Arguments of the public methods that take any.
ARGUMENTS = {
    "client.service.day.load": [["date"], [["2026-10-01"]]],
    "action_invalid": ["Because"],
    "action_cancel": ["Because"],
    "action_waive": ["Because"],
    "action_conclude": ["Because"],
    "client.rectification.action_done": ["Because"],
    "action_reopen": ["Because"],
    "log_attempt": ["reached"],
    "message_new": [{"email_from": "a@b.example", "subject": "It is cold"}],
    "client.callback.statistics.generate": ["2026-01-01", 0],
    "action_acknowledge": ["Mend the lifts"],
    "client.callback.statistics.give_order": ["Mend the lifts", 0, "2026-01-31"],
    "open_callback": ["client.callback"],
    "open_order": ["client.rectification"],
    "save": ["client.callback", {}],
    "client.work.list.give_order": ["client.callback", {}],
    "finish": ["client.callback", {}],
    "take": ["client.callback"],
    "give_back": ["client.callback"],
    "client.work.list.log": ["client.callback", "busy", "", 0],
    "read_answers_since": [{}, {}],
    "action_open_problem": [0],
    "find_solvers": ["client.visit"],
}


@tagged("post_install", "-at_install")
class TestClientAccessRights(
    ClientNextDoor, LinkMatrix, DoorMatrix, AccessMatrix, ClientCommon
):
    role_names, models, dialogs = ROLES, MODELS, DIALOGS
    # a manager next door makes those of the own company
    own_created = (
        "client.complaint.category",
        "client.complaint.term",
        "client.service.day",
        "client.callback.rule",
        "client.visit",
        "client.visit.plan",
    )
    strangers = ("public", "portal", "stranger", "leader", "reception", "neighbour")
    # who solves an item sees of the visit what the item is about
    lent = {
        "client.visit.item.client_name",
        "client.visit.item.visit_company_id",
        "client.visit.item.visit_day",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        neighbour = cls._user(
            "service_neighbours",
            f"{GROUP}client_manager",
            company_id=cls.company2.id,
            company_ids=[Command.set(cls.company2.ids)],
        )
        cls.roles = {
            "public": cls.env.ref("base.public_user"),
            "portal": cls._user("portal_client", "base.group_portal"),
            "stranger": cls.user_host2,
            "doer": cls.user_technician,
            "head": cls.user_engineer,
            "service": cls.user_service,
            "manager": cls.user_manager,
            "leader": cls.user_leader,
            "reception": cls.user_reception,
            "neighbour": neighbour,
        }
        cls.samples = cls._make_samples()
        cls.foreign = cls._next_door()

    @classmethod
    def _make_samples(cls):
        """One record of each model, in our company."""
        own = {"company_id": cls.company.id}
        cls.lifts.write(own)
        term = cls.env["client.complaint.term"].create(
            {"severity": "major", "answer_hours": 1, "handling_days": 1, **own}
        )
        rule = cls.env["client.callback.rule"].create({"severity": "major", **own})
        day = cls.env["client.service.day"].create({"date": "2099-10-01", **own})
        complaint = cls._complaint(state="handled")
        order = cls._order(complaint, employee_id=cls.technician.id)
        callback = complaint.callback_ids
        callback.log_attempt("no_answer")
        draw = cls.env["client.callback.draw"].create({"name": "Repairs of today"})
        line = draw.line_ids.create(
            {"draw_id": draw.id, "origin": "W-1", "partner_id": cls.client.id}
        )
        records = [cls.lifts, term, rule, day, complaint, order, callback, draw, line]
        records.append(callback.attempt_ids)
        cls.client.email = "chen@example.com"
        callback.email = cls.client.email
        cls._mail_link(callback)
        records.append(callback.rating_ids)
        records.append(cls._make_stray(complaint))
        visit = cls._inside().visit_id
        visit.sudo().partner_id = cls.client
        records.append(
            cls.env["client.inside"].search([("partner_id", "=", cls.client.id)])
        )
        records.append(
            cls.env["client.timeline"].search(
                [("res_model", "=", "client.complaint"), ("res_id", "=", complaint.id)]
            )
        )
        records += cls._make_visit()
        records += cls._make_statistics()
        forms = cls.env["client.portal.form"]
        records.append(forms._take(cls.client, "a" * 16, "It is cold", complaint))
        return {record._name: record.sudo() for record in records}

    @classmethod
    def _make_stray(cls, complaint):
        """A mail that made no case, though it answers one."""
        mail = b"From: a@b.example\r\nSubject: Away\r\nMessage-Id: <a@b>\r\n\r\nAway"
        return cls.env["client.mail.stray"].create(
            {
                "company_id": cls.company.id,
                "reason": "automatic",
                "received_at": "2026-11-23 01:00:00",
                "sender_name": "Chen Meihua",
                "original": base64.b64encode(mail),
                "answers_id": complaint.id,
            }
        )

    @classmethod
    def _make_visit(cls):
        """A visit by the doer, with an item given to the head, and a work plan."""
        person = [Command.create({"employee_id": cls.technician.id})]
        visit = cls.env["client.visit"].create(
            {"partner_id": cls.client.id, "line_ids": person}
        )
        item = cls.env["client.visit.item"].create(
            {
                "visit_id": visit.id,
                "content": "It is cold",
                "escalated_to_id": cls.engineer.id,
                "deadline": cls._later(9),
            }
        )
        plan = cls.env["client.visit.plan"].create(
            {"name": "Tenants", "date_to": "2099-01-01", "line_ids": person}
        )
        covered = cls.env["client.visit.coverage"].search(
            [("partner_id", "=", cls.client.id)]
        )
        return [visit, visit.line_ids, item, plan, plan.line_ids, covered]

    @classmethod
    def _make_statistics(cls):
        forms = cls.env["client.callback.statistics"]
        month = cls.company._client_today().replace(day=1)
        form = forms.browse(forms.generate(month, cls.engineering.id))
        sources = cls.env["client.callback.statistics.source"]
        source = sources.search([("statistics_id", "=", form.id)], limit=1)
        return [form, form.line_ids[:1], form.open_item_ids[:1], source]

    def _is_mine(self, model):
        return model.startswith("client.")

    def _values(self):
        return {
            "name": "Lifts",
            "draw_id": self.samples["client.callback.draw"].id,
            "origin": "W-9",
            "partner_id": self.client.id,
            "content": "It is cold",
            "callback_id": self.samples["client.callback"].id,
            "department_id": self.engineering.id,
            "requirement": "Repair it",
            "deadline": self._later(),
            "outcome": "reached",
            "severity": "minor",
            "visit_id": self.samples["client.visit"].id,
            "plan_id": self.samples["client.visit.plan"].id,
            "employee_id": self.cleaner.id,
        }

    def _cant_call(self, record, name, role):
        method = getattr(self._as(record, role), name)
        if role == "neighbour" and name == "message_new":  # writes down own ones
            with self.env.cr.savepoint() as before:
                made = method(*ARGUMENTS[name])
                self.assertEqual(made.company_id, self.company2)
                before.rollback()
            return
        own = ARGUMENTS.get(f"{record._name}.{name}")
        arguments = [
            self.samples[value].id if str(value) in MODELS else value
            for value in own or ARGUMENTS.get(name, [])
        ]
        if role == "neighbour" and record._name == "client.service.day":
            with self.env.cr.savepoint() as before:  # enters own ones
                method(*arguments)
                ours = [("company_id", "=", self.company.id)]
                self.assertEqual(record.sudo().search(ours), record)
                before.rollback()
        elif role == "neighbour" and name in ("read_screen", "read_list"):
            self.assertNotIn("Chen Meihua", str(method()), "the list next door")
        elif role in ("leader", "neighbour") and name == "read_month":
            # leadership, and the manager next door: no client, nothing of ours there
            page = str(method())
            self.assertNotIn("Chen Meihua", page)
            if role == "neighbour":
                self.assertNotIn("Engineering", page)
        else:
            self.assertRaises(AccessError, method, *arguments)

    # ------------------------------------------------------------
    # WHO CARRIES OUT, WHO CALLS
    # ------------------------------------------------------------

    def test_who_carries_an_order_out_does_not_change_it(self):
        order = self.samples["client.rectification"]
        for role in ("doer", "head"):
            own = self._as(order, role)
            for values in ({"deadline": self._later(9)}, {"requirement": "Nothing"}):
                with self.subTest(role=role, values=values):
                    self.assertRaises(AccessError, own.write, values)

    def test_the_head_of_a_department_says_who_carries_it_out(self):
        order = self._as(self.samples["client.rectification"], "head")
        order.employee_id = self.engineer
        self.assertEqual(order.sudo().employee_id, self.engineer)

    def test_who_carries_it_out_neither_verifies_nor_reopens(self):
        order = self.samples["client.rectification"]
        self._as(order, "doer").action_done("Replaced")
        for role in ("doer", "head"):
            own = self._as(order, role)
            self.assertRaises(AccessError, own.action_verify)
            self.assertRaises(AccessError, own.action_reopen, "No")
        self._as(order, "service").action_verify()

    def test_a_department_does_not_see_the_orders_of_another(self):
        order = self._order(self.samples["client.complaint"])
        order.department_id = self.cleaning
        self.assertFalse(self._found(self._as(order, "head")))
        cleaner = order.with_user(self.user_cleaner)
        self.assertTrue(self._found(cleaner))

    def test_the_head_calls_where_the_rule_says_so(self):
        """And then sees the complaint, gives orders, and finishes."""
        callback = self._callback(severity="serious")
        self.assertEqual(callback.caller_id, self.user_engineer)
        own = callback.with_user(self.user_engineer)
        own.log_attempt("reached")
        own.write(
            {
                "result": "2",
                "explained_reason": "The part is ordered",
                "next_date": self._later(9),
            }
        )
        self._order(own, department_id=self.cleaning.id, deadline="2098-12-01")
        own.action_finish()
        self.assertEqual(own.state, "finished")
        self.assertTrue(own.complaint_id.content)

    def test_only_a_manager_puts_dates_off(self):
        complaint = self.samples["client.complaint"]
        callback = self._callback()
        late = f"{self._later(9)} 00:00:00"
        for record, name in ((complaint, "deadline"), (callback, "due_at")):
            with self.subTest(name):
                own = record.with_user(self.user_service)
                values = {name: late, "put_off_reason": "No part yet"}
                self.assertRaises(AccessError, own.write, values)
                record.with_user(self.user_manager).write(values)

    def test_leaders_and_strangers_find_nothing(self):
        for role in ("stranger", "leader", "reception"):
            for model in (
                "client.complaint",
                "client.callback",
                "client.rectification",
            ):
                record = self._as(self.samples[model], role)
                with self.subTest(role=role, model=model):
                    self.assertFalse(self._found(record))
                    self.assertRaises(UserError, record.read, ["name"])
