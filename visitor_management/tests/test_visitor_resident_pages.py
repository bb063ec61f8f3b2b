"""The pages of residents and tenants: what stands there, and for whom."""

import re

from lxml import html

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.core.ir_http import made_here
from .test_visitor_resident import ResidentCase


@tagged("post_install", "-at_install")
class TestResidentPages(ResidentCase, HttpCase):
    def _open(self, path, user=None, status=200):
        if user:
            self._sign_in(user)
        with mute_logger("odoo.http"):
            answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def _sign_in(self, user):
        self.authenticate(user.login, user.login)

    def _send(self, path, **values):
        with mute_logger("odoo.http"):
            return self.url_open(
                path,
                data={"csrf_token": Request.csrf_token(self), **values},
                allow_redirects=False,
            )

    def _text(self, answer):
        page = html.fromstring(answer.content)
        return " ".join(page.xpath("//div[@id='wrap']")[0].text_content().split())

    # ------------------------------------------------------------
    # WHAT IS DONE THERE
    # ------------------------------------------------------------

    def test_announce_look_and_call_off(self):
        self.site.announce_phone = "021 5555 0199"
        text = self._text(self._open("/my/visits", self.li))
        self.assertIn("Nobody is expected", text)
        form = html.fromstring(self._open("/my/visits/new").content)
        self.assertIn("021 5555 0199", form.text_content())
        self.assertFalse(form.xpath("//select[@name='unit_id']"), "there is but one")
        answer = self._send(
            "/my/visits/new",
            form_token=form.xpath("//input[@name='form_token']")[0].value,
            unit_id=self.unit.id,
            type_id=self.type_host.id,
            start=self._soon(),
            name=["Zhang Wei", "Emily Carter"],
            reach=["13800138000", ""],
            headcount="3",
            purpose="Dinner",
        )
        self.assertEqual(answer.status_code, 303, answer.text)
        visit = self._seen(self.li)
        self.assertEqual(
            visit.registration_ids.mapped("name"), ["Zhang Wei", "Emily Carter"]
        )
        text = self._text(self._open(answer.headers["Location"]))
        for word in (
            "is announced",
            "Zhang Wei",
            "13800138000",
            "without a name: 1",
            "021 5555",
        ):
            self.assertIn(word, text)
        self.assertIn("Zhang Wei", self._text(self._open("/my/visits")))
        path = f"/my/visits/{visit.id}"
        answer = self._send(f"{path}/cancel", reason="We are ill")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(visit.state, "cancelled")
        self.assertNotIn("Zhang Wei", self._text(self._open("/my/visits")))
        over = self._text(self._open("/my/visits?filterby=over&sortby=latest"))
        self.assertIn("Zhang Wei", over)

    def test_what_was_typed_is_kept_where_something_is_wrong(self):
        self._sign_in(self.li)
        answer = self._send(
            "/my/visits/new",
            unit_id=self.unit.id,
            type_id=self.type_host.id,
            start="2020-01-01T10:00",
            name=["Zhang Wei"],
            reach=["13800138000"],
            purpose="Dinner",
        )
        page = html.fromstring(answer.content)
        self.assertIn(
            "over already", page.xpath("//*[@role='alert']")[0].text_content()
        )
        kept = [each.value for each in page.xpath("//form//input") if each.value]
        for typed in ("Zhang Wei", "13800138000", "Dinner", "2020-01-01T10:00"):
            self.assertIn(typed, kept)
        self.assertFalse(self._seen(self.li))

    def test_a_form_with_another_key_is_refused(self):
        self._sign_in(self.li)
        for path, values in (
            ("new", {"host_partner_id": self.zhou.partner_id.id}),
            ("passes/new", {"state": "approved"}),
            ("instructions", {"partner_id": 1}),
            ("barred", {"level": "notify"}),
        ):
            with self.subTest(path):
                self.assertEqual(
                    self._send(f"/my/visits/{path}", **values).status_code, 400
                )

    def test_who_is_asked_says_yes_on_the_page(self):
        visit = self._asked()
        text = self._text(self._open("/my/visits", self.wu))
        self.assertIn("Waiting for Your Answer", text)
        page = self._text(self._open(f"/my/visits/{visit.id}"))
        self.assertIn("May they come?", page)
        answer = self._send(f"/my/visits/{visit.id}/answer", decision="approve")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(visit.state, "approved")
        self.assertNotIn(
            "May they come?", self._text(self._open(f"/my/visits/{visit.id}"))
        )

    def test_the_home_of_who_lives_nowhere_says_nothing_of_visits(self):
        self.next_door.partner_ids = False
        home = self._open("/my/home", self.zhou).text
        self.assertNotIn("/my/visits", home)
        self.assertIn("No unit is entered", self._text(self._open("/my/visits")))
        self.assertIn("/my/visits", self._open("/my/home", self.li).text)

    def test_counters_of_the_home(self):
        self._asked()
        self._announce()
        self._sign_in(self.li)
        counted = self.make_jsonrpc_request(
            "/my/counters",
            {"counters": ["visitor_visit_count", "visitor_asking_count"]},
        )
        self.assertEqual(counted["visitor_visit_count"], 2)
        self.assertEqual(counted["visitor_asking_count"], 1)

    def test_things_instructions_and_who_is_not_let_in(self):
        self._sign_in(self.li)
        today = str(self.site._today())
        answer = self._send(
            "/my/visits/passes/new",
            unit_id=self.unit.id,
            kind="moving",
            plate="B 1",
            valid_on=today,
            thing=["Sofa", "Lamp"],
            quantity=["1", "2"],
        )
        self.assertEqual(answer.status_code, 303, answer.text)
        text = self._text(self._open(answer.headers["Location"]))
        self.assertIn("lets them out", text)
        self.assertIn("Sofa", self._text(self._open("/my/visits/passes")))
        answer = self._send(
            "/my/visits/instructions",
            unit_id=self.unit.id,
            kind="away",
            until=today,
            note="Until Sunday",
        )
        self.assertEqual(answer.status_code, 303, answer.text)
        text = self._text(self._open("/my/visits/instructions"))
        self.assertIn("Until Sunday", text)
        said = self.unit.env["visitor.unit.instruction"].search(
            [("unit_id", "=", self.unit.id)]
        )
        self._send(f"/my/visits/instructions/{said.id}/end")
        text = self._text(self._open("/my/visits/instructions"))
        self.assertNotIn("Until Sunday", text)
        answer = self._send(
            "/my/visits/barred", unit_id=self.unit.id, name="Bad Guy", reason="Noise"
        )
        self.assertEqual(answer.status_code, 303, answer.text)
        text = self._text(self._open("/my/visits/barred"))
        self.assertIn("Bad Guy", text)
        self.assertNotIn("Noise", text, "only security reads why")

    # ------------------------------------------------------------
    # FOR WHOM
    # ------------------------------------------------------------

    def test_nothing_of_another_unit_on_any_page_with_any_number(self):
        """Whoever lives next door, has moved out, or is no resident at all."""
        self._announce(people=[("Secret Guest", "13800138000")], purpose="Secret")
        waiting = self._asked(names=("Secret Guest",))
        today = str(self.site._today())
        item_pass = (
            self.env["visitor.item.pass"]
            .with_user(self.li)
            ._portal_request(
                self.unit.id,
                [("Secret Sofa", "1")],
                kind="other",
                carrier="Secret Guest",
            )
        )
        self.env["visitor.unit.instruction"].with_user(self.li)._portal_say(
            self.unit.id, "away", today, "Secret note"
        )
        self.env["visitor.watchlist"].with_user(self.li)._portal_bar(
            self.unit.id, "Secret reason", name="Secret Enemy"
        )
        said = self.env["visitor.unit.instruction"].search(
            [("unit_id", "=", self.unit.id)]
        )
        entry = self.env["visitor.watchlist"].search([("unit_id", "=", self.unit.id)])
        wu = self.wu
        numbers = {
            "visit_id": [*self._seen(self.li).ids],
            "item_pass_id": item_pass.ids,
            "instruction_id": said.ids,
            "entry_id": entry.ids,
            "hours_id": [1],
            "page": [1, 2],
        }
        rules = [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if made_here(rule.endpoint) and rule.rule.startswith("/my/visits")
        ]
        self.assertGreater(len(rules), 15)
        self.unit.partner_ids -= wu.partner_id  # who has moved out
        for user in (self.zhou, wu, self.gu, self.user_host):
            self._sign_in(user)
            for rule in rules:
                for path in self._paths(rule.rule, numbers):
                    with self.subTest(user=user.login, path=path):
                        self._tries_nothing(rule, path)
        self.assertEqual(waiting.state, "pending")
        self.assertEqual(item_pass.state, "approved")
        self.assertTrue(said.is_current)
        self.assertTrue(entry.active)

    def _paths(self, rule, numbers):
        found = re.search(r"<int:(\w+)>", rule)
        if not found:
            return [rule]
        return [rule.replace(found[0], str(each)) for each in numbers[found[1]]]

    def _tries_nothing(self, rule, path):
        (method,) = set(rule.methods) - {"HEAD", "OPTIONS"}
        if method == "POST":
            answer = self._send(path, **({"reason": "x"} if "cancel" in path else {}))
        else:
            answer = self._open_any(path)
        of_one = "<int:" in rule.rule and "/page/" not in rule.rule
        if of_one:
            self.assertEqual(answer.status_code, 404)
        self.assertNotIn("Secret", answer.text)
        self.assertNotIn("13800138000", answer.text)

    def _open_any(self, path):
        with mute_logger("odoo.http"):
            return self.url_open(path)

    def test_a_page_costs_the_same_for_more_visits(self):
        self._announce()
        visits = self.visits.with_user(self.li)

        def look():
            found = visits._portal_search()
            visits._portal_asking()
            return found.mapped("people"), found.mapped("host_name")

        few = self._count_queries(look)
        for hour in range(2, 7):
            self._announce(start=self._soon(hours=hour))
        self.assertEqual(self._count_queries(look), few)

    def test_times_on_the_page_are_those_of_the_site(self):
        visit = self._announce()
        local = self.site._to_local(visit.start)
        self.assertEqual(self.site.tz, "Asia/Shanghai")
        text = self._text(self._open(f"/my/visits/{visit.id}", self.li))
        self.assertIn(f"{local.hour % 12 or 12}:{local:%M}", text)
        self.assertNotEqual(local.hour, fields.Datetime.now().hour)
