"""Two receptionists press Undo at the same moment."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_visitor_scan_concurrency import ScanConcurrencyCase


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestUndoConcurrency(ScanConcurrencyCase):
    ROUNDS = 30

    def _press_together(self):
        """Check out and press twice at once; what both answer, and what became."""
        ((person_id, _token),) = self._people(inside=True)
        with self._transaction() as env:
            env["visitor.registration"].browse(person_id).check_out()
        answers = self._together(*[self._on(person_id, "undo") for _i in range(2)])
        return answers, self._state(person_id)

    def test_one_wins_and_the_other_hears_what_happened(self):
        """The check-in before it is not taken back by the second."""
        for _round in range(self.ROUNDS):
            answers, state = self._press_together()
            refused = [each for each in answers if isinstance(each, UserError)]
            self.assertEqual(answers.count(True), 1, answers)
            self.assertRegex(str(refused[0]), "taken back already, at")
            self.assertEqual(state["state"], "inside")
            self.assertEqual((state["stays"], state["open"]), (1, 1))
            self.assertEqual(state["granted"], ["in", "out", "in"])
        self.assertFalse(self.retries, "nobody waits for Odoo's retry")

    def test_without_the_lock_it_is_not_so(self):
        """The twin of the test above: it would fail without the guard."""
        people = type(self.registry["visitor.registration"])
        wrong = 0
        with patch.object(
            self.registry["visitor.registration"], "_lock", lambda _s: None
        ):
            for _round in range(self.ROUNDS):
                answers, _state = self._press_together()
                said = [str(each) for each in answers if isinstance(each, UserError)]
                well = answers.count(True) == 1 and "taken back already, at" in said[0]
                wrong += not well
        self.assertTrue(wrong or self.retries, people)
