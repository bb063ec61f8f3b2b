"""The change of shift at the desk: what is open is handed over, by two people."""

from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import GROUP, VisitorCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 06:00:00")
class TestShift(VisitorCommon):
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

    def test_what_is_open_is_handed_over(self):
        shift = self._open()
        self.assertEqual(shift.start, datetime(2026, 11, 22, 16), "the day at the site")
        self.assertEqual(shift.overstaying_ids.registration_id, self.late)
        self.assertEqual(shift.inside_ids.registration_id, self.here)
        self.assertEqual(shift.card_ids.mapped("number"), ["0412"])
        counts = (shift.inside_count, shift.overstaying_count, shift.cards_count)
        self.assertEqual(counts, (2, 1, 1))
        self.assertEqual(shift.overstaying_ids.due_at, datetime(2026, 11, 23, 3))

    def test_printed_passes_are_handed_over_by_their_code(self):
        self.here.pass_ids.note_printed()
        numbers = self._open().card_ids.mapped("number")
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
        self.assertFalse(again.inside_ids)
        shift.action_hand_over()
        self.assertEqual(shift.overstaying_ids.registration_id, self.late)

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
