"""The talk page and what it saves: once, complete, never older over newer."""

import base64
import json
import re
import uuid
from datetime import datetime

from odoo import Command
from odoo.tests import HttpCase, JsonRpcException, freeze_time, tagged
from odoo.tools import mute_logger

from .client_visit_common import ClientVisitCommon
from .image_common import pixels_of

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


class TalkCase(ClientVisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._appointed()

    def _draft(self, number, device="phone", **values):
        return {
            "device": device,
            "draft": number,
            "text": None,
            "start": "",
            "stop": "",
            "done": False,
            "items": [],
            **values,
        }

    def _text(self, talk, revision, **values):
        text = {"talk": talk, "revision": revision, "signed_by": "", "signature": None}
        return {**text, **values}

    def _one(self, content, key=None, revision=0, **values):
        return {
            "uuid": key or uuid.uuid4().hex,
            "revision": revision,
            "kind": "question",
            "content": content,
            "answered": False,
            "answer": "",
            "escalated_to_id": False,
            "deadline": "",
            "deleted": False,
            **values,
        }


@tagged("post_install", "-at_install")
@freeze_time("2029-03-05 03:00:00")
class TestClientTalk(TalkCase):
    def _save(self, draft, user=None):
        return self.visit.with_user(user or self.user_service)._talk_save(draft)

    def test_saved_once_however_often_it_comes(self):
        draft = self._draft(1, text=self._text("The lift", self.visit.talk_revision))
        draft["items"] = [self._one("Why is it slow?")]
        first = self._save(draft)
        self.assertEqual(first["status"], "saved")
        again = self._save(draft)
        self.assertEqual(again["revision"], first["revision"])
        self.assertFalse(again["conflicts"])
        self.assertEqual(self.visit.talk, "The lift")
        self.assertEqual(len(self.visit.item_ids), 1)

    def test_an_employee_who_goes_there_writes_it_down(self):
        self.visit.line_ids = [Command.create({"employee_id": self.employee.id})]
        base = self.visit.talk_revision
        given = {"escalated_to_id": self.employee2.id, "deadline": "2029-03-09"}
        draft = self._draft(1, text=self._text("The lift", base))
        draft["items"] = [self._one("Why?"), self._one("Mend it", **given)]
        answer = self._save(draft, self.user_host)
        self.assertEqual(answer["status"], "saved")
        self.assertEqual(self.visit.talk, "The lift")
        self.assertEqual(self.visit.item_ids.create_uid, self.user_host)
        self.assertEqual(self.visit.item_ids.mapped("state"), ["open", "escalated"])

    def test_an_older_draft_never_overwrites_a_newer_one(self):
        base = self.visit.talk_revision
        item = self._one("The newer question")
        newer = self._draft(5, text=self._text("The newer text", base), items=[item])
        older = self._draft(
            4,
            text=self._text("The older", base),
            items=[{**item, "content": "The older"}],
        )
        self._save(newer)
        answer = self._save(older)  # was on its way for a while
        self.assertEqual(answer["status"], "old")
        self.assertEqual(self.visit.talk, "The newer text")
        self.assertEqual(self.visit.item_ids.content, "The newer question")

    def test_an_answer_that_was_lost_is_no_conflict(self):
        """The phone has not heard that its draft was stored, and goes on typing."""
        base = self.visit.talk_revision
        item = self._one("Why")
        self._save(self._draft(1, text=self._text("The", base), items=[item]))
        more = {**item, "content": "Why is it slow?"}
        answer = self._save(
            self._draft(2, text=self._text("The lift", base), items=[more])
        )
        self.assertEqual(answer["status"], "saved")
        self.assertEqual(self.visit.talk, "The lift")
        self.assertEqual(self.visit.item_ids.content, "Why is it slow?")

    def test_what_the_office_wrote_is_shown_not_lost(self):
        base = self.visit.talk_revision
        self.visit.talk = "Written in the office"
        answer = self._save(self._draft(1, text=self._text("On the phone", base)))
        self.assertEqual(answer["status"], "conflict")
        theirs = answer["conflicts"][0]["theirs"]
        self.assertEqual(theirs["talk"], "Written in the office")
        self.assertEqual(self.visit.talk, "Written in the office")
        decided = self._draft(2, text=self._text("Both", theirs["revision"]))
        self.assertEqual(self._save(decided)["status"], "saved")
        self.assertEqual(self.visit.talk, "Both")

    def test_a_request_what_is_about_facilities_and_what_the_client_was_told(self):
        item = self._one("A second lift", kind="request", facilities=True)
        told = self._text("", self.visit.talk_revision, told_client="Closed in May")
        self._save(self._draft(1, text=told, items=[item]))
        self.assertEqual(self.visit.told_client, "Closed in May")
        stored = self.visit.item_ids
        self.assertEqual((stored.kind, stored.facilities), ("request", True))
        self.assertTrue(stored.pending, "it is answered, or given to somebody")
        read = self.visit._talk_read()
        self.assertIn("request", [kind for kind, _label in read["kinds"]])
        self.assertEqual(read["told_client"], "Closed in May")
        self.assertTrue(read["items"][0]["facilities"])

    def test_a_page_from_before_an_update_takes_nothing_out(self):
        """A phone without network still has it, and knows of neither."""
        item = self._item(self.visit, content="The lift", facilities=True)
        self.visit.told_client = "Closed in May"
        text = self._text("It is slow", self.visit.talk_revision)
        one = self._one("The lift, always", f"id-{item.id}", item.talk_revision)
        answer = self._save(self._draft(1, text=text, items=[one]))
        self.assertEqual(answer["status"], "saved")
        self.assertEqual(self.visit.told_client, "Closed in May")
        self.assertEqual((item.content, item.facilities), ("The lift, always", True))

    def test_what_the_office_told_the_client_is_not_overwritten(self):
        base = self.visit.talk_revision
        self.visit.told_client = "Written in the office"
        text = self._text("", base, told_client="On the phone")
        answer = self._save(self._draft(1, text=text))
        self.assertEqual(answer["status"], "conflict")
        theirs = answer["conflicts"][0]["theirs"]
        self.assertEqual(theirs["told_client"], "Written in the office")

    def test_a_conflict_of_one_item_holds_up_nothing_else(self):
        key = uuid.uuid4().hex
        first = self._save(self._draft(1, items=[self._one("Mine", key)]))
        revision = first["items"][0]["revision"]
        self.visit.item_ids.content = "Theirs"
        answer = self._save(
            self._draft(
                2,
                text=self._text("The lift", self.visit.talk_revision),
                items=[self._one("Mine, longer", key, revision), self._one("Another")],
            )
        )
        self.assertEqual(answer["status"], "conflict")
        self.assertEqual(answer["conflicts"][0]["uuid"], key)
        self.assertEqual(answer["conflicts"][0]["theirs"]["content"], "Theirs")
        self.assertEqual(self.visit.item_ids.mapped("content"), ["Theirs", "Another"])
        self.assertEqual(self.visit.talk, "The lift")

    def test_deleted_in_the_office_and_changed_on_the_phone(self):
        key = uuid.uuid4().hex
        first = self._save(self._draft(1, items=[self._one("Mine", key)]))
        self.visit.item_ids.unlink()
        one = self._one("Mine, longer", key, first["items"][0]["revision"])
        answer = self._save(self._draft(2, items=[one]))
        self.assertEqual(answer["conflicts"], [{"uuid": key, "theirs": False}])
        self.assertFalse(self.visit.item_ids, "not made again behind anybody's back")

    def test_two_phones(self):
        base = self.visit.talk_revision
        self._save(self._draft(9, "one", text=self._text("One", base)))
        answer = self._save(self._draft(99, "two", text=self._text("Two", base)))
        self.assertEqual(answer["status"], "conflict")
        self.assertEqual(self.visit.talk, "One")

    def test_what_is_wrong_with_one_item_is_told(self):
        given = {"escalated_to_id": self.employee2.id, "deadline": ""}
        wrong = self._one("Given to nobody", **given)
        answer = self._save(self._draft(1, items=[wrong, self._one("Fine")]))
        self.assertEqual(answer["status"], "refused")
        self.assertEqual([each["uuid"] for each in answer["errors"]], [wrong["uuid"]])
        self.assertIn("by when", answer["errors"][0]["message"])
        self.assertEqual(self.visit.item_ids.content, "Fine")

    def test_answered_given_and_removed(self):
        answered = self._one("One", answered=True, answer="Yes")
        given = self._one(
            "Two", escalated_to_id=self.employee2.id, deadline="2029-03-09"
        )
        gone = self._one("Three")
        answer = self._save(self._draft(1, items=[answered, given, gone]))
        self.assertEqual(answer["status"], "saved")
        self.assertEqual(
            self.visit.item_ids.mapped("state"), ["fed_back", "escalated", "open"]
        )
        deleted = {**gone, "deleted": True, "revision": 1}
        for _again in range(2):
            self._save(self._draft(2, items=[deleted]))
            self.assertEqual(len(self.visit.item_ids), 2)

    def test_over_and_written_down(self):
        moments = {
            "start": datetime(2029, 3, 5, 2, 5),
            "stop": datetime(2029, 3, 5, 2, 50),
        }
        signed = {"signature": PNG, "signed_by": "Mrs Chen"}
        text = self._text("The lift", self.visit.talk_revision, **signed)
        answer = self._save(self._draft(1, text=text, done=True, **moments))
        self.assertEqual(answer["state"], "done")
        self.assertEqual(self.visit.stop, moments["stop"])
        self.assertEqual(self.visit.start, moments["start"])
        self.assertEqual(self.visit.signed_by, "Mrs Chen")
        stored = base64.b64decode(self.visit.signature)
        self.assertEqual(pixels_of(stored), pixels_of(base64.b64decode(PNG)))

    def test_nothing_is_written_into_a_closed_record(self):
        self.visit.action_done()
        self.visit.action_archive_record()
        answer = self._save(self._draft(1, text=self._text("Late", 99)))
        self.assertEqual(answer, {"status": "closed", "state": "archived"})
        self.assertFalse(self.visit.talk)


@tagged("post_install", "-at_install")
class TestClientTalkPage(TalkCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.user_service, cls.user_host, cls.user_leader):
            user.password = user.login  # of a user of this test
        cls.path = f"/client/talk/{cls.visit.id}"

    def _call(self, name, **params):
        return self.make_jsonrpc_request(f"{self.path}/{name}", params)

    def test_the_page_holds_nothing_of_the_visit(self):
        self.visit.talk = "The lift is slow"
        self.authenticate("service", "service")
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        for secret in ("Blue Sky", "slow", "Chen", self.visit.name):
            self.assertNotIn(secret, page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertIn("Kept on this phone", page.text)

    def test_load_and_save(self):
        self.authenticate("service", "service")
        loaded = self._call("load")
        self.assertEqual(loaded["client"], "Blue Sky")
        self.assertTrue(loaded["open"])
        self.assertIn(self.manager.name, json.dumps(loaded["persons"]))
        text = self._text("The lift", loaded["revision"])
        answer = self._call("save", draft=self._draft(1, text=text))
        self.assertEqual(answer["status"], "saved")
        self.assertEqual(self._call("load")["talk"], "The lift")

    @mute_logger("odoo.http")
    def test_it_is_not_there_for_others(self):
        for login in ("leader", "host"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(self.path).status_code, 404)
            for name, params in (("load", {}), ("save", {"draft": self._draft(1)})):
                with self.assertRaisesRegex(JsonRpcException, "NotFound"):
                    self._call(name, **params)

    def test_without_a_session_one_signs_in_first(self):
        self.authenticate(None, None)
        answer = self.url_open(self.path, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    @mute_logger("odoo.http")
    def test_only_what_a_draft_may_say(self):
        self.authenticate("service", "service")
        fine = self._draft(1, text=self._text("x", 0), items=[self._one("x")])
        for wrong in (
            None,
            {},
            {**fine, "draft": "1"},
            {**fine, "draft": -1},
            {**fine, "device": "x" * 65},
            {**fine, "start": "yesterday"},
            {**fine, "text": {"talk": "x"}},
            {**fine, "text": self._text("x", 0, told_client=5)},
            {**fine, "items": [self._one("x", kind="secret")]},
            {**fine, "items": [self._one("x", deadline="tomorrow")]},
            {**fine, "items": [self._one("x")] * 201},
            {**fine, "text": self._text("x" * 100_001, 0)},
            {**fine, "text": self._text("x\0", 0)},
        ):
            with self.assertRaisesRegex(JsonRpcException, "BadRequest"):
                self._call("save", draft=wrong)
        self.assertFalse(self.visit.talk or self.visit.item_ids)

    def test_who_asks_for_style_program_or_icon_gets_no_session(self):
        """A phone whose session is over must not get an empty one with a picture."""
        self.authenticate("service", "service")
        page = self.url_open(self.path).text
        self.assertNotIn("/web/assets/", page)
        paths = re.findall(r'(?:href|src)="(/[^"]+)"', page)
        self.assertGreaterEqual(len(paths), 5)
        self.authenticate(None, None)
        for path in (*paths, "/client/talk/service-worker.js"):
            with self.subTest(path):
                answer = self.url_open(path, cookies={})
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn("Set-Cookie", answer.headers)
        style, program = (path for path in paths if "/assets/" in path)
        self.assertIn("o_ct_pad", self.url_open(style).text)
        answer = self.url_open(program)
        self.assertIn("TalkApp", answer.text)
        self.assertIn("immutable", answer.headers["Cache-Control"])
        other = program.replace(program.split("/")[4], "0000000")
        self.assertEqual(self.url_open(other).status_code, 404)

    def test_on_the_home_screen_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user_service.lang = "zh_CN"
        self.authenticate("service", "service")
        page = self.url_open(self.path).text
        (path,) = re.findall(r'rel="manifest" href="([^"]+)"', page)
        answer = self.url_open(path)
        self.assertIn("application/manifest+json", answer.headers["Content-Type"])
        manifest = answer.json()
        self.assertEqual(manifest["name"], "会谈记录")
        self.assertEqual(manifest["scope"], "/client/talk/")
        self.assertTrue(manifest["start_url"].startswith(manifest["scope"]))
        self.assertLessEqual(
            {"192x192", "512x512"}, {icon["sizes"] for icon in manifest["icons"]}
        )
        for icon in manifest["icons"]:
            answer = self.url_open(icon["src"])
            self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertEqual(
            self.url_open("/client/talk/xx_XX.webmanifest").status_code, 404
        )

    def test_it_starts_with_the_visit_that_is_next(self):
        def start():
            return self.url_open("/client/talk/next", allow_redirects=False).headers[
                "Location"
            ]

        self.authenticate("service", "service")
        self.assertTrue(start().endswith(self.path))
        self.visit.line_ids = [Command.set([])]
        self.assertTrue(start().endswith("/odoo/client-visits"), "they go nowhere")

    def test_the_worker_holds_for_this_page_only(self):
        answer = self.url_open("/client/talk/service-worker.js")
        self.assertIn("javascript", answer.headers["Content-Type"])
        self.assertNotIn("Service-Worker-Allowed", answer.headers)
