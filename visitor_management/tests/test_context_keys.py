"""No key of a caller's context opens anything."""

import ast
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ADDON = Path(__file__).resolve().parent.parent
# Every key that our code reads, and why a caller who sets it gains nothing.
KEYS = {
    "active_id": "a default of dialogs; what it names is checked as if it were typed",
    "active_model": "a default of the dialog that asks for a reason, which then does "
    "what the user may do anyway",
    "client_old_records": "compared with an object that no caller can send",
    "client_sender": "compared with an object that no caller can send",
    "visitor_form": "compared with an object that no caller can send",
    "client_talk_draft": "taken only as an object of a class that no caller can send",
}


@tagged("post_install", "-at_install")
class TestContextKeys(TransactionCase):
    def test_each_key_is_known(self):
        found = {}
        for path in ADDON.rglob("*.py"):
            if "tests" not in path.parts:
                for key in self._keys(ast.parse(path.read_text("utf-8"))):
                    found.setdefault(key, path.name)
        self.assertEqual(set(found), set(KEYS), found)

    def _keys(self, tree):
        """What is read of something called context."""
        for node in ast.walk(tree):
            asked = None
            if isinstance(node, ast.Call) and self._is_context(
                getattr(node.func, "value", None)
            ):
                asked = node.args[:1] if node.func.attr in ("get", "pop") else None
            elif isinstance(node, ast.Subscript) and self._is_context(node.value):
                asked = [node.slice]
            elif isinstance(node, ast.Compare) and any(
                map(self._is_context, node.comparators)
            ):
                asked = [node.left]
            for each in asked or ():
                yield (
                    each.value if isinstance(each, ast.Constant) else ast.unparse(each)
                )

    def _is_context(self, node):
        name = getattr(node, "attr", getattr(node, "id", ""))
        return name in ("context", "_context")
