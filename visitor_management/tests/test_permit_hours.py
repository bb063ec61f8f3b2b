"""When works may go on: daily hours, hours of weekday and holiday, night, days off."""

from datetime import date, datetime, timedelta
from types import MappingProxyType

from odoo.tests import BaseCase, tagged

from ..tools import permit_hours
from ..tools.opening_hours import Attendance, Calendar
from ..tools.permit_hours import HOLIDAY, Plan

SHANGHAI = "Asia/Shanghai"
# Monday 2 November 2026; eight in the morning in Shanghai is midnight of UTC
MONDAY = date(2026, 11, 2)
OFFICE = [Attendance(day, 9, 18, None) for day in range(5)]
# As Beijing and Hangzhou have it: two windows, none on rest days
QUIET = {day: [(8, 12), (14, 18)] for day in range(5)}


def at(day, hour, minute=0):
    """Naive UTC of an hour of November 2026 on the clock of Shanghai."""
    return datetime(2026, 11, day, hour, minute) - timedelta(hours=8)


def calendar(leaves=(), days=(), tz=SHANGHAI, attendances=OFFICE):
    return Calendar(tz, list(attendances), list(leaves), MappingProxyType(dict(days)))


@tagged("post_install", "-at_install")
class TestPermitHours(BaseCase):
    def _windows(self, start, stop, daily=None, hours=None, **site):
        return permit_hours.windows(Plan(start, stop, daily, hours), calendar(**site))

    # ------------------------------------------------------------
    # HOURS
    # ------------------------------------------------------------

    def test_without_hours_the_permit_holds_throughout(self):
        whole = [(at(2, 8), at(8, 18))]
        self.assertEqual(self._windows(at(2, 8), at(8, 18)), whole)

    def test_daily_hours_cut_each_day(self):
        found = self._windows(at(2, 10), at(4, 12), daily=(8, 17.5))
        self.assertEqual(
            found,
            [
                (at(2, 10), at(2, 17, 30)),
                (at(3, 8), at(3, 17, 30)),
                (at(4, 8), at(4, 12)),
            ],
        )
        for moment, within in ((at(3, 7, 59), False), (at(3, 8), True)):
            self.assertEqual(permit_hours.within(found, moment), within)
        self.assertFalse(permit_hours.within(found, at(3, 17, 30)), "over is over")
        self.assertEqual(permit_hours.following(found, at(3, 18)), found[2])
        self.assertIsNone(permit_hours.following(found, at(4, 9)))

    def test_work_at_night_goes_on_after_midnight(self):
        found = self._windows(at(2, 8), at(4, 3), daily=(22, 6))
        self.assertEqual(
            found,
            [(at(2, 22), at(3, 6)), (at(3, 22), at(4, 3))],
            "Monday's night first",
        )
        begun = self._windows(at(2, 1), at(2, 8), daily=(22, 6))
        self.assertEqual(begun, [(at(2, 1), at(2, 6))], "the night of Sunday")

    def test_noisy_works_have_two_windows_a_day(self):
        found = self._windows(at(2, 0), at(3, 0), hours=QUIET)
        self.assertEqual(found, [(at(2, 8), at(2, 12)), (at(2, 14), at(2, 18))])
        found = self._windows(at(2, 0), at(3, 0), daily=(9, 15), hours=QUIET)
        self.assertEqual(found, [(at(2, 9), at(2, 12)), (at(2, 14), at(2, 15))])

    def test_a_day_without_hours_has_none(self):
        self.assertEqual(self._windows(at(7, 0), at(9, 0), hours=QUIET), [])
        self.assertEqual(self._windows(at(2, 0), at(3, 0), hours={}), [])

    def test_a_holiday_has_the_hours_of_holidays(self):
        leave = (at(3, 0), at(3, 23, 59))
        found = self._windows(at(3, 0), at(4, 0), hours=QUIET, leaves=[leave])
        self.assertEqual(found, [])
        hours = {**QUIET, HOLIDAY: [(10, 12)]}
        found = self._windows(at(3, 0), at(4, 0), hours=hours, leaves=[leave])
        self.assertEqual(found, [(at(3, 10), at(3, 12))])
        named = [(date(2026, 11, 3), None)]
        found = self._windows(at(3, 0), at(4, 0), hours=hours, days=named)
        self.assertEqual(found, [(at(3, 10), at(3, 12))])

    def test_a_make_up_day_has_the_hours_of_its_weekday(self):
        saturday = [(date(2026, 11, 7), 0)]
        found = self._windows(at(7, 0), at(8, 0), hours=QUIET, days=saturday)
        self.assertEqual(found, [(at(7, 8), at(7, 12)), (at(7, 14), at(7, 18))])

    def test_hours_are_those_of_the_clock_when_it_changes(self):
        # Berlin, Sunday 25 October 2026: three o'clock comes twice
        found = self._windows(
            datetime(2026, 10, 24, 22),
            datetime(2026, 10, 25, 22),
            daily=(8, 17),
            tz="Europe/Berlin",
        )
        eight = datetime(2026, 10, 25, 7)
        self.assertEqual(found, [(eight, eight + timedelta(hours=9))])

    def test_a_permit_that_ends_before_it_begins_never_holds(self):
        self.assertEqual(self._windows(at(3, 0), at(2, 0)), [])
        self.assertEqual(self._windows(False, at(2, 0)), [])

    # ------------------------------------------------------------
    # NIGHT AND DAYS OFF
    # ------------------------------------------------------------

    def test_the_night_is_found_where_it_is_touched(self):
        def night(*pairs):
            return permit_hours.at_night(list(pairs), SHANGHAI, 22, 6)

        self.assertIsNone(night((at(2, 6), at(2, 22))), "its ends are excluded")
        self.assertEqual(night((at(2, 6), at(2, 22, 1))), at(2, 22))
        self.assertEqual(night((at(2, 5), at(2, 8))), at(2, 5))
        days = self._windows(at(2, 8), at(6, 18), daily=(8, 18))
        self.assertIsNone(night(*days), "daily hours keep it to the day")
        self.assertIsNone(night())

    def test_what_a_day_is(self):
        site = calendar(leaves=[(at(4, 0), at(4, 23, 59)), (at(5, 13), at(5, 18))])
        days = [
            permit_hours.day_of(site, MONDAY.replace(day=day)) for day in range(2, 9)
        ]
        self.assertEqual(
            [day.works for day in days], [True] * 2 + [False] + [True] * 2 + [False] * 2
        )
        self.assertEqual([day.holiday for day in days].index(True), 2)
        self.assertEqual(sum(day.holiday for day in days), 1, "the weekend rests only")
        week = calendar(leaves=[(at(2, 0), at(8, 23, 59))])
        self.assertTrue(
            permit_hours.day_of(week, MONDAY.replace(day=7)).holiday,
            "the Saturday of a week of holidays",
        )

    def test_the_first_day_off_is_found(self):
        pairs = self._windows(at(6, 8), at(8, 18), daily=(8, 18))
        moment, day = permit_hours.on_day_off(pairs, calendar())
        self.assertEqual(moment, at(7, 8))
        self.assertFalse(day.holiday)
        self.assertIsNone(permit_hours.on_day_off(pairs[:1], calendar()))
        made_up = calendar(days=[(date(2026, 11, 7), 0), (date(2026, 11, 8), 1)])
        self.assertIsNone(permit_hours.on_day_off(pairs, made_up))

    # ------------------------------------------------------------
    # OPENING HOURS
    # ------------------------------------------------------------

    def test_opening_hours_that_are_touched(self):
        mall = calendar(attendances=[Attendance(day, 10, 22, None) for day in range(7)])
        at_night = self._windows(at(2, 0), at(4, 0), daily=(22, 10))
        self.assertIsNone(permit_hours.while_open(at_night, mall))
        late = self._windows(at(2, 0), at(4, 0), daily=(21, 10))
        self.assertEqual(permit_hours.while_open(late, mall), (at(2, 21), at(2, 22)))
        never_closes = calendar(attendances=[])
        self.assertEqual(permit_hours.while_open(late, never_closes), late[0])
        self.assertIsNone(permit_hours.while_open([], never_closes))
