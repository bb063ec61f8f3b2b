"""What is limited is limited: for many at once, for failing calls, for each alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.visitor_management.tools import addresses

from ..models.core import visitor_throttle
from ..models.core.visitor_throttle import HOUR
from .concurrency_common import ConcurrencyCase
from .scan_common import ScanHttpCommon

AT_ONCE = 60  # of the 64 connections that a server has
IN_PROCESSES = 30  # each has two


@tagged("post_install", "-at_install")
class TestThrottle(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.throttle = cls.env["visitor.throttle"]

    def _let_through(self, times, *args):
        return sum(self.throttle._take(*args) for _i in range(times))

    def test_as_many_as_allowed_pass(self):
        self.assertEqual(self._let_through(15, "complaint", 7, 10), 10)

    def test_each_is_counted_alone(self):
        self.assertFalse(self.throttle._take("complaint", 7, 0))
        for what, whose in (("complaint", 8), ("message", 7)):
            self.assertEqual(self._let_through(3, what, whose, 2), 2)

    def test_the_time_begins_with_the_first_and_then_again(self):
        now = fields.Datetime.now()
        with freeze_time(now):
            self.assertEqual(self._let_through(3, "complaint", 7, 2, HOUR), 2)
        with freeze_time(now + HOUR - timedelta(seconds=1)):
            self.assertEqual(self._let_through(3, "complaint", 7, 2, HOUR), 0)
        with freeze_time(now + HOUR):
            self.assertEqual(self._let_through(3, "complaint", 7, 2, HOUR), 2)

    def test_no_address_stands_in_the_table(self):
        self.throttle._miss("203.0.113.7")
        counted = self.throttle.search([], order="id desc", limit=1)
        self.assertNotIn("203.0.113.7", str(counted.read()))
        self.assertRegex(counted.digest, "^[0-9a-f]{64}$")
        self.throttle._miss("203.0.113.7")
        counted.invalidate_recordset()
        self.assertEqual(counted.count, 2)

    def test_what_is_one_caller(self):
        network = addresses.network
        for same in (
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
            ("203.0.113.7", "::ffff:203.0.113.7"),
        ):
            self.assertEqual(*map(str, map(network, same)))
        for differ in (
            ("2001:db8:1:2::1", "2001:db8:1:3::1"),
            ("203.0.113.7", "203.0.113.8"),
        ):
            self.assertNotEqual(*map(str, map(network, differ)))
        for odd in (None, "", "unknown", "203.0.113.7:443"):
            self.throttle._miss(odd)

    def test_it_is_forgotten_after_a_day(self):
        day = timedelta(days=1)
        now = fields.Datetime.now()
        with freeze_time(now - day - HOUR):
            self.throttle._take("complaint", 1, 1)
        with freeze_time(now - day + HOUR):
            self.throttle._take("complaint", 2, 1)
        before = self.throttle.search([])
        self.throttle._gc_counted()
        self.assertEqual(len(before - before.exists()), 1)


@tagged("post_install", "-at_install")
class TestThrottledScans(ScanHttpCommon):
    def test_good_scans_are_not_counted(self):
        person = self._inside()
        with patch.object(
            self.registry["visitor.throttle"], "_take", side_effect=AssertionError
        ):
            self.assertEqual(self._send(person)["status"], "granted")
            self.assertEqual(self._send(person)["reason"], "already_inside")
            self.assertEqual(self._send(person, "out")["status"], "granted")

    def test_a_good_gate_passes_whatever_its_address_did(self):
        """Wrong tokens are counted by their address, in front of the same proxy."""
        with mute_logger("odoo.http"):
            self.assertEqual(self._post("{}", bearer="wrong").status_code, 401)
            with patch.object(visitor_throttle, "MISSES_A_MINUTE", 0):
                self.assertEqual(self._post("{}", bearer="wrong").status_code, 429)
                self.assertEqual(self._send(self._inside())["status"], "granted")


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestThrottleConcurrency(ConcurrencyCase):
    """Many at the same moment, in transactions of their own."""

    tables = ("visitor_throttle",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pool = ThreadPoolExecutor(max_workers=AT_ONCE)
        cls.addClassCleanup(cls.pool.shutdown)

    @classmethod
    def _make_places(cls, env):
        pass

    def _take(self, limit, then=None):
        def take(env):
            passes = env["visitor.throttle"]._take("complaint", 7, limit)
            if then:
                then()
            return passes

        return take

    def _passed(self, limit, at_once=AT_ONCE):
        """How many of those that began together were let through."""
        with self._transaction() as env:
            env.cr.execute("DELETE FROM visitor_throttle")
        return sum(self._together(*[self._take(limit)] * at_once))

    def _as_processes(self):
        """Threads wait for each other in the database only, as processes do."""
        return patch.object(visitor_throttle, "ONE_AT_A_TIME", nullcontext())

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            env.cr.execute("DELETE FROM visitor_throttle")

    def test_of_sixty_at_once_ten_pass(self):
        for _round in range(5):
            self.assertEqual(self._passed(10), 10)
        self.assertFalse(self.retries, "nobody is told to try again")

    def test_of_many_at_once_in_several_processes_ten_pass(self):
        with self._as_processes():
            for _round in range(10):
                self.assertEqual(self._passed(10, IN_PROCESSES), 10)
        self.assertFalse(self.retries, "nobody is told to try again")

    def test_the_twin_that_looks_before_it_counts_lets_more_pass(self):
        """So that the tests above would fail if nothing was locked."""
        throttles = self.registry["visitor.throttle"]
        count = throttles._count
        all_have_looked = threading.Barrier(IN_PROCESSES)

        def look_and_count(throttle, digest, within):
            seen = throttle.sudo().search([("digest", "=", digest)]).count
            all_have_looked.wait(timeout=30)
            count(throttle, digest, within)
            return seen + 1

        with self._as_processes(), patch.object(throttles, "_count", look_and_count):
            self.assertGreater(self._passed(10, IN_PROCESSES), 10)

    def test_a_call_that_fails_was_counted(self):
        def fail():
            raise ZeroDivisionError

        for _i in range(3):
            with self.assertRaises(ZeroDivisionError):
                self._together(self._take(3, then=fail))
        self.assertEqual(self._together(self._take(3)), [False])

    def test_nobody_waits_for_the_request_of_somebody_else(self):
        """Who was counted and is still busy holds up nobody."""
        counted, go_on = threading.Event(), threading.Event()
        self.addCleanup(go_on.set)

        def stay():
            counted.set()
            go_on.wait(timeout=30)

        first = self._start(self._take(10, then=stay))
        self.assertTrue(counted.wait(timeout=30))
        second = self._start(self._take(10))
        self.assertTrue(second.result(timeout=10))
        self.assertFalse(first.done())
        go_on.set()
        self.assertTrue(first.result(timeout=30))
