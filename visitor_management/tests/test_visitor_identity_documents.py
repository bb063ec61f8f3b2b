"""Pure functions: numbers of identity documents, specimens of forms.md section 8."""

import random
from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.identity_documents import (
    CHECK_CHARACTERS,
    CHECKS,
    MAX_LENGTH,
    WEIGHTS,
    check,
    mask,
    normalize,
    recognize,
)

TODAY = date(2026, 11, 24)
# numbers longer than nine places: the specimen of ICAO 9303-11, and a computed one
LONG_TD1 = (
    "I_UTOD23145890_7349___________\n"
    "3407127M9507122UTO___________2\n"
    "STEVENSON__PETER_JOHN_________"
).replace("_", "<")
LONG_TD2 = (
    "I_UTOSTEVENSON__PETER_JOHN__________\nD23145890_UTO3407127M95071227349___8"
).replace("_", "<")
LONG_LETTERS = (
    "I_UTOC01X0006H_12345__________\n8002295M3202296UTO___________0"
).replace("_", "<")
EIGHTEEN = {
    "11010519491231002X": "resident_id",
    "440524198001010013": "resident_id",
    "810000199408230021": "residence_permit_hmt",
    "830000199201300022": "residence_permit_hmt",
    "911124198108030024": "foreigner_id",
}
# In machine readable lines the filler is written _ here: seven times "<" in a row
# would be the mark of a merge conflict to those who look for them.
TD3 = (
    "P_UTOERIKSSON__ANNA_MARIA___________________\n"
    "L898902C36UTO7408122F1204159ZE184226B_____10"
).replace("_", "<")
TD2 = (
    "I_UTOERIKSSON__ANNA_MARIA___________\nD231458907UTO7408122F1204159_______6"
).replace("_", "<")
TD1 = (
    "I_UTOD231458907_______________\n"
    "7408122F1204159UTO___________6\n"
    "ERIKSSON__ANNA_MARIA__________"
).replace("_", "<")


def with_check(first_17):
    """The 18-character number of 17 digits, by the definition, not by our check."""
    total = sum(
        weight * int(digit) for weight, digit in zip(WEIGHTS, first_17, strict=True)
    )
    return first_17 + CHECK_CHARACTERS[total % 11]


def sentence(found):
    return found.message._translate("en_US")


