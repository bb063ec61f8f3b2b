"""Wardens, the desk and a start at the same moment: nothing is lost or doubled."""

import logging
import random
import threading
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .test_visitor_scan_concurrency import ScanConcurrencyCase

_logger = logging.getLogger(__name__)

PEOPLE, WARDENS, BATCH = 2000, 4, 100


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestMusterConcurrency(ScanConcurrencyCase):
    tables = (
        "visitor_muster_tick",
        "visitor_muster_line",
        "visitor_muster",
        "visitor_muster_warden_link",
        "visitor_muster_warden",
        *ScanConcurrencyCase.tables,
    )

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            wardens = env["visitor.muster.warden"].create(
                [{"name": f"W{n}", "site_id": self.site_id} for n in range(WARDENS)]
            )
            self.warden_ids = wardens.ids

    def tearDown(self):
        with self._transaction() as env:
            env["visitor.muster"].search(
                [("site_id", "=", self.site_id), ("state", "=", "running")]
            ).action_end()
            env.cr.execute("UPDATE visitor_stay SET out_at = in_at, closed_by = 'desk'")
        super().tearDown()

    def _start_one(self, env):
        return env["visitor.muster"].start(self.site_id, "real")

    def _send(self, warden_id, rows):
        def send(env):
            warden = env["visitor.muster.warden"].sudo().browse(warden_id)
            return warden._tick("phone", rows)

        return send

    def _crowd(self, number):
        """So many people inside, past the desk."""
        [(person_id, _token)] = self._people(inside=True)
        with self._transaction() as env:
            visit = env["visitor.registration"].browse(person_id).visit_id
            now = fields.Datetime.now() - timedelta(minutes=1)
            env.cr.execute(
                SQL(
                    """
                    WITH people AS (
                        INSERT INTO visitor_registration (
                            visit_id, company_id, site_id, start, name, headcount,
                            state
                        )
                        SELECT %(visit)s, %(company)s, %(site)s, %(now)s,
                               'Crowd ' || n, 1, 'inside'
                          FROM generate_series(2, %(number)s) n
                        RETURNING id
                    )
                    INSERT INTO visitor_stay (
                        registration_id, site_id, company_id, headcount, in_at
                    ) SELECT id, %(site)s, %(company)s, 1, %(now)s FROM people
                    """,
                    visit=visit.id,
                    company=visit.company_id.id,
                    site=self.site_id,
                    now=now,
                    number=number,
                )
            )

    def _listed(self):
        with self._transaction() as env:
            warden = env["visitor.muster.warden"].sudo().browse(self.warden_ids[0])
            return [line["key"] for line in warden._list()["lines"]]

    # ------------------------------------------------------------
    # ONE ROLL CALL
    # ------------------------------------------------------------

    def test_two_starts_are_one_roll_call(self):
        self._people(2, inside=True)
        first, second = self._together(self._start_one, lambda e: self._start_one(e))
        self.assertEqual(first, second)

    def test_the_twin_without_the_lock_answers_an_error(self):
        musters = self.registry["visitor.muster"]
        running, both_have_looked = musters._running, threading.Barrier(2)

        def look(model, site):
            found = running(model, site)
            both_have_looked.wait(timeout=30)
            return found

        with (
            patch.object(musters, "_lock_site", lambda *_args, **_kwargs: None),
            patch.object(musters, "_running", look),
        ):
            answers = self._together(self._start_one, lambda e: self._start_one(e))
        self.assertEqual([isinstance(each, int) for each in answers].count(True), 1)

    # ------------------------------------------------------------
    # TICKS
    # ------------------------------------------------------------

    def _tick_while_it_starts(self, key, waits=True):
        """A phone sends what it had while the roll call begins.

        :param bool waits: the start waits for the tick that is being stored
        :return: the statuses of the lines
        """
        ticks, stored, go_on = (
            self.registry["visitor.muster.tick"],
            threading.Event(),
            threading.Event(),
        )
        show = ticks._tell

        def stay_open(model, *args):
            stored.set()
            go_on.wait(timeout=30)
            return show(model, *args)

        row = {"nonce": "early", "key": key, "status": "safe"}
        with patch.object(ticks, "_tell", stay_open):
            sent = self._start(self._send(self.warden_ids[0], [row]))
            self.assertTrue(stored.wait(timeout=30))
        call = self._start_one
        begun = self._start(call)
        if waits:
            self._wait_until_blocked(call)
        else:
            begun.result(timeout=30)
        go_on.set()
        self.assertEqual(sent.result(timeout=30), ["early"])
        muster_id = begun.result(timeout=30)
        with self._transaction() as env:
            return env["visitor.muster"].browse(muster_id).line_ids.mapped("status")

    def test_what_is_sent_while_it_starts_is_not_lost(self):
        self._people(inside=True)
        self.assertEqual(self._tick_while_it_starts(self._listed()[0]), ["safe"])

    def test_the_twin_without_the_lock_loses_it(self):
        self._people(inside=True)
        key = self._listed()[0]
        musters = self.registry["visitor.muster"]
        with patch.object(musters, "_lock_site", lambda *_args, **_kwargs: None):
            statuses = self._tick_while_it_starts(key, waits=False)
        self.assertEqual(statuses, ["missing"])

    def test_two_thousand_people_and_four_wardens(self):
        """One of them began before the start; each sends all, some of it twice."""
        self._crowd(PEOPLE)
        known = self._listed()
        self.assertEqual(len(known), PEOPLE)
        began = fields.Datetime.now()
        early = [
            {"nonce": f"e{n}", "key": key, "status": "safe", "at": f"{began}"}
            for n, key in enumerate(known[:BATCH])
        ]
        self._request(self._send(self.warden_ids[0], early))
        clock = time.perf_counter()
        muster_id = self._request(self._start_one)
        froze = time.perf_counter() - clock
        chance = random.Random(12)
        calls = []
        for warden_id in self.warden_ids:
            rows = [
                {"nonce": f"n{n}", "key": key, "status": "safe", "at": f"{began}"}
                for n, key in enumerate(known)
            ]
            chance.shuffle(rows)
            batches = [rows[n : n + BATCH] for n in range(0, PEOPLE, BATCH)]
            batches += chance.sample(batches, len(batches) // 3)  # sent again
            calls += [self._send(warden_id, batch) for batch in batches]
        chance.shuffle(calls)
        clock = time.perf_counter()
        answers = [
            answer
            for first in range(0, len(calls), 8)
            for answer in self._together(*calls[first : first + 8])
        ]
        took = time.perf_counter() - clock
        self.assertTrue(all(len(answer) == BATCH for answer in answers))
        self.assertFalse(self.retries, "nobody waits for Odoo's retry")
        with self._transaction() as env:
            muster = env["visitor.muster"].browse(muster_id)
            counts = muster._counts()
            ticks = env["visitor.muster.tick"].search_count(
                [("muster_id", "=", muster_id)]
            )
        self.assertEqual((counts["safe"], counts["missing"]), (PEOPLE, 0))
        self.assertEqual(ticks, PEOPLE * WARDENS + BATCH, "none lost, none doubled")
        self.assertLess(froze, 2)
        _logger.info(
            "roll call of %s: frozen in %.2f s; %s batches of %s ticks in %.2f s",
            PEOPLE,
            froze,
            len(calls),
            BATCH,
            took,
        )
