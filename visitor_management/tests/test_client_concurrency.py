"""Two people of customer service at the same moment."""

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.transaction import begin_read_committed
from .concurrency_common import ConcurrencyCase

ROUNDS = 20
MODEL = "client.callback"
INDEX = "client_callback_one_next_round"


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestClientConcurrency(ConcurrencyCase):
    tables = (
        "client_callback_attempt",
        "client_rectification",
        "client_callback",
        "client_complaint",
    )

    @classmethod
    def _make_places(cls, env):
        department = env["hr.department"].create({"name": "Concurrency"})
        cls.department_id = department.id

    @classmethod
    def _unlink_places(cls, env):
        env["hr.department"].browse(cls.department_id).unlink()

    def _dissatisfied(self):
        """The callback of a dissatisfied client, ready to be finished."""
        with self._transaction() as env:
            tomorrow = fields.Date.today() + timedelta(days=2)
            callback = env[MODEL].create(
                {
                    "source": "routine",
                    "contact_name": "Chen Meihua",
                    "department_id": self.department_id,
                }
            )
            callback.log_attempt("reached")
            callback.write(
                {
                    "result": "1",
                    "explained_reason": "The part is ordered",
                    "next_date": tomorrow,
                }
            )
            env["client.rectification"].create(
                {
                    "callback_id": callback.id,
                    "department_id": self.department_id,
                    "requirement": "Replace it",
                    "deadline": tomorrow,
                }
            )
            return callback.id

    def _rounds_after(self, callback_id):
        with self._transaction() as env:
            return env[MODEL].search_count([("previous_id", "=", callback_id)])

    def test_finished_by_two_there_is_one_next_round(self):
        for _round in range(ROUNDS):
            callback_id = self._dissatisfied()
            finish = self._on(callback_id, "action_finish", model=MODEL)
            again = self._on(callback_id, "action_finish", model=MODEL)
            answers = self._together(finish, again)
            self.assertEqual(self._rounds_after(callback_id), 1)
            refused = [each for each in answers if isinstance(each, UserError)]
            self.assertEqual(len(refused), 1, "the second is told so")

    def test_the_twin_without_the_guards_plans_two(self):
        """So that the test above would fail if nothing was guarded."""
        callbacks = self.registry[MODEL]
        missing, both_have_read = callbacks._missing, threading.Barrier(2)
        with self._transaction() as env:
            env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(INDEX)))
        self.addCleanup(self._restore_index)
        callback_id = self._dissatisfied()

        def wait(callback):
            both_have_read.wait(timeout=30)
            return missing(callback)

        def unguarded(env):
            begin_read_committed(env)
            return env[MODEL].browse(callback_id).action_finish()

        with patch.object(callbacks, "_missing", wait):
            self._together(unguarded, lambda env: unguarded(env))
        self.assertEqual(self._rounds_after(callback_id), 2)

    def _restore_index(self):
        with self._transaction() as env:
            env.cr.execute("DELETE FROM client_callback WHERE previous_id IS NOT NULL")
            env[MODEL]._one_next_round.apply_to_database(env[MODEL])
