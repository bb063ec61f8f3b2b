from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from ..tools import admission
from .admission_common import as_in, codes_of, examples, standing
from .common import VisitorCommon
from .scan_common import ScanCommon

# What an emergency is asked for at the door, by the family of the condition.
OF_THE_PASS = "pass_"
ASKED = {"wrong_site", "watchlisted"}


@tagged("post_install", "-at_install")
class TestEmergencyConditions(TransactionCase):
    """In an emergency admission asks for pass, site and watchlist, and nothing else."""

    def test_each_condition_says_what_becomes_of_it(self):
        for condition, example in examples():
            facts = as_in(standing(), condition, example)
            facts = facts.but(visit={"emergency": True})
            asked = condition.family == OF_THE_PASS or condition.code in ASKED
            # at a desk it is no question: one is not entered twice
            asked |= condition.code == "already_inside" and facts.gate.by_hand
            with self.subTest(condition.code, **example):
                self.assertEqual(codes_of(facts), [condition.code] if asked else [])
                owed = [each.code for each in admission.owed(facts)]
                later = condition.in_emergency == "later"
                self.assertEqual(owed, [condition.code] if later else [])
                self.assertFalse(asked and later)

    def test_what_is_set_aside_is_not_owed(self):
        facts = standing(papers={"id_required": True}, visit={"emergency": True})
        self.assertTrue(admission.owed(facts))
        self.assertFalse(admission.owed(facts.but(waived=frozenset(admission.ORDER))))

    def test_other_visits_owe_nothing_later(self):
        self.assertFalse(admission.owed(standing(papers={"id_required": True})))

    def test_a_condition_without_a_word_on_it_is_not_loaded(self):
        family = admission.Family(
            "odd", type(admission.FAMILIES["names"].facts()), {"each_by_name": "FALSE"}
        )
        with self.assertRaises(TypeError):
            family.condition("odd_missing", unmet_by=({},))
        with self.assertRaises(ValueError):
            family.condition("odd_missing", unmet_by=({},), in_emergency="perhaps")


