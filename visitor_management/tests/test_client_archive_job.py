"""What was reviewed is archived once its quarter is over, batch by batch."""

import ast
from pathlib import Path
from unittest.mock import patch

from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from .client_common import ClientCommon

ADDON = Path(__file__).resolve().parent.parent
JOB = "visitor_management.ir_cron_client_archive_callbacks"
# In Shanghai the tenth of April begins at 16:00 of the ninth in UTC.
TOO_EARLY, IN_TIME = "2027-04-09 15:59:00", "2027-04-09 16:01:00"


@tagged("post_install", "-at_install")
@freeze_time("2027-03-10 04:00:00")
class TestClientArchiveJob(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # whatever else the database holds is archived
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE client_callback SET state = 'archived' WHERE state = 'reviewed'"
        )
        cls.env.invalidate_all()
        cls.callbacks = cls._reviewed() | cls._reviewed() | cls._reviewed()

    @classmethod
    def _reviewed(cls, at="2027-03-10 04:00:00"):
        callback = cls._callback()
        cls._put(callback, state="reviewed", reviewed_at=at)
        return callback.sudo()

    def _states(self, callbacks=None):
        self.env.invalidate_all()
        return set((callbacks or self.callbacks).mapped("state"))

    def _run(self, at, seconds_left=60, limit=200):
        jobs = self.env["client.callback"].sudo()
        with freeze_time(at), self._in_slices(seconds_left) as progress:
            jobs._cron_archive(limit=limit)
        return progress

    def test_from_the_tenth_after_the_quarter_on(self):
        """On the clock of the company, and what was reviewed in the quarter alone."""
        open_one = self._callback().sudo()
        later = self._reviewed("2027-03-31 16:00:00")  # April in Shanghai
        last = self._reviewed("2027-03-31 15:59:59")
        self._run(TOO_EARLY)
        self.assertEqual(self._states(self.callbacks | last), {"reviewed"})
        self._run(IN_TIME)
        self.assertEqual(self._states(self.callbacks | last), {"archived"})
        self.assertEqual(self._states(later), {"reviewed"})
        self.assertEqual(self._states(open_one), {"planned"})

    def test_as_the_scheduler_calls_it(self):
        with freeze_time(IN_TIME), self.enter_registry_test_mode():
            self.env.ref(JOB).method_direct_trigger()
        self.assertEqual(self._states(), {"archived"})

    def test_when_its_time_is_over_it_says_what_remains(self):
        progress = self._run(IN_TIME, seconds_left=0, limit=2)
        progress.assert_called_once_with(2, remaining=1)
        self.assertEqual(self._states(self.callbacks[:2]), {"archived"})
        self.assertEqual(self._states(self.callbacks[2]), {"reviewed"})
        progress = self._run(IN_TIME, limit=2)
        progress.assert_called_once_with(1, remaining=0)
        self.assertEqual(self._states(), {"archived"})

    @mute_logger("odoo.addons.visitor_management.tools.transaction")
    def test_one_that_fails_holds_up_no_other(self):
        first, archive = self.callbacks[0], type(self.callbacks)._archive

        def fail_of_one(callbacks):
            if callbacks == first:
                raise ValueError("broken")
            archive(callbacks)

        with patch.object(type(self.callbacks), "_archive", fail_of_one):
            self._run(IN_TIME, limit=1)
        self.assertEqual(self._states(first), {"reviewed"})
        self.assertEqual(self._states(self.callbacks[1:]), {"archived"})


@tagged("post_install", "-at_install")
class TestJobsHeedTheirTime(TransactionCase):
    def test_each_job_that_loops_stops_when_its_time_is_over(self):
        """It asks Odoo after each batch whether time is left, and heeds the answer."""
        found = set()
        for path in (ADDON / "models").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("_cron_"):
                    found.add(node.name)
                    with self.subTest(job=f"{path.name}: {node.name}"):
                        self.assertTrue(self._heeds(node))
        self.assertIn("_cron_archive", found)

    def _heeds(self, job):
        loops = [
            each for each in ast.walk(job) if isinstance(each, ast.For | ast.While)
        ]
        asked = [
            ast.unparse(each)
            for loop in loops
            for each in (
                *([loop.iter] if isinstance(loop, ast.For) else [loop.test]),
                *(
                    branch.test
                    for branch in ast.walk(loop)
                    if isinstance(branch, ast.If)
                ),
            )
        ]
        return not loops or any(
            "batches(" in each or "_commit_progress(" in each for each in asked
        )