@tagged("-at_install", "post_install", "visitor_pure")
class TestIdentityDocuments(BaseCase):
    def assertConsistent(self, document_type, number, stored=None):
        found = check(document_type, number, TODAY)
        self.assertTrue(found.consistent, f"{number}: {sentence(found)}")
        self.assertEqual(found.number, stored or normalize(document_type, number))
        return found

    def assertInconsistent(self, document_type, number, words=""):
        found = check(document_type, number, TODAY)
        self.assertFalse(found.consistent, number)
        self.assertIn(words, sentence(found))
        return found

    # ------------------------------------------------------------
    # 18 CHARACTERS
    # ------------------------------------------------------------

    def test_specimens(self):
        for number, document_type in EIGHTEEN.items():
            self.assertConsistent(document_type, number)

    def test_specimen_of_another_document(self):
        self.assertInconsistent("resident_id", "810000199408230021", "Hong Kong")
        self.assertInconsistent("resident_id", "911124198108030024", "foreigner")
        self.assertInconsistent("residence_permit_hmt", "11010519491231002X", "810000")
        self.assertInconsistent(
            "foreigner_id", "11010519491231002X", "beginning with 9"
        )

    def test_single_errors(self):
        pick = random.Random(64)
        for _round in range(2000):
            number, document_type = pick.choice(list(EIGHTEEN.items()))
            place = pick.randrange(18)
            allowed = "0123456789X" if place == 17 else "0123456789"
            wrong = pick.choice(allowed.replace(number[place], ""))
            self.assertInconsistent(
                document_type, number[:place] + wrong + number[place + 1 :]
            )

    def test_neighbours_swapped(self):
        pick = random.Random(65)
        swapped = 0
        while swapped < 2000:
            first = "".join(pick.choice("0123456789") for _i in range(3))
            number = with_check(f"110{first}19{pick.randrange(100):02}0101{first}")
            i = pick.randrange(17)
            if number[i] == number[i + 1]:
                continue
            swapped += 1
            wrong = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
            self.assertConsistent("resident_id", number)
            self.assertInconsistent("resident_id", wrong)

    def test_birth_date(self):
        self.assertConsistent("resident_id", with_check("11010520261124001"))
        self.assertConsistent("resident_id", with_check("11010520240229001"))
        for birth in ("20261125", "20250229", "19491331", "19490431", "00000101"):
            self.assertInconsistent(
                "resident_id", with_check(f"110105{birth}001"), "birth date"
            )

    def test_nobody_is_that_old(self):
        self.assertInconsistent("resident_id", "110105174912310021", "birth date")
        # the specimen of the standard itself, born in 1880
        self.assertInconsistent("resident_id", "440524188001010014", "birth date")
        self.assertInconsistent(
            "resident_id", with_check("11010518991231001"), "birth date"
        )
        self.assertConsistent("resident_id", with_check("11010519000101001"))

    def test_provinces(self):
        """Two digits of a province, and no others: 31 on the mainland and Taiwan."""
        provinces = []
        for code in range(100):
            number = with_check(f"{code:02}010519491231002")
            found = check("resident_id", number, TODAY)
            if found.consistent:
                provinces.append(code)
            elif not number.startswith("9"):
                self.assertIn("province", sentence(found))
        self.assertEqual(len(provinces), 32)
        self.assertIn(71, provinces)
        self.assertNotIn(81, provinces)
        self.assertNotIn(38, provinces)

    def test_old_card(self):
        self.assertInconsistent("resident_id", "110105491231002", "old card")

    def test_other_lengths(self):
        for number in ("1101051949123100", "11010519491231002", "11010519491231002XX"):
            self.assertInconsistent("resident_id", number, "17 digits")
        # digits of other scripts are digits to Python, not to us
        self.assertInconsistent("resident_id", "١" * 18, "17 digits")

    def test_old_foreigner_card(self):
        self.assertConsistent("foreigner_id", "USA310074092305")
        self.assertInconsistent("foreigner_id", "USA31007409230")

    # ------------------------------------------------------------
    # SPELLING
    # ------------------------------------------------------------

    def test_spelling(self):
        for spelling in (
            "11010519491231002x",
            " 110105 19491231 002X\t",
            "110105-19491231-002X",
            "110105—19491231–002X",
            "110105\N{MINUS SIGN}19491231002X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "１１０１０５　１９４９１２３１　００２ｘ",
            "\ufeff110105\u200b19491231\u2060002X\r\n",
        ):
            self.assertConsistent("resident_id", spelling, "11010519491231002X")

    def test_normalize_twice(self):
        for document_type in CHECKS:
            for number in (*EIGHTEEN, TD3, TD2, TD1, "ｅ１２３ 456-78", "粤A·1234"):
                once = normalize(document_type, number)
                self.assertEqual(normalize(document_type, once), once)

    # ------------------------------------------------------------
    # PERMITS AND THE REST
    # ------------------------------------------------------------

    def test_permits(self):
        for number in ("H12345678", "M1234567801", "h 1234 5678"):
            self.assertConsistent("hk_macau_permit", number)
        for number in ("A12345678", "H1234567", "H123456789", "12345678", "HM1234567"):
            self.assertInconsistent("hk_macau_permit", number, "H or M")
        for number in ("12345678", "1234567890"):
            self.assertConsistent("taiwan_permit", number)
        for number in ("1234567", "123456789", "A1234567"):
            self.assertInconsistent("taiwan_permit", number, "8 or 10")

    def test_length_only(self):
        for document_type in ("residence_permit", "driving_licence", "other"):
            self.assertConsistent(document_type, "粤公1234/56")
            self.assertInconsistent(document_type, "123", "4 to 32")
            self.assertInconsistent(document_type, "1" * 33, "4 to 32")
            self.assertInconsistent(document_type, "////", "4 to 32")

    def test_empty(self):
        for document_type in CHECKS:
            for number in ("", " ", "-", "\u200b"):
                self.assertInconsistent(document_type, number, "Enter the number")

    def test_unknown_document(self):
        with self.assertRaises(KeyError):
            check("library_card", "12345678", TODAY)

    def test_anything(self):
        """Whatever is thrown at it, it answers; and it never says verified."""
        pick = random.Random(66)
        alphabet = "0123456789ABCXxHM<>-/ 　０Ａ\n\0é粤\u202e"
        for _round in range(3000):
            text = "".join(pick.choices(alphabet, k=pick.randrange(MAX_LENGTH)))
            for document_type in CHECKS:
                found = check(document_type, text, TODAY)
                self.assertIn(recognize(text, document_type, TODAY), CHECKS)
                self.assertNotIn("verified", sentence(found))
                masked = mask(found.number)
                self.assertLessEqual(len(masked), 8)

    # ------------------------------------------------------------
    # PASSPORTS
    # ------------------------------------------------------------

    def test_passport_number(self):
        for number in ("E12345678", "G 1234 5678", "l898902c3", "123456789"):
            found = self.assertConsistent("passport", number)
            self.assertIsNone(found.expires_on)
        for number in ("E123", "ABCDEFGH", "E1234567/8", "E" + "1" * 15, "é12345678"):
            self.assertInconsistent("passport", number, "5 to 15")

    def test_zones(self):
        lines = TD3.split("\n")
        for pasted, number in (
            (TD3, "L898902C3"),
            (lines[1], "L898902C3"),
            (lines[1].lower(), "L898902C3"),
            (TD3.replace("\n", "\r\n  "), "L898902C3"),
            (TD3.replace("<", "＜"), "L898902C3"),
            (TD2, "D23145890"),
            (TD2.split("\n")[1], "D23145890"),
            (TD1, "D23145890"),
            ("\n".join(TD1.split("\n")[:2]), "D23145890"),
        ):
            found = self.assertConsistent("passport", pasted, number)
            self.assertEqual(found.expires_on, date(2012, 4, 15))

    def test_zone_and_typed_number_are_one(self):
        self.assertEqual(normalize("passport", TD3), normalize("passport", "L898902C3"))

    def test_zone_under_every_kind(self):
        """Whatever card it is on: its lines have check digits of their own."""
        for document_type in CHECKS:
            for zone in (TD3, TD2, TD1):
                found = self.assertConsistent(
                    document_type, zone, normalize("passport", zone)
                )
                self.assertEqual(found.expires_on, date(2012, 4, 15))
            wrong = TD1.replace("7408122", "7408123")
            self.assertInconsistent(document_type, wrong, "check digits")
            self.assertInconsistent(document_type, TD1[:30], "not complete")

    def test_long_numbers(self):
        for zone, number in (
            (LONG_TD1, "D23145890734"),
            (LONG_TD2, "D23145890734"),
            (LONG_LETTERS, "C01X0006H1234"),
        ):
            for document_type in ("passport", "other", "residence_permit"):
                self.assertConsistent(document_type, zone, number)
                self.assertEqual(normalize(document_type, zone), number)
        # the digit covers the rest: another rest or digit does not fit
        for wrong in ("7359", "7348", "734_", "____"):
            zone = LONG_TD1.replace("7349", wrong.replace("_", "<"))
            self.assertInconsistent("other", zone, "check digits")

    def test_longest_number(self):
        self.assertEqual(
            normalize("other", "I<UTO123456789<ABCDEFGHIJKLM4<" + TD1.split("\n")[1]),
            "123456789ABCDEFGHIJKLM",
        )

    def test_zone_errors(self):
        """Each digit that a check digit covers, changed to every other digit."""
        for zone, covered in ((TD3, 44), (TD2, 36), (TD1, 60)):
            zone = zone.replace("\n", "")
            start = 0 if len(zone) == 90 else len(zone) - covered
            for i in range(start, start + covered):
                if not zone[i].isdigit():
                    continue
                for digit in "0123456789".replace(zone[i], ""):
                    wrong = zone[:i] + digit + zone[i + 1 :]
                    self.assertInconsistent("passport", wrong)

    def test_zone_cut_off(self):
        self.assertInconsistent("passport", TD3[:-1], "not complete")
        self.assertInconsistent("passport", TD3.split("\n")[1][:-2], "not complete")

    def test_zone_optional_data(self):
        """The check digit of no optional data is 0 or a filler."""
        line = "L898902C36UTO7408122F1204159" + 14 * "<"
        together = (line[0:10] + line[13:20] + line[21:42]).replace("<", "0")
        for filler in "0<":
            values = [int(c, 36) for c in together + "0"]
            digit = sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10
            self.assertConsistent("passport", f"{line}{filler}{digit}", "L898902C3")
            self.assertInconsistent("passport", f"{line}{filler}{(digit + 1) % 10}")

    def test_zone_dates(self):
        def zone(birth, expiry):
            def digit(text):
                values = [0 if c == "<" else int(c, 36) for c in text]
                return sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10

            number, optional = "L898902C36", "<" * 14 + "0"
            birth += str(digit(birth))
            expiry += str(digit(expiry))
            end = digit(number + birth + expiry + optional)
            return f"{number}UTO{birth}F{expiry}{optional}{end}"

        for birth in ("740812", "261124", "000229", "480229", "74<<<<", "<<<<<<"):
            self.assertConsistent("passport", zone(birth, "301231"), "L898902C3")
        for birth in ("741301", "740230", "010229", "74081<"):
            self.assertInconsistent("passport", zone(birth, "301231"), "birth date")
        for expiry, day in (
            ("301231", date(2030, 12, 31)),
            ("991231", date(1999, 12, 31)),
            ("760101", date(2076, 1, 1)),
            ("280229", date(2028, 2, 29)),
        ):
            found = self.assertConsistent(
                "passport", zone("740812", expiry), "L898902C3"
            )
            self.assertEqual(found.expires_on, day)
        for expiry in ("301301", "290229", "<<<<<<"):
            self.assertInconsistent("passport", zone("740812", expiry), "expiry date")

    # ------------------------------------------------------------
    # KINDS
    # ------------------------------------------------------------

    def test_recognize_a_number_with_a_check_digit(self):
        for number, kind in EIGHTEEN.items():
            for thought in CHECKS:
                self.assertEqual(recognize(number, thought, TODAY), kind)
        wrong = "110105194912310021"
        for thought in CHECKS:
            self.assertEqual(recognize(wrong, thought, TODAY), thought)

    def test_recognize_a_zone(self):
        for thought in CHECKS:
            self.assertEqual(recognize(TD3, thought, TODAY), "passport")
            self.assertEqual(recognize(TD3.split("\n")[1], thought, TODAY), "passport")
            permit = TD1.replace("I<UTO", "IRUTO")
            self.assertEqual(recognize(permit, thought, TODAY), "residence_permit")
            card = TD1.replace("I<UTO", "IPUSA")
            self.assertEqual(recognize(card, thought, TODAY), "passport")
            # what does not fit its check digits tells nothing
            wrong = TD3.replace("7408122", "7408123")
            self.assertEqual(recognize(wrong, thought, TODAY), thought)
        for card in (TD1, TD2):
            self.assertEqual(recognize(card, "resident_id", TODAY), "other")
            self.assertEqual(recognize(card, "passport", TODAY), "other")
            self.assertEqual(
                recognize(card, "driving_licence", TODAY), "driving_licence"
            )

    def test_recognize_by_shape_leaves_what_fits(self):
        permit = "H12345678"
        for thought in ("passport", "other", "driving_licence", "hk_macau_permit"):
            self.assertEqual(recognize(permit, thought, TODAY), thought)
        for thought in ("resident_id", "taiwan_permit", "foreigner_id"):
            self.assertEqual(recognize(permit, thought, TODAY), "hk_macau_permit")
        for number in ("", "E12345678", "12345678", "粤A·1234"):
            for thought in CHECKS:
                self.assertEqual(recognize(number, thought, TODAY), thought)

    # ------------------------------------------------------------
    # MASK
    # ------------------------------------------------------------

    def test_mask(self):
        for number, masked in (
            ("", ""),
            ("1234", "****"),
            ("12345", "****45"),
            ("1234567", "****67"),
            ("12345678", "****5678"),
            ("L898902C3", "****02C3"),
            ("11010519491231002X", "****002X"),
            # birth date 7th to 12th, and in the foreigner's card 8th to 13th
            ("110105491231002", "****02"),
            ("USA310074092305", "****05"),
        ):
            self.assertEqual(mask(number), masked)
