from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .client_common import ClientCommon


@tagged("post_install", "-at_install")
class TestClientContact(ClientCommon):
    """What joins reception and client relations: hint, house, timeline."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create(
            {"name": "Sun Li", "parent_id": cls.client2.id}
        )
        cls.manager.work_phone = "+86 21 5550 1200"

    def _comes(self, **values):
        """A visitor of the firm who is checked in."""
        return self._inside(**{"partner_id": self.client2.id, **values})

    # ------------------------------------------------------------
    # HINT
    # ------------------------------------------------------------

    def test_reception_hears_of_an_open_major_complaint(self):
        complaint = self._complaint(
            partner_id=self.person.id, severity="major", content="Flooded, secret"
        )
        someone = self._registration(partner_id=self.client2.id)
        known = self._registration()
        known.sudo().partner_id = self.person
        stranger = self._registration()
        for record in (someone, known, someone.visit_id, known.visit_id):
            hint = record.with_user(self.user_reception).client_hint
            self.assertIn(complaint.name, hint)
            self.assertIn("Grace Okafor", hint)
            self.assertIn("+86 21 5550 1200", hint)
            self.assertNotIn("Flooded", hint)
        self.assertFalse(stranger.client_hint)
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        self.assertEqual(screen.open_person(known.id)["client_hint"], hint)
        self.assertEqual(screen.open_person(stranger.id)["client_hint"], "")
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_reception).read(["content"])
        complaint.action_accept()
        complaint.action_handled()
        someone.invalidate_recordset()
        self.assertFalse(someone.client_hint, "handled")

    def test_hosts_and_other_companies_hear_nothing(self):
        self._complaint(partner_id=self.client2.id, severity="major")
        visit = self._visit(partner_id=self.client2.id)
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host).read(["client_hint"])
        self._other_company()
        there = (
            self.env["visitor.visit"]
            .with_user(self.user_reception2)
            .create(
                {
                    "type_id": self.type_open.id,
                    "site_id": self.site2.id,
                    "host_id": self.employee_next_door.id,
                    "partner_id": self.client2.id,
                    "start": fields.Datetime.now(),
                    "stop": fields.Datetime.now() + timedelta(hours=1),
                }
            )
        )
        self.assertFalse(there.client_hint)

    def test_a_lesser_complaint_is_nobody_elses_business(self):
        self._complaint(partner_id=self.client2.id, severity="serious")
        person = self._registration(partner_id=self.client2.id)
        self.assertFalse(person.client_hint)

    def test_hints_of_many_take_as_many_queries_as_of_one(self):
        self._complaint(partner_id=self.client2.id, severity="major")
        people = self.env["visitor.registration"].union(
            *(self._registration(partner_id=self.client2.id) for _ in range(6))
        )
        counts = [
            self._count_queries(lambda few=people[:n]: few.mapped("client_hint"))
            for n in (1, 6)
        ]
        self.assertEqual(*counts)

    # ------------------------------------------------------------
    # IN THE HOUSE
    # ------------------------------------------------------------

    def test_customer_service_sees_who_is_in_the_house(self):
        person = self._comes(names=("Ann Bell",))
        self._inside(names=("A Stranger",))
        complaint = self._complaint(partner_id=self.person.id, severity="major")
        inside = self.env["client.inside"].with_user(self.user_service)
        line = inside.search([("partner_id", "=", self.client2.id)])
        self.assertEqual(line.name, "Ann Bell")
        self.assertEqual(line.host_name, "Anita Oliver")
        self.assertEqual(line.in_at, person.stay_ids.in_at)
        self.assertEqual((line.complaint_count, line.major), (1, True))
        self.assertEqual(line.callback_count, 0)
        self.assertFalse(inside.search([("name", "=", "A Stranger")]))
        complaint.action_accept()
        complaint.action_handled()
        self._put(complaint.callback_ids, due_at=fields.Datetime.now())
        line.invalidate_recordset()
        self.assertEqual((line.complaint_count, line.callback_count), (0, 1))
        action = line.action_timeline()
        self.assertEqual(action["domain"], [("client_id", "=", self.client2.id)])
        person.check_out()
        self.assertFalse(inside.search([("partner_id", "=", self.client2.id)]))

    def test_it_tells_no_more_than_that(self):
        person = self._comes(names=("Ann Bell",))
        person.write({"phone": "138 0000 1111", "vehicle_plate": "SH-A12345"})
        inside = self.env["client.inside"].with_user(self.user_service)
        line = inside.search([("partner_id", "=", self.client2.id)])
        told = str(line.read())
        for secret in ("138 0000 1111", "SH-A12345"):
            self.assertNotIn(secret, told)
        with self.assertRaises(AccessError):
            person.with_user(self.user_service).read(["phone"])
        for user in (self.user_host, self.user_reception, self.user_leader):
            with self.assertRaises(AccessError):
                inside.with_user(user).search([])
        self._other_company()
        self.user_service2.write(
            {
                "company_ids": [(6, 0, self.company2.ids)],
                "company_id": self.company2.id,
            }
        )
        self.assertFalse(inside.with_user(self.user_service2).search([]))

    # ------------------------------------------------------------
    # TIMELINE
    # ------------------------------------------------------------

    def _timeline(self, user):
        lines = self.env["client.timeline"].with_user(user)
        return lines.search([("client_id", "=", self.client2.id)])

    def _read_timeline(self):
        self._timeline(self.user_service).mapped("status")

    def _life(self):
        self._visit(partner_id=self.client2.id, purpose="Contract")
        self.env["client.visit"].with_user(self.user_service).create(
            {"partner_id": self.client2.id, "purpose": "Quarterly"}
        )
        callback = self._callback(partner_id=self.person.id)
        self._order(callback)
        callback.log_attempt("reached")
        callback.write({"result": "4", "client_words": "Better"})
        return callback

    def test_everything_between_us_and_a_client_is_in_one_line(self):
        callback = self._life()
        kinds = self._timeline(self.user_manager).mapped("kind")
        self.assertEqual(sorted(kinds), ["callback", "complaint", "order", "our_visit"])
        line = self._timeline(self.user_service).filtered(
            lambda each: each.kind == "callback"
        )
        self.assertEqual((line.result, line.summary), (4, "Better"))
        self.assertEqual(line.status, "Reached")
        self.assertEqual(line.action_open()["res_id"], callback.id)

    def test_each_reader_sees_what_its_own_rights_let_it_see(self):
        self._life()
        self.assertEqual(
            self._timeline(self.user_reception).mapped("kind"), ["visit_to_us"]
        )
        both = self.env["res.users"].browse(self.user_service2.id)
        both.group_ids += self.env.ref("visitor_management.group_visitor_reception")
        self.assertEqual(len(self._timeline(both)), 5)
        for user in (self.user_host, self.user_leader):
            with self.assertRaises(AccessError):
                self._timeline(user)
        self._other_company()
        self.assertFalse(self._timeline(self.user_reception2))

    def test_satisfaction_over_time_is_the_mean_of_the_answers(self):
        self._life()
        self._complaint(partner_id=self.client2.id)
        groups = (
            self.env["client.timeline"]
            .with_user(self.user_service)
            ._read_group(
                [("client_id", "=", self.client2.id)], ["at:month"], ["result:avg"]
            )
        )
        self.assertEqual([mean for _month, mean in groups if mean], [4])
        firm = self.client2.with_user(self.user_service)
        self.assertEqual(firm.client_satisfaction, 4)
        action = firm.action_client_satisfaction()
        rated = self.env["client.timeline"].search(action["domain"])
        self.assertEqual(rated.mapped("satisfaction"), ["4"])

    def test_many_take_as_many_queries_as_few(self):
        self._life()
        few = self._count_queries(self._read_timeline)
        for _ in range(4):
            self._life()
        many = self._count_queries(self._read_timeline)
        self.assertEqual(few, many)

    def test_the_contact_shows_how_many_there_are(self):
        callback = self._life()
        firm = self.client2.with_user(self.user_service)
        self.assertEqual(
            (firm.client_complaint_count, firm.client_callback_count), (1, 1)
        )
        person = self.person.with_user(self.user_service)
        self.assertEqual(person.client_complaint_count, 1, "of the firm")
        action = person.action_client_callbacks()
        found = self.env["client.callback"].search(action["domain"])
        self.assertEqual(found, callback)
        with self.assertRaises(AccessError):
            self.client2.with_user(self.user_host).read(["client_complaint_count"])
