"""Samples of finished work: who is called back is drawn, and can be drawn again."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .client_common import MONDAY, ClientCommon

SEED = "0123456789abcdef"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestClientDraw(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._resident(phone="+86 139 0000 0000")
        cls.env["client.callback.rule"].search([]).active = False
        cls.rule = cls._rule(source="repair", coverage=30)

    @classmethod
    def _rule(cls, **values):
        return cls.env["client.callback.rule"].create(
            {"anchor": "end", "offset": 1, "unit": "day", **values}
        )

    def _sample(self, origins=(), seed=SEED, source="repair", **values):
        draw = self.env["client.callback.draw"].with_user(self.user_service)
        draw = draw.create({"name": "Week 48", "source": source})
        draw.sudo().seed = seed
        for origin in origins:
            self._line(draw, origin, **values)
        return draw

    def _line(self, draw, origin, **values):
        return draw.line_ids.create(
            {
                "draw_id": draw.id,
                "origin": origin,
                "partner_id": self.client.id,
                "ended_at": MONDAY,
                **values,
            }
        )

    def _numbers(self, count):
        return [f"W-{number:03}" for number in range(count)]

    def _drawn(self, draw):
        return set(draw.line_ids.filtered("drawn").mapped("origin"))

    # ------------------------------------------------------------
    # THE LOT
    # ------------------------------------------------------------

    def test_the_share_is_rounded_up(self):
        for count, expected in ((1, 1), (3, 1), (4, 2), (10, 3), (11, 4)):
            draw = self._sample(f"{count}-{number}" for number in range(count))
            draw.action_draw()
            self.assertEqual(draw.drawn_count, expected, f"30 % of {count}")
            self.assertEqual(draw.callback_count, expected)

    def test_the_same_seed_draws_the_same_in_whatever_order(self):
        numbers = self._numbers(20)
        first = self._sample(numbers)
        first.action_draw()
        drawn = self._drawn(first)
        first.line_ids.sudo().callback_ids.unlink()
        again = self._sample(reversed(numbers))
        again.action_draw()
        self.assertEqual(self._drawn(again), drawn)

    def test_the_lot_is_the_hash_of_seed_and_number(self):
        """Written down so that anybody can check it with a pocket tool."""
        draw = self._sample(self._numbers(10))
        draw.action_draw()
        self.assertEqual(self._drawn(draw), {"W-003", "W-002", "W-000"})

    def test_another_seed_draws_others(self):
        numbers = self._numbers(40)
        lots = set()
        for seed in "abcd":
            draw = self._sample(numbers, seed=seed)
            draw.action_draw()
            lots.add(frozenset(self._drawn(draw)))
            draw.line_ids.sudo().callback_ids.unlink()
        self.assertEqual(len(lots), 4)

    def test_nobody_chooses_the_seed_or_who_is_drawn(self):
        draw = self._sample(["W-1"])
        for user in (self.user_service, self.user_manager):
            with self.assertRaises(UserError):
                draw.with_user(user).seed = "mine"
            with self.assertRaises(UserError):
                draw.with_user(user).line_ids.drawn = True
        self.assertNotEqual(
            self._sample(seed="x").copy().seed, draw.copy().seed, "each has its own"
        )

    def test_a_sample_is_drawn_once_and_kept(self):
        draw = self._sample(self._numbers(4))
        draw.action_draw()
        coverage = draw.coverage
        with self.assertRaises(UserError):
            draw.action_draw()
        with self.assertRaises(UserError):
            self._line(draw, "W-900")
        with self.assertRaises(UserError):
            draw.line_ids[0].origin = "W-901"
        with self.assertRaises(UserError):
            draw.line_ids[0].unlink()
        with self.assertRaises(UserError):
            draw.write({"line_ids": [Command.clear()]})
        with self.assertRaises(UserError):
            draw.source = "event"
        with self.assertRaises(UserError):
            draw.unlink()
        self.rule.coverage = 100
        self.assertIn("30 %", coverage)
        self.assertEqual(draw.coverage, coverage, "what the rules said then")

    def test_nothing_to_draw_from_is_said(self):
        with self.assertRaisesRegex(UserError, "Add the work orders"):
            self._sample().action_draw()

    def test_nobody_is_asked_twice_about_the_same_work(self):
        self.rule.coverage = 100
        self._sample(["W-1", "W-2"]).action_draw()
        again = self._sample(["W-2", "W-3"])
        with self.assertRaisesRegex(UserError, "W-2"):
            again.action_draw()
        self.assertEqual(again.state, "draft")

    def test_a_work_order_stands_once_in_a_sample(self):
        draw = self._sample(["W-1"])
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._line(draw, "W-1")

    # ------------------------------------------------------------
    # CALLBACKS
    # ------------------------------------------------------------

    def test_a_drawn_line_becomes_a_callback_of_its_client(self):
        self.rule.write({"coverage": 100, "caller": "department_head"})
        draw = self._sample(
            ["W-1"], department_id=self.engineering.id, category_id=self.lifts.id
        )
        draw.action_draw()
        callback = draw.line_ids.callback_ids
        self.assertEqual(callback.origin, "W-1")
        self.assertEqual(callback.source, "repair")
        self.assertEqual(callback.partner_id, self.client)
        self.assertEqual(callback.phone, "+86 138 0013 8000")
        self.assertEqual(callback.department_id, self.engineering)
        self.assertEqual(callback.category_id, self.lifts)
        self.assertEqual(callback.caller_id, self.user_engineer)
        self.assertEqual(callback.rule_id, self.rule)
        self.assertFalse(callback.analysis_required)
        # the end of the next working day in Shanghai
        self.assertEqual(callback.due_at, MONDAY + timedelta(days=1, hours=8))

    def test_long_services_are_called_in_the_middle_and_at_the_end(self):
        self._rule(source="service", coverage=100, offset=0)
        self._rule(
            source="service", coverage=100, offset=0, anchor="middle", longer_than=31
        )
        draw = self._sample(source="service")
        short = self._line(draw, "S-1", started_at=MONDAY - timedelta(days=31))
        long = self._line(draw, "S-2", started_at=MONDAY - timedelta(days=40))
        draw.action_draw()
        self.assertEqual(short.callback_ids.rule_id.mapped("anchor"), ["end"])
        anchors = long.callback_ids.sorted("due_at").rule_id.mapped("anchor")
        self.assertEqual(set(anchors), {"middle", "end"})
        first, last = long.callback_ids.sorted("due_at")
        self.assertEqual((last.due_at - first.due_at).days, 20)

    def test_without_a_rule_nobody_is_called(self):
        draw = self._sample(["E-1", "E-2"], source="event")
        draw.action_draw()
        self.assertEqual(draw.drawn_count, 0)
        self.assertIn("2", draw.coverage)

    def test_a_category_with_a_rule_of_its_own_has_its_own_share(self):
        self._rule(source="repair", coverage=100, category_id=self.facilities.id)
        draw = self._sample(self._numbers(10))
        lifts = [
            self._line(draw, f"L-{number}", category_id=self.lifts.id, **apart)
            for number, apart in enumerate(
                ({"partner_id": self.client.id}, {"partner_id": self.client2.id})
            )
        ]
        draw.action_draw()
        self.assertTrue(all(line.drawn for line in lifts))
        self.assertEqual(draw.drawn_count, 3 + 2)

    # ------------------------------------------------------------
    # THE SAME AGAIN
    # ------------------------------------------------------------

    def _repaired(self, *days, **values):
        """Repairs of the lift so many days before Monday, drawn; the last one."""
        self.rule.coverage = 1
        fillers = 12
        draw = self._sample()
        for number in range(fillers):
            self._line(draw, f"filler {number}", partner_id=self.client2.id)
        for days_ago in days:
            self._line(
                draw,
                f"before {days_ago}",
                category_id=self.lifts.id,
                ended_at=MONDAY - timedelta(days=days_ago),
                **values,
            )
        draw.action_draw()
        return draw.line_ids.filtered(lambda line: line.origin == "before 0")

    def test_the_third_repair_of_the_same_is_called_back_in_any_case(self):
        line = self._repaired(20, 10, 0, department_id=self.engineering.id)
        self.assertTrue(line.drawn)
        callback = line.callback_ids
        self.assertTrue(callback.analysis_required)
        activity = callback.activity_ids.filtered(
            lambda each: each.activity_type_id.name == "Analyse the Causes"
        )
        self.assertEqual(activity.user_id, self.user_engineer)
        others = line.draw_id.line_ids.filtered(lambda each: each.origin == "before 10")
        self.assertFalse(others.callback_ids.analysis_required, "the second only")

    def test_the_second_repair_is_left_to_the_lot(self):
        line = self._repaired(10, 0)
        self.assertFalse(line.callback_ids.analysis_required)

    def test_a_year_later_it_is_no_repetition(self):
        line = self._repaired(366, 10, 0)
        self.assertFalse(line.callback_ids.analysis_required)
        self.env["client.callback"].search([]).sudo().unlink()
        line = self._repaired(365, 10, 0)
        self.assertTrue(line.callback_ids.analysis_required)

    def test_the_same_unit_counts_whoever_called(self):
        draw = self._sample()
        for number, partner in enumerate((self.client, self.client2, self.resident)):
            self._line(
                draw,
                f"U-{number}",
                unit_id=self.unit.id,
                partner_id=partner.id,
                category_id=self.lifts.id,
                ended_at=MONDAY - timedelta(hours=3 - number),
            )
        draw.action_draw()
        last = draw.line_ids.filtered(lambda line: line.origin == "U-2")
        self.assertTrue(last.callback_ids.analysis_required)

    def test_repairs_of_earlier_samples_count(self):
        self.rule.coverage = 1
        for number in range(2):
            self._sample(
                [f"E-{number}"],
                category_id=self.lifts.id,
                ended_at=MONDAY - timedelta(days=30 - number),
            ).action_draw()
        draw = self._sample(["E-9"], category_id=self.lifts.id)
        draw.action_draw()
        self.assertTrue(draw.line_ids.callback_ids.analysis_required)

    def test_how_often_is_often_is_the_companys(self):
        self.company.client_repeat_repairs = 2
        line = self._repaired(10, 0)
        self.assertTrue(line.callback_ids.analysis_required)

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def test_routine_is_drawn_from_the_occupied_units(self):
        self._rule(source="routine", coverage=25, anchor="end")
        empty = self.unit.copy({"name": "1203", "partner_ids": False})
        draw = self._sample(source="routine")
        draw.action_fill_units()
        draw.action_fill_units()
        lines = draw.line_ids.filtered(lambda line: line.unit_id == self.unit)
        self.assertEqual(len(lines), 1, "once")
        self.assertEqual(lines.partner_id, self.resident)
        self.assertEqual(lines.phone, "+86 139 0000 0000")
        self.assertNotIn(empty, draw.line_ids.unit_id)
        with self.assertRaises(UserError):
            self._sample().action_fill_units()

    def test_work_orders_come_from_a_spreadsheet(self):
        draw = self._sample()
        lines = self.env["client.callback.draw.line"].with_user(self.user_service)
        answer = lines.with_context(default_draw_id=draw.id).load(
            ["origin", "unit_id", "contact_name", "category_id", "ended_at"],
            [
                ["W-1", "3-1202", "Li Na", "Facilities / Lifts", "2026-11-20 08:00"],
                ["W-2", "", "Wang Fang 王芳", "", "2026-11-20 09:00"],
            ],
        )
        self.assertTrue(answer["ids"], answer["messages"])
        self.assertEqual(draw.line_ids.mapped("origin"), ["W-1", "W-2"])
        self.assertEqual(draw.line_ids.unit_id, self.unit)
        found = draw.line_ids.category_id.mapped("complete_name")
        self.assertEqual(found, ["Facilities / Lifts"])

    def test_a_line_says_whom_to_call(self):
        draw = self._sample()
        with self.assertRaises(ValidationError):
            self._line(draw, "W-1", partner_id=False)
        with self.assertRaises(ValidationError):
            self._line(draw, "W-2", started_at=MONDAY + timedelta(hours=1))

    def test_customer_service_fills_the_form_in(self):
        form = Form(self.env["client.callback.draw"].with_user(self.user_service))
        form.name = "Repairs, week 48"
        form.department_id = self.engineering
        with form.line_ids.new() as line:
            line.origin = "W-1"
            line.partner_id = self.client
        draw = form.save()
        self.assertEqual(draw.line_ids.department_id, self.engineering)
        draw.action_draw()
        self.assertEqual(draw.drawn_by_id, self.user_service)

    def test_nobody_else_draws(self):
        draw = self._sample(["W-1"])
        for user in (self.user_engineer, self.user_leader, self.user_host):
            with self.assertRaises(AccessError):
                draw.with_user(user).action_draw()
