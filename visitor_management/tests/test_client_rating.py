import json
import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.visitor_management.models.core import visitor_throttle

from .client_common import ClientCommon

API = "/client/api/v1/rating"


class RatingCase(ClientCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.email = "chen@example.com"

    def _queued(self, callback):
        """The mail that waits, as it is stored."""
        mails = self.env["mail.mail"].sudo()
        return mails.search(
            [
                ("secret_model", "=", "client.callback.rating"),
                ("secret_about_id", "=", callback.id),
            ],
            order="id desc",
            limit=1,
        )

    def _leave(self, mail):
        """Send a mail.

        :return: the secret in what left
        """
        with self.mock_mail_gateway():
            mail.send()
        text = self._mails[-1]["body"] if self._mails else ""
        found = re.search(r"/client/rating\?lang=\w+#([\w-]+)", text)
        return found and found[1]

    def _sent(self, callback):
        """The mail with the link, and its secret."""
        mail = self._queued(callback)
        return mail, self._leave(mail)

    def _signs_in(self, user, address):
        self.env["res.device.log"].sudo().create(
            {
                "session_identifier": f"{user.login}{address}",
                "ip_address": address,
                "user_id": user.id,
                "first_activity": fields.Datetime.now(),
                "last_activity": fields.Datetime.now(),
            }
        )

    def _asked(self, **values):
        callback = self._callback(**values)
        callback.action_send_rating()
        return callback, self._sent(callback)[1]

    def _link(self, token):
        return self.env["client.callback.rating"]._of_token(token)


@tagged("post_install", "-at_install")
class TestClientRating(RatingCase):
    """Clients who rather write rate by a link of a mail."""

    def test_the_mail_alone_holds_the_secret(self):
        callback = self._callback()
        callback.action_send_rating()
        self.assertFalse(callback.rating_ids, "made as the mail leaves")
        mail = self._queued(callback)
        self.assertEqual(mail.state, "outgoing", "the queue sends it")
        self.assertFalse(mail.model, "it stands in no history")
        token = self._leave(mail)
        self.assertEqual(mail.state, "sent")
        link = self._link(token)
        self.assertEqual(link.callback_id, callback)
        self.assertEqual(link.user_id, self.user_service)
        self.assertNotIn(token, str(link.sudo().read()))
        for message in callback.message_ids:
            self.assertNotIn(token, message.body)
        with self.assertRaises(AccessError):
            link.with_user(self.user_manager).read(["token_hash"])
        with self.assertRaises(AccessError):
            link.with_user(self.user_manager).write({"ended_at": False})

    def test_only_who_handles_the_callback_sends_it(self):
        callback = self._callback()
        for user in (self.user_host, self.user_reception):
            with self.assertRaises(AccessError):
                callback.with_user(user).action_send_rating()
        self.client.email = callback.email = False
        with self.assertRaises(UserError):
            callback.action_send_rating()
        self.user_service2.partner_id.email = "service2@example.com"
        callback.email = "Chen <Service2@example.com>"
        with self.assertRaises(UserError):
            callback.action_send_rating()
        callback.email = "chen@example.com"
        callback.log_attempt("reached")
        with self.assertRaises(UserError):
            callback.action_send_rating()

    def test_a_satisfied_client_is_done_with(self):
        callback, token = self._asked()
        self._link(token)._rate("5", "4", "Quick and friendly")
        self.assertEqual(callback.state, "finished")
        self.assertEqual((callback.result, callback.handling_result), ("5", "4"))
        self.assertEqual(callback.client_words, "Quick and friendly")
        self.assertEqual(callback.reached_by, "mail")
        self.assertEqual(callback.attempt_ids.channel, "mail")
        self.assertEqual(callback.caller_id, self.user_service, "who sent the link")
        callback.with_user(self.user_manager).action_review()

    def test_a_dissatisfied_client_waits_for_somebody_to_explain(self):
        callback, token = self._asked()
        self._link(token)._rate("1", "2", "It still stops")
        self.assertEqual(callback.state, "reached")
        call = self.env.ref("visitor_management.mail_activity_type_client_callback")
        to_call = callback.activity_ids.filtered_domain(
            [("activity_type_id", "=", call.id)]
        )
        self.assertEqual(to_call.user_id, self.user_service)
        with self.assertRaises(UserError):
            callback.action_finish()
        callback.write(
            {
                "explained_reason": "The part has to be ordered",
                "next_date": self.company._client_today() + timedelta(days=5),
            }
        )
        self._order(callback)
        callback.action_finish()
        self.assertEqual(len(callback.next_ids), 1)

    def test_a_neutral_client_is_talked_to(self):
        callback, token = self._asked()
        self._link(token)._rate("3", "3", "")
        self.assertEqual(callback.state, "reached")
        self.assertTrue(callback.activity_ids)

    def test_what_was_written_before_gives_way_to_what_the_client_says(self):
        """Nobody fills in the answer of a client who was not reached yet."""
        callback, token = self._asked()
        callback.write({"result": "5", "handling_result": "5", "client_words": "Fine"})
        self._link(token)._rate("1", "1", "")
        rated = (callback.result, callback.handling_result, callback.client_words)
        self.assertEqual(rated, ("1", "1", ""))
        self.assertEqual(callback.state, "reached")
        self.assertIn("Fine", str(callback.message_ids.mapped("body")))

    def test_what_the_client_rated_stays(self):
        """For everybody, before it is finished and after."""
        callback, token = self._asked()
        self._link(token)._rate("1", "1", "It still stops")
        for user in (self.user_service, self.user_manager, self.env.user):
            for values in (
                {"result": "5"},
                {"handling_result": "5"},
                {"client_words": "All fine"},
            ):
                with self.subTest(user=user, values=values):
                    with self.assertRaisesRegex(UserError, "rated by himself"):
                        callback.with_user(user).write(values)
        callback.write({"result": "1", "explained_reason": "It is ordered"})
        callback, token = self._asked()
        self._link(token)._rate("5", "5", "Good")
        with self.assertRaises(UserError):
            callback.with_user(self.user_manager).client_words = "Bad"

    def test_a_link_ends_with_the_complaint(self):
        """Nobody was reached, the client was told by letter, the case is closed."""
        callback, token = self._asked()
        callback.attempts = 1
        callback.log_attempt("no_answer")
        self.assertTrue(self._link(token), "the client may still rate")
        callback.action_conclude("A letter")
        callback.complaint_id.action_close()
        self.assertFalse(self._link(token))
        with self.assertRaisesRegex(UserError, callback.complaint_id.name):
            callback.action_send_rating()

    def test_a_link_works_once_for_two_weeks_and_until_another_is_sent(self):
        callback, token = self._asked()
        link = self._link(token)
        expires_at = link.expires_at
        link.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertFalse(self._link(token))
        link.expires_at = expires_at
        callback.action_send_rating()
        self.assertTrue(self._link(token), "the other has not left yet")
        again = self._sent(callback)[1]
        self.assertFalse(self._link(token), "replaced")
        self._link(again)._rate("5", "5", "")
        self.assertFalse(self._link(again), "used")
        for nonsense in ("", "x", "é" * 50, again[:-1], again + "A"):
            self.assertFalse(self._link(nonsense))

    def test_a_link_ends_when_somebody_reached_the_client(self):
        callback, token = self._asked()
        callback.log_attempt("reached")
        self.assertFalse(self._link(token))

    def test_who_can_not_be_reached_is_asked_by_mail_where_the_company_wants_it(self):
        callback = self._callback()
        callback.attempts = 1
        callback.log_attempt("no_answer")
        self.assertFalse(self._queued(callback))
        self.company.client_rating_by_mail = True
        callback = self._callback()
        callback.attempts = 1
        callback.log_attempt("no_answer")
        self.assertEqual(callback.state, "unreachable")
        self._link(self._sent(callback)[1])._rate("4", "4", "")
        self.assertEqual(callback.state, "finished")

    def test_the_manager_sees_that_a_colleague_may_have_rated(self):
        self._signs_in(self.user_service, "203.0.113.7")
        tenant = self._user("tenant", "base.group_portal")
        self._signs_in(tenant, "203.0.113.8")
        for address, staff in (
            ("203.0.113.7", True),
            ("203.0.113.8", False),
            ("203.0.113.9", False),
            ("not an address", False),
        ):
            callback, token = self._asked()
            public = self.env.ref("base.public_user")
            link = self._link(token).with_user(public).sudo()
            link._rate("5", "5", "", address)
            self.assertEqual(link.from_staff, staff, address)
            self.assertNotIn(address, str(link.read()) + str(callback.sudo().read()))
            managed = callback.with_user(self.user_manager)
            self.assertEqual(managed.rated_from_staff, staff, address)
            self.assertEqual(managed.rated_at, link.answered_at)
            with self.assertRaises(AccessError):
                _ = callback.rated_from_staff

    def test_a_colleague_s_own_browser_is_told_too(self):
        _callback, token = self._asked()
        link = self._link(token).with_user(self.user_service).sudo()
        link._rate("5", "5", "", "203.0.113.9")
        self.assertTrue(link.from_staff)

    def test_neighbours_by_ipv6_count_as_the_same_place(self):
        self._signs_in(self.user_service, "2001:db8:1:2::5")
        ratings = self.env["client.callback.rating"]
        self.assertTrue(ratings._is_staff_address("2001:db8:1:2:aaaa::9"))
        self.assertFalse(ratings._is_staff_address("2001:db8:1:3::5"))
        self._signs_in(self.user_service, "198.51.100.4")
        self.assertTrue(ratings._is_staff_address("::ffff:198.51.100.4"))

    def test_nobody_is_mailed_who_has_no_address(self):
        self.company.client_rating_by_mail = True
        self.client.email = False
        callback = self._callback()
        callback.attempts = 1
        callback.log_attempt("no_answer")
        self.assertFalse(self._queued(callback))


@tagged("post_install", "-at_install")
class TestClientRatingPage(RatingCase, HttpCase):
    """The page and what it asks for, over HTTP and in a browser."""

    def _call(self, token, body=None, path=API):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = json.dumps({} if body is None else body).encode()
        return self.url_open(path, body, headers=headers, method="POST")

    def _rating(self, **values):
        return {"result": 5, "handling": 4, "words": "Good", **values}

    def test_opening_the_page_changes_nothing(self):
        callback, token = self._asked()
        for path in ("/client/rating", f"/client/rating?lang=en_US&token={token}"):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn(token, page.text)
        for header, value in (
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Frame-Options", "DENY"),
        ):
            self.assertEqual(page.headers[header], value)
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        with mute_logger("odoo.http"):
            for path in (API, f"{API}/about"):
                answer = self.url_open(
                    path, headers={"Authorization": f"Bearer {token}"}
                )
                self.assertEqual(answer.status_code, 405)
        about = self._call(token, path=f"{API}/about")
        self.assertEqual(about.json()["number"], callback.complaint_id.name)
        self.assertEqual(about.headers["Cache-Control"], "no-store")
        self.assertEqual(callback.state, "planned")
        self.assertTrue(self._link(token))

    def test_a_rating_counts_once(self):
        callback, token = self._asked()
        self.assertEqual(self._call(token, self._rating()).json(), {"result": "5"})
        self.assertEqual(callback.state, "finished")
        again = self._call(token, self._rating(result=1))
        self.assertEqual(again.status_code, 404)
        self.assertEqual(callback.result, "5")

    def test_a_rating_from_the_desk_of_a_colleague_is_told(self):
        self._signs_in(self.user_service, "127.0.0.1")
        callback, token = self._asked()
        self._call(token, self._rating())
        self.assertTrue(callback.with_user(self.user_manager).rated_from_staff)
        self.env["res.device.log"].sudo().search([]).unlink()
        callback, token = self._asked()
        self._call(token, self._rating())
        self.assertFalse(callback.with_user(self.user_manager).rated_from_staff)
        self.assertTrue(callback.with_user(self.user_manager).rated_at)
        self.authenticate(self.user_service.login, self.user_service.login)
        self.env["res.device.log"].sudo().search([]).unlink()
        callback, token = self._asked()
        self._call(token, self._rating())
        self.assertTrue(callback.with_user(self.user_manager).rated_from_staff)

    def test_anything_wrong_is_one_404(self):
        answers = [self._call(token, self._rating()) for token in ("", "x", "y" * 43)]
        expired = self._asked()[1]
        self._link(expired).expires_at = fields.Datetime.now() - timedelta(days=1)
        answers.append(self._call(expired, self._rating()))
        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual(len({answer.text for answer in answers}), 1)

    def test_only_the_body_of_the_page_is_taken(self):
        callback, token = self._asked()
        for body in (
            self._rating(result=6),
            self._rating(result="5"),
            self._rating(result=True),
            self._rating(words="x" * 2001),
            self._rating(state="finished"),
            {"result": 5},
            [],
        ):
            with mute_logger("odoo.http"):
                answer = self._call(token, body)
            self.assertEqual(answer.status_code, 400, body)
        with mute_logger("odoo.http"):
            answer = self.url_open(
                API, data=b"x" * 20_000, headers={"Authorization": f"Bearer {token}"}
            )
        self.assertEqual(answer.status_code, 413)
        self.assertEqual(callback.state, "planned")

    def test_secrets_can_not_be_tried_out(self):
        token = self._asked()[1]
        with patch.object(visitor_throttle, "MISSES_A_MINUTE", 3):
            for _ in range(3):
                self.assertEqual(self._call("wrong").status_code, 404)
            self.assertEqual(self._call("wrong").status_code, 429)
            self.assertEqual(self._call(token, self._rating()).status_code, 200)
        counted = self.env["visitor.throttle"].search([], order="id desc", limit=1)
        self.assertEqual(counted.count, 4, "what is right is not counted")
        self.assertNotIn("127.0.0.1", str(counted.read()))

    def test_a_client_rates_in_a_browser(self):
        callback, token = self._asked()
        self._browse(token, "en_US", "How satisfied are you?", "Thank you")
        self.assertEqual((callback.result, callback.handling_result), ("4", "5"))
        self.assertEqual(callback.client_words, "谢谢 Danke")
        self.assertEqual(callback.state, "finished")

    def test_a_client_rates_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["visitor_management"], ["zh_CN"]
        )
        page = self.url_open("/client/rating?lang=zh_CN")
        self.assertIn('lang="zh-CN"', page.text)
        self.assertEqual(self.url_open("/client/rating?lang=xx").status_code, 200)
        callback, token = self._asked()
        self._browse(token, "zh_CN", "", "")
        self.assertEqual(callback.state, "finished")

    def _browse(self, token, lang, title, thanks):
        code = """
            (async () => {
                const wait = (found) => new Promise((resolve) => {
                    const look = () => (found() ? resolve() : setTimeout(look, 50));
                    look();
                });
                const part = (id) => document.getElementById(id);
                if (location.hash) throw new Error("the secret stays in the address");
                await wait(() => !part("form").hidden);
                if (!part("form").textContent.includes("%s")) throw new Error("title");
                part("send").click();
                await wait(() => !part("missing").hidden);
                part("result4").click();
                part("handling5").click();
                part("words").value = "谢谢 Danke";
                part("send").click();
                await wait(() => !part("thanks").hidden);
                if (!part("thanks").textContent.includes("%s")) throw new Error("end");
                if (localStorage.length || sessionStorage.length)
                    throw new Error("something stays in the browser");
                console.log("test successful");
            })().catch((error) => console.error(String(error)));
        """
        self.browser_js(f"/client/rating?lang={lang}#{token}", code % (title, thanks))
