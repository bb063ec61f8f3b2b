from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@visitor_management"


@tagged("post_install", "-at_install")
class TestJavaScript(HttpCase):
    """The unit tests of the addon's JavaScript, in a browser."""

    @no_retry
    def test_suite(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={self._suite_id()}",
            code="",
            ready="",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" in message,
        )

    def _suite_id(self):
        """Under which number the test page knows the suite: a hash of its name."""
        number = 0
        for character in SUITE:
            number = ((number << 5) - number + ord(character)) & 0xFFFFFFFF
        return f"{number:08x}"
