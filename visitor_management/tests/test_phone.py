"""Which spellings of a phone number are one number."""

from odoo.tests import BaseCase, tagged

from ..tools import phone

# The country a number is typed in, its key, and spellings that people use.
SPELLINGS = (
    (
        "CN",
        "+8613800138000",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "(138) 0013 8000",
        "１３８００１３８０００",
        "+8613800138000",
        "+86 138 0013 8000",
        "＋86 138-0013-8000",
        "(+86) 138 0013 8000",
        "+86 (0)138 0013 8000",
        "0086 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "tel:+86-138-0013-8000",
        "tel:13800138000",
        "Tel.: 138 0013 8000",
        "手机 13800138000",
        "\u202a+8613800138000\u202c",
        "138\u200b00138000",
        "13800138000,13900139000",
    ),
    (
        "CN",
        "+861065529988",
        "010-65529988",
        "(010) 6552 9988",
        "+86 10 6552 9988",
        "+86 (0)10 65529988",
        "+86 010 6552 9988",
        "010-65529988转8012",
        "010-65529988 分机 12",
        "010-65529988 内线3",
        "010-65529988-8012",
        "010-65529988#8012",
        "010-65529988 ext. 12",
        "010-65529988 x12",
        "tel:+861065529988;ext=12",
    ),
    (
        "DE",
        "+4930901820",
        "030/901820",
        "030 901820",
        "+49 30 901820",
        "+49 (0) 30 901820",
        "+49 (0)30 901820",
        "0049 30 901820",
    ),
    ("IT", "+390669821234", "06 6982 1234", "+39 06 6982 1234", "0039 0669821234"),
    (
        "US",
        "+14155552671",
        "(415) 555-2671",
        "1 415 555 2671",
        "+1 415-555-2671",
        "415.555.2671 x 5",
        "415-555-2671 ext 5",
    ),
    ("US", "+4930901820", "011 49 30 901820", "0049 30 901820"),
    ("HK", "+85291234567", "9123 4567", "+852 9123 4567", "0085291234567"),
    ("FR", "+8613800138000", "8613800138000", "0086 138 0013 8000"),
    ("", "+8613800138000", "+86 138 0013 8000", "0086 138 0013 8000"),
)


@tagged("post_install", "-at_install")
class TestPhone(BaseCase):
    def test_the_spellings_of_a_number_are_one(self):
        for country, key, *spellings in SPELLINGS:
            for spelling in spellings:
                with self.subTest(country=country, spelling=spelling):
                    self.assertEqual(phone.key(spelling, country), key)

    def test_a_key_is_its_own_key(self):
        for _country, key, *_spellings in SPELLINGS:
            for country in ("CN", "DE", "US", ""):
                self.assertEqual(phone.key(key, country), key, country)

    def test_other_numbers_have_other_keys(self):
        keys = [phone.key(number, "CN") for number in ("13800138000", "13800138001")]
        self.assertEqual(len(set(keys)), 2)
        self.assertNotEqual(
            phone.key("030 901820", "DE"), phone.key("030 901820", "AT")
        )

    def test_what_is_no_number_that_exists_is_its_digits(self):
        """Enough to find it again, too little to say who it is: no plus."""
        self.assertEqual(phone.key("12 34 56 70", "CN"), "12345670")
        for nothing in (
            *("", " ", "+", "0", "000", "none", "(0)", "12345", "110", None, False),
            *("8000", "转8012", "9" * 40, "\u200b", "＋"),
        ):
            with self.subTest(nothing):
                self.assertEqual(phone.key(nothing, "CN"), "")
