"""Files that visitors take along from their own page."""

import io

import vobject
from PIL import Image

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from .tablet_common import API, TabletCommon


@tagged("post_install", "-at_install")
class TestInvitationFiles(TabletCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.secret = self.env["visitor.invitation"]._mail_secret(self.person.sudo())

    def _take(self, name, secret=None):
        self.env.flush_all()
        with mute_logger("odoo.none"):
            return self.url_open(
                f"{API}/{name}",
                headers={"Authorization": f"Bearer {secret or self.secret}"},
            )

    def test_the_visit_as_a_calendar_file(self):
        number = self.person.sudo().ical_sequence
        answer = self._take("calendar")
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/calendar"))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        calendar = vobject.readOne(answer.text)
        self.assertEqual(calendar.method.value, "PUBLISH")
        self.assertNotIn("ATTENDEE", answer.text)
        self.person.invalidate_recordset()
        self.assertEqual(self.person.sudo().ical_sequence, number)
        self.assertFalse(self.person.sudo().ical_uid, "taking it changes nothing")

    def test_the_pass_as_a_picture(self):
        answer = self._take("pass.png")
        self.assertEqual(answer.status_code, 200)
        picture = Image.open(io.BytesIO(answer.content))
        self.assertEqual(picture.format, "PNG")
        self.assertGreater(picture.height, picture.width, "a code below the symbol")

    def test_the_pass_on_one_page(self):
        answer = self._take("pass.pdf")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(PdfReader(io.BytesIO(answer.content)).pages), 1)

    def test_a_tablet_gives_no_file(self):
        tablet = self._hand_over()
        for name in ("calendar", "pass.png", "pass.pdf"):
            self.assertEqual(self._take(name, tablet).status_code, 404)
            self.assertEqual(self._take(name, "vmsecret-wrong").status_code, 404)

    def test_without_a_pass_it_is_said(self):
        self.person.sudo().pass_ids._withdraw()
        for name in ("pass.png", "pass.pdf"):
            answer = self._take(name)
            self.assertEqual(answer.status_code, 422)
            self.assertIn("no pass to show", answer.text)
