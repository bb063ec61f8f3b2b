import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import VisitorCommon

SCREEN = "/odoo/visitor-reception"


@tagged("post_install", "-at_install")
class TestReceptionTour(VisitorCommon, HttpCase):
    """Reception at work, in a browser, as reception."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours see one site and its people, whatever the database holds
        cls.env["visitor.site"].search([("id", "!=", cls.site.id)]).active = False

    def _tour(self, name, **kwargs):
        self.start_tour(SCREEN, name, login="reception", **kwargs)

    def test_a_walk_in_goes_in_and_out_by_mouse(self):
        last_time = self._inside(names=("Zhang Wei",))
        last_time.write({"phone": "138 0000 1111", "organization": "Acme"})
        last_time.check_out()
        self._put(self.env["visitor.act"].search([]), at="2020-01-01 00:00:00")
        self._card("0412")
        self._tour("visitor_reception_mouse")
        walk_in = self.env["visitor.registration"].search(
            [("name", "=", "Zhang Wei"), ("id", "!=", last_time.id)]
        )
        self.assertEqual((walk_in.state, walk_in.organization), ("left", "Acme"))
        self.assertEqual(walk_in.visit_id.confirmation_channel, "phone")
        self.assertEqual(len(walk_in.stay_ids), 1, "the rest was taken back")
        self.assertEqual(walk_in.pass_ids.state, "returned")

    def test_leaving_asks_about_what_is_kept_and_holds_nobody(self):
        person = self._inside(names=("Zhang Wei",))
        self._tour("visitor_reception_things")
        things = person.sudo().belonging_ids.sorted("id")
        self.assertEqual(things.mapped("kind"), ["deposit", "brought"])
        self.assertEqual(set(things.mapped("state")), {"closed"})
        self.assertEqual((things[0].seal, person.state), ("0815", "left"))

    def test_visitors_go_in_and_out_by_keyboard_alone(self):
        expected = self._registration(names=("Grace Hopper",))
        self._registration(names=("Marion Ionesco",))
        self._tour("visitor_reception_keyboard")
        self.assertEqual(expected.state, "left")
        # typed without the shift key
        walk_in = self.env["visitor.registration"].search(
            [("name", "=", "ada lovelace")]
        )
        self.assertEqual(walk_in.state, "left")
        self.assertEqual(walk_in.visit_id.type_id, self.type_open)

    def test_a_group_is_one_line_and_one_action(self):
        self.type_open.id_required = True
        visit = self._visit(
            names=[f"Person {i}" for i in range(12)], purpose="Board delegation"
        )
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        for person in people[:11]:
            person.set_identity("other", f"DOC{person.id:05d}")
        self._tour("visitor_reception_group")
        inside = people.filtered(lambda person: person.state == "inside")
        self.assertEqual(inside, people[2:11])
        self.assertEqual(people[11].waiver_ids.reason, "Known by sight")

    def test_deliveries_come_in_with_two_taps_and_leave_with_one(self):
        self._resident()
        food = self.env.ref("visitor_management.visitor_delivery_kind_food")
        self.env["visitor.delivery.firm"].create(
            {"name": "Yellow Bikes", "site_id": self.site.id, "kind_id": food.id}
        )
        self.env["visitor.unit.instruction"].create(
            {"unit_id": self.unit.id, "kind": "leave_at_gate", "until": "2099-01-01"}
        )
        self._tour("visitor_reception_delivery")
        came = self.env["visitor.delivery"].search(
            [("site_id", "=", self.site.id)], order="id"
        )
        self.assertEqual(came.mapped("state"), ["left", "left", "open"])
        self.assertEqual((came[0].unit_id, came[0].plate), (self.unit, "A12345"))
        self.assertTrue(came[1].emergency)
        self.assertEqual(came[2].firm_id.name, "Blue Post")

    def test_people_without_names_come_in_on_one_pass(self):
        firm = self.env["res.partner"].create({"name": "Blue Sky", "is_company": True})
        tour = self._visit(
            names=("Zhang Wei", "Li Qiang"), headcount=30, purpose="Plant tour"
        )
        guests = self._visit(names=(), headcount=5, partner_id=firm.id)
        (tour | guests).action_submit()
        self._tour("visitor_reception_unnamed")
        self.assertEqual(self.site.inside_count, 33)
        self.assertEqual(
            [(person.name, person.headcount) for person in guests.registration_ids],
            [("Without names", 5)],
        )
        named = tour.registration_ids.filtered(lambda each: each.name == "Wang Fang")
        self.assertEqual((named.headcount, named.state), (1, "inside"))

    def test_several_walk_ins_at_once_and_a_host_who_says_no(self):
        last_time = self._inside(names=("Zhang Wei",), purpose="Parcel")
        last_time.write({"phone": "138 0000 1111", "vehicle_plate": "沪A12345"})
        last_time.check_out()
        self._registration(type_id=self.type_host.id, purpose="Contract")
        self._tour("visitor_reception_several")
        visit = self.env["visitor.visit"].search([("walk_in", "=", True)])
        refused = visit.filtered(lambda each: each.state == "refused")
        self.assertEqual(refused.registration_ids.name, "Ada Pest")
        self.assertIn("Never again", "".join(refused.message_ids.mapped("body")))
        people = (visit - refused).registration_ids.sorted("id")
        self.assertEqual(
            [(person.name, person.headcount, person.state) for person in people],
            [("Zhang Wei", 1, "inside"), ("Li Qiang", 1, "inside")]
            + [("Without names", 3, "inside")],
        )
        self.assertEqual(people[0].vehicle_plate, "沪A12345")

    def test_the_day_goes_on_with_one_click_each(self):
        ready = self._registration(names=("Grace Hopper",))
        queue = self._registration(names=("Ada Lovelace",))
        with_photo = self.type_open.copy({"name": "Photo", "photo_required": True})
        self._registration(names=("No Photo",), type_id=with_photo.id)
        late = self._inside(names=("Late Larry",))
        now = fields.Datetime.now()
        self._put(
            late.visit_id,
            start=now - timedelta(hours=4),
            stop=now - timedelta(minutes=165),
        )
        begin, _end = self.site._day_bounds(self.site._today() + timedelta(days=1))
        tomorrow = {"start": begin + timedelta(hours=9)}
        tomorrow["stop"] = tomorrow["start"] + timedelta(hours=1)
        self._registration(names=("Of Tomorrow",), **tomorrow)
        self._scan_tour("visitor_reception_day", queue)
        self.assertEqual((ready.state, queue.state), ("inside", "inside"))
        self.assertGreater(late.visit_id.stop, now)
        self.assertIn("come to reception", self._told(late.visit_id)[:1].body)

    def _scan_tour(self, name, person):
        """A tour that scans the pass of a person."""
        code = (
            "const meta = document.createElement('meta');"
            "meta.name = 'vm_tour_code';"
            f"meta.content = {json.dumps(person.pass_ids._token())};"
            "document.head.append(meta);"
            f"odoo.startTour('{name}', {{stepDelay: 0}});"
        )
        self._tour(name, code=code)

    def test_each_site_has_its_own_day(self):
        field = self.env["visitor.site"].create({"name": "Zeppelin Field"})
        self._registration(names=("In The Tower",))
        self._registration(names=("In The Field",), site_id=field.id)
        self._tour("visitor_reception_sites")

    def test_a_hand_scanner_works_wherever_the_focus_is(self):
        person = self._registration(names=("Grace Hopper",))
        self._tour_with_pass("visitor_reception_scan", person)
        self.assertEqual(person.state, "left")
        self.assertEqual(person.pass_ids.state, "returned")

    def test_a_pass_in_the_field_of_a_card_opens_its_holder(self):
        holder = self._registration(names=("Grace Hopper",))
        other = self._registration(names=("Ada Lovelace",))
        self._tour_with_pass("visitor_reception_scan_card", holder)
        self.assertEqual((holder.state, other.state), ("expected", "expected"))

    def test_a_document_is_scanned_or_typed(self):
        self.type_open.id_required = True
        seen_only = self.type_open.copy(
            {"name": "Seen only", "identity_storage": "none"}
        )
        scanned = self._registration(names=("Grace Hopper",))
        typed = self._registration(names=("Ada Lovelace",))
        seen = self._registration(names=("Mary Jackson",), type_id=seen_only.id)
        self._tour("visitor_reception_identity")
        documents = (scanned | typed | seen).identity_ids
        self.assertEqual(
            documents.sorted("id").mapped("document_type"),
            ["passport", "driving_licence", "driving_licence"],
        )
        self.assertEqual(scanned.identity_ids.number, "****02C3")
        self.assertEqual(str(scanned.identity_ids.expires_on), "2060-12-31")
        self.assertEqual(typed.identity_ids.override_reason, "worn card")
        self.assertFalse(seen.identity_ids.number)

    def test_a_visitor_signs_what_is_read_above(self):
        self.type_open.signature_required = True
        person = self._registration(names=("Grace Hopper",), purpose="Contract")
        person.organization = "Navy"
        self._tour("visitor_reception_sign")
        self.assertTrue(person.signature)

    def _tour_with_pass(self, name, person):
        """A tour that reads the code of a pass from the page: nowhere else is it."""
        code = (
            "const meta = document.createElement('meta');"
            "meta.name = 'vm_tour_code';"
            f"meta.content = {json.dumps(person.pass_ids._token())};"
            "document.head.append(meta);"
            f"odoo.startTour({json.dumps(name)}, {{stepDelay: 0}});"
        )
        self._tour(name, code=code)

    def test_nothing_is_left_in_english(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = ["visitor_management", "hr", "mail", "web"]
        self.env["ir.module.module"]._load_module_terms(modules, ["zh_CN"])
        self.user_reception.lang = "zh_CN"
        self.site.name = "海港大厦"
        self.employee.name = "林悦"
        self.user_host.partner_id.name = "林悦"
        self.type_host.name = "商务"
        person = self._registration(
            names=("张伟",), type_id=self.type_host.id, purpose="合同"
        )
        self._tour("visitor_reception_chinese")
        self.assertEqual(person.state, "left")


@tagged("post_install", "-at_install")
class TestReceptionOnAPhone(VisitorCommon, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_the_list_has_the_room(self):
        self.env["visitor.site"].search([("id", "!=", self.site.id)]).active = False
        person = self._registration(names=("Grace Hopper",))
        self.start_tour(SCREEN, "visitor_reception_phone", login="reception")
        self.assertEqual(person.state, "inside")
