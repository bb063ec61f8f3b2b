"""What watches the server asks how it is, and is told nothing about people."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.admission.visitor_health import TOKEN_PARAMETER
from .scan_common import ScanHttpCommon
from .secret_common import OTHER, secret_set

TOKEN = "0123456789abcdef0123456789abcdef"
JOB = "visitor_management.ir_cron_visitor_close_visits"


@tagged("post_install", "-at_install")
class TestHealth(ScanHttpCommon):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(TOKEN_PARAMETER, TOKEN)
        crons = self.env["ir.cron"].with_context(active_test=False).search([])
        self._put(crons, failure_count=0, nextcall=fields.Datetime.now(), active=True)
        self.env["mail.mail"].search([("state", "=", "exception")]).unlink()

    def _ask(self, bearer=TOKEN, **options):
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self.url_open("/visitor/api/v1/health", headers=headers, **options)

    def _health(self, bearer=TOKEN):
        response = self._ask(bearer)
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()

    def _job(self, name=JOB):
        return next(job for job in self._health()["jobs"] if job["job"] == name)

    def test_all_is_well(self):
        self._inside()
        health = self._health()
        self.assertEqual(
            health.keys(),
            {
                *("status", "database", "jobs", "mail", "devices", "notices"),
                *("secret", "server_time"),
            },
        )
        self.assertEqual(health["status"], "good", health)
        self.assertEqual(health["database"]["status"], "good")
        self.assertTrue(health["database"]["version"])
        self.assertEqual(health["secret"]["status"], "good")
        response = self._ask()
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_who_may_ask(self):
        for bearer in (None, "nonsense", TOKEN[:-1], TOKEN + "0", "é\xff"):
            response = self._ask(bearer)
            self.assertEqual(response.status_code, 401, bearer)
            self.assertEqual(response.json(), {"error": "unauthorized"})
            self.assertIn("Bearer", response.headers["WWW-Authenticate"])
        self.assertEqual(self._ask(self.bearer).status_code, 200, "a gate's device")
        old, self.bearer = self.bearer, self.gate.rotate_token()
        self.assertEqual(self._ask(old).status_code, 401)
        self.gate.active = False
        self.assertEqual(self._ask(self.bearer).status_code, 401)

    def test_a_short_or_missing_token_of_monitoring_lets_nobody_in(self):
        for token in ("", "changeme", TOKEN[:31]):
            self.env["ir.config_parameter"].set_param(TOKEN_PARAMETER, token)
            for bearer in (None, token, TOKEN):
                self.assertEqual(self._ask(bearer).status_code, 401)

    def test_it_is_only_read(self):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            self.assertEqual(self._ask(method=method).status_code, 405, method)

    def test_jobs(self):
        job = self.env.ref(JOB)
        self.assertEqual(self._job()["status"], "good")
        hour = timedelta(hours=1)
        now = fields.Datetime.now()
        for status, values in (
            ("late", {"nextcall": now - 2 * hour}),
            ("failing", {"failure_count": 2}),
            ("inactive", {"active": False}),
        ):
            with self.subTest(status=status):
                self._put(job, **values, lastcall=now.replace(microsecond=0))
                told = self._job()
                self.assertEqual(told["status"], status)
                self.assertEqual(told["last_run"], now.isoformat()[:19] + "Z")
                self.assertEqual(self._health()["status"], "attention")
        names = {job["job"] for job in self._health()["jobs"]}
        self.assertIn("mail.ir_cron_mail_scheduler_action", names)
        ours = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "=", "ir.cron")]
        )
        self.assertLessEqual({data.complete_name for data in ours}, names)

    def test_mail(self):
        before = self._health()["mail"]
        mails = self.env["mail.mail"].create(
            [{"subject": "Secret meeting", "email_to": "li@example.com"}] * 3
        )
        mails[2].state = "exception"
        self._put(mails[0], create_date=fields.Datetime.to_datetime("2020-01-02"))
        mail = self._health()["mail"]
        self.assertEqual(mail["outgoing"], before["outgoing"] + 2)
        self.assertEqual(mail["failed"], before["failed"] + 1)
        self.assertEqual(mail["oldest"], "2020-01-02T00:00:00Z")
        self.assertEqual(self._health()["status"], "attention")

    def test_devices(self):
        self._put(self.gate, last_seen=fields.Datetime.to_datetime("2026-01-02 03:04"))
        self._other_company()
        next_door = self.env["visitor.gate"].create(
            {"name": "Next", "site_id": self.site2.id}
        )
        next_door.rotate_token()
        told = {each["gate"]: each for each in self._health()["devices"]}
        self.assertEqual(
            told[self.gate.id],
            {
                "gate": self.gate.id,
                "kind": "gate",
                "site": self.site.id,
                "last_seen": "2026-01-02T03:04:00Z",
            },
        )
        self.assertEqual(told[next_door.id]["last_seen"], "")
        self.assertNotIn(self.gate_lab.id, told, "it has no device")
        mine = {each["gate"] for each in self._health(self.bearer)["devices"]}
        self.assertIn(self.gate.id, mine)
        self.assertNotIn(next_door.id, mine, "a device knows its own company")

    def test_the_secret(self):
        self._inside()
        with secret_set(OTHER):
            health = self._health()
            self.assertEqual(health["secret"]["status"], "differs")
            self.assertEqual(health["status"], "attention")
        for text in ("", "changeme"):
            with secret_set(text):
                self.assertEqual(self._health()["secret"]["status"], "weak")

    def test_nothing_about_people_is_told(self):
        person = self._inside(names=["Zhang Planted"])
        self._send(person)
        self.env["mail.mail"].create(
            {"body_html": "Planted", "email_to": "p@x.example"}
        )
        text = json.dumps(self._health())
        for word in ("Planted", "p@x.example", self.employee.name, self.site.name):
            self.assertNotIn(word, text)

    @mute_logger("odoo.http")
    def test_a_database_that_fails_is_no_good_answer(self):
        health = self.env.registry["visitor.health"]
        with patch.object(health, "_mail", side_effect=RuntimeError("li@example.com")):
            response = self._ask()
        self.assertEqual(response.status_code, 500)
        self.assertEqual(response.json(), {"error": "internal_server_error"})
