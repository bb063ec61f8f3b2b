"""How hosts and deputies are asked, and answer."""

import json
import re
from contextlib import closing
from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from ..tools import keys, mail_secret
from .common import VisitorCommon

NOON = datetime(2026, 11, 23, 4)
ADDRESS = "/visitor/api/v1/answer"


class AnswerCase(VisitorCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_deputy = cls._user("deputy_of_anita", "base.group_user")
        cls.deputy = cls._employee("Dora Deputy", cls.user_deputy)
        cls.employee.visitor_deputy_ids = cls.deputy
        for user in (cls.user_host, cls.user_deputy):
            user.write(
                {
                    "email": f"{user.login}@example.com",
                    "notification_type": "email",
                }
            )

    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time(NOON))

    def _announced(self, **values):
        visit = self._visit(
            self.user_host2,
            **{
                "type_id": self.type_host.id,
                "host_id": self.employee.id,
                "start": NOON + timedelta(days=9),
                "stop": NOON + timedelta(days=9, hours=1),
                **values,
            },
        )
        visit.action_submit()
        return visit

    def _ask_deputies(self, visit):
        """Nobody has answered for hours."""
        visit.sudo()._tell_event(
            self.user_deputy.partner_id, "asked_for_deputy", visit.registration_ids
        )

    def _token(self, visit, user):
        """Send the mails that wait; the secret in the one to a user."""
        mails = self.env["mail.mail"].sudo()
        waiting = mails.search(
            [
                ("secret_model", "=", "visitor.answer.link"),
                ("secret_about_id", "=", visit.id),
                ("recipient_ids", "in", user.partner_id.ids),
                ("state", "=", "outgoing"),
            ]
        )
        with self.mock_mail_gateway():
            waiting.send()
        self.left = self._mails[-1]["body"] if self._mails else ""
        found = re.search(r"/visitor/answer#([\w-]+)", self.left)
        return found and found[1]

    def _link(self, token):
        return self.env["visitor.answer.link"]._of_token(token)


