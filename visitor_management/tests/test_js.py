import re

from lxml import etree

from odoo.tests import HttpCase, TransactionCase, no_retry, tagged
from odoo.tools import file_open
from odoo.tools.safe_eval import safe_eval

# all suites of this addon
SUITE = "@visitor_management"
LOOKS = "visitor_management/static/src/state_badge/state_looks.js"
# states of boolean fields, which have a badge of their own
SAID = {"visitor.movement.granted", "visitor.movement.denied"}


@tagged("post_install", "-at_install")
class TestJavaScript(HttpCase):
    """What the screens decide without a server, by Odoo's own runner of unit tests."""

    @no_retry
    def test_units(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={self._job_id(SUITE)}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    def _job_id(self, name):
        """As the runner names a suite in addresses."""
        number = 0
        for character in name:
            number = ((number << 5) - number + ord(character)) & 0xFFFFFFFF
        return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestStateLooks(TransactionCase):
    """Each state that is shown with a badge has a look of its own."""

    def test_each_state_has_a_look_and_each_look_a_state(self):
        with file_open(LOOKS) as file:
            looks = set(re.findall(r'^    "([a-z_.]+)": \[', file.read(), re.MULTILINE))
        shown = set(self._badges())
        self.assertIn(("visitor.visit", "state"), shown)
        self.assertIn(("visitor.pass", "state"), shown)
        states = {
            f"{model}.{state}"
            for model, name in shown
            for state, _label in self.env[model]
            ._fields[name]
            ._description_selection(self.env)
        }
        self.assertEqual(looks - SAID, states)

    def _badges(self):
        """(model whose state it is, field) of each badge in a view of the addon."""
        views = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "=", "ir.ui.view")]
        )
        for view in self.env["ir.ui.view"].browse(views.mapped("res_id")):
            for node in etree.fromstring(view.arch).iter("field"):
                if view.model and node.get("widget") == "visitor_state":
                    model = self.env[view.model]
                    for outer in reversed(list(node.iterancestors("field"))):
                        model = self.env[model._fields[outer.get("name")].comodel_name]
                    other = safe_eval(node.get("options") or "{}").get("model")
                    yield other or model._name, "state" if other else node.get("name")
