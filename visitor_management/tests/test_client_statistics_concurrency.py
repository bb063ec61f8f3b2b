"""Two managers make the form of one month at the same moment."""

from functools import partial

from odoo.exceptions import UserError
from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase

ROUNDS = 12
MODEL = "client.callback.statistics"


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestClientStatisticsConcurrency(ConcurrencyCase):
    tables = (
        "client_callback_statistics_line",
        "client_callback_statistics_item",
        "client_callback_statistics_source",
        "client_callback_statistics",
    )

    @classmethod
    def _make_places(cls, env):
        department = env["hr.department"].create({"name": "Concurrency"})
        cls.department_id = department.id

    @classmethod
    def _unlink_places(cls, env):
        env["hr.department"].browse(cls.department_id).unlink()

    def _generate(self, month, env):
        return env[MODEL].generate(month, self.department_id)

    def test_made_by_two_there_is_one_form(self):
        for number in range(ROUNDS):
            month = f"2021-{1 + number:02}-01"
            first, second = self._together(
                partial(self._generate, month), partial(self._generate, month)
            )
            self.assertIsInstance(first, int)
            self.assertEqual(first, second, "both have the same form")
            with self._transaction() as env:
                form = env[MODEL].browse(first)
                self.assertEqual(form.search_count([("month", "=", month)]), 1)
                totals = form.line_ids.filtered("is_total")
                self.assertEqual(len(totals), 11, "filled once")

    def test_submitted_and_refreshed_at_once_it_is_one_of_both(self):
        """Either the refresh came first, or it was refused."""
        for number in range(ROUNDS):
            month = f"2022-{1 + number:02}-01"
            with self._transaction() as env:
                form_id = self._generate(month, env)
            submit = self._on(form_id, "action_submit", model=MODEL)
            answers = self._together(submit, partial(self._generate, month))
            self.assertIs(answers[0], True)
            self.assertTrue(answers[1] == form_id or isinstance(answers[1], UserError))
            with self._transaction() as env:
                form = env[MODEL].browse(form_id)
                self.assertEqual(form.state, "submitted")
                self.assertEqual(len(form.line_ids.filtered("is_total")), 11)
                self.assertEqual(set(form.line_ids.mapped("state")), {"submitted"})
