from odoo.tests import HttpCase, no_retry, tagged

# all suites of this addon
SUITE = "@visitor_management"


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
