"""An entry is saved while the person it means is being registered."""

import threading

from odoo import fields
from odoo.tests import tagged

from .test_visitor_scan_concurrency import ScanConcurrencyCase

ROUNDS = 20


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestWatchlistConcurrency(ScanConcurrencyCase):
    tables = (
        "visitor_watchlist_hit",
        "visitor_watchlist_key",
        "visitor_watchlist",
        *ScanConcurrencyCase.tables,
    )

    def _enter(self, number):
        def enter(env):
            entry = env["visitor.watchlist"].create(
                {"level": "deny", "name": f"Boris Becket{number}", "reason": "x"}
            )
            return entry.id

        return enter

    def _register(self, number, registered=None, go_on=None):
        """Register the person; ``go_on``: what the transaction waits for at its end."""

        def register(env):
            now = fields.Datetime.now()
            visit = env["visitor.visit"].create(
                {
                    "type_id": self.type_id,
                    "site_id": self.site_id,
                    "host_id": self.employee_id,
                    "start": now,
                    "stop": fields.Datetime.add(now, hours=1),
                    "registration_ids": [
                        fields.Command.create({"name": f"BECKET{number} Boris"})
                    ],
                }
            )
            visit.action_submit()
            if registered:
                registered.set()
                go_on.wait(20)
            return visit.registration_ids.id

        return register

    def _run_job(self):
        def job(env):
            env.ref(
                "visitor_management.ir_cron_visitor_watchlist"
            ).method_direct_trigger()

        return job

    def _codes(self, person_id):
        with self._transaction() as env:
            reasons = (
                env["visitor.registration"].browse(person_id).check_in()["reasons"]
            )
            return [each["code"] for each in reasons]

    def test_at_the_same_moment(self):
        for number in range(ROUNDS):
            _entry, person = self._together(self._enter(number), self._register(number))
            self._request(self._run_job())
            self.assertEqual(self._codes(person), ["watchlisted"])

    def test_registered_before_the_entry_was_saved_committed_after(self):
        """Neither sees the other: the job waits until nobody is being registered."""
        registered, go_on = threading.Event(), threading.Event()
        future = self._start(self._register("Early", registered, go_on))
        self.assertTrue(registered.wait(20))
        entry = self._request(self._enter("Early"))
        self._request(self._run_job())
        with self._transaction() as env:
            waits = env["visitor.watchlist"].browse(entry).sudo().to_match
        self.assertTrue(waits, "somebody is being registered: another time")
        go_on.set()
        person = future.result(timeout=30)
        self._request(self._run_job())
        self.assertEqual(self._codes(person), ["watchlisted"])

    def test_began_before_the_entry_written_after_the_job(self):
        """Whoever began before the job ended begins again, and finds the entry."""
        began, go_on = threading.Event(), threading.Event()
        first = []

        def register(env):
            env["visitor.site"].search([], limit=1)  # what it sees is fixed now
            if not first:
                first.append(True)
                began.set()
                go_on.wait(20)
            return self._register("Late")(env)

        future = self._start(register)
        self.assertTrue(began.wait(20))
        self._request(self._enter("Late"))
        self._request(self._run_job())
        go_on.set()
        person = future.result(timeout=30)
        self.assertEqual(self._codes(person), ["watchlisted"])
        self.assertTrue(self.retries, "it began again")
