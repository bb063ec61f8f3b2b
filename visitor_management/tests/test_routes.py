"""All addresses of ours: each says what it takes, and takes nothing else."""

import json
from http import HTTPStatus
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.core import visitor_throttle
from ..models.core.ir_http import made_here
from .client_common import ClientCommon

# Who may call, by which method, and with how much. A new address needs a line.
KB = 1024
PORTAL_FORM = 50 * KB * KB + 64 * KB
PICTURE = 10 * KB * KB + 1
ROUTES = {
    ("/visitor/api/v1/scan", "POST"): ("visitor_device", 16 * KB + 1),
    ("/visitor/api/v1/items", "POST"): ("visitor_device", 16 * KB + 1),
    ("/visitor/api/v1/health", "GET"): ("visitor_health", KB),
    ("/visitor/api/v1/invitation", "GET"): ("public", None),
    ("/visitor/api/v1/invitation", "POST"): ("public", 64 * KB),
    ("/visitor/api/v1/invitation/opened", "POST"): ("public", 64 * KB),
    ("/visitor/api/v1/invitation/photo", "POST"): ("public", PICTURE),
    ("/visitor/api/v1/invitation/signature", "POST"): ("public", PICTURE),
    ("/visitor/api/v1/invitation/end", "POST"): ("public", 64 * KB),
    ("/visitor/api/v1/invitation/policy", "POST"): ("public", 512 * KB),
    ("/visitor/api/v1/invitation/induction", "POST"): ("public", 64 * KB),
    ("/visitor/api/v1/invitation/file/<string:of>/<int:number>", "GET"): (
        "public",
        None,
    ),
    ("/visitor/api/v1/invitation/companions", "POST"): ("public", 64 * KB),
    ("/visitor/api/v1/invitation/other_time", "POST"): ("public", 64 * KB),
    ("/visitor/api/v1/invitation/decline", "POST"): ("public", 64 * KB),
    ("/visitor/invite", "GET"): ("public", None),
    ("/visitor/api/v1/invitation/calendar", "GET"): ("public", None),
    ("/visitor/api/v1/invitation/pass.png", "GET"): ("public", None),
    ("/visitor/api/v1/invitation/pass.pdf", "GET"): ("public", None),
    ("/visitor/tablet", "GET"): ("public", None),
    ("/visitor/tablet/assets/<string:version>/steps.<string:kind>", "GET"): (
        "public",
        None,
    ),
    ("/visitor/muster", "GET"): ("public", None),
    ("/visitor/muster/assets/<string:version>/muster.<string:kind>", "GET"): (
        "public",
        None,
    ),
    ("/visitor/muster/service-worker.js", "GET"): ("public", None),
    ("/visitor/muster/<string:lang>.webmanifest", "GET"): ("public", None),
    ("/visitor/offline/assets/<string:version>/zxing.<string:kind>", "GET"): (
        "public",
        None,
    ),
    ("/visitor/api/v1/muster", "GET"): ("public", None),
    ("/visitor/api/v1/muster/ticks", "POST"): ("public", 256 * KB),
    ("/visitor/api/v1/muster/add", "POST"): ("public", 16 * KB),
    ("/visitor/answer", "GET"): ("public", None),
    ("/visitor/api/v1/answer", "GET"): ("public", None),
    ("/visitor/api/v1/answer", "POST"): ("public", 16 * KB),
    ("/visitor/escort", "GET"): ("public", None),
    ("/visitor/api/v1/escort/about", "POST"): ("public", 16 * KB),
    ("/visitor/api/v1/escort", "POST"): ("public", 16 * KB),
    ("/visitor/certificate", "GET"): ("public", None),
    ("/visitor/api/v1/certificate", "GET"): ("public", None),
    ("/visitor/permit", "GET"): ("public", None),
    ("/visitor/api/v1/permit", "GET"): ("public", None),
    ("/client/rating", "GET"): ("public", None),
    ("/client/api/v1/rating/about", "POST"): ("public", 16 * KB),
    ("/client/api/v1/rating", "POST"): ("public", 16 * KB),
    ("/client/talk/<int:visit_id>", "GET"): ("user", None),
    ("/client/talk/next", "GET"): ("user", None),
    ("/client/talk/<string:lang>.webmanifest", "GET"): ("public", None),
    ("/client/talk/assets/<string:version>/talk.<string:kind>", "GET"): (
        "public",
        None,
    ),
    ("/client/talk/service-worker.js", "GET"): ("public", None),
    ("/client/talk/<int:visit_id>/load", "POST"): ("user", 16 * KB),
    ("/client/talk/<int:visit_id>/save", "POST"): ("user", 2 * KB * KB),
    ("/visitor/client-statistics/<string:numbers>.xlsx", "GET"): ("user", None),
    ("/my/visits", "GET"): ("user", None),
    ("/my/visits/page/<int:page>", "GET"): ("user", None),
    ("/my/visits/new", "GET"): ("user", None),
    ("/my/visits/new", "POST"): ("user", 64 * KB),
    ("/my/visits/<int:visit_id>", "GET"): ("user", None),
    ("/my/visits/<int:visit_id>/answer", "POST"): ("user", 64 * KB),
    ("/my/visits/<int:visit_id>/cancel", "POST"): ("user", 64 * KB),
    ("/my/visits/regulars", "GET"): ("user", None),
    ("/my/visits/regulars/<int:hours_id>", "POST"): ("user", 64 * KB),
    ("/my/visits/passes", "GET"): ("user", None),
    ("/my/visits/passes/page/<int:page>", "GET"): ("user", None),
    ("/my/visits/passes/new", "GET"): ("user", None),
    ("/my/visits/passes/new", "POST"): ("user", 64 * KB),
    ("/my/visits/passes/<int:item_pass_id>", "GET"): ("user", None),
    ("/my/visits/passes/<int:item_pass_id>/answer", "POST"): ("user", 64 * KB),
    ("/my/visits/instructions", "GET"): ("user", None),
    ("/my/visits/instructions", "POST"): ("user", 64 * KB),
    ("/my/visits/instructions/<int:instruction_id>/end", "POST"): ("user", 64 * KB),
    ("/my/visits/barred", "GET"): ("user", None),
    ("/my/visits/barred", "POST"): ("user", 64 * KB),
    ("/my/visits/barred/<int:entry_id>/end", "POST"): ("user", 64 * KB),
    ("/my/complaints", "GET"): ("user", None),
    ("/my/complaints/page/<int:page>", "GET"): ("user", None),
    ("/my/complaints/new", "GET"): ("user", None),
    ("/my/complaints/new", "POST"): ("user", PORTAL_FORM),
    ("/my/complaints/<int:complaint_id>", "GET"): ("user", None),
    ("/my/complaints/<int:complaint_id>/message", "POST"): ("user", PORTAL_FORM),
    ("/my/complaints/<int:complaint_id>/answer", "POST"): ("user", 64 * KB),
    (
        "/my/complaints/<int:complaint_id>/files/<int:attachment_id>",
        "GET",
    ): ("user", None),
    (
        "/client/orders/<int:order_id>/pictures/<int:attachment_id>",
        "GET",
    ): ("user", None),
}
NUMBERS = {
    "<int:order_id>": "999999999",
    "<int:visit_id>": "999999999",
    "<int:complaint_id>": "999999999",
    "<int:item_pass_id>": "999999999",
    "<int:instruction_id>": "999999999",
    "<int:entry_id>": "999999999",
    "<int:hours_id>": "999999999",
    "<int:attachment_id>": "999999999",
    "<int:page>": "1",
    "<string:numbers>": "999999999",
    "<string:lang>": "999999999",
    "<string:version>": "999999999",
    "<string:kind>": "js",
    "<string:of>": "step",
    "<int:number>": "999999999",
}
OTHERS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE")
# Only what is asked for an account shows it; a page without one is the same for all.
SHELLS = (
    *("/client/rating", "/visitor/certificate", "/visitor/escort", "/visitor/tablet"),
    "/visitor/invite",
    "/visitor/answer",
    "/visitor/permit",
    "/client/talk/service-worker.js",
    *("/visitor/muster", "/visitor/muster/service-worker.js"),
)
NONSENSE = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"5",
    b'{"a":' * 3000,
    b"\xff\xfe\x00",
    b'{"nonce": NaN}',
    json.dumps({"x" * 1000: ["\ud800"]}).encode(),
    b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n",
)


