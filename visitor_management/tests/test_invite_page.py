"""The page of an invited visitor: what the own link opens, says and changes."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.visitor_management.models.core import visitor_throttle

from ..controllers import invitation_visit
from .image_common import picture_bytes
from .policy_common import PolicyCommon
from .tablet_common import TabletHttpCommon
from .training_common import TrainingCommon

# What somebody might hope to write by the way, on whatever address.
HOSTILE = """
    id ids state visit_id site_id company_id type_id partner_id host_id headcount
    planned_headcount photo signature_image pass_ids stay_ids waiver_ids identity_ids
    blocker_codes create_uid write_uid create_date own_data_at current_area_id words
    phone_key email_normalized known_by_phone invitation_state registration_id
    registration_ids token_hash expires_at __proto__ constructor prototype context
    domain fields model method args kwargs sudo uid su visit_id.state lang[] x;
    __class__ number identity area_ids approval""".split()
API = "/visitor/api/v1/"


class InvitePageCommon(TabletHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.person.sudo().visit_id

    def setUp(self):
        super().setUp()
        self.secret = self.env["visitor.invitation"]._mail_secret(self.person.sudo())

    def _fresh(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def _requests(self, **values):
        return self.visit.request_ids.filtered(
            lambda each: all(each[name] == value for name, value in values.items())
        )

    def _time(self, days=2, hours=2):
        start = (fields.Datetime.now() + timedelta(days=days)).replace(microsecond=0)
        return {
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(start + timedelta(hours=hours)),
        }

    def _told(self, text):
        """Messages to people that say it."""
        messages = self.env["mail.message"].search(
            [("model", "=", "visitor.visit"), ("res_id", "=", self.visit.id)]
        )
        return messages.filtered(lambda each: text in each.body)


@tagged("post_install", "-at_install")
class TestInvitePage(InvitePageCommon):
    # ------------------------------------------------------------
    # THE PAGE
    # ------------------------------------------------------------

    def test_the_page_is_the_same_for_everybody(self):
        answers = [self.url_open(f"/visitor/invite{each}") for each in ("", "?x=1")]
        self.assertEqual([each.status_code for each in answers], [200, 200])
        self.assertEqual(answers[0].text, answers[1].text)
        for name, value in (
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
        ):
            self.assertEqual(answers[0].headers[name], value)
        policy = answers[0].headers["Content-Security-Policy"]
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertNotIn("Set-Cookie", answers[0].headers)
        self.assertNotIn("Zhang", answers[0].text)

    def test_who_is_signed_in_there_is_not_told(self):
        self.authenticate("reception", "reception")
        self.assertNotIn('signed_in\\": true', self.url_open("/visitor/invite").text)

    def test_looking_changes_nothing(self):
        invitation = self._invitation(self.secret)
        self._fresh()
        before = self.person.sudo().read(), self.visit.read(), invitation.read()
        for method in ("GET", "HEAD", "GET"):
            self.url_open("/visitor/invite", method=method)
            self.url_open(
                f"{API}invitation",
                method=method,
                headers={"Authorization": f"Bearer {self.secret}"},
            )
        self._fresh()
        after = self.person.sudo().read(), self.visit.read(), invitation.read()
        self.assertEqual(after, before)

    def test_the_first_thing_that_is_done_opens_it(self):
        self.person.sudo()._set_invitation_state("sent")
        self._call("/opened", {})
        self.assertEqual(self.person.invitation_state, "opened")

    def test_phone_email_and_plate_come_back_masked(self):
        _status, document = self._call()
        said = json.dumps(document, ensure_ascii=False)
        for hidden in ("138 0013 8000", "zhang.wei@acme", "沪A12345"):
            self.assertNotIn(hidden, said)
        self.assertEqual(document["visitor"]["name"], "Zhang Wei")
        self.assertEqual(document["visitor"]["organization"], "Acme")
        for hidden in ("photo", "identity", "signature"):
            self.assertNotIn(hidden, document["visitor"])

    # ------------------------------------------------------------
    # COMPANIONS
    # ------------------------------------------------------------

    def test_a_companion_within_the_number_is_expected_at_once(self):
        self.visit.with_user(self.user_reception).headcount = 2
        state, confirmed = self.visit.state, self.visit.confirmed_at
        status, document = self._call(
            "/companions", {"name": "Li Na", "email": "li.na@acme.example"}
        )
        self.assertEqual(status, 200)
        self.assertEqual(document["companions"]["added"], 1)
        companion = self.visit.registration_ids - self.person
        self.assertEqual(companion.name, "Li Na")
        self.assertEqual(companion.state, "expected")
        self.assertEqual(companion.organization, "Acme")
        self.assertEqual(companion.invitation_state, "sent")
        self.assertTrue(companion.pass_ids)
        self.assertEqual(
            (self.visit.state, self.visit.confirmed_at), (state, confirmed)
        )

    def test_one_more_than_announced_is_asked_of_the_host(self):
        _status, document = self._call("/companions", {"name": "Li Na"})
        self.assertEqual(document["companions"]["asked"], 1)
        self.assertEqual(self.visit.registration_ids, self.person, "nobody is added")
        request = self._requests(kind="companion")
        self.assertTrue(self._told("Li Na"), "the host is told")
        self.assertEqual(self.visit.activity_ids.user_id, self.user_host)
        request.with_user(self.user_host).action_accept()
        companion = self.visit.registration_ids - self.person
        self.assertEqual((companion.name, self.visit.headcount), ("Li Na", 2))
        self.assertEqual(companion.state, "expected")
        self.assertFalse(self.visit.activity_ids, "nothing is left to answer")
        with self.assertRaises(UserError):
            request.with_user(self.user_host).action_accept()

    def test_nobody_is_named_twice(self):
        self.visit.with_user(self.user_reception).headcount = 5
        for _time in range(2):
            self._call("/companions", {"name": "Li Na", "email": "li.na@acme.example"})
        self._call("/companions", {"name": "Na Li", "email": "LI.NA@acme.example"})
        self.assertEqual(len(self.visit.registration_ids), 2)

    def test_companions_see_nothing_of_each_other(self):
        self.visit.with_user(self.user_reception).headcount = 3
        self._call("/companions", {"name": "Li Na", "email": "li.na@acme.example"})
        _status, mine = self._call()
        self.assertNotIn("Li Na", json.dumps(mine, ensure_ascii=False))
        companion = self.visit.registration_ids - self.person
        theirs_secret = self.env["visitor.invitation"]._mail_secret(companion)
        _status, theirs = self._call(secret=theirs_secret)
        said = json.dumps(theirs, ensure_ascii=False)
        for hidden in ("Zhang", "138", "zhang.wei", self.person.pass_ids.short_code):
            self.assertNotIn(hidden, said)
        self.assertEqual(theirs["visitor"]["name"], "Li Na")
        self.assertEqual(theirs["companions"]["added"], 0)

    def test_what_is_no_companion_is_said_in_a_sentence(self):
        two = "li@a.example, na@b.example"
        for body in ({"name": "  "}, {"name": "Li Na", "email": two}):
            with self.subTest(**body):
                status, answer = self._call("/companions", body)
                self.assertEqual(status, 422)
                self.assertTrue(answer["message"])
        self.assertFalse(self.visit.request_ids)

    def test_so_many_an_hour(self):
        with patch.object(invitation_visit, "COMPANIONS_AN_HOUR", 2):
            statuses = [
                self._call("/companions", {"name": f"Guest {number}"})[0]
                for number in range(3)
            ]
        self.assertEqual(statuses, [200, 200, 429])

    # ------------------------------------------------------------
    # ANOTHER TIME
    # ------------------------------------------------------------

    def test_another_time_is_the_hosts_to_accept(self):
        planned = self.visit.start
        proposed = self._time()
        status, document = self._call(
            "/other_time", {**proposed, "reason": "My train is late"}
        )
        self.assertEqual(status, 200)
        self.assertEqual(document["other_time"], {**proposed, "state": "open"})
        self.assertEqual(self.visit.start, planned, "nothing moves by itself")
        self.assertTrue(self._told("My train is late"))
        request = self.visit.with_user(self.user_host).open_request_ids
        self.assertIn("My train is late", request.words)
        request.action_accept()
        self.assertEqual(fields.Datetime.to_string(self.visit.start), proposed["start"])
        self.assertEqual(fields.Datetime.to_string(self.visit.stop), proposed["stop"])
        _status, document = self._call()
        self.assertEqual(document["other_time"]["state"], "accepted")
        self.assertEqual(document["visit"]["start"], proposed["start"])

    def test_the_host_keeps_the_time(self):
        planned = self.visit.start
        self._call("/other_time", self._time())
        self.visit.with_user(self.user_host).open_request_ids.action_keep()
        _status, document = self._call()
        self.assertEqual(document["other_time"]["state"], "kept")
        self.assertEqual(self.visit.start, planned)

    def test_a_new_proposal_takes_the_place_of_the_one_before(self):
        self._call("/other_time", self._time(days=2))
        self._call("/other_time", self._time(days=3))
        self.assertEqual(len(self._requests(state="open")), 1)
        self.assertEqual(len(self._requests(state="withdrawn")), 1)

    def test_only_who_may_change_the_visit_answers(self):
        self._call("/other_time", self._time())
        request = self._requests()
        for user in (self.user_host2, self._user("portal_p", "base.group_portal")):
            for act in ("action_accept", "action_keep"):
                with self.assertRaises(AccessError):
                    getattr(request.with_user(user), act)()

    def test_times_that_nobody_can_mean(self):
        past = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=1))
        good = self._time()
        for body in (
            {"start": past, "stop": good["stop"]},
            {"start": good["stop"], "stop": good["start"]},
            {**good, "stop": "2099-01-01 00:00:00"},
        ):
            with self.subTest(**body):
                self.assertEqual(self._call("/other_time", body)[0], 422)
        for text in ("tomorrow", "2026-13-01 00:00:00", "2026-12-01T00:00:00Z", "", 5):
            with self.subTest(text=text):
                body = {**good, "start": text}
                self.assertEqual(self._call("/other_time", body)[0], 400)
        self.assertFalse(self.visit.request_ids)

    # ------------------------------------------------------------
    # NOT COMING
    # ------------------------------------------------------------

    def test_who_declines_is_not_expected_any_more(self):
        status, document = self._call("/decline", {"reason": "I am ill"})
        self.assertEqual((status, document["state"]), (200, "cancelled"))
        self.assertFalse(document["pass"])
        self.assertEqual(self.person.state, "cancelled")
        self.assertEqual(self.person.invitation_state, "declined")
        self.assertEqual(set(self.person.pass_ids.mapped("state")), {"revoked"})
        self.assertTrue(self._told("I am ill"), "the host is told")
        self.assertEqual(self.visit.state, "cancelled", "nobody else comes")
        self.assertEqual(self._call()[0], 404, "the link is over")

    def test_the_others_still_come(self):
        other = self.visit.with_user(self.user_host).registration_ids.create(
            {"visit_id": self.visit.id, "name": "Wang Fang"}
        )
        self._call("/decline", {"reason": ""})
        self.assertEqual((self.visit.state, other.state), ("approved", "expected"))

    def test_who_declined_can_be_asked_again(self):
        self._call("/decline", {"reason": "I am ill"})
        person = self.person.with_user(self.user_host)
        person.action_send_invitation()
        self._fresh()
        self.assertEqual((person.state, self.visit.state), ("expected", "approved"))
        self.assertEqual(person.invitation_state, "sent")
        self.assertIn("ready", person.sudo().pass_ids.mapped("state"))
        self.assertEqual(
            self.person.check_in()["status"] in ("granted", "denied"), True
        )

    def test_a_visit_that_the_host_cancelled_is_not_revived(self):
        self._call("/decline", {"reason": ""})
        self._put(self.visit, declined_at=None)
        with self.assertRaises(UserError):
            self.person.with_user(self.user_host).action_send_invitation()
        self.assertEqual(self.visit.state, "cancelled")

    def test_who_is_inside_does_not_decline(self):
        self.kind.write({"photo_required": False, "signature_required": False})
        self.person.check_in()
        status, _answer = self._call("/decline", {"reason": ""})
        self.assertEqual(status, 422)
        self.assertEqual(self.person.state, "inside")

    # ------------------------------------------------------------
    # NOT BY A TABLET
    # ------------------------------------------------------------

    def test_a_tablet_of_the_desk_plans_no_visit(self):
        tablet = self._hand_over()
        for path, body in (
            ("/companions", {"name": "Li Na"}),
            ("/other_time", self._time()),
            ("/decline", {"reason": ""}),
        ):
            with self.subTest(path=path):
                self.assertEqual(self._call(path, body, secret=tablet)[0], 404)
        self.assertEqual(self.person.state, "expected")


@tagged("post_install", "-at_install")
class TestInviteSteps(InvitePageCommon, PolicyCommon, TrainingCommon):
    tz = None

    def test_all_that_is_asked_is_done_at_home(self):
        policy = self._asked(self._policy(), self.kind)
        training = self._training(pass_mark=100)
        self.kind.induction_ids = training
        self._call(body={})
        self._call("/photo", picture_bytes())
        self._call("/policy", {"policy_id": policy.id})
        answers = self._answers(training)
        self._call("/induction", {"induction_id": training.id, "answers": answers})
        status, document = self._call("/signature", picture_bytes("PNG"))
        self.assertEqual((status, set(self._steps(document).values())), (200, {True}))
        self.assertEqual(policy.sudo().acceptance_ids.channel, "invitation")
        self.assertEqual(training.record_ids.channel, "invitation")
        self.assertEqual(self.person.invitation_state, "complete")
        self.assertEqual(self.person.check_in()["status"], "granted")


@tagged("post_install", "-at_install")
class TestPublicRoutes(InvitePageCommon, HttpCase):
    """Whatever is public of ours."""

    def _public_posts(self):
        """Addresses that take JSON with a secret, from the routing map."""
        rules = self.env["ir.http"].routing_map().iter_rules()
        return sorted(
            rule.rule
            for rule in rules
            if rule.endpoint.routing.get("type") == "visitor_device"
            and rule.endpoint.routing.get("auth") == "public"
            and "POST" in (rule.methods or ())
            and "<" not in rule.rule
        )

    def _bodies(self):
        """What is right, where a call of the visitor needs something."""
        return {
            "invitation": {"organization": "Else"},
            "invitation/policy": {"policy_id": 1, "signature": False},
            "invitation/induction": {"induction_id": 1, "answers": []},
            "invitation/companions": {"name": "Li Na"},
            "invitation/other_time": self._time(),
            "invitation/decline": {"reason": "x"},
        }

    def test_forty_hostile_keys_are_written_nowhere(self):
        self.assertGreaterEqual(len(set(HOSTILE)), 40)
        paths = [path for path in self._public_posts() if path.startswith(f"{API}inv")]
        bodies = self._bodies()
        self._fresh()
        before = self.person.sudo().read(), self.visit.read()
        count = self.env["visitor.registration"].sudo().search_count([])
        with patch(
            "odoo.addons.visitor_management.controllers.invitation.CALLS_A_MINUTE", 9999
        ):
            for path in paths:
                name = path.removeprefix(API)
                if name in ("invitation/photo", "invitation/signature"):
                    continue  # a picture is no JSON
                for key in HOSTILE:
                    with self.subTest(path=path, key=key):
                        body = {**bodies.get(name, {}), key: "x"}
                        status, _answer = self._call(
                            name.removeprefix("invitation"), body
                        )
                        self.assertEqual(status, 400)
        self._fresh()
        self.assertEqual((self.person.sudo().read(), self.visit.read()), before)
        self.assertFalse(self.visit.request_ids)
        now = self.env["visitor.registration"].sudo().search_count([])
        self.assertEqual(now, count)

    def test_hostile_keys_on_every_other_public_address(self):
        """Without a good secret a call is read no further than its secret."""
        before = self.person.sudo().read(), self.visit.read()
        others = [
            path for path in self._public_posts() if not path.startswith(f"{API}inv")
        ]
        self.assertTrue(others)
        with (
            patch.object(visitor_throttle, "MISSES_A_MINUTE", 99_999),
            mute_logger("odoo.http", "odoo.addons.base.models.ir_http"),
        ):
            for path in others:
                for key in HOSTILE:
                    answer = self.url_open(
                        path,
                        data=json.dumps({key: "x"}),
                        headers={"Authorization": "Bearer vmsecret-none"},
                        method="POST",
                    )
                    with self.subTest(path=path, key=key):
                        self.assertIn(answer.status_code, (400, 404))
        self._fresh()
        self.assertEqual((self.person.sudo().read(), self.visit.read()), before)

    def test_a_thousand_guesses_one_answer_one_amount_of_work(self):
        """Guesses of each length and look, and links that were good once: the same
        bytes, headers and statements for all; the time follows from these."""
        links = self.env["visitor.invitation"]
        ended = links._mail_secret(self.person.sudo())
        links._of_token(ended)._end()
        expired = links._mail_secret(self.person.sudo())
        self._put(
            links._of_token(expired),
            expires_at=fields.Datetime.now() - timedelta(minutes=1),
        )
        stem = self.secret.rstrip("0123456789")[:-1]
        guesses = [f"{stem}{number:06d}" for number in range(400)]
        guesses += [f"vmsecret-{number:040d}" for number in range(400)]
        guesses += ["x" * (1 + number % 90) for number in range(196)]
        guesses += [self.secret[:-1], self.secret + "x", ended, expired]
        self.assertEqual(len(guesses), 1000)
        answers, work = set(), set()
        self._call(secret="vmsecret-warm")
        with (
            patch.object(visitor_throttle, "MISSES_A_MINUTE", 99_999),
            mute_logger("odoo.http", "odoo.addons.base.models.ir_http"),
        ):
            for number, guess in enumerate(guesses):
                before = self.env.cr.sql_log_count
                answer = self.url_open(
                    f"{API}invitation", headers={"Authorization": f"Bearer {guess}"}
                )
                if number % 10 == 0 or number >= 996:
                    work.add(self.env.cr.sql_log_count - before)
                headers = {
                    name: value
                    for name, value in answer.headers.items()
                    if name not in ("Date",)
                }
                answers.add(
                    (answer.status_code, answer.content, tuple(sorted(headers.items())))
                )
        self.assertEqual(len(answers), 1)
        (status, body, _headers) = answers.pop()
        self.assertEqual((status, json.loads(body)), (404, {"error": "not_found"}))
        self.assertLessEqual(len(work), 2, work)
        self.assertEqual(self._call()[0], 200, "the right one opens")

    def test_a_visit_with_others_names_them_to_nobody(self):
        self.visit.with_user(self.user_host).write(
            {
                "registration_ids": [
                    Command.create(
                        {"name": "Secret Guest", "phone": "+86 139 0000 1111"}
                    )
                ]
            }
        )
        _status, document = self._call()
        self.assertNotIn("Secret Guest", json.dumps(document))