@tagged("post_install", "-at_install")
class TestEmergency(VisitorCommon):
    """The fire brigade comes in at once; what is missing is completed later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.type_security
        cls.kind.write({"id_required": True, "photo_required": True})

    def _visits(self, user):
        return self.env["visitor.visit"].with_user(user)

    def _values(self, **values):
        return {
            "type_id": self.kind.id,
            "site_id": self.site.id,
            "emergency": True,
            "emergency_reason": "Smoke in the plant room",
            "registration_ids": [
                fields.Command.create({"name": "Fire brigade", "headcount": 6})
            ],
            **values,
        }

    def _emergency(self, **values):
        return self._visits(self.user_reception).create(self._values(**values))

    def _walk_in(self, user=None, **values):
        people = self.env["visitor.registration"].with_user(user or self.user_reception)
        return people.register_walk_in(
            {
                "type_id": self.kind.id,
                "site_id": self.site.id,
                "emergency": True,
                "emergency_reason": "Smoke in the plant room",
                **values,
            },
            check_in=True,
        )

    def _job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["visitor.visit"]._cron_emergency()

    # ------------------------------------------------------------
    # WHO, WHEN
    # ------------------------------------------------------------

    def test_it_is_approved_at_once_whoever_approves_the_kind(self):
        visit = self._emergency()
        self.assertEqual(visit.state, "approved")
        self.assertFalse(visit.host_id, "they come to the house")
        self.assertEqual(visit.registration_ids.pass_ids.mapped("state"), ["ready"])

    def test_reception_lets_them_in_by_one_call(self):
        answer = self._walk_in()
        self.assertEqual(answer["check_in"]["status"], "granted")
        person = self.env["visitor.registration"].browse(answer["registration_id"])
        self.assertEqual(person.state, "inside")
        self.assertEqual(person.visit_id.state, "in_progress")
        self.assertEqual(person.name, "Without names", "names come later")
        again = person.with_user(self.user_reception).check_in()
        self.assertEqual(again["reasons"][0]["code"], "already_inside")

    def test_there_is_a_reason(self):
        for reason in ("", False, " ", "\u200b"):
            with self.assertRaises(UserError):
                self._emergency(emergency_reason=reason)
            with self.assertRaises(UserError):
                self._walk_in(emergency_reason=reason)

    def test_nobody_else_says_so(self):
        for user in (self.user_host, self.user_host2):
            with self.assertRaises(AccessError):
                self._visits(user).create(self._values())
            with self.assertRaises(AccessError):
                self._visits(user).sudo().create(self._values())
            by_default = self._visits(user).with_context(
                default_emergency=True, default_emergency_reason="Fire"
            )
            with self.assertRaises(AccessError):
                by_default.create({"type_id": self.kind.id, "site_id": self.site.id})
            with self.assertRaises(AccessError):
                self._walk_in(user=user)
            answer = self._visits(user).load(
                ["purpose", "site_id/.id", "type_id/.id"]
                + ["emergency", "emergency_reason"],
                [["Fire", str(self.site.id), str(self.kind.id), "True", "Fire"]],
            )
            self.assertFalse(answer["ids"])

    def test_never_later(self):
        visit = self._visit()
        for user in (self.user_host, self.user_reception, self.user_admin):
            for vals in ({"emergency": True}, {"emergency_reason": "Fire"}):
                with self.assertRaises(UserError):
                    visit.with_user(user).write(vals)
        with self.assertRaises(UserError):
            visit.sudo().emergency = True
        emergency = self._emergency()
        with self.assertRaises(UserError):
            emergency.emergency = False
        self.assertFalse(emergency.copy().emergency)

    def test_a_reason_alone_makes_none(self):
        with self.assertRaises(UserError):
            self._emergency(emergency=False)

    def test_the_form_and_the_door_say_the_same(self):
        """What will be missing at the door is what the desk and the gates ask."""
        soon = fields.Datetime.now() + timedelta(hours=1)
        times = {"start": soon, "stop": soon + timedelta(hours=1)}
        usual = self._emergency(**times, emergency=False, emergency_reason=False)
        usual.host_id = self.employee
        self.assertIn("identity_missing", usual.ahead_codes)
        visit = self._emergency(**times)
        self.assertFalse(visit.ahead_codes)
        self.assertFalse(visit.registration_ids.blocker_codes)

    def test_more_of_them_come(self):
        visit = self._emergency()
        visit.write(
            {"registration_ids": [fields.Command.create({"name": "Ambulance"})]}
        )
        self.assertEqual(visit.state, "approved")
        self.assertEqual(
            set(visit.registration_ids.pass_ids.mapped("state")), {"ready"}
        )

    # ------------------------------------------------------------
    # WHAT IS OWED
    # ------------------------------------------------------------

    def _owing(self):
        domain = [("emergency_owing", "=", True)]
        return self._visits(self.user_reception).search(domain)

    def test_the_rest_is_due_as_the_company_says(self):
        self.site.company_id.visitor_emergency_hours = 8
        with freeze_time("2026-11-24 04:00:00"):
            visit = self._emergency()
        self.assertEqual(
            visit.emergency_due_at, fields.Datetime.to_datetime("2026-11-24 12:00:00")
        )

    def test_what_is_owed_is_listed_until_it_is_there(self):
        person = self.env["visitor.registration"].browse(
            self._walk_in(name="Li Na")["registration_id"]
        )
        person = person.with_user(self.user_reception)
        visit = person.visit_id
        self.assertIn(visit, self._owing())
        self.assertIn("Li Na", visit.emergency_owes)
        self.assertIn("Identity", visit.emergency_owes)
        person.check_out()
        self.assertIn(visit, self._owing(), "who has left owes it all the same")
        person.set_identity("other", "A123456")
        visit.invalidate_recordset()
        self.assertNotIn("Identity", visit.emergency_owes)
        person.waive("photo_missing", "Took no photo of the brigade")
        visit.invalidate_recordset()
        self.assertNotIn(visit, self._owing())
        self._job()
        self.assertTrue(visit.emergency_settled_at)
        self.assertFalse(visit.emergency_told_at, "it was in time")

    def test_who_never_came_owes_nothing(self):
        visit = self._emergency()
        self.assertIn(visit, self._owing())
        visit.action_cancel("False alarm")
        self.assertNotIn(visit, self._owing())

    def test_somebody_is_told_once(self):
        self._walk_in()
        visit = self._owing()
        now = visit.emergency_due_at
        with freeze_time(now - timedelta(minutes=1)):
            self._job()
        self.assertFalse(visit.emergency_told_at)
        mails = self.env["mail.message"].sudo()
        domain = [("model", "=", "visitor.visit"), ("res_id", "=", visit.id)]
        before = mails.search_count(domain)
        with freeze_time(now + timedelta(minutes=1)):
            self._job()
            told = mails.search_count(domain)
            self.assertGreater(told, before)
            self._job()
            self.assertEqual(mails.search_count(domain), told)

    def test_security_gives_up_what_cannot_be_had(self):
        self._walk_in()
        visit = self._owing()
        with self.assertRaises(AccessError):
            visit.action_close_emergency("They are gone")
        of_security = visit.with_user(self.user_security)
        with self.assertRaises(UserError):
            of_security.action_close_emergency(" ")
        of_security.action_close_emergency("They are gone")
        self.assertFalse(self._owing())
        with self.assertRaises(UserError):
            of_security.action_close_emergency("Again")

    def test_the_list_costs_the_same_for_many(self):
        def look():
            self.env.invalidate_all()
            self._owing().mapped("emergency_owes")

        self._walk_in()
        look()
        few = self._count_queries(look)
        for _i in range(5):
            self._walk_in()
        self.assertEqual(self._count_queries(look), few)


@tagged("post_install", "-at_install")
class TestEmergencyAtTheGate(ScanCommon):
    """A gate says what the desk says: also of a door that nobody opened for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.type_security
        cls.kind.write(
            {"id_required": True, "photo_required": True, "escort_required": True}
        )
        closed = cls.env["resource.calendar"].create(
            {"name": "Never", "attendance_ids": [], "company_id": cls.company.id}
        )
        closed.attendance_ids = [
            fields.Command.create(
                {
                    "name": "One minute",
                    "dayofweek": "6",
                    "hour_from": 3,
                    "hour_to": 3.02,
                }
            )
        ]
        cls.site.write({"resource_calendar_id": closed.id, "capacity": 1})

    def _people(self, **values):
        now = fields.Datetime.now()
        visit = self.env["visitor.visit"].with_user(self.user_security)
        return visit.create(
            {
                "type_id": self.kind.id,
                "site_id": self.site.id,
                "host_id": self.employee.id,
                "start": now + timedelta(minutes=5),
                "stop": now + timedelta(hours=1),
                "registration_ids": [
                    fields.Command.create({"name": "Fire brigade", "headcount": 6})
                ],
                **values,
            }
        ).registration_ids

    def test_they_pass_where_others_are_stopped(self):
        emergency = self._people(emergency=True, emergency_reason="Smoke")
        others = self._people()
        others.visit_id.action_submit()
        codes = {
            gate: [
                self._scan(person, gate=gate)["reason"]
                for person in (emergency, others)
            ]
            for gate in (self.gate, self.gate_lab)
        }
        self.assertEqual([each[0] for each in codes.values()], ["", ""])
        self.assertTrue(all(each[1] for each in codes.values()))
        self.assertEqual(emergency.state, "inside")
        self.assertFalse(emergency.blocker_codes)

    def test_the_pass_and_its_site_are_asked_for(self):
        emergency = self._people(emergency=True, emergency_reason="Smoke")
        other = self.env["visitor.site"].create({"name": "Elsewhere", "tz": "UTC"})
        gate = self.env["visitor.gate"].create({"name": "There", "site_id": other.id})
        self.assertEqual(self._scan(emergency, gate=gate)["reason"], "wrong_site")
        emergency.pass_ids.revoke("Stolen")
        self.assertEqual(self._scan(emergency)["reason"], "pass_revoked")
