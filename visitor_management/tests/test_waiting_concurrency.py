"""The job and two screens look at a wait at the same second."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .test_visitor_scan_concurrency import ScanConcurrencyCase


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestWaitingConcurrency(ScanConcurrencyCase):
    ROUNDS = 20
    tables = ("visitor_waiting_call", "visitor_waiting", *ScanConcurrencyCase.tables)

    def _asked_together(self):
        """How often the desk is asked, of a wait that two look at as it is due."""
        ((person_id, _token),) = self._people()
        with self._transaction() as env:
            env["visitor.registration"].browse(person_id).arrive()
            due = fields.Datetime.now() - timedelta(seconds=1)
            env.flush_all()
            env.cr.execute(
                SQL(
                    "UPDATE visitor_waiting SET desk_at = %s, phone_at = NULL,"
                    " deputy_at = NULL, next_at = %s, rung = NULL"
                    " WHERE registration_id = %s",
                    due,
                    due,
                    person_id,
                )
            )
        asked = []
        waits = self.registry["visitor.waiting"]
        with patch.object(waits, "_ask", lambda _self, rung: asked.append(rung)):
            self._together(*[self._advance() for _i in range(2)])
        return asked.count("desk")

    def _advance(self):
        return lambda env: env["visitor.waiting"].advance(self.site_id)

    def test_each_rung_is_asked_once(self):
        for _round in range(self.ROUNDS):
            self.assertEqual(self._asked_together(), 1)
        self.assertFalse(self.retries, "nobody waits for Odoo's retry")

    def test_without_the_lock_it_is_not_so(self):
        """The twin of the test above: it would fail without the guard."""
        waits = self.registry["visitor.waiting"]
        with patch.object(waits, "_lock_waits", lambda _self: None):
            counts = [self._asked_together() for _round in range(self.ROUNDS)]
        self.assertTrue(any(count != 1 for count in counts) or self.retries, counts)
