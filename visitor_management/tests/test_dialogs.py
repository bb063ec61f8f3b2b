"""What somebody has open in a dialog is nobody else's."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .access_common import ADDON, OPERATIONS
from .client_common import ClientCommon


@tagged("post_install", "-at_install")
class TestDialogsOfOthers(ClientCommon):
    def test_every_dialog_is_of_who_opened_it(self):
        """Also of those who may open one themselves, and those still to be written."""
        rules = self.env["ir.rule"].with_user(self.user_manager).sudo(False)
        dialogs = [
            model._name
            for model in self.env.values()
            if model._transient and model._original_module == ADDON
        ]
        self.assertIn("ask.reason", dialogs)
        for model in dialogs:
            for operation in OPERATIONS.values():
                with self.subTest(model=model, operation=operation):
                    domain = rules._compute_domain(model, operation)
                    domain = domain.optimize(self.env[model])
                    conditions = [
                        (each.field_expr, list(each.value))
                        for each in domain.iter_conditions()
                        if each.operator == "in"
                    ]
                    self.assertIn(("create_uid", [rules.env.uid]), conditions)

    def test_a_colleague_reads_and_changes_no_words_of_an_open_dialog(self):
        order = self._order(self._complaint())
        mine = (
            self.env["client.rectification.done"]
            .with_user(self.user_service)
            .create({"rectification_id": order.id, "result": "New rope"})
        )
        self.assertEqual(mine.requirement, order.requirement)
        mine.result = "New rope, and a new winch"
        self.assertEqual(mine.search([("id", "=", mine.id)]), mine)
        theirs = mine.with_user(self.user_cleaner)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRaises(AccessError, theirs.read, ["result", "requirement"])
        self.assertRaises(AccessError, theirs.write, {"result": "Nothing"})
        self.assertRaises(AccessError, theirs.action_confirm)
        self.assertFalse(theirs.search([("id", "=", mine.id)]))
        self.assertEqual(mine.result, "New rope, and a new winch")
        self.assertEqual(order.state, "sent")
