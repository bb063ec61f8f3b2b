"""In which languages a pass speaks, and what is said when its letters have no font."""

import subprocess
from types import SimpleNamespace
from unittest.mock import patch

from odoo import Command
from odoo.tests import BaseCase, HttpCase, tagged

from ..tools import fonts, paper, scripts
from .print_common import DARK, PrintCommon


@tagged("post_install", "-at_install")
class TestScripts(BaseCase):
    def test_the_scripts_of_a_text(self):
        for text, found in (
            ("Zhang Wei, Søren Ångström-Łuć 12!", set()),
            ("张伟", {"Chinese"}),
            ("山田さくら", {"Chinese", "Japanese"}),
            ("สมชาย", {"Thai"}),
            ("राहुल शर्मा", {"Hindi"}),
            ("김철수", {"Korean"}),
            ("Иван Ελένη", {"Cyrillic", "Greek"}),
            ("محمد", {"Arabic"}),
            ("ＡＢＣ ﹏ 𝐁 … · – 👩‍👩‍👧 \u0301\u200d", set()),
            ("", set()),
        ):
            with self.subTest(text=text):
                self.assertEqual(set(scripts.letters(text)), found)
        for name, letter in scripts.letters("สมชาย 张伟").items():
            self.assertIn(letter, {"Thai": "สมชาย", "Chinese": "张伟"}[name])

    def _with(self, **answer):
        fonts._found.cache_clear()
        self.addCleanup(fonts._found.cache_clear)
        return patch.object(fonts.subprocess, "run", **answer)

    def test_what_no_font_has_is_lacking_until_one_is_installed(self):
        letters = scripts.letters("สมชาย 张伟")
        thai = f":charset={ord(letters['Thai']):x}"

        def fc_list(command, **_options):
            font = b"" if command[1] == thai else b"Noto Sans CJK SC\n"
            return SimpleNamespace(stdout=font)

        with self._with(side_effect=fc_list) as run:
            for _again in range(2):
                self.assertEqual(fonts.lacking(letters), ["Thai"])
            self.assertEqual(run.call_count, 3, "what is there is asked for once")
            thai = ""
            self.assertEqual(fonts.lacking(letters), [])

    def test_where_nobody_can_tell_nothing_is_said(self):
        for error in (FileNotFoundError(), subprocess.TimeoutExpired("fc-list", 10)):
            with self._with(side_effect=error):
                self.assertEqual(fonts.lacking({"Thai": "ส"}), [])

    def test_what_to_install(self):
        self.assertEqual(
            fonts.packages(["Hindi", "Japanese", "Chinese", "Thai"]),
            ["fonts-noto-cjk", "fonts-noto-core"],
        )

    def test_two_languages_stand_together_where_both_fit(self):
        for words, width, said in (
            (("Host", "被访人"), 30, "Host · 被访人"),
            (("Host", "被访人"), 4, "Host"),
            (("Host", "Host"), 30, "Host"),
            (("Host", None), 30, "Host"),
            ((False, None), 30, ""),
        ):
            with self.subTest(words=words, width=width):
                self.assertEqual(paper.both(words, width, 2), said)


