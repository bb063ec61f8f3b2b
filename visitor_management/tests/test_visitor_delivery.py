"""Somebody brings something: two taps in, one out, and no name of a person."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import VisitorCommon

KIND = "visitor_management.visitor_delivery_kind_"
NOON = datetime(2026, 11, 23, 4)  # at the site


@tagged("post_install", "-at_install")
@freeze_time(NOON)
class TestDelivery(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._resident()
        cls.parcel = cls.env.ref(f"{KIND}parcel")
        cls.food = cls.env.ref(f"{KIND}food")
        cls.fire = cls.env.ref(f"{KIND}fire")
        cls.firm = cls.env["visitor.delivery.firm"].create(
            {"name": "Yellow Bikes", "site_id": cls.site.id, "kind_id": cls.food.id}
        )
        cls.deliveries = cls.env["visitor.delivery"].with_user(cls.user_reception)
        cls.desk = cls.env["visitor.reception"].with_user(cls.user_reception)

    def _arrive(self, **said):
        said = said or {"firm_id": self.firm.id}
        return self.deliveries.browse(self.deliveries.arrive(self.site.id, **said))

    # ------------------------------------------------------------
    # IN AND OUT
    # ------------------------------------------------------------

    def test_a_firm_is_enough(self):
        delivery = self._arrive()
        self.assertEqual(delivery.kind_id, self.food, "what the firm usually brings")
        self.assertEqual(delivery.state, "open")
        self.assertEqual(delivery.came_at, NOON)
        self.assertEqual(delivery.due_at, NOON + timedelta(minutes=15))
        self.assertEqual(delivery.user_id, self.user_reception)

    def test_unit_and_plate_are_kept_with_it(self):
        delivery = self._arrive(
            firm_id=self.firm.id, unit_id=self.unit.id, plate=" 沪A 12345 "
        )
        self.assertEqual((delivery.unit_id, delivery.plate), (self.unit, "沪A 12345"))
        self.assertIn("Yellow Bikes · 3-1202", delivery.display_name)

    def test_without_a_firm_its_kind_is_enough(self):
        delivery = self._arrive(kind_id=self.parcel.id)
        self.assertFalse(delivery.firm_id)
        self.assertEqual(delivery.due_at, NOON + timedelta(minutes=20))

    def test_neither_a_firm_nor_a_kind_is_nothing(self):
        with self.assertRaisesRegex(UserError, "Choose a firm"):
            self.deliveries.arrive(self.site.id)

    def test_what_is_no_answer_is_refused_with_a_sentence(self):
        said = {"site_id": self.site.id, "kind_id": self.parcel.id}
        for wrong in (
            {"site_id": "x"},
            {"site_id": False},
            {"kind_id": "1"},
            {"firm": ["Blue Post"]},
            {"plate": {"a": 1}},
            {"unit_id": [self.unit.id]},
        ):
            with self.subTest(**wrong), self.assertRaisesRegex(UserError, "Choose"):
                self.deliveries.arrive(**{**said, **wrong})

    def test_a_new_firm_is_a_button_from_then_on(self):
        first = self._arrive(kind_id=self.parcel.id, firm=" Blue Post ")
        self.assertEqual(first.firm_id.name, "Blue Post")
        self.assertEqual(first.firm_id.kind_id, self.parcel)
        again = self._arrive(kind_id=self.parcel.id, firm="BLUE POST")
        self.assertEqual(again.firm_id, first.firm_id, "however it is spelled")
        first.firm_id.active = False
        self._arrive(kind_id=self.parcel.id, firm="Blue Post")
        self.assertTrue(first.firm_id.active, "it comes again")

    def test_a_name_with_a_wildcard_is_another_firm(self):
        other = self._arrive(kind_id=self.parcel.id, firm="Yellow_Bikes").firm_id
        self.assertNotEqual(other, self.firm)
        again = self._arrive(kind_id=self.parcel.id, firm="yellow_bikes").firm_id
        self.assertEqual(again, other)

    def test_it_leaves_in_one_tap(self):
        delivery = self._arrive()
        with freeze_time(NOON + timedelta(minutes=9)):
            self.assertIs(delivery.action_leave(), True)
        self.assertEqual(delivery.state, "left")
        self.assertEqual((delivery.duration, delivery.alarm), (9, False))
        with self.assertRaises(UserError):
            delivery.action_leave()

    def test_the_desk_is_warned_when_it_is_over(self):
        delivery = self._arrive()
        over = [("is_over", "=", True)]
        self.assertNotIn(delivery, self.deliveries.search(over))
        with freeze_time(NOON + timedelta(minutes=16)):
            delivery.invalidate_recordset()
            self.assertTrue(delivery.is_over)
            self.assertIn(delivery, self.deliveries.search(over))
            delivery.action_leave()
            self.assertNotIn(delivery, self.deliveries.search(over))
        self.assertEqual((delivery.alarm, delivery.alarms), (True, 1))

    def test_another_time_for_the_kind_does_not_change_who_is_inside(self):
        delivery = self._arrive()
        self.food.minutes = 99
        self.assertEqual(delivery.due_at, NOON + timedelta(minutes=15))

    def test_a_kind_without_minutes_is_never_over(self):
        self.food.minutes = 0
        self.assertFalse(self._arrive().due_at)

    def test_an_emergency_vehicle_passes_and_only_the_time_is_kept(self):
        delivery = self._arrive(
            kind_id=self.fire.id, firm="Station 3", unit_id=self.unit.id, plate="A1"
        )
        self.assertEqual((delivery.state, delivery.left_at), ("left", NOON))
        self.assertFalse(delivery.firm_id + delivery.firm_id)
        self.assertFalse(delivery.unit_id or delivery.plate or delivery.due_at)
        self.assertFalse(
            self.env["visitor.delivery.firm"].search([("name", "=", "Station 3")])
        )

    # ------------------------------------------------------------
    # TAKEN BACK
    # ------------------------------------------------------------

    def test_what_was_a_mistake_is_taken_back(self):
        delivery = self._arrive()
        delivery.action_leave()
        delivery.undo()
        self.assertEqual((delivery.state, delivery.left_at), ("open", False))
        delivery.undo()
        self.assertEqual(delivery.state, "taken_back")
        with self.assertRaises(UserError):
            delivery.undo()
        passed = self._arrive(kind_id=self.fire.id)
        passed.undo()
        self.assertEqual(passed.state, "taken_back")

    def test_after_ten_minutes_it_stays(self):
        delivery = self._arrive()
        with (
            freeze_time(NOON + timedelta(minutes=11)),
            self.assertRaisesRegex(UserError, "ten minutes"),
        ):
            delivery.undo()

    def test_what_came_is_never_deleted(self):
        with self.assertRaises(UserError):
            self._arrive().sudo().unlink()

    # ------------------------------------------------------------
    # NO PERSON
    # ------------------------------------------------------------

    def test_nobody_is_matched_with_the_firm(self):
        """Neither by the watchlist nor as somebody who has been here before."""
        self.env["visitor.watchlist"].with_user(self.user_security).create(
            {"level": "deny", "name": "Wang Fang", "reason": "Theft"}
        )
        hits = self.env["visitor.watchlist.hit"].search_count([])
        people = self.env["visitor.registration"].search_count([])
        self._arrive(kind_id=self.parcel.id, firm="Wang Fang")
        self.assertEqual(self.env["visitor.watchlist.hit"].search_count([]), hits)
        self.assertEqual(self.env["visitor.registration"].search_count([]), people)
        found = self.desk.find_people(self.site.id, "Wang Fang")
        self.assertNotIn("Wang Fang", str(found))

    def test_a_delivery_asks_for_no_name(self):
        """What can be said of one: a firm, a kind, a unit, a plate, and times."""
        said = {
            name
            for name, field in self.deliveries._fields.items()
            if field.store and field.type in ("char", "text", "html")
        }
        self.assertEqual(said, {"plate"})

    # ------------------------------------------------------------
    # ON THE SCREEN
    # ------------------------------------------------------------

    def test_the_most_used_firms_stand_first(self):
        firms = self.env["visitor.delivery.firm"]
        blue, red = firms.create(
            [
                {"name": name, "site_id": self.site.id, "kind_id": self.parcel.id}
                for name in ("Blue Post", "Red Post")
            ]
        )
        for firm in (red, red, self.firm):
            self._arrive(firm_id=firm.id)
        with freeze_time(NOON - timedelta(days=200)):
            for _time in range(4):
                self._arrive(firm_id=blue.id)
        choices = self.desk.find_delivery_choices(self.site.id)
        names = [firm["name"] for firm in choices["firms"]]
        self.assertEqual(names, ["Red Post", "Yellow Bikes", "Blue Post"])
        self.assertIn(self.fire.id, [vehicle["id"] for vehicle in choices["emergency"]])
        self.assertNotIn(self.fire.id, [kind["id"] for kind in choices["kinds"]])

    def test_who_is_inside_stands_on_the_screen(self):
        before = self.desk.read_day(self.site.id)["deliveries"]
        self.assertEqual(before, [])
        delivery = self._arrive(firm_id=self.firm.id, unit_id=self.unit.id)
        (shown,) = self.desk.read_day(self.site.id)["deliveries"]
        self.assertEqual(
            shown,
            {
                "id": delivery.id,
                "name": "Yellow Bikes",
                "kind": "Food delivery",
                "unit": "3-1202",
                "plate": "",
                "came_at": "2026-11-23 04:00:00",
                "due_at": "2026-11-23 04:15:00",
            },
        )
        delivery.action_leave()
        self.assertEqual(self.desk.refresh(self.site.id, [])["deliveries"], [])

    def test_the_screen_asks_the_same_for_one_and_for_many(self):
        def read():
            return self.desk._deliveries(self.site.with_user(self.user_reception))

        self._arrive(firm_id=self.firm.id, unit_id=self.unit.id)
        one = self._count_queries(read)
        for _time in range(9):
            self._arrive(firm_id=self.firm.id, unit_id=self.unit.id)
        self.assertEqual(self._count_queries(read), one)
        self.assertEqual(len(read()), 10)

    def test_the_other_desks_are_told(self):
        sent = []
        site = type(self.env["visitor.site"])
        self.patch(site, "_bus_send", lambda *args, **_kwargs: sent.append(args[1:]))
        self._arrive().action_leave()
        told = ("visitor_management.changed", {"site_id": self.site.id})
        self.assertEqual(len(sent), 2)
        for kind, message in sent:
            self.assertEqual(kind, told[0])
            self.assertEqual(message, {**told[1], "registration_ids": []})

    # ------------------------------------------------------------
    # WHOSE
    # ------------------------------------------------------------

    def test_only_reception_lets_deliveries_in(self):
        others = self.env["visitor.delivery"].with_user(self.user_host)
        with self.assertRaises(AccessError):
            others.arrive(self.site.id, kind_id=self.parcel.id)
        self._other_company()
        others = others.with_user(self.user_reception2)
        with self.assertRaises(AccessError):
            others.arrive(self.site.id, kind_id=self.parcel.id)
        delivery = self._arrive()
        with self.assertRaises(AccessError):
            delivery.with_user(self.user_reception2).action_leave()

    def test_units_and_firms_are_those_of_the_site(self):
        elsewhere = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        unit = self.env["visitor.unit"].create({"name": "1", "site_id": elsewhere.id})
        firm = self.env["visitor.delivery.firm"].create(
            {"name": "Red", "site_id": elsewhere.id, "kind_id": self.parcel.id}
        )
        with self.assertRaises(ValidationError):
            self._arrive(firm_id=self.firm.id, unit_id=unit.id)
        with self.assertRaises(ValidationError):
            self._arrive(firm_id=firm.id)

    def test_the_shift_finds_what_is_open(self):
        delivery = self._arrive()
        found = self.deliveries.search(
            [("site_id", "=", self.site.id), ("state", "=", "open")]
        )
        self.assertEqual(found, delivery)
        self.assertTrue(fields.Datetime.to_string(found.came_at))
