"""Two people at the same moment: real cursors, committed data, threads.

Tests of this kind commit, so they run apart (``visitor_concurrency``), on a database of
their own, and put away what they made.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger


class ConcurrencyCase(BaseCase):
    """Calls that begin at the same moment, each in a transaction like a request's."""

    # What is made, those that refer to others first.
    tables = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        # The thread that runs the tests holds the lock on the registry.
        unlocked = patch.object(Registry, "_lock", DummyRLock())
        unlocked.start()
        cls.addClassCleanup(unlocked.stop)
        cls.pool = ThreadPoolExecutor(max_workers=40)
        cls.addClassCleanup(cls.pool.shutdown)
        with cls._transaction() as env:
            cls.newest = cls._newest_ids(env)
            cls.addClassCleanup(cls._put_away)
            cls._make_places(env)

    @classmethod
    @contextmanager
    def _transaction(cls):
        with cls.registry.cursor() as cr:
            user = api.Environment(cr, api.SUPERUSER_ID, {}).ref("base.user_admin")
            yield api.Environment(cr, user.id, {})

    @classmethod
    def _make_places(cls, env):
        """What all the tests of a class start from, committed."""
        raise NotImplementedError

    @classmethod
    def _newest_ids(cls, env):
        newest = {}
        for table in ("mail_message", "mail_activity", *cls.tables):
            env.cr.execute(
                SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table))
            )
            newest[table] = env.cr.fetchone()[0]
        return newest

    @classmethod
    def _put_away(cls):
        """Delete past the ORM: much of it can't be deleted through it, on purpose."""
        with cls._transaction() as env:
            cls._untie(env)
            for table, newest in cls.newest.items():
                env.cr.execute(
                    SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), newest)
                )
            cls._unlink_places(env)

    @classmethod
    def _untie(cls, env):
        """Break links between what is about to be deleted."""

    @classmethod
    def _unlink_places(cls, env):
        """Delete through the ORM what may be deleted."""

    # ------------------------------------------------------------
    # CALLS
    # ------------------------------------------------------------

    def setUp(self):
        super().setUp()
        self.retries = []
        wait = patch("odoo.service.model.random.uniform", self._count_retry)
        wait.start()
        self.addCleanup(wait.stop)
        self.pids = {}

    def _count_retry(self, *_limits):
        self.retries.append(threading.get_ident())
        return 0.01

    def _together(self, *calls):
        """What calls answer that begin at the same moment; a ``UserError`` as well."""
        barrier = threading.Barrier(len(calls))
        futures = [self._start(call, barrier) for call in calls]
        return [future.result(timeout=30) for future in futures]

    def _start(self, call, barrier=None):
        return self.pool.submit(self._request, call, barrier)

    def _request(self, call, barrier=None):
        """A call as a request makes it: its transaction began before, with a read."""
        with self._transaction() as env, mute_logger("odoo.sql_db"):
            env.cr.execute("SELECT pg_backend_pid()")
            self.pids[call] = env.cr.fetchone()[0]
            if barrier:
                barrier.wait(timeout=30)
            try:
                return retrying(partial(call, env), env)
            except UserError as error:
                return error

    def _wait_until_blocked(self, call):
        """Until a call that was started waits for a lock of somebody else."""
        deadline = time.monotonic() + 20
        with self._transaction() as env:
            while time.monotonic() < deadline:
                if call in self.pids:
                    env.cr.execute(
                        "SELECT CARDINALITY(pg_blocking_pids(%s)) > 0",
                        [self.pids[call]],
                    )
                    if env.cr.fetchone()[0]:
                        return
                time.sleep(0.01)
        self.fail("The second call does not wait for the first.")

    def _on(self, record_id, method, *args, model):
        """A method of a record as a call."""
        return lambda env: getattr(env[model].browse(record_id), method)(*args)