@tagged("post_install", "-at_install")
class TestPassWords(PrintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.type_open.name = "Meeting"
        for lang, name in (("zh_CN", "商务洽谈"), ("fr_FR", "Affaires")):
            cls.type_open.with_context(lang=lang).name = name

    def _type_of(self, passes):
        """What stands in the band, in each language."""
        html = self._html("pass_a6", passes)
        return [name for name in ("Meeting", "商务洽谈", "Affaires") if name in html]

    def test_a_pass_speaks_the_language_of_the_site_itself(self):
        passes = self._passes("Zhang Wei")
        self.site.partner_id = self.env["res.partner"].create(
            {"name": "HQ", "lang": "fr_FR"}
        )
        self.assertEqual(self._type_of(passes), ["Affaires"])
        self.site.lang = "zh_CN"
        self.assertEqual(self._type_of(passes), ["商务洽谈"])
        self.env["res.lang"]._lang_get("zh_CN").active = False
        self.assertEqual(self._type_of(passes), ["Affaires"], "not installed any more")

    def test_a_pass_speaks_the_visitors_language_too(self):
        self.site.lang = "zh_CN"
        passes = self._passes("Zhang Wei")
        passes.sudo().registration_id.lang = "fr_FR"
        self.assertEqual(self._type_of(passes), ["商务洽谈", "Affaires"])
        passes.sudo().registration_id.lang = "zh_CN"
        self.assertEqual(self._type_of(passes), ["商务洽谈"])

    def test_where_both_do_not_fit_the_site_is_understood(self):
        self.site.lang = "zh_CN"
        self.type_open.with_context(lang="fr_FR").name = "Affaires " * 20
        passes = self._passes("Zhang Wei")
        passes.sudo().registration_id.lang = "fr_FR"
        self.assertEqual(self._type_of(passes), ["商务洽谈"])

    def test_two_languages_stay_inside_their_boxes(self):
        self.site.lang = "zh_CN"
        visit = self._visit(area_ids=[Command.set(self.lobby.ids)])
        visit.registration_ids.write({"headcount": 12, "lang": "fr_FR"})
        visit.action_submit()
        passes = visit.registration_ids.with_user(self.user_reception).pass_ids
        for report in ("pass_card", "pass_a6"):
            pdf = self._print(report, passes)
            self.assertIn("Affaires", self._text(pdf))
            self.assertEqual(
                self._decode(self._pictures(pdf)[0]), passes._token(), report
            )

    # ------------------------------------------------------------
    # A6 WITHOUT A PHOTO
    # ------------------------------------------------------------

    def _emptiest(self, picture, since, until):
        """The highest strip without anything dark between two heights, in mm."""
        mm = picture.height / 148
        rows = [
            picture.crop((0, y, picture.width, y + 1)).getextrema()[0] < DARK
            for y in range(round(since * mm), round(until * mm))
        ]
        longest = run = 0
        for dark in rows:
            run = 0 if dark else run + 1
            longest = max(longest, run)
        return longest / mm

    def test_without_a_photo_no_band_stays_empty(self):
        passes = self._passes("Zhang Wei", "张伟", "Maximiliana Oberhuber von Hohenau")
        self._put(passes.registration_id, organization="Acme Ltd")
        for picture in self._pictures(self._print("pass_a6", passes), dpi=100):
            # from the band of the kind to the facts
            self.assertLess(self._emptiest(picture, 35, 87), 20)

    # ------------------------------------------------------------
    # LETTERS WITHOUT A FONT
    # ------------------------------------------------------------

    def _told(self, passes, has, report="pass_card"):
        """What the person at the desk is told while printing."""
        told = []

        def listen(_user, kind, message):
            told.append((kind, message))

        users = type(self.env["res.users"])
        with (
            patch.object(fonts, "_has", has),
            patch.object(users, "_bus_send", listen),
            patch(
                "odoo.addons.visitor_management.models.core.ir_actions_report.request",
                1,
            ),
        ):
            self._print(report, passes)
        return told

    def test_letters_without_a_font_are_said_when_printing(self):
        passes = self._passes("สมชาย ใจดี")
        [(kind, message)] = self._told(passes, lambda letter: letter < "\u0e00")
        self.assertEqual(kind, "simple_notification")
        self.assertIn("Thai", message["message"])
        self.assertIn("fonts-noto-core", message["message"])
        self.assertTrue(message["sticky"])
        self.assertNotIn("สมชาย", str(message), "nothing of whom it is about")
        self.assertEqual(self._told(passes, lambda _letter: True), [])

    def test_it_is_said_of_every_print_of_ours(self):
        person = self._inside(names=["राहुल शर्मा"])
        told = self._told(person.stay_ids, lambda letter: letter < "\u0900", "register")
        self.assertIn("Hindi", told[0][1]["message"])


@tagged("post_install", "-at_install")
class TestPassWordsHttp(HttpCase, PrintCommon):
    def test_the_desk_gets_the_pass_and_the_message(self):
        """By the address that the button calls, which may only read at first."""
        passes = self._passes("สมชาย")
        self.authenticate("reception", "reception")
        told = []
        users = type(self.env["res.users"])
        listen = lambda _user, *message: told.append(message)
        with (
            patch.object(fonts, "_has", lambda _letter: False),
            patch.object(users, "_bus_send", listen),
        ):
            answer = self.url_open(
                f"/report/pdf/visitor_management.visitor_pass_card/{passes.id}"
                "?context=%7B%22force_report_rendering%22%3Atrue%7D"
            )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual([kind for kind, _message in told], ["simple_notification"])
