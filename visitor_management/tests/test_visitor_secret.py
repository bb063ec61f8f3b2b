"""The secret of the installation: good, kept safely, or refused with a sentence."""

import base64
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..tools import keys
from .secret_common import GOOD, OTHER, configured, secret_in, secret_set

WEAK = (
    "",
    " ",
    "\n",
    "x",
    "changeme",
    "correct horse battery staple correct horse battery staple",
    "0" * 64,
    "0123456789abcdef" * 4,  # eight different bytes
    GOOD[:62],  # 31 bytes
    GOOD[:-1],  # no whole bytes
    GOOD[:44],  # of hexadecimal, whatever else it could be
    GOOD + "é",
    GOOD[:32] + " " + GOOD[32:],
    base64.b64encode(bytes(range(31))).decode(),
    base64.b64encode(bytes(32)).decode(),
    OTHER[:-3] + "!!=",
    "\udcff" * 64,  # what the environment makes of bytes that are no text
)
STRONG = (
    GOOD,
    GOOD.upper(),
    f" {GOOD}\n",
    OTHER,
    OTHER.rstrip("="),
    base64.urlsafe_b64encode(bytes(range(200, 256))).decode(),
    base64.b64encode(bytes(range(48))).decode(),
)


@tagged("post_install", "-at_install")
class TestSecret(BaseCase):
    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def assertRefused(self, state, text=""):
        """Whatever needs a key says the same, and says nothing of the secret."""
        for call in (keys.secret, keys.signing_key, keys.fingerprint):
            with self.assertRaises(keys.SecretError) as caught:
                call()
            sentence = caught.exception.sentence._translate("en_US")
            self.assertEqual(caught.exception.state, state)
            if len(text.strip()) > 10:
                self.assertNotIn(text.strip(), sentence + repr(caught.exception))
        return sentence

    def test_a_weak_secret_is_refused_wherever_it_stands(self):
        for text in WEAK:
            with self.subTest(text=text), secret_set(text):
                sentence = self.assertRefused("weak", text)
                self.assertIn(keys.ENVIRONMENT, sentence)
                self.assertIn("openssl rand -hex 32", sentence)
            with self.subTest(configured=text), secret_in(self.folder):
                with configured(text):
                    sentence = self.assertRefused("weak", text)
                self.assertIn(keys.OPTION, sentence)
            if text.isascii():
                with self.subTest(file=text), secret_in(self.folder, text):
                    sentence = self.assertRefused("weak", text)
                    self.assertIn(keys.FILE_NAME, sentence)

    def test_a_good_secret_is_accepted_wherever_it_stands(self):
        for text in STRONG:
            with self.subTest(text=text):
                with secret_set(text):
                    made = keys.key("test")
                with secret_in(self.folder), configured(text):
                    self.assertEqual(keys.key("test"), made)
                with secret_in(self.folder, text):
                    self.assertEqual(keys.key("test"), made)

    def test_what_openssl_makes_is_accepted(self):
        """Its lines end; those of base64 are broken after 64 characters."""
        for raw in (os.urandom(32), os.urandom(48)):
            with secret_in(self.folder, raw.hex() + "\n"):
                self.assertEqual(keys.secret(), raw.hex())
            with secret_in(self.folder, base64.b64encode(raw).decode() + "\n"):
                self.assertEqual(keys.secret(), base64.b64encode(raw).decode())

    def test_a_source_that_is_set_but_empty_is_not_passed_over(self):
        with secret_in(self.folder, GOOD):
            self.assertEqual(keys.secret_source(), "file")
            with configured(""):
                self.assertEqual(keys.secret_source(), "configuration")
                self.assertRefused("weak")
            with configured(OTHER), secret_set(""):
                self.assertEqual(keys.secret_source(), "environment")
                self.assertRefused("weak")
            with configured(False):
                self.assertRefused("weak")

    def test_a_file_that_others_can_read_or_change_is_refused(self):
        for mode in (0o666, 0o644, 0o640, 0o660, 0o604, 0o602, 0o700, 0o000, 0o4600):
            with self.subTest(mode=oct(mode)), secret_in(self.folder, GOOD) as path:
                path.chmod(mode)
                self.assertIn("0600", self.assertRefused("unsafe"))
                path.chmod(0o600)
                self.assertEqual(keys.secret(), GOOD, "mended without a restart")

    def test_a_file_of_another_user_is_refused(self):
        with secret_in(self.folder, GOOD):
            self.assertEqual(keys.secret(), GOOD)
            with patch.object(keys.os, "geteuid", return_value=os.geteuid() + 1):
                self.assertRefused("unsafe")

    def test_only_a_regular_file_is_the_secret(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.write_text(GOOD, "ascii")
        elsewhere.chmod(0o600)
        with secret_in(self.folder) as path:
            path.symlink_to(elsewhere)
            self.assertRefused("unsafe")
            path.unlink()
            path.symlink_to(self.folder / "nowhere")
            self.assertRefused("unsafe")
            path.unlink()
            path.mkdir(0o600)
            self.assertRefused("unsafe")
            path.rmdir()
            os.mkfifo(path, 0o600)
            self.assertRefused("unsafe")

    def test_a_file_replaced_while_the_server_runs_is_read_again(self):
        with secret_in(self.folder, GOOD) as path:
            first = keys.fingerprint()
            other = path.with_name("new")
            other.write_text(GOOD[::-1], "ascii")
            other.chmod(0o600)
            other.rename(path)
            self.assertNotEqual(keys.fingerprint(), first)
            path.unlink()
            self.assertRefused("missing")
            path.symlink_to("new")
            self.assertRefused("unsafe")

    def test_reading_makes_no_file(self):
        with secret_in(self.folder) as path:
            self.assertRefused("missing")
            self.assertFalse(path.exists())

    def test_many_that_make_it_at_once_have_one_secret(self):
        with secret_in(self.folder / "new" / "folder") as path:
            with ThreadPoolExecutor(16) as pool:
                made = [pool.submit(keys.make_file) for _i in range(64)]
            for each in made:
                each.result()
            self.assertEqual(path.stat().st_mode & 0o7777, 0o600)
            first = keys.secret()
            self.assertTrue(keys.is_good(first))
            keys.make_file()
            self.assertEqual(keys.secret(), first, "what is there is not replaced")
            self.assertEqual(os.listdir(path.parent), [keys.FILE_NAME])

    def test_a_folder_that_can_not_be_written_to(self):
        (self.folder / "file").touch()
        with secret_in(self.folder / "file"):
            with self.assertRaises(keys.SecretError) as caught:
                keys.make_file()
            self.assertIn("can't write", caught.exception.sentence._translate("en_US"))

    def test_the_fingerprint_tells_nothing_of_the_secret(self):
        with secret_set(GOOD):
            mine = keys.fingerprint()
            self.assertRegex(mine, r"\A[0-9a-f]{16}\Z")
            self.assertNotIn(mine, GOOD)
        with secret_set(OTHER):
            self.assertNotEqual(keys.fingerprint(), mine)

    def test_whoever_uses_a_key_asks_first_whether_there_is_a_secret(self):
        """Else a server without one shows a traceback, and a new one makes no file."""
        addon = Path(__file__).parents[1]
        for folder in ("models", "controllers", "wizard", "report"):
            for path in addon.joinpath(folder).rglob("*.py"):
                text = path.read_text("utf-8")
                if re.search(r"\bkeys\.(key|digest|signing_key)\(", text):
                    self.assertRegex(
                        text, r"visitor\.secret\"\]\._(use|check)", path.name
                    )
