import base64
import random
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools import keys, pass_code
from .secret_common import GOOD, secret_set

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@tagged("post_install", "-at_install")
class TestPassCode(BaseCase):
    """The text of a QR code: every character counts, and none is about a person."""

    def setUp(self):
        super().setUp()
        self.enterContext(secret_set(GOOD))
        self.rng = random.Random(20261124)
        self.token = self._token()
        self.text = pass_code.encode(self.token)

    def _token(self, **values):
        values = {
            "id": self.rng.randbytes(16),
            "site_id": 300,
            "valid_from": datetime(2026, 11, 23, 16),
            "valid_to": datetime(2026, 11, 24, 16),
            "area_ids": (1000, 2000),
            **values,
        }
        return pass_code.Token(**values)

    def _signed(self, payload):
        """The text of a payload that we would never write, but rightly signed."""
        signature = keys.signing_key().sign(pass_code.PREFIX.encode() + payload)
        text = base64.b32encode(payload + signature).decode().rstrip("=")
        return pass_code.PREFIX + text

    def _raw(self, text):
        body = text[len(pass_code.PREFIX) :]
        return base64.b32decode(body + "=" * (-len(body) % 8))

    # ------------------------------------------------------------
    # TOKENS
    # ------------------------------------------------------------

    def test_what_was_put_in_comes_out(self):
        start = datetime(2026, 2, 28, 16, 5)
        for values in (
            {},
            {"area_ids": ()},
            {"site_id": 1, "area_ids": (1,)},
            {"site_id": 2**31 - 1, "area_ids": tuple(range(10))},
            {"valid_from": pass_code.EPOCH, "valid_to": datetime(2099, 12, 31)},
            {"valid_from": start, "valid_to": start + timedelta(days=400)},
        ):
            token = self._token(**values)
            self.assertEqual(pass_code.decode(pass_code.encode(token)), token)

    def test_it_fits_a_small_qr_code(self):
        self.assertLessEqual(len(self.text), 154, "QR version 6 at level M")
        self.assertRegex(self.text, r"\AVM1\.[A-Z2-7]+\Z")

    def test_it_prints_the_same_each_time(self):
        self.assertEqual(pass_code.encode(self.token), self.text)
        self.assertEqual(pass_code.token_id("a", 1), pass_code.token_id("a", 1))
        ids = {pass_code.token_id(seed, n) for seed in "ab" for n in range(1, 4)}
        self.assertEqual(len(ids), 6)

    def test_any_changed_character_is_refused(self):
        for place, old in enumerate(self.text):
            for new in ALPHABET + "0189.=-abz é":
                if new != old:
                    changed = self.text[:place] + new + self.text[place + 1 :]
                    self.assertIsNone(pass_code.decode(changed), (place, new))

    def test_any_changed_bit_is_refused(self):
        raw = self._raw(self.text)
        for bit in range(len(raw) * 8):
            changed = bytearray(raw)
            changed[bit // 8] ^= 1 << bit % 8
            text = base64.b32encode(changed).decode().rstrip("=")
            self.assertIsNone(pass_code.decode(pass_code.PREFIX + text), bit)

    def test_cut_and_extended_texts_are_refused(self):
        for place in range(len(self.text)):
            self.assertIsNone(pass_code.decode(self.text[:place]))
            self.assertIsNone(pass_code.decode(self.text[place:] if place else ""))
            for more in ("A", " ", "\n", "="):
                longer = self.text[:place] + more + self.text[place:]
                if longer != self.text:
                    self.assertIsNone(pass_code.decode(longer), (place, more))
        self.assertIsNone(pass_code.decode(self.text + self.text))

    def test_only_the_canonical_spelling_counts(self):
        body = self.text[len(pass_code.PREFIX) :]
        self.assertIsNone(pass_code.decode(self.text.lower()))
        self.assertIsNone(pass_code.decode(pass_code.PREFIX + body.lower()))
        self.assertIsNone(pass_code.decode(pass_code.PREFIX.lower() + body))
        self.assertIsNone(pass_code.decode(self.text + "=" * (-len(body) % 8)))
        for space in (" ", "\n", "\t", "\ufeff", "\u200b"):
            self.assertIsNone(pass_code.decode(space + self.text))
            self.assertIsNone(pass_code.decode(self.text + space))

    def test_the_spare_bits_of_the_last_character_are_zero(self):
        """Where the bytes do not fill the last character there are more spellings."""
        others = []
        for areas in ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)):
            token = self._token(area_ids=areas)
            text = pass_code.encode(token)
            spare = len(text[len(pass_code.PREFIX) :]) * 5 % 8
            last = ALPHABET.index(text[-1])
            for extra in range(1, 2**spare):
                other = text[:-1] + ALPHABET[last | extra]
                self.assertEqual(self._raw(other), self._raw(text), "the same bytes")
                self.assertIsNone(pass_code.decode(other))
                others.append(other)
        self.assertGreater(len(others), 5)

    def test_a_rightly_signed_payload_in_another_spelling_is_refused(self):
        payload = self._raw(self.text)[: -pass_code.SIGNATURE_BYTES]
        self.assertEqual(pass_code.decode(self._signed(payload)), self.token)
        head, site = payload[:16], payload[16:18]
        self.assertEqual(site, bytes([300 & 0x7F | 0x80, 300 >> 7]))
        for wrong in (
            payload + b"\0",
            payload[:-1],
            head + bytes([300 & 0x7F | 0x80, 300 >> 7 | 0x80, 0]) + payload[18:],
            head + bytes([0x80] * 9 + [0]) + payload[18:],
            head + b"\xff" * 12 + payload[18:],
            head,
            head[:10],
            b"",
            # more areas than there are, times beyond the calendar
            head + bytes([1, 1, 1]) + b"\xff\xff\xff\xff\xff\xff\xff\x7f",
            head + bytes([1]) + b"\xff" * 8 + b"\x7f" + bytes([1, 0]),
            head + bytes([1, 1]) + b"\xff" * 8 + b"\x7f" + bytes([0]),
        ):
            self.assertIsNone(pass_code.decode(self._signed(wrong)), wrong.hex())

    def test_another_key_signs_for_nobody(self):
        other = keys.Ed25519PrivateKey.from_private_bytes(keys.key("another purpose"))
        payload = self._raw(self.text)[: -pass_code.SIGNATURE_BYTES]
        for prefix in (b"", pass_code.PREFIX.encode(), b"VM2."):
            raw = payload + other.sign(prefix + payload)
            text = base64.b32encode(raw).decode().rstrip("=")
            self.assertIsNone(pass_code.decode(pass_code.PREFIX + text))
        for prefix in (b"", b"VM2."):  # ours, but of another version
            raw = payload + keys.signing_key().sign(prefix + payload)
            text = base64.b32encode(raw).decode().rstrip("=")
            self.assertIsNone(pass_code.decode(pass_code.PREFIX + text))

    def test_any_text_at_all(self):
        """Seeded: random texts and broken tokens are refused, never an error."""
        letters = ALPHABET + "0189=.- \n\0éﬀ中😀\u202e"
        for _i in range(5_000):
            if self.rng.random() < 0.5:
                text = list(self.text)
                for _j in range(self.rng.randrange(1, 4)):
                    text[self.rng.randrange(len(text))] = self.rng.choice(letters)
            else:
                text = self.rng.choices(letters, k=self.rng.randrange(200))
                text = ["VM1."] * self.rng.randrange(2) + text
            text = "".join(text)
            if text != self.text:
                self.assertIsNone(pass_code.decode(text), text)
            code = pass_code.normalize_short_code(text)
            self.assertTrue(code is None or len(code) == pass_code.SHORT_LENGTH)

    # ------------------------------------------------------------
    # SHORT CODES
    # ------------------------------------------------------------

    def test_short_codes_have_no_look_alikes(self):
        for letter in "0O1IL2Z5S8B":
            self.assertNotIn(letter, pass_code.SHORT_ALPHABET)
        codes = {pass_code.new_short_code() for _i in range(1000)}
        self.assertEqual(len(codes), 1000)
        for code in codes:
            self.assertEqual(pass_code.normalize_short_code(code), code)

    def test_short_codes_are_read_as_people_type_them(self):
        for typed in (
            "ACDE3467",
            "acde3467",
            "ACDE-3467",
            " acde 3467 ",
            "A C D E 3 4 6 7",
        ):
            self.assertEqual(pass_code.normalize_short_code(typed), "ACDE3467", typed)
        for typed in (
            "",
            "ACDE346",
            "ACDE34677",
            "ACDE346O",
            "ACDE346%",
            "ﬀACDE34",
            "ＡCDE3467",
            "ACDE346٧",
            "ACDE3467" * 3,
            " " * 20,
        ):
            self.assertIsNone(pass_code.normalize_short_code(typed), typed)

    # ------------------------------------------------------------
    # KEYS
    # ------------------------------------------------------------

    def test_every_purpose_has_its_own_key(self):
        made = {keys.key(f"purpose {n}") for n in range(20)}
        self.assertEqual(len(made), 20)
        self.assertTrue(all(len(key) == 32 for key in made))
