"""What a scan tells the open screens: stored with it, said after the device's answer.

These tests commit, as those of :mod:`.test_scan_concurrency`.
"""

import json
from types import SimpleNamespace
from unittest.mock import patch

from werkzeug.wrappers import Response

from odoo.tests import tagged

from ..controllers.dispatcher import DeviceDispatcher
from ..tools.wake_up import wake_ups
from .test_visitor_scan_concurrency import ScanConcurrencyCase


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestScanTold(ScanConcurrencyCase):
    def setUp(self):
        super().setUp()
        ((self.person_id, self.token),) = self._people(inside=True)
        with self._transaction() as env:
            newest = env["bus.bus"].sudo().search([], order="id desc", limit=1)
            self.newest_told = newest.id

    def _answer(self):
        """A scan as its route answers it: committed, the answer not sent yet."""
        with self._transaction() as env:
            answer = self._scan(self.token)(env)
            response = Response()
            request = SimpleNamespace(env=env)
            DeviceDispatcher(request)._answer_first(response)
        self.assertEqual(answer["status"], "granted")
        return response

    def _told(self):
        """Whom open screens find among the changes."""
        with self._transaction() as env:
            messages = env["bus.bus"].sudo().search([("id", ">", self.newest_told)])
            changes = [json.loads(each.message)["payload"] for each in messages]
            return [change["registration_ids"] for change in changes]

    def test_screens_are_woken_after_the_answer(self):
        with patch.object(wake_ups, "send") as wake:
            response = self._answer()
            self.assertFalse(wake.called)
            self.assertEqual(self._told(), [[self.person_id]])
            response.close()
        wake.assert_called_once()

    def test_screens_that_cannot_be_woken_spoil_no_answer(self):
        response = self._answer()
        with (
            patch.object(wake_ups, "send", side_effect=OSError),
            self.assertLogs("odoo.addons.visitor_management", "WARNING") as logs,
        ):
            response.close()
        self.assertIn("OSError", logs.output[0])
        self.assertEqual(self._state(self.person_id)["granted"], ["in", "in"])
        self.assertEqual(self._told(), [[self.person_id]], "they read it later")
