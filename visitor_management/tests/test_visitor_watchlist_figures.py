"""Figures of the watchlist: what it costs in questions, queries and time."""

import logging
import random
import time

from odoo import Command
from odoo.tests import tagged

from ..tools import name_keys
from . import name_generator
from .watchlist_common import WatchlistCommon

_logger = logging.getLogger(__name__)

ENTRIES, VISITORS, SEEDS = 200, 1000, 4
MOST_ASKS = 0.5  # in 100 visits
EXPECTED = 10_000


@tagged("post_install", "-at_install")
class TestWatchlistFigures(WatchlistCommon):
    def test_how_many_are_asked_in_vain(self):
        """Visitors and entries drawn by how common their names are, of one script."""
        for script in (name_generator.han, name_generator.latin):
            asked = 0
            for seed in range(SEEDS):
                rng = random.Random(seed)
                entries = {}
                for _i in range(ENTRIES):
                    name = script(rng)
                    for key in name_keys.keys(name):
                        entries.setdefault(key, set()).add(name)
                for _i in range(VISITORS):
                    name = script(rng)
                    candidates = set().union(
                        *(entries.get(key, ()) for key in name_keys.keys(name))
                    )
                    asked += any(name_keys.same_name(name, each) for each in candidates)
            asks = 100 * asked / VISITORS / SEEDS
            _logger.info(
                "%s: %.2f asks in 100 visits, %s entries",
                script.__name__,
                asks,
                ENTRIES,
            )
            self.assertLessEqual(asks, MOST_ASKS, script.__name__)
            self.assertGreater(asks, 0, "the generator draws namesakes")

    def _expect(self, names):
        visit = self._visit(names=(), headcount=len(names))
        visit.sudo().write(
            {"registration_ids": [Command.create({"name": each}) for each in names]}
        )
        return visit.registration_ids

    def test_a_new_entry_against_ten_thousand_expected_people(self):
        rng = random.Random(1)
        visit = self._visit(names=("Boris Becket",))
        visit.action_submit()
        self.env.flush_all()
        rows = [
            (name, name_keys.line(name))
            for name in (
                rng.choice((name_generator.han, name_generator.latin))(rng)
                for _i in range(EXPECTED)
            )
        ]
        self.env.cr.execute_values(
            f"""
            INSERT INTO visitor_registration (visit_id, company_id, site_id, start,
                                              name, state, headcount, watchlist_keys)
            SELECT {int(visit.id)}, {int(self.company.id)}, {int(self.site.id)},
                   v.start, x.name, 'expected', 1, x.line
              FROM (VALUES %s) x(name, line), visitor_visit v
             WHERE v.id = {int(visit.id)}
            """,
            rows,
        )
        self.env.cr.execute("ANALYZE visitor_registration")
        for name in ("Boris Becket", rows[0][0], rows[1][0]):
            began, before = time.perf_counter(), self.env.cr.sql_log_count
            entry = self._entry(name=name)
            self.env.flush_all()
            took = 1000 * (time.perf_counter() - began)
            _logger.info(
                "A new entry against %s expected people: %.0f ms, %s queries, %s hits",
                EXPECTED,
                took,
                self.env.cr.sql_log_count - before,
                len(entry.hit_ids),
            )
            self.assertTrue(entry.hit_ids)

    def test_queries_do_not_grow_with_the_people(self):
        self._entry(name="Somebody Else")
        for _warm in range(2):
            self._expect(["Carl Other"])
        counts = []
        for number in (2, 20):
            names = [f"Carl Other{each}" for each in range(number)]
            visit = self._visit(names=(), headcount=number)
            people = self.env["visitor.registration"].create(
                [{"visit_id": visit.id, "name": name} for name in names]
            )
            self.env.flush_all()
            counts.append(
                self._count_queries(lambda people=people: people._match_watchlist())
            )
        self.assertEqual(*counts)

    def test_queries_of_what_it_meets_do_not_grow(self):
        entry = self._entry(name="Carl Other")
        counts = []
        for number in (2, 20):
            self._expect(["Carl Other"] * number)
            counts.append(
                self._count_queries(lambda: entry.sudo()._count_met_last_year())
            )
        self.assertEqual(*counts)
        self.assertEqual(entry.met_last_year, 22)
