"""What somebody tries who wants around the rules of safety: none of it works."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GROUP
from .escort_common import HOUR, EscortCommon
from .policy_common import PolicyCommon
from .training_common import TrainingCommon, make_training


@tagged("post_install", "-at_install")
class TestEscortsTried(EscortCommon):
    def test_a_coordinator_reads_no_visit_that_needs_no_escort(self):
        """Not by its number either, of the own company or of another."""
        plain = self._visit(names=("Secret Guest",), partner_id=self._firm().id)
        plain.action_submit()
        guided = self._guided(("Other Guest",))
        stranger = self._user("hr_elsewhere", f"{GROUP}visitor_escort")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger.write(
            {"company_ids": [Command.set(elsewhere.ids)], "company_id": elsewhere.id}
        )
        names = ["visitors", "organization", "languages", "area_names", "host_name"]
        for user, visit in ((self.user_hr, plain), (stranger, guided)):
            needs = self.env["visitor.escort.need"].with_user(user)
            with self.subTest(user.name):
                self.env.invalidate_all()
                try:
                    told = needs.browse(visit.id).read([*names, "guests"])
                except AccessError:
                    continue
                self.assertFalse([row[n] for row in told for n in names if row[n]])
        mine = self.env["visitor.escort.need"].with_user(self.user_hr)
        self.assertEqual(mine.browse(guided.id).visitors, "Other Guest")

    def _firm(self):
        return self.env["res.partner"].create({"name": "Firm", "is_company": True})

    def test_who_makes_an_employee_does_not_mark_an_escort(self):
        officer = self._user("officer", "hr.group_hr_user")
        employees = self.env["hr.employee"].with_user(officer)
        with self.assertRaises(AccessError):
            employees.create({"name": "Gina Ghost", "may_escort": True})
        told = employees.load(["name", "may_escort"], [["Gina Ghost", "True"]])
        self.assertFalse(told["ids"])
        self.env["ir.default"].set("hr.employee", "may_escort", True, officer.id)
        for context in ({"default_may_escort": True}, {}):
            made = employees.with_context(**context).create({"name": "Gina Ghost"})
            self.assertFalse(made.may_escort)

    def test_a_training_for_escorts_counts_while_the_visitors_are_here(self):
        """Not only on the day on which somebody is asked."""
        training = make_training(self.env, "Escorts", quiz=False, for_escorts=True)
        training.validity_months = 1
        training._take_as(self.anna, False, "en_US")
        later = fields.Datetime.now() + timedelta(days=60)
        visit = self._guided(start=later, stop=later + HOUR)
        for ask in (
            lambda: self._asked(visit),
            lambda: self.board.assign(visit.id, self.anna.id, True),
        ):
            with self.assertRaises(UserError) as refused:  # rolled back, as of a call
                ask()
            self.assertIn("ends before", str(refused.exception))
        proposed = self.board.open_need(visit.id)["choices"]
        self.assertNotIn(self.anna.id, [each["employee_id"] for each in proposed])
        training.validity_months = 12
        training._take_as(self.anna, False, "en_US")
        self.assertEqual(self._accepted(visit).state, "accepted")

    def test_nobody_has_accepted_a_time_that_was_not_asked(self):
        escort = self._accepted(self._guided())
        mine = escort.with_user(self.user_hr)
        start, stop = escort.start, escort.stop
        for values in (
            {"start": start - HOUR},
            {"stop": stop + timedelta(days=3)},
            {"start": start + timedelta(days=3), "stop": stop + timedelta(days=3)},
        ):
            with self.assertRaisesRegex(UserError, "has accepted"):
                mine.write(values)
        mine.write({"stop": stop - HOUR / 2})
        self.assertEqual((escort.start, escort.stop), (start, stop - HOUR / 2))


@tagged("post_install", "-at_install")
class TestTrainingTried(TrainingCommon):
    def test_nobody_passes_a_quiz_without_answering(self):
        employee = self._employee("Rita Reception", self.user_reception)
        training = self._training("Desk", for_reception=True)
        mine = self.env["visitor.my.training"].with_user(self.user_reception)
        for nothing in (False, None, []):
            self.assertFalse(mine.hand_in(training.id, nothing)["passed"], nothing)
        missing = training._missing_of_staff(employee, "for_reception")
        self.assertEqual(missing[employee], training)

    def test_without_a_quiz_reading_it_is_enough(self):
        employee = self._employee("Rita Reception", self.user_reception)
        training = self._training("Desk", quiz=False, for_reception=True)
        mine = self.env["visitor.my.training"].with_user(self.user_reception)
        for nothing in (False, None, []):
            self.assertTrue(mine.hand_in(training.id, nothing)["passed"], nothing)
        missing = training._missing_of_staff(employee, "for_reception")
        self.assertFalse(missing[employee])

    def test_a_training_is_of_the_name_that_took_it(self):
        """Who comes under another name has not taken it, and has no certificate."""
        training = self._training(attempts=2)
        self.type_open.induction_ids = training
        person = self._comes("Zhang Wei", phone="+86 139 0000 0001")
        person.record_induction(training.id)
        self.assertFalse(self._missing(person))
        person.name = "Li Na"
        self.assertTrue(self._missing(person))
        record = training.record_ids
        self.assertEqual(record.person, "Zhang Wei")
        self.assertEqual(record._verified()["person"], "Z**** W**")
        person.name = "Zhang Wei"
        self.assertFalse(self._missing(person))

    def test_who_names_a_training_is_held_to_what_it_is_held_to(self):
        """A draft may have a question without an answer; nobody is asked to take it."""
        draft = self._training()
        draft.question_ids = [Command.create({"text": "What is next?"})]
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        other = self._training("Theirs", company_id=elsewhere.id)
        area = self.env["visitor.area"].create(
            {"name": "Plant", "site_id": self.site.id}
        )
        for place in (self.site, area, self.type_open):
            for training in (draft, other):
                with self.subTest(place._name, training=training.name):
                    if place._name == "visitor.visit.type" and training == other:
                        place.company_id = self.env.company
                    with self.assertRaises(ValidationError):
                        place.induction_ids = [Command.link(training.id)]

    def test_a_language_that_was_taken_away_keeps_nobody_out(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        training = self._training()
        self.type_open.induction_ids = training
        person = self._comes("Zhang Wei")
        person.sudo().lang = "fr_FR"
        self.env["res.lang"].search([("code", "=", "fr_FR")]).active = False
        for answers in (False, self._answers(training)):
            self.assertTrue(person.record_induction(training.id, answers)["passed"])
        self.assertEqual(set(training.record_ids.mapped("lang")), {"en_US"})

    def test_a_guard_takes_what_a_site_of_another_company_asks(self):
        """Who is told to take a training finds it, wherever employed."""
        other = self.env["res.company"].create({"name": "Neighbour"})
        self._employee("Rita Reception", self.user_reception)
        self.user_reception.company_ids |= other
        training = self._training(
            "Neighbour's desk", for_reception=True, company_id=other.id
        )
        mine = self.env["visitor.my.training"].with_user(self.user_reception)
        asked = [each["id"] for each in mine.read_mine()["trainings"]]
        self.assertIn(training.id, asked)
        mine.hand_in(training.id, self._answers(training))
        site = self.env["visitor.site"].create(
            {
                "name": "Annex",
                "company_id": other.id,
                "tz": "UTC",
                "staff_training_required": True,
                "staff_training_grace": 0,
            }
        )
        site.with_user(self.user_reception)._check_staff_trained()

    def test_another_name_makes_no_more_attempts(self):
        training = self._training(attempts=2)
        self.type_open.induction_ids = training
        person = self._comes("Zhang Wei")
        for name in ("Zhang Wei", "Zhang Wei 2"):
            person.name = name
            person.record_induction(training.id, self._answers(training, 2))
        person.name = "Zhang Wei 3"
        with self.assertRaisesRegex(UserError, "used up"):
            person.record_induction(training.id, self._answers(training))


@tagged("post_install", "-at_install")
class TestRulesTried(PolicyCommon):
    def test_nothing_is_hidden_in_the_text_that_is_accepted(self):
        for style in (
            "background-image:url(http://example.com/a.png)",
            "display: none",
            "opacity:0",
            "font-size:0",
            "font-size: 0px; color: red",
        ):
            policy = self._policy(
                False, body=f'<p>No fire.</p><p style="{style}">x</p>'
            )
            with self.subTest(style), self.assertRaisesRegex(UserError, "hidden"):
                policy.action_publish()
        styled = '<p style="font-size:0.9em;text-align:center;color:red">No fire.</p>'
        self.assertTrue(self._policy(body=styled).in_force)

    def test_a_firm_is_nobody_who_accepted_once_for_all(self):
        """A visitor is linked to a person: what a firm's contact has read, its other
        people have not."""
        self._asked(self._policy())
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        visit = self._visit(names=())
        with self.assertRaisesRegex(ValidationError, "person"):
            visit.registration_ids = [
                Command.create({"name": "Zhang Wei", "partner_id": firm.id})
            ]
        person = self._registration().with_user(self.user_reception)
        with self.assertRaisesRegex(ValidationError, "person"):
            person.link_contact(firm.id)

    def test_what_is_no_name_and_no_text_is_refused_with_a_sentence(self):
        visit = self._visit(names=(), headcount=5).with_user(self.user_reception)
        for nonsense in ("abc", [None], [{"name": "x"}], 5, False, ["  "]):
            with self.subTest(names=nonsense):
                with self.assertRaisesRegex(UserError, "one name on each line"):
                    visit.name_people(nonsense)
        person = self._registration().with_user(self.user_reception)
        for nonsense in ("x", None, [1], True, 10**12):
            with self.subTest(policy=nonsense):
                with self.assertRaisesRegex(UserError, "not asked"):
                    person.accept_policy(nonsense)
