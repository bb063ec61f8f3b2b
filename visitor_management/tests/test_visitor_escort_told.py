"""Who is asked, reminded and alarmed; the page that the mail opens."""

import json
import re
from datetime import datetime, timedelta

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .escort_common import HOUR, EscortCommon

NOON = datetime(2026, 11, 24, 12)
MINUTE = timedelta(minutes=1)
ABOUT, ANSWER = "/visitor/api/v1/escort/about", "/visitor/api/v1/escort"


class LinkCase(EscortCommon, MailCase):
    def _token(self, escort):
        """Send the mail that waits; the secret in what left."""
        mail = (
            self.env["mail.mail"]
            .sudo()
            .search(
                [
                    ("secret_model", "=", "visitor.escort.link"),
                    ("secret_about_id", "=", escort.id),
                ],
                order="id desc",
                limit=1,
            )
        )
        with self.mock_mail_gateway():
            mail.send()
        self.left = self._mails[-1]["body"] if self._mails else ""
        found = re.search(r"/visitor/escort\?lang=\w+#([\w-]+)", self.left)
        return found and found[1]

    def _link(self, token):
        return self.env["visitor.escort.link"]._of_token(token)


@tagged("post_install", "-at_install")
class TestEscortAsked(LinkCase):
    def test_by_mail_and_on_the_list(self):
        escort = self._asked(self._guided())
        activity = escort.sudo().activity_ids
        self.assertEqual(activity.user_id, self.user_anna)
        token = self._token(escort)
        self.assertNotIn("Zhang Wei", self.left, "no names in a mail")
        self.assertIn("Harbour Tower", self.left)
        link = self._link(token)
        self.assertEqual(link.escort_id, escort.sudo())
        self.assertNotIn(token, str(link.sudo().read()))
        escort.with_user(self.user_anna).action_accept()
        self.assertFalse(escort.sudo().activity_ids)
        self.assertTrue(self._link(token), "who accepted may still say no")

    def test_a_link_ends(self):
        escort = self._asked(self._guided())
        token = self._token(escort)
        self.assertFalse(self._link(token + "x"))
        with freeze_time(escort.stop + MINUTE):
            self.assertFalse(self._link(token), "the visit is over")
        escort.action_cancel("Not needed")
        self.assertFalse(self._link(token))

    def test_whoever_has_no_mail_is_told_in_odoo(self):
        self.user_anna.email = self.anna.work_email = False
        self._asked(self._guided())
        self.assertTrue(self._told(self.user_anna, "You are asked to accompany"))

    def test_in_the_language_of_the_employee(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user_anna.lang = "zh_CN"
        escort = self._asked(self._guided())
        self._token(escort)
        self.assertIn("lang=zh_CN", self.left)


@tagged("post_install", "-at_install")
class TestEscortAlarms(EscortCommon):
    def _at(self, moment):
        with freeze_time(moment):
            self._run_alarms()

    def _both(self, words, count=1):
        """How often the coordinator and the desk were told, each."""
        for user in (self.user_hr, self.user_reception):
            self.assertEqual(self._told(user, words), count, (user.login, words))

    def test_nobody_accepted_half_an_hour_before(self):
        with freeze_time(NOON - 3 * HOUR):
            visit = self._guided(start=NOON, stop=NOON + HOUR)
            self._asked(visit)
        self._at(NOON - 31 * MINUTE)
        self._both("Escort missing", 0)
        self._at(NOON - 30 * MINUTE)
        self._both("Escort missing")
        self._at(NOON - 20 * MINUTE)
        self._both("Escort missing")

    def test_enough_have_accepted(self):
        with freeze_time(NOON - 3 * HOUR):
            self._accepted(self._guided(start=NOON, stop=NOON + HOUR))
        self._at(NOON - 5 * MINUTE)
        self._both("Escort missing", 0)

    def test_late(self):
        self.site.late_after = 15
        with freeze_time(NOON - 3 * HOUR):
            self._accepted(self._guided(start=NOON, stop=NOON + HOUR))
        self._at(NOON + 14 * MINUTE)
        self._both("is late", 0)
        self._at(NOON + 15 * MINUTE)
        self._at(NOON + 20 * MINUTE)
        self._both("is late")

    def test_inside_while_the_escort_is_done(self):
        with freeze_time(NOON):
            visit = self._guided(start=NOON, stop=NOON + 2 * HOUR)
            escort = self._accepted(visit)
            self._people(visit).check_in()
            self._run_alarms()
            self._both("without an escort", 0)
            escort.with_user(self.user_anna).action_done()
        self._at(NOON + 5 * MINUTE)
        self._at(NOON + 10 * MINUTE)
        self._both("without an escort")
        with freeze_time(NOON + 11 * MINUTE):
            self.assertEqual(self._people(visit).check_out(), {"open": []})

    def test_whom_security_let_in_alone_is_no_alarm(self):
        with freeze_time(NOON):
            visit = self._guided(start=NOON, stop=NOON + 2 * HOUR)
            person = self._people(visit)
            person.with_user(self.user_security).waive("escort_missing", "Known")
            person.check_in()
        self._at(NOON + 5 * MINUTE)
        self._both("without an escort", 0)

    def test_overstay(self):
        self.site.grace_after = 30
        with freeze_time(NOON):
            visit = self._guided(start=NOON, stop=NOON + HOUR)
            self._accepted(visit)
            self._people(visit).check_in()
        self._at(NOON + 90 * MINUTE)
        self._both("longer than planned", 0)
        self._at(NOON + 91 * MINUTE)
        self._at(NOON + 99 * MINUTE)
        self._both("longer than planned")

    def test_reminded_once_before_it_begins(self):
        with freeze_time(NOON - 5 * HOUR):
            self._accepted(self._guided(start=NOON, stop=NOON + HOUR))
        self._at(NOON - 61 * MINUTE)
        self.assertEqual(self._told(self.user_anna, "accompany visitors soon"), 0)
        self._at(NOON - 60 * MINUTE)
        self._at(NOON - 50 * MINUTE)
        self.assertEqual(self._told(self.user_anna, "accompany visitors soon"), 1)

    def test_names_stand_in_no_subject(self):
        with freeze_time(NOON - HOUR):
            self._asked(self._guided(start=NOON, stop=NOON + HOUR))
        self._at(NOON - 10 * MINUTE)
        messages = self.env["mail.message"].search([("subject", "like", "Zhang Wei")])
        self.assertFalse(messages)


@tagged("post_install", "-at_install")
class TestEscortPage(LinkCase, HttpCase):
    def _post(self, path, token, body=None):
        return self.url_open(
            path,
            data=json.dumps(body or {}),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
            },
        )

    def test_opening_changes_nothing(self):
        escort = self._asked(self._guided())
        token = self._token(escort)
        page = self.url_open("/visitor/escort")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Zhang Wei", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        about = self._post(ABOUT, token).json()
        self.assertEqual(about["visitors"], "Zhang Wei")
        self.assertEqual(about["state"], "requested")
        self.env.invalidate_all()
        self.assertEqual(escort.state, "requested")

    def test_accept_and_then_not(self):
        escort = self._asked(self._guided())
        token = self._token(escort)
        answer = self._post(ANSWER, token, {"decision": "accept"})
        self.assertEqual(answer.json(), {"state": "accepted"})
        self.assertEqual(self._post(ABOUT, token).json()["state"], "accepted")
        again = self._post(ANSWER, token, {"decision": "accept"})
        self.assertEqual(again.status_code, 409)
        self.assertIn("Accepted", again.json()["message"])
        no = self._post(ANSWER, token, {"decision": "decline", "reason": "I am ill"})
        self.assertEqual(no.json(), {"state": "declined"})
        self.env.invalidate_all()
        self.assertEqual((escort.state, escort.reason), ("declined", "I am ill"))
        self.assertEqual(self._post(ABOUT, token).status_code, 404)

    def test_anything_wrong_is_one_answer(self):
        for token in ("", "wrong", "vmsecret-" + "x" * 43):
            for path in (ABOUT, ANSWER):
                answer = self._post(path, token, {"decision": "accept"})
                self.assertEqual(answer.status_code, 404)
                self.assertEqual(answer.json(), {"error": "not_found"})

    @mute_logger("odoo.http")
    def test_nonsense(self):
        escort = self._asked(self._guided())
        token = self._token(escort)
        for body in (
            {},
            {"decision": "perhaps"},
            {"decision": "decline"},
            {"decision": "decline", "reason": "  "},
            {"decision": "accept", "employee_id": 1},
        ):
            answer = self._post(ANSWER, token, body)
            self.assertEqual(answer.status_code, 400, body)
        self.env.invalidate_all()
        self.assertEqual(escort.state, "requested")
