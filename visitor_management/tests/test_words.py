"""Choices and titles of pages are read in the language of their reader."""

import re

from lxml import etree

from odoo.tests import HttpCase, tagged

from ..tools.ours import is_ours
from .test_client_portal import PortalCase
from .told_common import english_in

# Names that are written in Latin letters everywhere.
NAMES = ("Odoo", "Webhook")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@tagged("post_install", "-at_install")
class TestWords(PortalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["visitor_management"], ["zh_CN"]
        )
        cls.portal.lang = cls.user_service.lang = "zh_CN"
        cls.chinese = cls.env(context={**cls.env.context, "lang": "zh_CN"})

    def _choices(self):
        """Field by field of ours: what can be chosen in it, in Chinese.

        Time zones and languages have names of their own; activities are Odoo's.
        """
        activities = self.env["mail.activity.mixin"]._fields
        for model in self.chinese.values():
            if not is_ours(self.env, model._name):
                continue
            for name, field in model._fields.items():
                if field.type not in ("selection", "reference"):
                    continue
                if name in activities or name in ("lang", "client_lang"):
                    continue
                labels = dict(field._description_selection(model.env))
                if any("/" in str(key) for key in labels):  # time zones
                    continue
                yield str(field), labels

    def test_each_choice_is_read_in_chinese(self):
        fields = dict(self._choices())
        self.assertIn("visitor.stay.pass_state", fields)
        self.assertGreater(len(fields), 80)
        for name, labels in fields.items():
            with self.subTest(name):
                english = {
                    key: label
                    for key, label in labels.items()
                    if english_in(label, *NAMES)
                }
                self.assertFalse(english)

    def test_words_stand_where_odoo_translates_them(self):
        """It translates no <title>, and no template that begins with its doctype."""
        ours = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "=", "ir.ui.view")]
        )
        pages = [
            (view.key, etree.fromstring(view.arch_db))
            for view in self.env["ir.ui.view"].browse(ours.mapped("res_id"))
            if view.type == "qweb"
        ]
        frames = [
            (key, arch)
            for key, arch in pages
            if (arch.text or "").lstrip().startswith("<!DOCTYPE")
        ]
        self.assertGreater(len(frames), 2)
        texts = [
            (key, text) for key, arch in pages for text in arch.xpath("//title/text()")
        ]
        texts += [
            (key, text)
            for key, arch in frames
            for text in arch.xpath("/*/*//text()[not(parent::script|parent::style)]")
        ]
        self.assertEqual([each for each in texts if each[1].strip()], [])

    def _title(self, path):
        response = self.url_open(path)
        return TITLE.search(response.text)[1].strip()

    def test_the_title_of_each_page_is_read_in_chinese(self):
        complaint = self._filed()
        self.authenticate("client_a", "client_a")
        titles = {
            path: self._title(path)
            for path in (
                "/my/complaints",
                "/my/complaints/new",
                f"/my/complaints/{complaint.id}",
                "/client/rating?lang=zh_CN",
            )
        }
        self.authenticate(self.user_service.login, self.user_service.login)
        titles["/client/talk/0"] = self._title("/client/talk/0")
        for path, title in titles.items():
            with self.subTest(path):
                self.assertRegex(title, "[\u4e00-\u9fff]")
                self.assertFalse(english_in(title, complaint.name), title)

    def test_each_report_and_each_page_of_ours_has_a_chinese_name(self):
        kinds = ("ir.actions.report", "ir.actions.client", "ir.ui.menu")
        ours = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "in", kinds)]
        )
        self.assertTrue(ours)
        for each in ours:
            record = self.chinese[each.model].browse(each.res_id)
            with self.subTest(each.name):
                self.assertFalse(english_in(record.name))
