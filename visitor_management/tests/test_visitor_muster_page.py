"""The wardens' page: an empty shell, and the calls of one phone."""

import json
import re
import uuid
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers import muster
from .muster_common import MusterCommon

PAGE = "/visitor/muster"
API = "/visitor/api/v1/muster"
PHONE, OTHER = "a" * 43, "b" * 43


@tagged("post_install", "-at_install")
class TestMusterPage(MusterCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warden = cls.wardens[0]
        cls.link_model = cls.env["visitor.muster.warden.link"]
        cls.secret = cls.link_model._make(cls.warden)

    def _call(self, path="", body=None, phone=PHONE, secret=None, **headers):
        headers["Authorization"] = f"Bearer {self.secret if secret is None else secret}"
        headers |= {"Visitor-Phone": phone} if phone else {}
        data = None if body is None else json.dumps(body)
        with mute_logger("odoo.http"):
            return self.url_open(API + path, data=data, headers=headers)

    def _take(self):
        answer = self._call("/ticks", {"ticks": []})
        self.assertEqual(answer.json(), {"acknowledged": []})

    def _inside(self, name="Zhang Wei"):
        person = self._visit(names=[name]).registration_ids
        person.visit_id.action_submit()
        person.with_user(self.user_reception).check_in()
        return person

    # ------------------------------------------------------------
    # THE PAGE
    # ------------------------------------------------------------

    def test_the_page_and_what_it_names_leave_no_cookie_and_hold_nobody(self):
        answer = self.url_open(PAGE, cookies={})
        self.assertEqual(answer.headers["Visitor-Muster"], "page")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        paths = set(re.findall(r'"(/[^"]+?\.[a-z]+)"', answer.text))
        self.assertEqual(
            {path.rpartition("/")[2] for path in paths},
            {"icon-192.png", "icon-maskable-512.png", "muster.css", "muster.js"}
            | {"zxing.js", "service-worker.js", "en_US.webmanifest"},
        )
        for path in (PAGE, *paths):
            with self.subTest(path):
                named = self.url_open(path, cookies={})
                self.assertEqual(named.status_code, 200)
                self.assertNotIn("Set-Cookie", named.headers)

    def test_the_worker_keeps_this_page(self):
        answer = self.url_open(f"{PAGE}/service-worker.js")
        self.assertEqual(answer.headers["Service-Worker-Allowed"], PAGE)
        settings = json.loads(answer.text.partition("= ")[2].partition(";\n")[0])
        self.assertEqual(settings["page"], PAGE)
        self.assertEqual(settings["mark"], "Visitor-Muster")

    def test_on_the_home_screen_it_opens_with_the_link_it_had(self):
        manifest = self.url_open(f"{PAGE}/en_US.webmanifest").json()
        self.assertNotIn("start_url", manifest, "it would be without the secret")
        self.assertEqual(manifest["scope"], PAGE)
        with mute_logger("odoo.http"):
            other = self.url_open(f"{PAGE}/xx_XX.webmanifest")
        self.assertEqual(other.status_code, 404)

    def test_it_speaks_each_language_without_network(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        text = self.url_open(f"{PAGE}?lang=zh_CN").text
        settings = json.loads(
            re.search(r'id="visitor_muster_settings"[^>]*>(.*?)</script>', text)[1]
        )
        self.assertEqual(settings["lang"], "zh_CN")
        self.assertLessEqual({"en_US", "zh_CN"}, settings["terms"].keys())
        english, chinese = (settings["terms"][each] for each in ("en_US", "zh_CN"))
        self.assertEqual(english.keys(), chinese.keys())

    # ------------------------------------------------------------
    # ONE PHONE
    # ------------------------------------------------------------

    def test_the_first_phone_takes_the_link_and_no_other_one_gets_in(self):
        self.assertEqual(self._call().status_code, 404, "looking takes nothing")
        self._take()
        self.assertEqual(self._call().status_code, 200)
        for phone in (OTHER, "", "short", "ä" * 5):
            for path, body in (("", None), ("/ticks", {"ticks": []})):
                with self.subTest(phone=phone, path=path):
                    answer = self._call(path, body, phone=phone.encode("latin-1"))
                    self.assertEqual(answer.status_code, 404)
                    self.assertEqual(answer.json(), {"error": "not_found"})
        self.assertEqual(self._call(secret="x").status_code, 404)

    def test_what_has_ended_opens_nothing(self):
        self._take()
        link = self.warden.sudo().link_ids
        link.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self._call().status_code, 404)
        link.expires_at = fields.Datetime.now() + timedelta(days=1)
        self.assertEqual(self._call().status_code, 200)
        self.warden.with_user(self.user_security).action_revoke_link()
        self.assertEqual(self._call().status_code, 404)
        self.assertEqual(self._call("/ticks", {"ticks": []}).status_code, 404)

    def test_the_browser_is_cleared_when_the_phone_asks_for_it_and_has_no_link(self):
        self._take()
        forget = {"Visitor-Forget": "all"}
        self.assertNotIn("Clear-Site-Data", self._call(**forget).headers)
        self.warden.with_user(self.user_security).action_revoke_link()
        self.assertNotIn("Clear-Site-Data", self._call().headers)
        cleared = self._call(**forget).headers["Clear-Site-Data"]
        self.assertEqual(cleared, '"cache", "cookies", "storage"')

    # ------------------------------------------------------------
    # THE LIST
    # ------------------------------------------------------------

    def test_the_list_is_of_one_site_and_sent_when_it_has_changed(self):
        self._inside()
        self._take()
        answer = self._call()
        shown = answer.json()
        self.assertEqual([line["name"] for line in shown["lines"]], ["Zhang Wei"])
        self.assertIs(shown["running"], False)
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertTrue(answer.headers["Visitor-Time"].isdecimal())
        known = {"If-None-Match": f'"{shown["version"]}"'}
        answer = self._call(**known)
        self.assertEqual((answer.status_code, answer.text), (304, ""))
        self.assertTrue(answer.headers["Visitor-Time"].isdecimal())
        self._start()
        self.assertEqual(self._call(**known).status_code, 200)

    # ------------------------------------------------------------
    # TICKS
    # ------------------------------------------------------------

    def test_each_tick_is_acknowledged_and_stored_once(self):
        person = self._inside()
        running = self._start()
        self._take()
        [line] = self._call().json()["lines"]
        tick = {"nonce": str(uuid.uuid4()), "key": line["key"], "status": "safe"}
        for _time in range(2):
            answer = self._call("/ticks", {"ticks": [tick]})
            self.assertEqual(answer.json(), {"acknowledged": [tick["nonce"]]})
        self.assertEqual(len(self._ticks()), 1)
        self.assertEqual(self._line(running, person).status, "safe")
        self.assertNotIn(PHONE, str(self._ticks().mapped("device")))
        code = person.with_user(self.user_reception).pass_ids._token()
        scanned = {"nonce": str(uuid.uuid4()), "code": code, "status": "injured"}
        self._call("/ticks", {"ticks": [scanned]})
        running.invalidate_recordset()
        self.assertEqual(self._line(running, person).status, "injured")

    def test_the_phone_knows_whose_pass_it_scanned(self):
        person = self._inside()
        self._take()
        [line] = self._call().json()["lines"]
        code = person.sudo().pass_ids.code_ids.filtered_domain(
            [("state", "=", "current")]
        )
        self.assertIn(code.sudo().code_hash[:16], line["codes"])

    def test_somebody_is_added_once(self):
        self._start()
        self._take()
        row = {
            "nonce": str(uuid.uuid4()),
            "name": "Tom",
            "status": "safe",
            "area": False,
        }
        for _time in range(2):
            answer = self._call("/add", row)
            self.assertEqual(answer.json()["acknowledged"], [row["nonce"]])
        lines = self._call().json()["lines"]
        self.assertEqual([line["name"] for line in lines], ["Tom"])
        self.assertEqual(
            self._call("/add", {**row, "nonce": "n", "name": " "}).status_code, 422
        )

    def test_what_is_no_tick_is_refused_and_nothing_is_stored(self):
        self._take()
        good = {"nonce": "n1", "key": "k", "status": "safe"}
        for wrong in (
            {"status": "dead"},
            {"more": 1},
            {"nonce": ""},
            {"nonce": "a b"},
            {"nonce": 5},
            {"code": "x"},
            {"key": ""},
            {"line_id": True},
            {"at": "yesterday"},
            {"at": 5},
            {"point": "x" * 700},
            {"key": "\ud800"},
        ):
            with self.subTest(wrong):
                answer = self._call(
                    "/ticks", {"ticks": [{**good, "nonce": "n0"}, good | wrong]}
                )
                self.assertEqual(answer.status_code, 400)
        for body in ({"ticks": [good] * 201}, {"ticks": good}, {"ticks": [5]}, {}, []):
            self.assertEqual(self._call("/ticks", body).status_code, 400)
        good = {"nonce": "n1", "name": "Tom", "status": "safe"}
        for wrong in (
            {"status": "dead"},
            {"more": 1},
            {"name": 5},
            {"name": "x" * 251},
            {"area": True},
            {"area": "1"},
            {"point": "x"},
        ):
            with self.subTest(wrong):
                self.assertEqual(self._call("/add", good | wrong).status_code, 400)
        self.assertFalse(self._ticks())

    def test_a_phone_gone_wild_is_slowed_down(self):
        self._take()
        with patch.object(muster, "CALLS_A_MINUTE", 1):
            self.assertEqual(self._call().status_code, 429)