@tagged("post_install", "-at_install")
class TestAnswer(AnswerCase):
    def test_a_link_in_the_mail_and_nowhere_else(self):
        visit = self._announced()
        token = self._token(visit, self.user_host)
        self.assertTrue(token)
        link = self._link(token)
        self.assertEqual(link.partner_id, self.user_host.partner_id)
        message = visit.sudo().message_ids | self.env["mail.message"].search(
            [("model", "=", "visitor.visit"), ("res_id", "=", visit.id)]
        )
        self.assertNotIn("/visitor/answer", str(message.mapped("body")))
        shown = link._shown()
        self.assertEqual(shown["state"], "pending")
        self.assertEqual(visit.state, "pending", "looking changes nothing")
        self.assertEqual(link._answer("approve")["state"], "approved")
        self.assertEqual(visit.confirmation_channel, "mail")
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)

    def test_each_answer(self):
        for decision, state in (
            ("approve", "approved"),
            ("coming", "approved"),
            ("send_up", "approved"),
            ("wait", "pending"),
            ("refuse", "refused"),
        ):
            with self.subTest(decision):
                visit = self._announced()
                answer = visit.with_user(self.user_host).answer(decision, "Not today")
                self.assertEqual(answer["state"], state)
                self.assertEqual(visit.state, state)
                self.assertFalse(visit.registration_ids.stay_ids, "nobody is in")

    def test_the_first_word_counts(self):
        visit = self._announced()
        host = visit.with_user(self.user_host)
        token = self._token(visit, self.user_host)
        self.assertEqual(host.answer("refuse", "Not today")["state"], "refused")
        for later in ("approve", "coming", "refuse"):
            self.assertEqual(host.answer(later, "x")["state"], "refused")
            self.assertEqual(self._link(token)._answer(later, "x")["state"], "refused")
        self.assertEqual(visit.state, "refused")

    def test_a_refusal_says_why(self):
        visit = self._announced().with_user(self.user_host)
        with self.assertRaisesRegex(UserError, "Say why"):
            visit.answer("refuse")
        with self.assertRaises(UserError):
            visit.answer("perhaps")
        self.assertEqual(visit.state, "pending")

    def test_deputies_answer_once_asked_and_until_somebody_has(self):
        visit = self._announced()
        deputy = visit.with_user(self.user_deputy)
        with self.assertRaises(AccessError):
            deputy.answer("approve")
        self.assertFalse(visit.with_user(self.user_deputy).search([]) & visit)
        self._ask_deputies(visit)
        self.env.invalidate_all()
        self.assertEqual(deputy.asked()[0]["state"], "pending")
        self.assertEqual(deputy.registration_ids.name, "Zhang Wei")
        with self.assertRaises(AccessError):
            deputy.write({"purpose": "Mine"})
        deputy.answer("approve")
        self.assertEqual(visit.confirmed_by_id, self.user_deputy.partner_id)
        other = self._announced()
        self._ask_deputies(other)
        other.with_user(self.user_host).answer("refuse", "Not today")
        with self.assertRaises(AccessError):
            other.with_user(self.user_deputy).answer("approve")

    def test_nobody_makes_a_deputy_of_oneself(self):
        visit = self._announced()
        for user in (self.user_host2, self.user_reception, self.user_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                visit.with_user(user).write(
                    {"asked_ids": [Command.link(user.partner_id.id)]}
                )
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.employee.with_user(user).write(
                    {"visitor_deputy_ids": [Command.link(self.employee2.id)]}
                )

    def test_the_host_on_leave_is_skipped(self):
        visit = self._announced()
        rungs = [(rung, user) for rung, _partner, user in visit._whom_to_ask()]
        self.assertEqual(
            rungs, [("host", self.user_host), ("deputy", self.user_deputy)]
        )
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "resource_id": self.employee.resource_id.id,
                "date_from": NOON - timedelta(hours=1),
                "date_to": NOON + timedelta(hours=8),
            }
        )
        asked = [user for _rung, _partner, user in visit._whom_to_ask()]
        self.assertEqual(asked, [self.user_deputy])
        leave.copy({"resource_id": self.deputy.resource_id.id})
        asked = [user for _rung, _partner, user in visit._whom_to_ask()]
        self.assertEqual(asked, [self.user_host], "nobody else: asked all the same")
        self.clock.move_to(NOON + timedelta(days=1))
        self.assertEqual(len(visit._whom_to_ask()), 2, "back at work")

    def test_without_deputies_the_manager_is_asked(self):
        self.employee.visitor_deputy_ids = False
        self.employee.parent_id = self.employee2
        asked = [user for _rung, _partner, user in self._announced()._whom_to_ask()]
        self.assertEqual(asked, [self.user_host, self.user_host2])

    def test_a_link_ends(self):
        visit = self._announced()
        token = self._token(visit, self.user_host)
        self.assertFalse(self._link(token + "x"))
        with freeze_time(visit.stop + timedelta(minutes=1)):
            self.assertFalse(self._link(token))
        self.assertTrue(self._link(token))

    def test_the_link_of_a_plan_that_was_changed_approves_nothing_else(self):
        """The host was asked; then the visit moved to another one."""
        visit = self._announced()
        token = self._token(visit, self.user_host)
        visit.host_id = self.employee2
        self.assertEqual(self._link(token)._answer("approve")["state"], "pending")
        self.assertEqual(visit.state, "pending")

    def test_another_host_is_asked_and_the_first_one_no_more(self):
        """Also when it is reception who names another host."""
        visit = self._announced()
        token = self._token(visit, self.user_host)
        visit.with_user(self.user_reception).host_id = self.employee2
        self.env.invalidate_all()
        self.assertEqual(visit.sudo().asked_ids, self.user_host2.partner_id)
        self.assertEqual(self._link(token)._answer("approve")["state"], "pending")
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host).answer("approve")
        visit.with_user(self.user_host2).answer("approve")
        self.assertEqual(visit.confirmed_by_id, self.user_host2.partner_id)

    def test_who_was_asked_before_is_asked_no_more_whoever_names_another(self):
        visit = self._announced()
        token = self._token(visit, self.user_host)
        visit.sudo().host_id = self.employee2
        self.assertEqual(self._link(token)._answer("approve")["state"], "pending")

    def test_no_is_one_tap_where_somebody_stands_there(self):
        visit = self._announced(start=NOON, stop=NOON + timedelta(hours=2))
        visit.registration_ids.with_user(self.user_reception).arrive()
        host = visit.with_user(self.user_host)
        for nonsense in ("perhaps", None, 5, ["approve"], {"approve": 1}):
            with self.subTest(nonsense), self.assertRaises(UserError):
                host.answer(nonsense)
        self.assertEqual(host.answer("refuse")["state"], "refused")

    def test_who_has_moved_out_is_asked_and_shown_nothing(self):
        self._resident(email="li@example.com")
        visit = self._announced(
            host_id=False, host_partner_id=self.resident.id, unit_id=self.unit.id
        )
        token = mail_secret.make()
        link = self.env["visitor.answer.link"].create(
            {
                "visit_id": visit.id,
                "partner_id": self.resident.id,
                "user_id": self.env.uid,
                "token_hash": keys.hashed(token),
                "expires_at": NOON + timedelta(days=14),
            }
        )
        visit.sudo().asked_ids = self.resident
        self.assertEqual(self._link(token), link)
        with (
            self.subTest("nobody else is said to have answered"),
            closing(self.env.cr.savepoint(flush=True)),
        ):
            link._answer("refuse", "Not today")
            said = visit.sudo().message_ids.filtered(
                lambda message: "Not today" in message.body
            )
            self.assertNotIn(self.user_host2.partner_id, said.author_id)
        self.env.invalidate_all()
        self.unit.partner_ids = self.env["res.partner"].create({"name": "Wu Lei"})
        self.env.invalidate_all()
        self.assertFalse(self._link(token))
        link._answer("approve")
        self.assertEqual(visit.state, "pending")
        asked = [partner for _rung, partner, _user in visit._whom_to_ask()]
        self.assertEqual(asked, [self.unit.partner_ids])

    def test_a_resident_is_asked_by_mail_with_or_without_a_login(self):
        self._resident(email="li@example.com")
        visit = self._announced(
            host_id=False, host_partner_id=self.resident.id, unit_id=self.unit.id
        )
        self.assertEqual(visit.sudo().asked_ids, self.resident)
        waiting = self.env["mail.mail"].search(
            [
                ("secret_model", "=", "visitor.answer.link"),
                ("secret_about_id", "=", visit.id),
            ]
        )
        self.assertEqual(waiting.recipient_ids, self.resident)

    def test_no_employee_becomes_a_deputy_below_a_firm(self):
        """Of a tenant firm's people those are asked who are not ours."""
        self._resident()
        firm = self.env["res.partner"].create({"name": "Blue Sky", "is_company": True})
        self.unit.partner_ids = firm
        self.user_host2.partner_id.parent_id = firm
        visit = self._announced(
            host_id=False, host_partner_id=firm.id, unit_id=self.unit.id
        )
        asked = [partner for _rung, partner, _user in visit._whom_to_ask()]
        self.assertEqual(asked, [firm])

    def test_two_at_one_moment(self):
        """Who is second reads the first word: nothing is approved twice."""
        visit = self._announced()
        self._ask_deputies(visit)
        host, deputy = (
            visit.with_user(user) for user in (self.user_host, self.user_deputy)
        )
        self.assertEqual(host.answer("approve")["state"], "approved")
        self.env.invalidate_all()
        self.assertEqual(deputy.answer("refuse", "No")["state"], "approved")
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)


