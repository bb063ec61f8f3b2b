"""Whoever reads a visit sees who was asked, when, and who is next."""

from odoo import fields
from odoo.tests import tagged

from .test_waiting import WaitingCommon


@tagged("post_install", "-at_install")
class TestAskedWords(WaitingCommon):
    def _lines(self, visit, user=None):
        visit = visit.with_user(user or self.user_host).with_context(tz="UTC")
        visit.invalidate_recordset(["asked_words"])
        # CLDR puts a narrow blank before AM and PM
        return (visit.asked_words or "").replace("\u202f", " ").split("\n")

    def test_each_rung_stands_there_at_its_time_and_the_next_one_too(self):
        visit = self._walk_in().visit_id
        host = f"12:00 PM: {self.employee.name} is asked"
        self.assertEqual(self._lines(visit)[0], host)
        self.assertIn("Next, 12:01 PM: ", self._lines(visit)[1])
        self.assertIn("in the host's stead", self._lines(visit)[1])
        self._after(60)
        lines = self._lines(visit)
        self.assertEqual(lines[0], host)
        self.assertTrue(lines[1].startswith("12:01 PM: "), lines)
        self.assertEqual(lines[2], "Next, 12:02 PM: reception calls")
        self._after(180)
        self.assertEqual(self._lines(visit)[-1], "12:03 PM: reception decides")

    def test_reception_reads_the_same(self):
        visit = self._walk_in().visit_id
        self.assertEqual(
            self._lines(visit), self._lines(visit, user=self.user_reception)
        )

    def test_after_the_answer_nobody_is_asked(self):
        visit = self._walk_in().visit_id
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(self._lines(visit), [""])

    def test_another_day_is_said_with_its_date(self):
        visit = self._walk_in().visit_id
        wait = self._waits(visit)
        yesterday = fields.Datetime.subtract(wait.host_at, days=1)
        self.assertIn("11/22/26", visit._asked_at(yesterday))
        self.assertNotIn("11/23/26", visit._asked_at(wait.host_at))
