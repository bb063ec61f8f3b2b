"""To-dos and the history of documents are read in the language of the reader."""

import ast
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from .statistics_common import StatisticsCommon
from .told_common import all_in_chinese, english_in

ADDON = Path(__file__).resolve().parent.parent
CALL = "visitor_management.mail_activity_type_client_callback"
# What makes a note of words that a person typed.
TYPED = "plaintext2html"
CHINESE = "客户等待回访"


@tagged("post_install", "-at_install")
class TestClientLanguages(StatisticsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref(CALL).with_context(lang="zh_CN").summary = CHINESE
        cls.user_leader.lang = cls.user_service2.lang = "zh_CN"

    def _read(self, document, lang):
        self.env.invalidate_all()
        message = document.sudo().message_ids[:1].with_context(lang=lang)
        return str(message._body_for_reader())

    def test_the_document_of_a_to_do_is_named_in_the_language_of_its_reader(self):
        form = self._form()
        form.recipient_id = self.user_leader
        form.action_submit()
        activity = form.sudo().activity_ids
        self.assertIn("2026年1月", activity.res_name)
        activity.user_id = self.user_manager
        self.assertIn("January 2026", activity.res_name)

    def test_a_sentence_of_ours_goes_along_to_the_next_reader(self):
        callback = self._callback(user=self.user_service2)
        with all_in_chinese():
            for _try in range(callback.attempts):
                callback.log_attempt("no_answer")
            activity = callback.sudo().activity_ids
            self.assertEqual(activity.user_id, self.user_service2)
            self.assertFalse(english_in(activity.summary))
            activity.user_id = self.user_service
            self.assertIn("write to the client", activity.summary)
            activity.user_id = self.user_service2
            self.assertFalse(english_in(activity.summary))
            activity.summary = "By letter"
            activity.user_id = self.user_service
            self.assertEqual(activity.summary, "By letter", "as it was typed")

    def test_that_it_was_done_is_read_in_each_language(self):
        callback = self._callback()
        callback.sudo().caller_id = self.user_service2
        activity = callback.sudo().activity_ids
        self.assertEqual(activity.summary, CHINESE)
        activity.with_user(self.user_service2).action_feedback(feedback="By phone\n<b>")
        body = self._read(callback, "en_US")
        self.assertIn("Done: A client waits for a callback – By phone", body)
        self.assertIn("<br/>&lt;b&gt;", body)
        with all_in_chinese():
            body = self._read(callback, "zh_CN")
        self.assertIn(CHINESE, body)
        self.assertNotIn("Done", body)

    def test_what_somebody_typed_for_a_to_do_stands_as_it_is(self):
        callback = self._callback()
        activity = callback.sudo().activity_schedule(
            CALL, summary="Bring the key", user_id=self.user_service.id
        )
        activity.action_feedback()
        self.assertIn("Done: Bring the key", self._read(callback, "en_US"))
        with all_in_chinese():
            self.assertIn("Bring the key", self._read(callback, "zh_CN"))

    def test_that_it_was_made_is_read_in_each_language(self):
        kind = self.env["ir.model"]._get("client.complaint")
        kind.with_context(lang="zh_CN").name = "投诉"
        complaints = self.env["client.complaint"].with_user(self.user_service2)
        complaint = complaints.with_context(tracking_disable=False, lang="zh_CN")
        complaint = complaint.create(
            {"partner_id": self.client.id, "content": "The lift stops"}
        )
        first = complaint.sudo().message_ids.filtered("body")[-1:]
        for lang, word, other in (
            ("zh_CN", "投诉", "Complaint"),
            ("en_US", "Complaint created", "投诉"),
        ):
            self.env.invalidate_all()
            body = str(first.with_context(lang=lang)._body_for_reader())
            with self.subTest(lang=lang):
                self.assertIn(word, body)
                self.assertNotIn(other, body)


@tagged("post_install", "-at_install")
class TestSentencesOfToDos(TransactionCase):
    def test_each_to_do_of_ours_is_a_sentence_that_is_said_later(self):
        """What is scheduled says nothing, or a lazy translation: never words in the
        language of who happens to make it."""
        found = 0
        for folder in ("models", "controllers", "wizard"):
            for path in (ADDON / folder).rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                    if (
                        isinstance(node, ast.Call)
                        and getattr(node.func, "attr", "") == "activity_schedule"
                    ):
                        found += 1
                        self._check_lazy(path, node)
        self.assertGreater(found, 10)

    def _check_lazy(self, path, node):
        for keyword in node.keywords:
            if keyword.arg not in ("summary", "note"):
                continue
            # one of two sentences, or one that is handed on
            value = keyword.value
            choices = getattr(value, "values", [value])
            if isinstance(value, ast.IfExp):
                choices = [value.body, value.orelse]
            for each in choices:
                said = ast.unparse(getattr(each, "func", each))
                with self.subTest(file=path.name, line=node.lineno):
                    self.assertIn(said, ("_lt", TYPED, keyword.arg, "False"))