@tagged("post_install", "-at_install")
class TestAnswerPage(AnswerCase, HttpCase):
    def _ask(self, token, body=None):
        return self.url_open(
            ADDRESS,
            data=None if body is None else json.dumps(body),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
            },
        )

    @mute_logger("odoo.http")
    def test_what_the_page_asks_for(self):
        visit = self._announced()
        token = self._token(visit, self.user_host)
        shown = self._ask(token)
        self.assertEqual(shown.headers["Cache-Control"], "no-store")
        self.assertEqual(shown.json()["visitors"][0]["name"], "Zhang Wei")
        self.assertEqual(shown.json().keys(), {"state", "visit", "visitors"})
        for wrong in (
            {},
            {"decision": "maybe"},
            {"decision": "approve", "state": "approved"},
            {"decision": ["approve"]},
            {"decision": "refuse", "reason": 1},
        ):
            self.assertEqual(self._ask(token, wrong).status_code, 400, wrong)
        self.assertEqual(self._ask(token, {"decision": "refuse"}).status_code, 409)
        self.assertEqual(visit.state, "pending")
        unknown = self._ask("vmsecret-nobody", {"decision": "approve"})
        self.assertEqual(unknown.status_code, 404)
        self.assertEqual(unknown.json(), {"error": "not_found"})
        answer = self._ask(token, {"decision": "approve"})
        self.assertEqual(answer.json()["state"], "approved")
        again = self._ask(token, {"decision": "refuse", "reason": "Late"})
        self.assertEqual(again.json()["state"], "approved")

    def test_the_page_is_the_same_for_everybody(self):
        page = self.url_open("/visitor/answer")
        self.assertEqual(page.status_code, 200)
        self.assertIn("frame-ancestors", page.headers["Content-Security-Policy"])
        self.assertFalse(page.headers.get("Set-Cookie"))