@tagged("post_install", "-at_install")
class TestRoutes(ClientCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.email = "chen@example.com"
        cls.bearer = cls.gate.rotate_token()
        cls.rules = [
            rule
            for rule in cls.env["ir.http"].routing_map().iter_rules()
            if made_here(rule.endpoint)
        ]

    def _each(self):
        """Triples of rule, an address that it takes, and its own method."""
        for rule in self.rules:
            path = rule.rule
            for name, number in NUMBERS.items():
                path = path.replace(name, number)
            self.assertNotIn("<", path, "say in NUMBERS what stands there")
            (method,) = set(rule.methods) - {"HEAD", "OPTIONS"}
            yield rule, path, method

    def _everything(self):
        """How many rows there are in our tables and those that we fill."""
        self.env.flush_all()
        tables = [
            model._table
            for model in self.env.values()
            if model._auto and not model._abstract
            if model._original_module == "visitor_management"
            or model._name in ("mail.message", "mail.mail", "ir.attachment")
        ]
        counts = {}
        for table in tables:
            self.env.cr.execute(f"SELECT COUNT(*) FROM {table}")
            counts[table] = self.env.cr.fetchone()[0]
        return counts

    def _call(self, path, method, data=None, bearer=None):
        headers = {"Content-Type": "application/json"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
            return self.url_open(
                path, data=data, headers=headers, method=method, allow_redirects=False
            )

    # ------------------------------------------------------------
    # WHAT EACH DECLARES
    # ------------------------------------------------------------

    def test_every_address_is_in_the_table_and_says_what_it_takes(self):
        found = {}
        for rule in self.rules:
            routing = rule.endpoint.routing
            self.assertTrue(routing["methods"], f"{rule}: say which methods")
            self.assertEqual(len(routing["methods"]), 1, rule)
            self.assertNotIn("cors", routing, "no other site calls us")
            method = routing["methods"][0]
            found[rule.rule, method] = (
                routing["auth"],
                routing.get("max_content_length"),
            )
            if method == "GET":
                continue
            self.assertIn("max_content_length", routing, f"{rule}: say how much")
            self.assertIsNot(routing.get("csrf"), False, rule)
            self.assertFalse(routing.get("readonly"), rule)
        self.assertEqual(found, ROUTES)

    def test_who_holds_a_secret_gets_no_session(self):
        for rule in self.rules:
            routing = rule.endpoint.routing
            if routing["type"] == "visitor_device":
                self.assertIs(routing.get("save_session"), False, rule)

    # ------------------------------------------------------------
    # METHODS
    # ------------------------------------------------------------

    def test_to_ask_how_to_call_decides_nothing(self):
        """The very call that would do it, sent by OPTIONS."""
        person = self._inside()
        token = person.pass_ids._token()
        scan = {
            "nonce": "7f6d1f0e-3b0e-4d7c-9f5d-0a3b6f0a2c11",
            "code": token,
            "direction": "in",
        }
        callback = self._callback()
        secret = self._mail_link(callback)
        rating = {"result": 5, "handling": 5, "words": ""}
        bodies = {
            "/visitor/api/v1/scan": (scan, self.bearer),
            "/client/api/v1/rating": (rating, secret),
        }
        self.authenticate("service", "service")
        before = self._everything()
        for _rule, path, method in self._each():
            body, bearer = bodies.get(path, ({}, None))
            with self.subTest(path):
                answer = self._call(path, "OPTIONS", json.dumps(body), bearer)
                self.assertEqual(answer.status_code, HTTPStatus.NO_CONTENT)
                self.assertFalse(answer.content)
                self.assertIn(method, answer.headers["Allow"])
                self.assertNotIn("Set-Cookie", answer.headers)
        self.assertEqual(self._everything(), before)
        self.assertEqual(callback.state, "planned")
        self.assertFalse(person.pass_ids.scanned_in)
        for path, (body, bearer) in bodies.items():  # by POST each of them does it
            answer = self._call(path, "POST", json.dumps(body), bearer)
            self.assertEqual(answer.status_code, 200, answer.text)
        self.assertTrue(person.pass_ids.scanned_in)
        self.assertNotEqual(callback.state, "planned")

    def test_other_methods_are_not_taken(self):
        self.authenticate("service", "service")
        before = self._everything()
        taken = {}
        for rule, path, _method in self._each():
            taken.setdefault(path, set()).update(rule.methods)
        for path, methods in taken.items():
            for method in OTHERS:
                if method in methods:
                    continue
                with self.subTest(path=path, method=method):
                    answer = self._call(path, method, b"{}")
                    self.assertEqual(answer.status_code, 405)
        self.assertEqual(self._everything(), before)

    def test_looking_changes_nothing(self):
        """A mail scanner opens every link, again and again."""
        complaint = self._complaint()
        self.authenticate("service", "service")
        before = self._everything()
        for _rule, path, method in self._each():
            if method != "GET":
                continue
            paths = {path, path.replace("999999999", str(complaint.id))}
            for each in paths:
                for way in ("GET", "HEAD", "GET"):
                    with self.subTest(path=each, method=way):
                        answer = self._call(each, way, bearer=self.bearer)
                        self.assertLess(answer.status_code, 500)
        after = self._everything()
        # the secret of a gate opens no visitor's steps: a miss
        after["visitor_throttle"] = before["visitor_throttle"]
        self.assertEqual(after, before)

    # ------------------------------------------------------------
    # WHO, AND WHAT
    # ------------------------------------------------------------

    def test_what_does_not_exist_is_one_404(self):
        self.authenticate("service", "service")
        for _rule, path, method in self._each():
            if "999999999" not in path or method == "POST":
                continue
            with self.subTest(path):
                self.assertEqual(self._call(path, method).status_code, 404)

    # there are more addresses than one may miss in a minute
    @patch.object(visitor_throttle, "MISSES_A_MINUTE", 10_000)
    def test_nobody_gets_in_without_an_account_or_a_secret(self):
        before = self._everything()
        for rule, path, method in self._each():
            if path in SHELLS:
                continue
            refused = {
                "user": {303, 200, 400},  # to sign in; a form without its token
                "visitor_device": {401},
                "visitor_health": {401},
                "public": {404},
            }[rule.endpoint.routing["auth"]]
            with self.subTest(path=path, method=method):
                data = b"{}" if method == "POST" else None
                answer = self._call(path, method, data)
                self.assertIn(answer.status_code, refused)
                if answer.status_code == 200:
                    self.assertEqual(answer.json()["error"]["code"], 100)
                if answer.status_code == 303:
                    self.assertIn("/web/login", answer.headers["Location"])
        before["visitor_throttle"] += 1  # the pages counted a miss
        self.assertEqual(self._everything(), before)

    def test_nonsense_is_answered_and_nothing_more(self):
        callback = self._callback()
        secrets = {
            "visitor_device": self.bearer,
            "public": self._mail_link(callback),
            "user": None,
        }
        self.authenticate("service", "service")
        visit = self.env["client.visit"].create({"partner_id": self.client.id})
        before = self._everything()
        for rule, path, method in self._each():
            if method != "POST" or path.endswith(("/about", "/load")):
                continue  # they look at no body
            routing = rule.endpoint.routing
            path = path.replace("999999999", str(visit.id))
            for body in NONSENSE:
                with self.subTest(path=path, body=body[:20]):
                    answer = self._call(path, "POST", body, secrets[routing["auth"]])
                    if answer.status_code == 200:
                        # a page of ours, or an error of JSON-RPC in few words
                        self.assertIn("error", answer.text)
                    else:
                        self.assertIn(answer.status_code, (400, 404, 415, 429))
        counted = self._everything()
        counted["visitor_throttle"] = before["visitor_throttle"]
        self.assertEqual(counted, before)
        self.assertEqual(callback.state, "planned")

    def test_more_than_an_address_takes_is_not_read(self):
        secrets = {"visitor_device": self.bearer, "public": "x", "user": None}
        self.authenticate("service", "service")
        for rule, path, method in self._each():
            routing = rule.endpoint.routing
            if method != "POST" or routing["max_content_length"] > 10 * KB * KB:
                continue
            body = b'"' + b"x" * routing["max_content_length"] + b'"'
            with self.subTest(path):
                answer = self._call(path, "POST", body, secrets[routing["auth"]])
                if routing["type"] == "jsonrpc":  # an error in a 200, as always there
                    self.assertIn("413", answer.json()["error"]["data"]["message"])
                else:
                    self.assertEqual(answer.status_code, 413)
