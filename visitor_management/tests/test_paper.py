import random

from odoo.tests import BaseCase, tagged

from ..report.visitor_pass_report import BAND_COLORS
from ..tools import paper, qr_code
from .print_common import NAMES


@tagged("post_install", "-at_install")
class TestPaper(BaseCase):
    """Text that fits into its box, whoever wrote it."""

    def _assert_fits(self, block, width, height, bold=False):
        self.assertLessEqual(block.height, height + 1e-6)
        for line in block.lines:
            self.assertLessEqual(
                paper.text_width(line, bold) * block.size, width + 1e-6, line
            )

    def _without_spaces(self, text):
        return "".join(text.split())

    def test_names_of_sixty_characters_fit_and_lose_nothing(self):
        for width, height, size, least in ((38, 12, 6.4, 2), (53, 30, 11, 3.4)):
            for kind, name in NAMES.items():
                with self.subTest(kind=kind, width=width):
                    block = paper.fit(name, width, height, size, least, bold=True)
                    self._assert_fits(block, width, height, bold=True)
                    self.assertEqual(
                        self._without_spaces("".join(block.lines)),
                        self._without_spaces(paper.clean(name)),
                    )

    def test_any_text_fits_any_box(self):
        rng = random.Random(20261124)
        letters = "aW il张王،م😀-/ .\u0301（"
        for _i in range(400):
            text = "".join(rng.choices(letters, k=rng.randint(0, 120)))
            width, height = rng.uniform(8, 60), rng.uniform(3, 20)
            least = rng.uniform(1, 2)
            block = paper.fit(text, width, height, least * 3, least)
            self._assert_fits(block, width, height)
            self.assertGreaterEqual(block.size, least)

    def test_a_short_name_is_as_large_as_the_box_allows(self):
        self.assertEqual(paper.fit("张伟", 50, 12, 6.4, 2), (6.4, ["张伟"]))
        self.assertEqual(paper.fit("", 50, 12, 6.4, 2).lines, [])
        self.assertEqual(paper.fit(False, 50, 12, 6.4, 2).lines, [])

    def test_a_word_gets_smaller_before_it_is_broken(self):
        block = paper.fit("Schwarzenegger", 38, 12, 6.4, 2.3, bold=True)
        self.assertEqual(block.lines, ["Schwarzenegger"])
        self.assertLess(block.size, 6.4)

    def test_what_is_too_long_even_in_small_letters_ends_with_an_ellipsis(self):
        block = paper.fit("word " * 200, 30, 6, 3, 2)
        self._assert_fits(block, 30, 6)
        self.assertTrue(block.lines[-1].endswith("…"))
        block = paper.fit("word " * 200, 30, 60, 3, 2, most=1)
        self.assertEqual(len(block.lines), 1)

    def test_lines_break_at_words_and_between_chinese_characters(self):
        self.assertEqual(paper.wrap("one two three", 5), ["one two", "three"])
        self.assertEqual(paper.wrap("上海市浦东新区", 3), ["上海市", "浦东新", "区"])
        self.assertEqual(paper.wrap("你好，世界", 2), ["你", "好，", "世界"])
        self.assertIsNone(paper.wrap("上海市浦东新区", 3, whole=True))

    def test_marks_and_joined_emoji_stay_together(self):
        family = "👩\u200d👩\u200d👧"
        for line in paper.wrap(family * 4, 3):
            self.assertEqual(line, family)
        for line in paper.wrap("e\u0301" * 9, 2):
            self.assertFalse(line.startswith("\u0301"))

    def test_a_name_does_not_turn_around_what_stands_beside_it(self):
        self.assertEqual(paper.clean("Wei \u202egnahZ\u2069"), "Wei gnahZ")
        self.assertEqual(paper.clean(" a\n b\x1f\u2028c "), "a b c")

    def test_rows_are_distributed_over_pages_in_order(self):
        self.assertEqual(paper.paginate([], 10), [])
        self.assertEqual(paper.paginate([4, 4, 4, 4], 8), [[0, 1], [2, 3]])
        self.assertEqual(paper.paginate([4, 20, 4], 8), [[0], [1], [2]])

    def test_a_qr_symbol_is_drawn_module_by_module(self):
        symbol = qr_code.symbol("VM1.ABC")
        self.assertEqual(symbol.modules, 21)
        self.assertTrue(symbol.path.startswith("M0 0h7v1h-7z"))

    def test_the_word_on_every_band_is_readable_also_in_black_and_white(self):
        for color in BAND_COLORS:
            light = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            light = [
                c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                for c in light
            ]
            luminance = sum(
                share * c
                for share, c in zip((0.2126, 0.7152, 0.0722), light, strict=True)
            )
            self.assertGreater(1.05 / (luminance + 0.05), 6.5, color)
