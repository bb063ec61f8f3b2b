"""The change of shift at the desk: what is open is handed over, by two people."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged
from odoo.tools import mute_logger

from ..tools.card_ranges import ranges
from .common import GROUP, VisitorCommon
from .image_common import b64, picture_bytes


class ShiftCase(VisitorCommon):
    """A site at two in the afternoon: one stays too long, one is inside."""

    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_late = cls._user("reception_late_shift", f"{GROUP}visitor_reception")

    def setUp(self):
        super().setUp()
        self.late = self._come("01:00:00", stop="03:00:00", card="0412")
        self.here = self._come("05:00:00", stop="09:00:00")
        self.gone = self._come("02:00:00", stop="03:00:00", card="0413")
        self.gone.check_out()

    def _deposit(self):
        things = self.env["visitor.belonging"].with_user(self.user_reception)
        thing = things.create(
            {
                "registration_id": self.here.id,
                "name": "Suitcase",
                "place": "Shelf 3",
                "kind": "deposit",
            }
        )
        self._put(thing, create_date=fields.Datetime.now())
        return thing

    def _of(self, shift, kind):
        return shift.line_ids.filtered(lambda line: line.kind == kind)

    def _open(self, user=None):
        shifts = self.env["visitor.shift"].with_user(user or self.user_reception)
        return shifts.browse(shifts.open_for(self.site.id)["res_id"])

    def _handed_over(self):
        shift = self._open()
        shift.notes = "The lift stands still"
        shift.action_hand_over()
        return shift

    def _come(self, at, stop, card=""):
        with freeze_time(f"2026-11-23 {at}"):
            person = self._registration(
                start=datetime.fromisoformat(f"2026-11-23 {at}"),
                stop=datetime.fromisoformat(f"2026-11-23 {stop}"),
            )
            answer = person.check_in(self._card(card).number if card else "")
            self.assertEqual(answer["status"], "granted")
        return person


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 06:00:00")
class TestShift(ShiftCase):
    def test_what_is_open_is_handed_over(self):
        shift = self._open()
        self.assertEqual(shift.start, datetime(2026, 11, 22, 16), "the day at the site")
        self.assertEqual(self._of(shift, "overstaying").registration_id, self.late)
        self.assertEqual(self._of(shift, "inside").registration_id, self.here)
        self.assertEqual(self._of(shift, "card").mapped("number"), ["0412"])
        counts = (shift.inside_count, shift.overstaying_count, shift.cards_count)
        self.assertEqual(counts, (2, 1, 1))
        late = self._of(shift, "overstaying")
        self.assertEqual(late.due_at, datetime(2026, 11, 23, 3))
        self.assertEqual(late.what, "Zhang Wei")

    def test_printed_passes_are_handed_over_by_their_code(self):
        self.here.pass_ids.note_printed()
        numbers = self._of(self._open(), "card").mapped("number")
        self.assertEqual(set(numbers), {"0412", self.here.pass_ids.short_code})

    def test_both_take_part(self):
        shift = self._handed_over()
        self.assertEqual(shift.giver_id, self.user_reception)
        with self.assertRaisesRegex(UserError, "signed in themselves"):
            shift.action_take_over()
        taken = shift.with_user(self.user_late)
        self.assertIs(taken.action_take_over(), True)
        self.assertEqual((taken.state, taken.taker_id), ("taken_over", self.user_late))
        with freeze_time("2026-11-23 07:00:00"):
            after = self._open(self.user_late)
        self.assertEqual(after.start, taken.stop, "where the one before ended")

    def test_what_was_handed_over_is_frozen(self):
        """Whatever happens to the people afterwards."""
        shift = self._handed_over()
        self.late.check_out()
        self.here.check_out()
        self.assertEqual((shift.inside_count, shift.cards_count), (2, 1))
        for state in ("handed_over", "taken_over"):
            with self.subTest(state):
                self._put(shift, state=state)
                line = shift.line_ids[:1].sudo()
                for call, args in (
                    (shift.write, [{"notes": "Other words"}]),
                    (shift.sudo().write, [{"notes": "Other words"}]),
                    (shift.sudo().unlink, []),
                    (line.write, [{"number": "1"}]),
                    (line.unlink, []),
                    (shift.action_refresh, []),
                ):
                    with self.assertRaises(UserError):
                        call(*args)
        self.assertEqual(shift.notes, "The lift stands still")

    def test_while_it_is_written_it_follows(self):
        shift = self._open()
        self.here.check_out()
        again = self._open()
        self.assertEqual(again, shift, "one is begun")
        self.assertFalse(self._of(again, "inside"))
        shift.action_hand_over()
        self.assertEqual(self._of(shift, "overstaying").registration_id, self.late)

    def test_who_handed_it_over_goes_on_writing(self):
        shift = self._handed_over()
        with self.assertRaises(AccessError):
            shift.with_user(self.user_late).action_write_on()
        shift.action_write_on()
        self.assertEqual((shift.state, shift.giver_id.id), ("draft", False))
        self.assertFalse(shift.stop)

    def test_the_form(self):
        shift = self._open()
        with Form(shift.with_user(self.user_reception)) as form:
            form.notes = "The lift stands still"
        self.assertEqual(shift.notes, "The lift stands still")

    def test_reception_of_the_company_only(self):
        self._other_company()
        shift = self._handed_over()
        shifts = self.env["visitor.shift"]
        for user in (self.user_host, self.user_reception2):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    shifts.with_user(user).open_for(self.site.id)
                with self.assertRaises(AccessError):
                    shift.with_user(user).action_take_over()

    def test_constant_queries(self):
        shift = self._open()
        few = self._count_queries(shift.action_refresh)
        for _number in range(4):
            self._come("05:30:00", stop="09:00:00")
        self.assertEqual(self._count_queries(shift.action_refresh), few)

    def test_one_at_a_time(self):
        """Two who begin at the same moment: the database lets one of them."""
        shift = self._open()
        begin = {"site_id": self.site.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                shift.sudo().create(begin)
        self._put(shift, state="taken_over")
        shift.sudo().create(begin)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 06:00:00")
class TestTwoSign(ShiftCase):
    """Whoever goes answers until whoever comes has signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signature = b64(picture_bytes("PNG"))

    def test_who_answers_for_the_desk(self):
        shift = self._open()
        self.assertFalse(shift.answers_id)
        shift.action_hand_over(self.signature)
        self.assertEqual(shift.answers_id, self.user_reception)
        self.assertTrue(shift.giver_signature)
        self._answer(shift, "accepted", signature=self.signature)
        self.assertEqual(shift.answers_id, self.user_late)
        self.assertTrue(shift.taker_signature)
        self.assertFalse(shift.remarks)

    def test_with_objections(self):
        shift = self._handed_over()
        self._answer(shift, "remarks", "The book is torn")
        self.assertEqual(
            (shift.state, shift.remarks), ("taken_over", "The book is torn")
        )

    def test_not_accepted(self):
        """The one who hands over stays, security is called, and says so again."""
        shift = self._handed_over()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._answer(shift, "refused")
        with self.assertRaisesRegex(UserError, "signed in themselves"):
            shift.action_refuse("I do not like it")
        before = self._told_security()
        self._answer(shift, "refused", "One radio is missing")
        self.assertEqual(
            (shift.state, shift.refusal), ("refused", "One radio is missing")
        )
        self.assertEqual(shift.refused_by_id, self.user_late)
        self.assertEqual(shift.answers_id, self.user_reception, "stays at the desk")
        told = self._told_security() - before
        self.assertIn("not accepted", told.subject)
        self.assertNotIn("radio", told.body, "the reason stands on the sheet alone")
        with self.assertRaises(UserError):
            self._answer(shift, "accepted")
        shift.action_write_on()
        shift.action_hand_over()
        self._answer(shift, "accepted")
        self.assertEqual(shift.taker_id, self.user_late)
        self.assertEqual(shift.refusal, "One radio is missing", "what happened stays")

    def test_the_desk_does_not_wait_for_who_left(self):
        """Not accepted, and whoever handed over has gone home: security settles it."""
        shift = self._handed_over()
        with self.assertRaisesRegex(AccessError, "Only who wrote it"):
            shift.with_user(self.user_security).action_write_on()
        self._answer(shift, "refused", "One radio is missing")
        with self.assertRaisesRegex(AccessError, "Only who wrote it"):
            shift.with_user(self.user_late).action_write_on()
        shift.with_user(self.user_security).action_write_on()
        shift.with_user(self.user_security).action_hand_over()
        self._answer(shift, "accepted")
        self.assertEqual(shift.giver_id, self.user_security)

    def test_a_night_goes_on_past_midnight(self):
        """What happened before midnight is of the night's shift, or of none."""
        shift = self._handed_over()
        with freeze_time("2026-11-23 14:00:00"):  # ten in the evening
            shift.action_write_on()
            shift.closes_day = False
            shift.action_hand_over()
            self._answer(shift, "accepted")
        with freeze_time("2026-11-23 22:00:00"):  # six in the morning
            night = self._open()
        self.assertEqual(night.start, datetime(2026, 11, 23, 14))
        self._put(shift, closes_day=True)
        self._put(night, state="taken_over")
        with freeze_time("2026-11-23 23:00:00"):
            morning = self._open()
        self.assertEqual(morning.start, datetime(2026, 11, 23, 16))

    def test_the_supervisor_reads_it(self):
        shift = self._handed_over()
        supervisor = shift.with_user(self.user_security)
        with self.assertRaisesRegex(UserError, "after it was taken over"):
            supervisor.action_review()
        self._answer(shift, "accepted")
        with self.assertRaises(AccessError):
            shift.action_review()
        self.assertTrue(supervisor.may_review)
        self.assertTrue(supervisor.action_review("Have the lift looked at"))
        self.assertEqual(shift.reviewed_by_id, self.user_security)
        self.assertEqual(shift.review_note, "Have the lift looked at")
        self.assertFalse(supervisor.may_review)
        with self.assertRaises(UserError):
            supervisor.action_review()

    def test_nobody_reviews_what_one_signed(self):
        shift = self._handed_over()
        self._answer(shift, "accepted", user=self.user_security)
        with self.assertRaisesRegex(AccessError, "Somebody else"):
            shift.with_user(self.user_security).action_review()

    def _answer(self, shift, result, remarks=False, user=None, signature=False):
        wizards = self.env["visitor.shift.answer"].with_user(user or self.user_late)
        wizards.create(
            {
                "shift_id": shift.id,
                "result": result,
                "remarks": remarks,
                "signature": signature,
            }
        ).action_confirm()
        shift.invalidate_recordset()

    def _told_security(self):
        messages = self.env["mail.message"].sudo()
        return messages.search(
            [
                ("subject", "like", "shift"),
                ("notified_partner_ids", "in", self.user_security.partner_id.ids),
            ]
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 06:00:00")
class TestRound(ShiftCase):
    """What is still open, each with what is done about it."""

    def test_a_visitor_is_checked_out(self):
        shift = self._open()
        line = self._of(shift, "overstaying")
        self.assertTrue(line.action_check_out())
        self.assertEqual(self.late.state, "left")
        self.assertFalse(self._of(shift, "overstaying"))
        card = self._of(shift, "card")
        self.assertEqual(card.number, "0412", "nobody has said that it is back")

    def test_a_visit_is_extended(self):
        shift = self._open()
        self._of(shift, "overstaying").action_extend_visit()
        self.assertEqual(self.late.visit_id.stop, datetime(2026, 11, 23, 6, 30))
        self.assertFalse(self._of(shift, "overstaying"))
        self.assertEqual(shift.inside_count, 2)

    def test_a_card_comes_back_or_is_lost(self):
        shift = self._open()
        with self.assertRaisesRegex(UserError, "has not left"):
            self._of(shift, "card").action_given_back()
        self._of(shift, "overstaying").action_check_out()
        self._of(shift, "card").action_given_back()
        self.assertFalse(self._of(shift, "card"))
        self.assertEqual(self._state_of("0412"), "free")

    def test_a_lost_card(self):
        shift = self._open()
        self._of(shift, "card").action_report_lost()
        self.assertFalse(self._of(shift, "card"))
        self.assertEqual(self._state_of("0412"), "lost")

    def test_not_seen_leaving_until_somebody_confirms(self):
        with freeze_time("2026-11-23 05:30:00"):
            self.here.sudo()._auto_out(datetime(2026, 11, 23, 5, 30))
        shift = self._open()
        line = self._of(shift, "unseen")
        self.assertEqual((line.registration_id, shift.unseen_count), (self.here, 1))
        line.action_seen_leaving()
        self.assertFalse(self._of(shift, "unseen"))
        self.assertEqual(self.here.stay_ids.seen_leaving_by_id, self.user_reception)

    def test_what_is_signed_is_not_acted_upon(self):
        shift = self._handed_over()
        for line, act in (
            (self._of(shift, "overstaying"), "action_check_out"),
            (self._of(shift, "overstaying"), "action_extend_visit"),
            (self._of(shift, "card"), "action_given_back"),
            (self._of(shift, "card"), "action_report_lost"),
        ):
            with self.subTest(act), self.assertRaisesRegex(UserError, "kept as it was"):
                getattr(line, act)()

    def test_each_kind_has_its_acts(self):
        shift = self._open()
        with self.assertRaisesRegex(UserError, "can't be done here"):
            self._of(shift, "card").action_check_out()

    def test_works_stay_open_until_they_are_handed_back(self):
        permit = (
            self.env["visitor.permit"]
            .with_user(self.user_reception)
            .create(
                {
                    "site_id": self.site.id,
                    "works": "Paint a wall",
                    "start": datetime(2026, 11, 23, 5),
                    "stop": datetime(2026, 11, 23, 9),
                }
            )
        )
        permit.action_submit()
        permit.with_user(self.user_security).action_approve()
        shift = self._open()
        line = self._of(shift, "permit")
        self.assertEqual((line.number, line.res_id), (permit.name, permit.id))
        self.assertEqual(line.action_open()["res_id"], permit.id)
        wizards = self.env["ask.reason"].with_user(self.user_reception)
        wizards.create(
            {
                "res_model": line._name,
                "res_id": line.id,
                "method": "action_hand_back",
                "reason": "Swept",
            }
        ).action_confirm()
        self.assertEqual(permit.state, "handed_back")
        shift.invalidate_recordset()
        self.assertFalse(self._of(shift, "permit"))
        self.assertEqual(self._of(shift, "permit_back").number, permit.name)

    def test_a_deposit_is_given_back(self):
        deposit = self._deposit()
        shift = self._open()
        line = self._of(shift, "deposit")
        self.assertEqual((line.number, line.res_id), (deposit.slip, deposit.id))
        self.assertEqual(line.what, "Zhang Wei · Suitcase · Shelf 3")
        line.action_give_back()
        self.assertEqual(deposit.state, "closed")
        self.assertFalse(self._of(shift, "deposit"))

    def test_a_delivery_leaves(self):
        deliveries = self.env["visitor.delivery"].with_user(self.user_reception)
        kind = self.env["visitor.delivery.kind"].search(
            [("emergency", "=", False)], limit=1
        )
        delivery = deliveries.browse(
            deliveries.arrive(self.site.id, kind_id=kind.id, firm="Blue Post")
        )
        shift = self._open()
        line = self._of(shift, "delivery")
        self.assertEqual((line.what, line.res_id), (delivery.display_name, delivery.id))
        line.action_leave()
        self.assertEqual(delivery.state, "left")
        self.assertFalse(self._of(shift, "delivery"))

    def test_an_escort_that_goes_on(self):
        self.employee.set_may_escort(True)
        escort = self.env["visitor.escort"].create(
            {"visit_id": self.here.visit_id.id, "employee_id": self.employee.id}
        )
        self._put(escort, state="active")
        line = self._of(self._open(), "escort")
        self.assertEqual((line.what, line.res_id), (self.employee.name, escort.id))
        self.assertEqual(line.action_open()["res_id"], escort.id)
        with self.assertRaises(AccessError):
            line.action_end_escort()
        self.user_reception.group_ids += self.env.ref(f"{GROUP}visitor_escort")
        line.action_end_escort()
        self.assertEqual(escort.state, "done")

    def test_all_is_done(self):
        shift = self._open()
        shift.line_ids.filtered(
            lambda line: line.kind in ("inside", "overstaying")
        ).action_check_out()
        self._of(shift, "card").action_given_back()
        self.assertFalse(shift.line_ids)
        self.assertFalse(shift.open_words)

    def test_the_last_of_the_day(self):
        """After the site has closed for today."""
        self.assertFalse(self._open().closes_day, "a site that never closes")
        site = self.site.copy({"name": "Office"})
        site.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Office hours",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Open",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 18,
                            "day_period": "morning",
                        }
                    )
                    for day in range(7)
                ],
            }
        )
        for hour, last in ((9, False), (11, True)):  # 17:00 and 19:00 there
            with freeze_time(f"2026-11-23 {hour:02}:00:00"):
                shift = self.env["visitor.shift"].create({"site_id": site.id})
                self.assertEqual(shift.closes_day, last, hour)
            self._put(shift, state="taken_over")

    def _state_of(self, number):
        return self.env["visitor.card"].search([("number", "=", number)]).state


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 06:00:00")
class TestCount(ShiftCase):
    """What there should be at the desk, and what was counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in ("0414", "0415", "V1"):
            cls._card(number)
        cls.env["visitor.shift.thing"].create(
            [
                {"site_id": cls.site.id, "name": name, "quantity": quantity}
                for name, quantity in (("Radio", 2), ("Torch", 1))
            ]
        )

    def test_cards_in_ranges(self):
        """0412 is out since nine, 0413 came back; all this in the shift."""
        shift = self._open()
        cards = shift.card_count_ids
        self.assertEqual(cards.mapped("name"), ["0412–0415", "V1"])
        line = cards[0]
        self.assertEqual(
            (line.opening, line.issued, line.returned, line.lost, line.due),
            (4, 2, 1, 0, 3),
        )
        self.assertEqual(cards[1].due, 1)

    def test_lost_and_broken_cards(self):
        with freeze_time("2026-11-23 05:00:00"):
            self.late.pass_ids.with_user(self.user_reception).report_lost()
            self._the_card("0414").action_report_lost()
            self._the_card("0415").action_report_damaged()
            with self.assertRaisesRegex(UserError, "not free"):
                self._registration().check_in("0415")
        line = self._open().card_count_ids[0]
        self.assertEqual((line.lost, line.lost_out, line.damaged), (1, 1, 1))
        self.assertEqual((line.opening, line.due), (4, 1), "0413 alone is at the desk")
        self.assertEqual(
            line.opening - line.issued + line.returned - line.lost - line.damaged,
            line.due,
        )
        with freeze_time("2026-11-23 05:30:00"):
            self._the_card("0414").action_found()
            self._the_card("0415").action_replaced()
        line = self._open().card_count_ids[0]
        self.assertEqual((line.due, line.damaged, line.returned), (3, 0, 2))

    def test_what_was_before_the_shift_is_not_of_it(self):
        shift = self._handed_over()
        shift.with_user(self.user_late).action_take_over()
        with freeze_time("2026-11-23 08:00:00"):
            self.late.check_out()
            line = self._open(self.user_late).card_count_ids[0]
        self.assertEqual((line.opening, line.issued, line.returned), (3, 0, 1))
        self.assertEqual(line.due, 4)

    def test_a_difference_is_explained(self):
        shift = self._open()
        radios = shift.thing_count_ids[0]
        self.assertEqual((radios.name, radios.due, radios.counted), ("Radio", 2, False))
        self.assertIn("Radio", shift.not_counted)
        radios.counted = 1
        radios.condition = "Battery flat"
        self.assertEqual(radios.difference, -1)
        shift.action_all_there()
        self.assertFalse(shift.not_counted)
        self.assertEqual(shift.differences, "Radio (-1)")
        with self.assertRaisesRegex(UserError, "Say why.*Radio"):
            shift.action_hand_over()
        radios.reason = "With the guard of the north gate"
        self.assertTrue(shift.action_hand_over())
        with self.assertRaisesRegex(UserError, "kept as it was"):
            radios.counted = 2

    def test_nobody_counts_while_somebody_signs(self):
        line = self._open().thing_count_ids[0]
        with patch.object(type(line), "_lock_sheets") as lock:
            line.counted = 2
        lock.assert_called()

    def test_none_is_a_count(self):
        shift = self._open()
        torch = shift.thing_count_ids[1]
        torch.counted = 0
        shift.invalidate_recordset()
        self.assertEqual((torch.counted, torch.difference), (0, -1))
        self.assertNotIn("Torch", shift.not_counted)

    def test_what_was_counted_stays_while_it_is_written(self):
        shift = self._open()
        cards = shift.card_count_ids[0]
        cards.counted = 3
        self.here.check_out()
        self.late.check_out()
        shift.action_refresh()
        self.assertEqual((cards.counted, cards.due, cards.difference), (3, 4, -1))

    def test_what_there_should_be_is_not_written(self):
        line = self._open().thing_count_ids[0]
        with self.assertRaisesRegex(UserError, "follows from the records"):
            line.due = 1

    def test_all_there(self):
        line = self._open().thing_count_ids[0]
        line.action_there()
        self.assertEqual((line.counted, line.difference), (2, 0))

    def test_the_ledger_of_deposits_balances(self):
        with freeze_time("2026-11-22 06:00:00"):
            before = self._deposit()
        for _number in range(2):
            self._deposit()
        before.action_close()
        (line,) = self._open().deposit_count_ids
        self.assertEqual(
            (line.opening, line.returned, line.issued, line.due), (1, 2, 1, 2)
        )

    def test_the_review_of_the_month(self):
        shift = self._open()
        shift.thing_count_ids[0].write({"counted": 1, "reason": "Being mended"})
        shift.action_hand_over()
        self._put(self.here.stay_ids, out_at=shift.stop, closed_by="auto")
        lines = self.env["visitor.review.count"]._lines(self.site, date(2026, 11, 1))
        found = {
            line["code"]: line["count"] for line in lines if line["kind"] == "shift"
        }
        self.assertEqual(
            found,
            {
                "handed": 1,
                "not_accepted": 0,
                "objections": 0,
                "differences": 1,
                "unseen": 1,
            },
        )

    def _the_card(self, number):
        cards = self.env["visitor.card"].with_user(self.user_reception)
        return cards.search([("number", "=", number), ("site_id", "=", self.site.id)])


class TestRanges(BaseCase):
    def test_numbers_that_follow_each_other(self):
        numbers = ["0402", "0401", "0403", "0410", "A9", "A10", "099", "100", "vip"]
        self.assertEqual(
            list(ranges(numbers)),
            ["099–100", "0401–0403", "0410", "A9", "A10", "vip"],
        )
        self.assertEqual(list(ranges([])), [])
