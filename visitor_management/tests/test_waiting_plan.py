"""Who is asked when: the plan of a wait, without a database."""

from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools import waiting

SINCE = datetime(2026, 11, 23, 1)
TIMES = waiting.Times(host=60, deputy=90, phone=30)
ALL = {"host", "deputy", "phone"}


def _at(seconds):
    return SINCE + timedelta(seconds=seconds)


@tagged("post_install", "-at_install")
class TestWaitingPlan(BaseCase):
    def test_each_rung_at_its_second(self):
        moments = waiting.plan(SINCE, TIMES, ALL)
        self.assertEqual(
            moments,
            {"host": _at(0), "deputy": _at(60), "phone": _at(150), "desk": _at(180)},
        )
        for seconds, rung in (
            (-1, ""),
            (0, "host"),
            (59, "host"),
            (60, "deputy"),
            (149, "deputy"),
            (150, "phone"),
            (179, "phone"),
            (180, "desk"),
            (10_000, "desk"),
        ):
            self.assertEqual(waiting.rung_at(moments, _at(seconds)), rung, seconds)

    def test_where_nobody_can_be_asked_the_next_is_asked_at_once(self):
        self.assertEqual(
            waiting.plan(SINCE, TIMES, {"deputy", "phone"}),
            {"deputy": _at(0), "phone": _at(90), "desk": _at(120)},
        )
        self.assertEqual(waiting.plan(SINCE, TIMES, {"phone"})["desk"], _at(30))
        self.assertEqual(waiting.plan(SINCE, TIMES, ()), {"desk": _at(0)})

    def test_what_a_site_does_not_say_is_as_usual(self):
        said = waiting.Times(host=20, deputy=0, phone=0)
        self.assertEqual(
            waiting.times(said, waiting.AT_THE_DOOR), waiting.Times(20, 60, 120)
        )

    def test_whoever_was_passed_over_is_asked_late(self):
        moments = waiting.plan(SINCE, TIMES, ALL)
        self.assertEqual(waiting.reached(moments, "", _at(0)), ["host"])
        self.assertEqual(waiting.reached(moments, "host", _at(59)), [])
        self.assertEqual(
            waiting.reached(moments, "host", _at(500)), ["deputy", "phone", "desk"]
        )
        self.assertEqual(waiting.next_at(moments, "deputy"), _at(150))
        self.assertIsNone(waiting.next_at(moments, "desk"))

    def test_ahead_only_the_hours_count_in_which_people_are_at_work(self):
        day = [(_at(3600 * 24 * n), _at(3600 * 24 * n + 100)) for n in range(3)]
        moments = waiting.plan(_at(50), TIMES, ALL, opened=day)
        self.assertEqual(moments["host"], _at(50), "at once, by mail")
        self.assertEqual(moments["deputy"], _at(3600 * 24 + 10))
        self.assertEqual(moments["phone"], _at(3600 * 48))
        self.assertEqual(moments["desk"], _at(3600 * 48 + 30))
        closed = waiting.plan(_at(150), TIMES, ALL, opened=day)
        self.assertEqual(closed["deputy"], _at(3600 * 24 + 60))

    def test_ahead_the_desk_decides_before_the_visit_begins(self):
        moments = waiting.plan(SINCE, TIMES, ALL, until=_at(90))
        self.assertEqual(
            moments,
            {"host": _at(0), "deputy": _at(30), "phone": _at(75), "desk": _at(90)},
        )
        begun = waiting.plan(SINCE, TIMES, ALL, until=_at(-90))
        self.assertEqual(set(begun.values()), {SINCE}, "all of them at once")
