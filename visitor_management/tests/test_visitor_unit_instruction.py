"""What a unit asks of the desk until a day, seen as soon as the unit is chosen."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VisitorCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:00:00")
class TestUnitInstruction(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._resident()
        cls.instructions = cls.env["visitor.unit.instruction"].with_user(
            cls.user_reception
        )
        cls.desk = cls.env["visitor.reception"].with_user(cls.user_reception)

    def _say(self, kind="leave_at_gate", until="2026-11-30", **values):
        return self.instructions.create(
            {"unit_id": self.unit.id, "kind": kind, "until": until, **values}
        )

    def _told(self):
        return [each["kind"] for each in self.unit._instructions()[self.unit.id]]

    # ------------------------------------------------------------
    # UNTIL A DAY
    # ------------------------------------------------------------

    def test_it_holds_to_the_end_of_its_last_day_at_the_site(self):
        said = self._say(until="2026-11-24")
        self.assertEqual(said.since, date(2026, 11, 23))
        for moment, told in (
            ("2026-11-24 15:59:59", True),  # still that day in Shanghai
            ("2026-11-24 16:00:00", False),
            ("2026-11-22 15:59:59", False),  # not yet
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(bool(self._told()), told)
                self.assertEqual(said.is_current, told)
                for value in (True, False):
                    found = self.instructions.search([("is_current", "=", value)])
                    self.assertEqual(said in found, told == value)

    def test_it_has_an_end(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._say(until=False)

    def test_its_last_day_is_after_its_first(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._say(until="2026-11-22")

    def test_who_ends_it_is_heard_at_once(self):
        said = self._say()
        self.assertIs(said.action_end(), True)
        self.assertEqual(self._told(), [])
        said.action_end()
        self.assertEqual(said.until, date(2026, 11, 22), "twice is once")

    # ------------------------------------------------------------
    # BY WHOM
    # ------------------------------------------------------------

    def test_an_occupant_says_and_ends_it(self):
        said = self.instructions._say_for_unit(
            self.unit, self.resident, "carer", "2026-12-01", "Mrs Wu, mornings"
        )
        self.assertEqual(said.partner_id, self.resident)
        self.assertEqual(self._told(), ["carer"])
        self.assertIn(said, self.instructions._of_units_of(self.resident))
        said._end_for_unit(self.resident)
        self.assertEqual(self._told(), [])

    def test_nobody_else_says_or_ends_it(self):
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        with self.assertRaises(AccessError):
            self.instructions._say_for_unit(
                self.unit, stranger, "send_up", "2026-12-01"
            )
        with self.assertRaises(AccessError):
            self._say()._end_for_unit(stranger)
        with self.assertRaises(ValidationError):
            self._say(partner_id=stranger.id)

    def test_no_occupant_speaks_for_another(self):
        own = self.user_host.partner_id
        self.unit.partner_ids |= own
        mine = self.instructions.with_user(self.user_host)
        values = {"unit_id": self.unit.id, "kind": "away", "until": "2026-12-01"}
        with self.assertRaises(AccessError):
            mine.create({**values, "partner_id": self.resident.id})
        self.assertEqual(mine.create(values).partner_id, own)
        theirs = self._say(partner_id=self.resident.id).with_user(self.user_host)
        with self.assertRaises(AccessError):
            theirs.note = "Let everybody in"
        self.assertIs(theirs.action_end(), True, "the unit is theirs as well")

    def test_it_is_between_the_unit_and_the_desk(self):
        said = self._say()
        theirs = said.with_user(self.user_host)
        with self.assertRaises(AccessError):
            theirs.read(["kind"])
        self.unit.partner_ids += self.user_host.partner_id
        self.assertEqual(theirs.read(["kind"])[0]["kind"], "leave_at_gate")
        theirs.note = "With the neighbour"
        self.assertIs(theirs.action_end(), True)
        self._other_company()
        with self.assertRaises(AccessError):
            said.with_user(self.user_reception2).read(["kind"])

    def test_it_stays_with_its_unit(self):
        other = self.unit.copy({"name": "1203"})
        with self.assertRaises(UserError):
            self._say().unit_id = other

    # ------------------------------------------------------------
    # WHERE THE DESK SEES IT
    # ------------------------------------------------------------

    def test_it_is_seen_as_soon_as_the_unit_is_chosen(self):
        self._say("call_first", note="After six")
        told = {
            "kind": "call_first",
            "label": "Call first",
            "note": "After six",
        }
        walk_in = self.desk.find_hosts(self.site.id, "Li Na")
        delivery = self.desk.find_units(self.site.id, "1202")
        person = self._registration(
            user=self.user_reception,
            host_id=False,
            host_partner_id=self.resident.id,
            unit_id=self.unit.id,
        )
        panel = self.desk.open_person(person.id)["visit"]
        group = self.desk.open_visit(person.visit_id.id)["visit"]
        for where in (walk_in[0], delivery[0], panel, group):
            (shown,) = where["instructions"]
            self.assertEqual({key: shown[key] for key in told}, told)
            self.assertIn("11/30/2026", shown["until"])
        form = person.visit_id.unit_instructions
        self.assertIn("Call first · After six", form)
        self.assertEqual(panel["unit"], "3-1202")

    def test_nobody_is_checked_in_past_it(self):
        """The line says so, and offers no check-in without a look at the panel."""
        visits = self._registration(
            user=self.user_reception,
            host_id=False,
            host_partner_id=self.resident.id,
            unit_id=self.unit.id,
        ).visit_id
        visits |= self._registration().visit_id
        said = self._say("call_first")
        for told in ([True, False], [False, False]):
            day = self.desk.read_day(self.site.id)
            rows = {row["id"]: row["told"] for row in day["visits"]}
            self.assertEqual([rows[visit.id] for visit in visits], told)
            said.action_end()

    def test_one_that_is_over_is_not_seen(self):
        self._say("call_first").action_end()
        (unit,) = self.desk.find_units(self.site.id, "3-1202")
        self.assertEqual(unit["instructions"], [])

    def test_units_of_many_instructions_ask_as_often_as_one(self):
        def read():
            return self.desk.find_units(self.site.id, "12")

        self._say()
        one = self._count_queries(read)
        for number in range(5):
            unit = self.unit.copy({"name": f"12{number}5"})
            for kind in ("away", "send_up"):
                self._say(kind).copy({"unit_id": unit.id})
        self.assertEqual(self._count_queries(read), one)

    def test_whom_a_unit_does_not_want_stands_on_the_watchlist(self):
        self.env["visitor.watchlist"]._bar_for_unit(
            self.unit, self.resident, "Was rude", name="Zhang Wei"
        )
        unit = self.unit.with_user(self.user_security)
        self.assertEqual(unit.not_let_in_count, 1)
        action = unit.action_open_not_let_in()
        entries = self.env["visitor.watchlist"].search(action["domain"])
        self.assertEqual(entries.unit_id, self.unit)
        self.assertEqual(action["context"]["default_unit_id"], self.unit.id)
        with self.assertRaises(AccessError):
            self.unit.with_user(self.user_reception).action_open_not_let_in()
