"""What safety asks of visitors: refused everywhere alike, met or waived, counted."""

from odoo import Command
from odoo.tests import tagged

from ..tools import admission
from .common import GROUP
from .training_common import make_training
from .watchlist_common import WatchlistCommon

# Conditions that have nothing to do with safety on site, each with tests of its own.
OTHERS = {
    *("pass_lost", "pass_revoked", "pass_returned", "pass_expired"),
    *("pass_not_yet_valid", "wrong_site", "already_inside", "not_approved"),
    *("not_checked_in", "outside_hours", "area_not_allowed", "identity_missing"),
    *("identity_expired", "photo_missing", "signature_missing", "capacity_full"),
}


@tagged("post_install", "-at_install")
class TestSafetyConditions(WatchlistCommon):
    """One visitor for each, at the desk and at a gate that checks in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.checks_in = True
        cls.user_hr = cls._user("hr_escorts", f"{GROUP}visitor_escort")
        cls.asked = {
            code.removeprefix("_asks_"): getattr(cls, code)
            for code in dir(cls)
            if code.startswith("_asks_")
        }

    # ------------------------------------------------------------
    # Each asks for something, and answers what lets the person in
    # ------------------------------------------------------------

    def _asks_watchlisted(self):
        self._entry(name="Zhang Wei")
        person = self._registration()
        return person, lambda: self._hits(person).action_clear("Another Zhang Wei")

    def _asks_names_missing(self):
        self.type_open.sudo().each_by_name = True
        leader = self._registration()
        leader.headcount = 3

        def name():
            return leader.visit_id.name_people(["Li Na", "Wu Di"], leader_id=leader.id)

        return leader, name

    def _asks_policy_missing(self):
        policies = self.env["visitor.policy"].with_user(self.user_admin)
        policy = policies.create(
            {"name": "Rules of the House", "kind": "conduct", "body": "<p>Walk.</p>"}
        )
        policy.action_publish()
        self.type_open.sudo().policy_ids = policy
        person = self._registration()
        return person, lambda: person.accept_policy(policy.id)

    def _asks_induction_missing(self):
        training = make_training(self.env)
        self.type_open.sudo().induction_ids = training
        person = self._registration()
        return person, lambda: person.record_induction(training.id)

    def _asks_permit_missing(self):
        self.type_open.sudo().permit_required = True
        person = self._registration()
        permits = self.env["visitor.permit"].with_user(self.user_reception)
        permit = permits.create(
            {
                "site_id": self.site.id,
                "works": "Paint a wall",
                "start": person.visit_id.start,
                "stop": person.visit_id.stop,
                "worker_ids": [
                    Command.create({"name": "A", "registration_id": person.id})
                ],
            }
        )
        permit.action_submit()
        return person, lambda: permit.with_user(self.user_security).action_approve()

    def _asks_escort_missing(self):
        self.type_open.sudo().escort_required = True
        person = self._registration()
        guide = self._user("guide", "base.group_user")
        employee = self._employee("Anna Guide", guide)
        employee.with_user(self.user_hr).set_may_escort(True)
        escorts = self.env["visitor.escort"].with_user(self.user_hr)
        escort = escorts.create(
            {"visit_id": person.visit_id.id, "employee_id": employee.id}
        )
        return person, lambda: escort.with_user(guide).action_accept()

    # ------------------------------------------------------------
    # What must hold of each
    # ------------------------------------------------------------

    def _each(self):
        for code, ask in self.asked.items():
            with self.subTest(code), self.env.cr.savepoint() as savepoint:
                person, meet = ask(self)
                yield code, person.with_user(self.user_reception), meet
                savepoint.rollback()
            self.env.invalidate_all()

    def test_every_condition_of_safety_is_tried_here(self):
        self.assertEqual(self.asked.keys(), set(admission.ORDER) - OTHERS)

    def test_refused_at_the_desk_and_at_the_gate(self):
        for code, person, _meet in self._each():
            answer = person.check_in()
            self.assertEqual(answer["status"], "denied")
            self.assertEqual([each["code"] for each in answer["reasons"]], [code])
            self.assertEqual(self._scan(person)["reason"], code)
            self.assertEqual(person.state, "expected")

    def test_let_in_at_the_desk_when_it_is_met(self):
        for _code, person, meet in self._each():
            meet()
            self.assertEqual(person.check_in()["status"], "granted")

    def test_let_in_at_the_gate_when_it_is_met(self):
        for _code, person, meet in self._each():
            meet()
            self.assertEqual(self._scan(person)["status"], "granted")

    def test_let_in_when_security_waives_it(self):
        for code, person, _meet in self._each():
            if admission.waiver_of(code):
                person.with_user(self.user_security).waive(code, "The director asked")
                self.assertEqual(person.check_in()["status"], "granted")
                self.assertEqual(self._scan(person)["status"], "granted")

    def test_leaving_is_never_refused(self):
        for _code, person, meet in self._each():
            meet()
            person.check_in()
            for ask in self.asked.values():  # and whatever is asked for meanwhile
                ask(self)
            self.assertEqual(self._scan(person, "out")["status"], "granted")
            person.check_out()
            self.assertEqual(person.state, "left")

    def test_what_was_refused_and_waived_stands_in_the_review(self):
        refused, waived = {}, {}
        for ask in self.asked.values():
            ask(self)
        person = self._registration()
        person.headcount = 2
        meets = {
            "names_missing": lambda: person.write({"headcount": 1}),
            "policy_missing": lambda: [
                person.accept_policy(each.id) for each in self.type_open.policy_ids
            ],
        }
        for _code in self.asked:
            # one after the other, as the first one is answered
            first = person.check_in()["reasons"][0]["code"]
            self.assertEqual(self._scan(person)["reason"], first)
            refused[first] = 2
            if admission.waiver_of(first):
                person.with_user(self.user_security).waive(first, "The director asked")
                waived[first] = 1
            else:
                meets[first]()
        self.assertEqual(person.check_in()["status"], "granted")
        self.assertEqual(refused.keys(), self.asked.keys())
        month = self.site._today().replace(day=1)
        reviews = self.env["visitor.review"].with_user(self.user_security)
        review = reviews.browse(reviews.generate(month, self.site.id))
        for kind, counted in (("refused", refused), ("waived", waived)):
            lines = review.line_ids.filtered(lambda line, kind=kind: line.kind == kind)
            figures = {line.code: line.count for line in lines if line.count}
            self.assertEqual(figures, counted)
