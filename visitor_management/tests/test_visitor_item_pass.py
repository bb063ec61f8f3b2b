"""Exit passes: who lets things go, and what happens at the exit when they differ."""

import json
import uuid
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .scan_common import ScanCommon, ScanHttpCommon


class ItemPassCommon(ScanCommon):
    def _item_pass(self, person=None, names=("Chair", "Screen"), **values):
        passes = self.env["visitor.item.pass"].with_user(self.user_reception)
        return passes.create(
            {
                "registration_id": person.id if person else False,
                "site_id": self.site.id,
                "line_ids": [
                    Command.create({"name": name, "quantity": number})
                    for number, name in enumerate(names, 1)
                ],
                **values,
            }
        )

    def _approved(self, person=None, **values):
        item_pass = self._item_pass(person, **values)
        item_pass.with_user(self.user_security).action_approve()
        self.env.invalidate_all()
        return item_pass


@tagged("post_install", "-at_install")
class TestApproval(ItemPassCommon):
    def _refuses(self, user, item_pass):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            item_pass.with_user(user).action_approve()
        self.env.invalidate_all()
        self.assertEqual(item_pass.sudo().state, "draft")

    def test_it_has_a_number_and_is_of_today(self):
        item_pass = self._item_pass(self._inside())
        self.assertRegex(item_pass.name, r"^EP/\d{4}/\d{5}$")
        self.assertEqual(item_pass.valid_on, self.site._today())
        self.assertEqual(item_pass.state, "draft")

    def test_the_host_approves(self):
        item_pass = self._item_pass(self._inside())
        self._refuses(self.user_host2, item_pass)
        self._refuses(self.user_reception, item_pass)
        item_pass.with_user(self.user_host).action_approve()
        self.assertEqual((item_pass.state, item_pass.approved_as), ("approved", "host"))
        self.assertEqual(item_pass.approved_by_id, self.user_host.partner_id)

    def test_the_head_of_the_department_approves(self):
        department = self.env["hr.department"].create(
            {"name": "Sales", "manager_id": self.employee2.id}
        )
        item_pass = self._item_pass(plate="沪A·12345", department_id=department.id)
        item_pass.with_user(self.user_host2).action_approve()
        self.assertEqual(item_pass.approved_as, "head")

    def test_an_occupant_of_the_unit_approves(self):
        self._resident()
        self.unit.partner_ids = [Command.link(self.user_host2.partner_id.id)]
        item_pass = self._item_pass(
            carrier="Movers Ltd", unit_id=self.unit.id, kind="moving"
        )
        self._refuses(self.user_host, item_pass)
        item_pass.with_user(self.user_host2).action_approve()
        self.assertEqual(item_pass.approved_as, "occupant")

    def test_reception_writes_down_whom_it_asked(self):
        self._resident()
        item_pass = self._item_pass(carrier="Movers Ltd", unit_id=self.unit.id)
        with self.assertRaisesRegex(UserError, "who was asked"):
            item_pass.action_approve("phone", self.user_host.partner_id.id)
        item_pass.action_approve("phone", self.resident.id)
        self.assertEqual(item_pass.approved_by_id, self.resident)
        self.assertEqual(
            (item_pass.approved_as, item_pass.channel), ("occupant", "phone")
        )

    def test_never_the_carrier(self):
        """Whatever else they are: occupant, host or security."""
        self._resident()
        self.unit.partner_ids = [Command.link(self.user_host2.partner_id.id)]
        by_contact = self._item_pass(
            partner_id=self.user_host2.partner_id.id, unit_id=self.unit.id
        )
        self._refuses(self.user_host2, by_contact)
        by_security = self._item_pass(partner_id=self.user_security.partner_id.id)
        self._refuses(self.user_security, by_security)
        self.assertFalse(by_security.with_user(self.user_security).may_approve)
        person = self._inside()
        person.sudo().email = self.user_security.email
        self._refuses(self.user_security, self._item_pass(person))
        with self.assertRaisesRegex(UserError, "does not carry"):
            self._item_pass(
                partner_id=self.resident.id, unit_id=self.unit.id
            ).action_approve("phone", self.resident.id)

    def test_never_the_carrier_in_any_disguise(self):
        """Another contact, the employee of the same user, a vehicle, a bare name."""
        officer = self.user_security
        contacts, me = self.env["res.partner"], officer.partner_id
        me.phone = "+86 138 0000 1234"
        twin = contacts.create({"name": "Somebody", "email": officer.email.upper()})
        by_phone = contacts.create({"name": officer.name, "phone": "+8613800001234"})
        bare = contacts.create({"name": officer.name.upper()})
        work = contacts.create({"name": "At Work", "email": "desk@work.example"})
        employee = self.env["hr.employee"].create(
            {"name": "At Work", "user_id": officer.id}
        )
        employee.work_contact_id = work
        for carrier in (
            {"partner_id": twin.id},
            {"partner_id": by_phone.id},
            {"partner_id": bare.id},
            {"partner_id": work.id},
            {"carrier": officer.name.upper()},
        ):
            with self.subTest(**carrier):
                self._refuses(officer, self._item_pass(**carrier))
        for person in (
            {"partner_id": twin.id},
            {"partner_id": work.id},
            {"name": officer.name},
            {"name": officer.name, "phone": "+8613800001234"},
            {"email": "desk@work.example"},
        ):
            with self.subTest(person=person):
                visitor = self._inside()
                visitor.sudo().write(person)
                self._refuses(officer, self._item_pass(visitor))
        visitor = self._inside()
        visitor.sudo().write({"vehicle_plate": "沪A·12345", "partner_id": me.id})
        self._refuses(officer, self._item_pass(plate="沪a12345"))
        self._item_pass(plate="沪a12346").with_user(officer).action_approve()

    def test_another_of_the_same_name_is_not_the_carrier(self):
        """Where more than the name is known of who carries."""
        contact = self.env["res.partner"].create(
            {"name": self.user_security.name, "email": "another@else.example"}
        )
        by_contact = self._item_pass(partner_id=contact.id)
        by_contact.with_user(self.user_security).action_approve()
        visitor = self._inside()
        visitor.sudo().write({"name": self.user_security.name, "phone": "+4930123456"})
        self._item_pass(visitor).with_user(self.user_security).action_approve()

    def test_who_carries_writes_down_no_word_of_another(self):
        self._resident()
        own = self._item_pass(
            partner_id=self.user_reception.partner_id.id, unit_id=self.unit.id
        )
        with self.assertRaisesRegex(AccessError, "Who carries"):
            own.action_approve("phone", self.resident.id)

    def test_who_was_linked_after_approving_carries_nothing_out(self):
        visitor = self._inside()
        item_pass = self._approved(visitor)
        visitor.sudo().partner_id = self.user_security.partner_id
        with self.assertRaisesRegex(UserError, "approves a new one"):
            item_pass.action_release(item_pass.line_ids.ids)
        self.assertEqual(item_pass.state, "approved")

    def test_it_is_for_a_person_or_a_plate(self):
        with self.assertRaisesRegex(ValidationError, "who takes"):
            self._item_pass()

    def test_moving_house_is_out_of_a_unit(self):
        with self.assertRaisesRegex(ValidationError, "unit"):
            self._item_pass(carrier="Movers Ltd", kind="moving")

    def test_nothing_is_no_pass_and_yesterday_is_over(self):
        empty = self._item_pass(self._inside(), names=())
        with self.assertRaisesRegex(UserError, "things"):
            empty.with_user(self.user_security).action_approve()
        old = self._item_pass(
            self._inside(), valid_on=self.site._today() - timedelta(days=1)
        )
        with self.assertRaisesRegex(UserError, "day"):
            old.with_user(self.user_security).action_approve()

    def test_what_was_decided_stays(self):
        item_pass = self._approved(self._inside())
        for values in (
            {"plate": "X"},
            {"line_ids": [Command.create({"name": "Safe"})]},
            {"line_ids": [Command.clear()]},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                item_pass.write(values)
        with self.assertRaises(UserError):
            item_pass.line_ids[0].quantity = 9
        with self.assertRaises(UserError):
            item_pass.sudo().unlink()

    def test_nobody_ticks_beforehand(self):
        with self.assertRaisesRegex(UserError, "ticked at the exit"):
            self._item_pass(
                self._inside(),
                line_ids=[Command.create({"name": "Safe", "checked": True})],
            )

    def test_it_is_refused_with_a_reason(self):
        item_pass = self._item_pass(self._inside()).with_user(self.user_host)
        with self.assertRaisesRegex(UserError, "why"):
            item_pass.action_refuse("")
        item_pass.action_refuse("Not his")
        self.assertEqual((item_pass.state, item_pass.refusal), ("refused", "Not his"))
        with self.assertRaises(UserError):
            item_pass.action_approve()

    def test_an_occupant_asks_for_the_own_unit_and_approves(self):
        """What the portal will show: by a login without any role."""
        self._resident()
        portal = self._user("portal_visitor", "base.group_portal")
        self.unit.partner_ids = [Command.link(portal.partner_id.id)]
        passes = self.env["visitor.item.pass"].with_user(portal)
        chairs = [("Chair", 4)]
        item_pass = passes._request(
            self.unit, portal.partner_id, chairs, kind="moving", plate="X 1"
        )
        self.assertEqual(item_pass.line_ids.quantity, 4)
        self.assertEqual(item_pass.state, "draft")
        item_pass.action_approve()
        self.assertEqual(item_pass.approved_as, "occupant")
        with self.assertRaises(AccessError):
            passes._request(self.unit, self.user_host.partner_id, chairs, plate="X 1")
        with self.assertRaises(UserError):
            passes._request(self.unit, portal.partner_id, chairs, stopped=True)

    def test_who_is_asked_hears_of_it(self):
        item_pass = self._item_pass(self._inside())
        told = self.env["mail.message"].search(
            [("model", "=", item_pass._name), ("res_id", "=", item_pass.id)]
        )
        self.assertIn(self.user_host.partner_id, told.notified_partner_ids)
        self.assertNotIn("Zhang", "".join(told.mapped("subject")))


@tagged("post_install", "-at_install")
class TestExit(ItemPassCommon):
    def test_everything_matches(self):
        item_pass = self._approved(self._inside())
        answer = item_pass.action_release(item_pass.line_ids.ids)
        self.assertEqual(answer, {"mismatch": []})
        self.assertEqual(item_pass.state, "used")
        self.assertTrue(all(item_pass.line_ids.mapped("checked")))
        again = item_pass.action_release(item_pass.line_ids.ids)
        self.assertEqual(again, {"mismatch": []}, "an answer was lost")
        with self.assertRaises(UserError):
            item_pass.action_release(item_pass.line_ids[:1].ids)

    def test_a_mismatch_stops_the_things_and_the_person_is_out(self):
        person = self._inside()
        item_pass = self._approved(person)
        chair, screen = item_pass.line_ids
        answer = self._scan(person, "out")
        self.assertEqual(answer["status"], "granted")
        self.assertEqual(
            answer["items"],
            [
                {"id": chair.id, "name": "Chair", "quantity": 1},
                {"id": screen.id, "name": "Screen", "quantity": 2},
            ],
        )
        self.assertEqual(answer["item_pass_id"], item_pass.id)
        self.assertEqual(person.state, "outside", "the person goes, whatever it is")
        self.assertEqual(item_pass.action_release([chair.id]), {"mismatch": ["Screen"]})
        self.assertTrue(item_pass.stopped)
        self.assertEqual(item_pass.state, "approved")
        self.assertEqual(person.state, "outside")
        self.assertIn(self.user_security, item_pass.activity_ids.user_id)
        told = self.env["mail.message"].search(
            [("model", "=", item_pass._name), ("res_id", "=", item_pass.id)]
        )
        called = told.filtered(lambda each: "stopped" in (each.subject or ""))
        self.assertIn(self.user_security.partner_id, called.notified_partner_ids)
        self.assertNotIn("Zhang", f"{called.subject} {called.body}")

    def test_what_stands_on_no_pass_stops_too(self):
        item_pass = self._approved(self._inside())
        answer = item_pass.action_release(item_pass.line_ids.ids, ["Safe"])
        self.assertEqual(answer, {"mismatch": ["Safe"]})

    def _stopped(self, user=None, **values):
        item_pass = self._approved(self._inside(), **values)
        item_pass.action_release(item_pass.line_ids[:1].ids)
        return item_pass.with_user(user or self.user_reception)

    def test_it_is_taken_back(self):
        item_pass = self._stopped()
        self.assertIs(item_pass.action_settle("taken_back"), True)
        self.assertEqual((item_pass.state, item_pass.stopped), ("used", False))
        self.assertFalse(item_pass.activity_ids)

    def test_the_pass_is_completed(self):
        item_pass = self._stopped()
        item_pass.action_settle("completed")
        new = item_pass.search([("completes_id", "=", item_pass.id)])
        self.assertEqual(new.state, "draft", "somebody has to approve it")
        self.assertEqual(new.line_ids.mapped("name"), ["Screen"])
        self.assertEqual(new.line_ids.quantity, 2)

    def test_it_is_left_voluntarily_with_a_slip(self):
        item_pass = self._stopped()
        item_pass.action_settle("left_with_slip")
        kept = item_pass.belonging_ids
        self.assertEqual(
            (kept.name, kept.kind, kept.quantity), ("Screen", "deposit", 2)
        )
        self.assertTrue(kept.slip)
        self.assertEqual(kept.registration_id, item_pass.registration_id)
        kept.action_close()

    def test_security_lets_it_out_with_a_reason(self):
        item_pass = self._stopped()
        with self.assertRaises(AccessError):
            item_pass.action_settle("security", "It is fine")
        item_pass = item_pass.with_user(self.user_security)
        with self.assertRaisesRegex(UserError, "why"):
            item_pass.action_settle("security")
        item_pass.action_settle("security", "The host came down")
        self.assertEqual(item_pass.state, "used")

    def test_who_carries_lets_nothing_out_as_security(self):
        item_pass = self._stopped()
        person = item_pass.registration_id
        person.sudo().partner_id = self.user_security.partner_id
        with self.assertRaisesRegex(AccessError, "Who carries"):
            item_pass.with_user(self.user_security).action_settle("security", "Mine")
        self.assertTrue(item_pass.stopped)

    def test_what_stopped_is_not_refused_but_ended(self):
        """The chair is out: a refused pass would say that nothing went."""
        item_pass = self._stopped()
        for user in (self.user_reception, self.user_host, self.user_security):
            with self.assertRaisesRegex(UserError, "how it ended"):
                item_pass.with_user(user).action_refuse("Void")
        self.assertTrue(item_pass.stopped)
        item_pass.action_settle("taken_back")

    def test_the_police_are_called(self):
        item_pass = self._stopped()
        item_pass.action_settle("police", "Report 12")
        self.assertEqual(item_pass.state, "refused")

    def test_what_matches_at_last_may_go(self):
        item_pass = self._stopped()
        item_pass.action_release(item_pass.line_ids.ids)
        self.assertEqual(item_pass.state, "used")
        self.assertEqual((item_pass.settlement, item_pass.stopped), ("matched", False))

    def test_only_what_was_stopped_is_settled(self):
        item_pass = self._approved(self._inside())
        with self.assertRaisesRegex(UserError, "Nothing was stopped"):
            item_pass.action_settle("taken_back")
        with self.assertRaisesRegex(UserError, "how it ended"):
            self._stopped().action_settle("matched")

    def test_what_goes_for_repair_is_waited_for(self):
        item_pass = self._approved(self._inside(), return_on=self.site._today())
        item_pass.action_release(item_pass.line_ids.ids)
        out = item_pass.belonging_ids
        self.assertEqual(out.mapped("name"), ["Screen", "Chair"])
        self.assertEqual(set(out.mapped("kind")), {"taken_out"})
        out.action_close()
        self.assertEqual(set(out.mapped("outcome")), {"given_back"})

    def test_it_is_expected_on_its_day(self):
        with self.assertRaisesRegex(ValidationError, "the day it is valid"):
            self._item_pass(
                self._inside(), expected_at=fields.Datetime.now() + timedelta(days=3)
            )

    def test_valid_that_day_only(self):
        tomorrow = self.site._today() + timedelta(days=1)
        item_pass = self._approved(self._inside(), valid_on=tomorrow)
        with self.assertRaisesRegex(UserError, "its day"):
            item_pass.action_release(item_pass.line_ids.ids)

    def test_not_before_it_is_approved(self):
        item_pass = self._item_pass(self._inside())
        with self.assertRaises(UserError):
            item_pass.action_release(item_pass.line_ids.ids)

    def test_only_lines_of_the_pass_are_ticked(self):
        item_pass = self._approved(self._inside())
        other = self._approved(self._inside())
        for wrong in (other.line_ids.ids, ["1"], [True], 5, None, [0]):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                item_pass.action_release(wrong)

    def test_reception_releases_and_nobody_else(self):
        item_pass = self._approved(self._inside())
        with self.assertRaises(AccessError):
            item_pass.with_user(self.user_host).action_release(item_pass.line_ids.ids)
        with self.assertRaises(AccessError):
            item_pass.with_user(self.user_host).action_settle("taken_back")

    def test_leaving_lists_what_was_not_used(self):
        person = self._inside()
        item_pass = self._approved(person)
        self.assertIn(
            {"kind": "items", "name": item_pass.name}, person.check_out()["open"]
        )


@tagged("post_install", "-at_install")
class TestScan(ItemPassCommon):
    def _items(self, person, direction="out", **values):
        return [
            each["name"] for each in self._scan(person, direction, **values)["items"]
        ]

    def test_at_an_exit_only(self):
        person = self._inside()
        self._approved(person)
        self.assertEqual(self._items(person, "in"), [])
        self.assertEqual(self._items(person, gate=self.gate_lab), [], "an inner door")
        self.assertEqual(self._items(person), ["Chair", "Screen"])

    def test_by_plate(self):
        person = self._inside()
        person.vehicle_plate = "沪A·12345"
        self._approved(plate="沪a 12345")
        self.assertEqual(self._items(person), ["Chair", "Screen"])
        passes = self.env["visitor.item.pass"]
        self.assertTrue(passes._at_exit(self.site.id, plate="沪A12345")["items"])
        self.assertFalse(passes._at_exit(self.site.id, plate="沪A12346"))
        self.assertFalse(passes._at_exit(self.site.id, plate=""))

    def test_by_the_contact_who_carries(self):
        contact = self.env["res.partner"].create({"name": "Wang"})
        person = self._inside()
        person.sudo().partner_id = contact
        self._approved(partner_id=contact.id)
        self.assertEqual(self._items(person), ["Chair", "Screen"])

    def test_not_of_others_nor_of_another_day_nor_unapproved(self):
        person = self._inside()
        self._approved(self._inside())
        self._item_pass(person)
        self._approved(person, valid_on=self.site._today() + timedelta(days=1))
        self.assertEqual(self._items(person), [])

    def test_the_same_call_has_the_same_answer(self):
        person = self._inside()
        self._approved(person)
        nonce = str(uuid.uuid4())
        first = self._scan(person, "out", nonce=nonce)
        again = self._scan(person, "out", nonce=nonce)
        self.assertTrue(again["replay"])
        self.assertEqual(again["items"], first["items"])

    def test_no_visitor_reads_it_at_a_kiosk(self):
        person = self._inside()
        self._approved(person)
        self.gate.kind = "kiosk"
        self.assertEqual(self._items(person), [])

    def test_two_queries_more_at_most(self):
        person = self._inside()
        passes = self.env["visitor.item.pass"].sudo()
        self.env.flush_all()

        def look():
            return passes._at_exit(self.site.id, person.id)

        self.assertLessEqual(self._count_queries(look), 1)
        self._approved(person)
        self.assertLessEqual(self._count_queries(look), 2)


@tagged("post_install", "-at_install")
class TestItemsRoute(ScanHttpCommon, ItemPassCommon):
    def _tick(self, item_pass_id, line_ids, bearer=None, **values):
        body = {"item_pass_id": item_pass_id, "line_ids": line_ids, **values}
        return self.url_open(
            "/visitor/api/v1/items",
            data=json.dumps(body),
            headers={
                "Authorization": f"Bearer {bearer or self.bearer}",
                "Content-Type": "application/json",
            },
            method="POST",
        )

    def test_the_guard_ticks(self):
        item_pass = self._approved(self._inside())
        chair, screen = item_pass.line_ids
        answer = self._tick(item_pass.id, [chair.id])
        self.assertEqual(
            (answer.status_code, answer.json()), (200, {"mismatch": ["Screen"]})
        )
        self.env.invalidate_all()
        self.assertTrue(item_pass.stopped)
        answer = self._tick(item_pass.id, [chair.id, screen.id])
        self.assertEqual(answer.json(), {"mismatch": []})
        self.env.invalidate_all()
        self.assertEqual(item_pass.state, "used")
        self.assertEqual(item_pass.released_gate_id, self.gate)

    def test_what_is_wrong_is_told_in_a_word(self):
        item_pass = self._approved(self._inside())
        ids = item_pass.line_ids.ids
        self.assertEqual(self._tick(item_pass.id, ids, bearer="x").status_code, 401)
        self.assertEqual(self._tick(10**6, ids).status_code, 404)
        self.assertEqual(self._tick("1", ids).status_code, 400)
        self.assertEqual(self._tick(item_pass.id, ["1"]).status_code, 400)
        self.assertEqual(self._tick(item_pass.id, ids, more=1).status_code, 400)
        refused = self._tick(item_pass.id, [10**6])
        self.assertEqual(refused.status_code, 422)
        self.assertIn("this exit pass", refused.json()["message"])

    def test_nothing_goes_out_at_an_inner_door(self):
        item_pass = self._approved(self._inside())
        bearer = self.gate_lab.rotate_token()
        answer = self._tick(item_pass.id, item_pass.line_ids.ids, bearer=bearer)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(item_pass.state, "approved")

    def test_another_site_s_pass_is_not_there(self):
        annex = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        other = self._approved(plate="X 1", site_id=annex.id)
        self.assertEqual(self._tick(other.id, other.line_ids.ids).status_code, 404)
        self.assertEqual(other.state, "approved")
        self.assertTrue(fields.Date.to_string(other.valid_on))
