import re
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.complaint import client_complaint_portal
from .client_common import ClientCommon
from .image_common import picture_bytes, pixels_of

PNG = picture_bytes("PNG")


class PortalCase(ClientCommon):
    """A firm with two people who have a login, and somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client2.email = "office@bluesky.example.com"
        cls.portal = cls._portal("client_a", "Gu Lan", cls.client2)
        cls.colleague = cls._portal("client_b", "Sun Li", cls.client2)
        cls.stranger = cls._portal("client_x", "Victor Strange")
        cls._resident()
        cls.unit.partner_ids = [(4, cls.client2.id)]
        cls.complaints = cls.env["client.complaint"].with_user(cls.portal)

    @classmethod
    def _portal(cls, login, name, firm=None):
        user = cls._user(
            login, "base.group_portal", name=name, email=f"{login}@example.com"
        )
        user.partner_id.parent_id = firm
        return user

    def _filed(self, **values):
        return self.complaints._portal_file("The lift stops", **values)


@tagged("post_install", "-at_install")
class TestClientPortal(PortalCase):
    """Who sees what of a complaint, called directly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # what is filed is counted by itself

    def test_a_client_does_not_read_how_the_company_works(self):
        """Clients read their company: its targets are no business of theirs."""
        company = self.company.with_user(self.portal)
        company.read(["name"])
        ours = [
            name
            for name, field in company._fields.items()
            if field._module == "visitor_management"
            and field.store
            and not field.relational
        ]
        self.assertIn("client_target_callback_rate", ours)
        for name in ours:
            with self.subTest(name), self.assertRaises(AccessError):
                company.read([name])

    def test_a_client_files_a_complaint_and_gets_its_number(self):
        complaint = self._filed(
            remedy="Repair it",
            category_id=self.lifts.id,
            unit_id=self.unit.id,
            files=[("../evil\\photo.svg", PNG)],
        )
        self.assertEqual(complaint.channel, "portal")
        self.assertEqual(complaint.partner_id, self.portal.partner_id)
        self.assertEqual(complaint.department_id, self.service)
        self.assertFalse(complaint.received_by_id)
        self.assertEqual(complaint.unit_id, self.unit)
        self.assertEqual(complaint._portal_messages().attachment_ids.name, "photo.png")
        mail = self.env["mail.mail"].search(
            [("subject", "=", f"We received your complaint {complaint.name}")]
        )
        self.assertEqual(mail.recipient_ids, self.portal.partner_id)
        self.assertEqual(mail.state, "outgoing", "the queue sends it")
        self.assertEqual(complaint.activity_ids.user_id, self.user_manager)
        complaint.with_user(self.user_service).action_accept()
        self.assertFalse(complaint.activity_ids)

    def test_a_firm_sees_its_own_complaints_only(self):
        complaint = self._filed()
        for user, seen in (
            (self.colleague, complaint),
            (self.stranger, complaint.browse()),
        ):
            complaints = complaint.with_user(user)
            self.assertEqual(complaints.search([("id", "=", complaint.id)]), seen)
            self.assertEqual(complaints._portal_find(complaint.id), seen)
        self.assertFalse(self.complaints._portal_find(self._complaint().id))
        with self.assertRaises(AccessError):
            complaint.with_user(self.stranger).check_access("read")
        with self.assertRaises(AccessError):
            complaint.with_user(self.stranger)._portal_write("Mine now")
        with self.assertRaises(AccessError):
            complaint.with_user(self.env.ref("base.public_user"))._portal_file("x")

    def test_a_client_reads_nothing_that_stays_inside(self):
        complaint = self._filed().with_user(self.portal)
        for name in ("severity", "cause", "analysis", "rectification_ids", "result"):
            with self.assertRaises(AccessError, msg=name):
                complaint.read([name])
            with self.assertRaises(AccessError, msg=name):
                complaint.search([(name, "in", ["major", 1])])
        self.assertEqual(complaint.read(["content"])[0]["content"], "The lift stops")
        for name, call in (
            ("write", lambda: complaint.write({"content": "Changed"})),
            ("create", lambda: complaint.create({"content": "By hand"})),
            ("unlink", complaint.unlink),
            ("accept", complaint.action_accept),
            ("post", lambda: complaint.message_post(body="past the page")),
        ):
            with self.assertRaises(AccessError, msg=name):
                call()
        for model in ("client.callback", "client.rectification", "visitor.unit"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.portal).search([])

    def test_notes_and_their_files_stay_inside(self):
        complaint = self._filed()
        service = complaint.with_user(self.user_service)
        photo = (
            self.env["ir.attachment"]
            .with_user(self.user_service)
            .create(
                {
                    "name": "inside.png",
                    "raw": PNG,
                    "res_model": "client.complaint",
                    "res_id": complaint.id,
                }
            )
        )
        note = service.message_post(
            body="He always complains", attachment_ids=photo.ids
        )
        answer = service.message_post(
            body="We look at it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(complaint._portal_messages(), answer)
        messages = self.env["mail.message"].with_user(self.portal)
        seen = messages.search([("model", "=", complaint._name)])
        self.assertNotIn(note, seen)
        attachments = self.env["ir.attachment"].with_user(self.portal)
        self.assertFalse(attachments.search([("id", "=", photo.id)]))
        with self.assertRaises(AccessError):
            photo.with_user(self.portal).read(["raw"])

    def test_what_is_no_choice_of_theirs_is_refused(self):
        other = self.env["visitor.unit"].create(
            {"name": "0101", "site_id": self.site.id}
        )
        self._other_company()
        foreign = self.env["client.complaint.category"].create(
            {"name": "Theirs", "company_id": self.company2.id}
        )
        for values in (
            {"unit_id": other.id},
            {"unit_id": -1},
            {"category_id": foreign.id},
            {"category_id": -1},
            {"remedy": "x" * 5001},
            {"files": [("a.png", PNG)] * 6},
            {"files": [("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")]},
            {"files": [("a.pdf", b"MZ\x90\x00 a program")]},
            {"files": [("a.png", PNG + bytes(10 * 1024 * 1024))]},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._filed(**values)
        with self.assertRaises(UserError):
            self.complaints._portal_file("  \r\n ")

    def test_nobody_floods_the_department(self):
        with patch.object(client_complaint_portal, "MAX_COMPLAINTS", 2):
            self._filed()
            complaint = self._filed()
            with self.assertRaises(UserError):
                self._filed()
        with patch.object(client_complaint_portal, "MAX_MESSAGES", 2):
            complaint.with_user(self.portal)._portal_write("One")
            complaint.with_user(self.portal)._portal_write("Two")
            with self.assertRaises(UserError):
                complaint.with_user(self.portal)._portal_write("Three")

    def test_the_state_is_told_in_the_words_of_the_client(self):
        complaint = self._filed().with_user(self.user_service)
        states = [complaint._portal_state()[0]]
        complaint.action_accept()
        states.append(complaint._portal_state()[0])
        complaint.action_handled()
        states.append(complaint._portal_state()[0])
        self.assertEqual(states, ["received", "handling", "handled"])
        wrong = self._filed().with_user(self.user_service)
        wrong.action_invalid("No contract")
        self.assertEqual(wrong._portal_state()[0], "closed")

    def test_customer_service_hears_of_a_message(self):
        complaint = self._filed()
        complaint.with_user(self.portal)._portal_write("Any <b>news</b>?")
        message = complaint._portal_messages()
        self.assertIn("Any &lt;b&gt;news", message.body)
        self.assertIn(self.user_manager.partner_id, message.notified_partner_ids)
        complaint.with_user(self.user_service).message_post(
            body="Tomorrow",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        answer = complaint._portal_messages() - message
        self.assertIn(self.portal.partner_id, answer.notified_partner_ids)

    def test_the_link_of_a_mail_leads_clients_to_the_portal(self):
        complaint = self._filed()
        action = complaint._get_access_action(access_uid=self.portal.id)
        self.assertEqual(action["url"], f"/my/complaints/{complaint.id}")
        action = complaint._get_access_action(access_uid=self.user_service.id)
        self.assertEqual(action["type"], "ir.actions.act_window")


@tagged("post_install", "-at_install")
class TestClientPortalPages(PortalCase, HttpCase):
    """The pages, as a browser asks for them."""

    def _form_token(self, path):
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]

    def _post(self, path, files=None, **values):
        return self.url_open(
            path, data=values, files=files, allow_redirects=False, method="POST"
        )

    def test_file_follow_and_write(self):
        self.authenticate("client_a", "client_a")
        token = self._form_token("/my/complaints/new")
        answer = self._post(
            "/my/complaints/new",
            csrf_token=token,
            content="<script>alert(1)</script> no light",
            remedy="Light",
            category_id=self.lifts.id,
            unit_id=self.unit.id,
            files=[("attachments", ("dark.png", PNG, "image/png"))],
        )
        self.assertEqual(answer.status_code, 303, answer.text)
        complaint = self.complaints.search([], order="id desc", limit=1).sudo()
        self.assertEqual(complaint.remedy, "Light")
        page = self.url_open(answer.headers["Location"])
        self.assertIn(complaint.name, page.text)
        self.assertIn("&lt;script&gt;alert", page.text)
        self.assertNotIn("<script>alert", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        file = complaint._portal_messages().attachment_ids
        path = f"/my/complaints/{complaint.id}/files/{file.id}"
        self.assertIn(path, page.text)
        got = self.url_open(path)
        self.assertEqual(pixels_of(got.content), pixels_of(PNG))
        self.assertIn("attachment", got.headers["Content-Disposition"])
        self.assertIn("default-src 'none'", got.headers["Content-Security-Policy"])
        answer = self._post(
            f"/my/complaints/{complaint.id}/message", csrf_token=token, text="News?"
        )
        self.assertEqual(answer.status_code, 303)
        listed = self.url_open("/my/complaints?filterby=open&sortby=deadline")
        self.assertIn(complaint.name, listed.text)
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["complaint_count"]}
        )
        self.assertEqual(counters, {"complaint_count": 1})

    def test_nothing_internal_stands_on_the_page(self):
        complaint = self._filed(category_id=self.lifts.id)
        complaint.write(
            {"severity": "major", "result": "New door", "cause": "Old cable"}
        )
        service = complaint.with_user(self.user_service)
        service.message_post(body="Inside only")
        self._order(service, requirement="Change the cable")
        service.action_accept()
        self.authenticate("client_b", "client_b")
        page = self.url_open(f"/my/complaints/{complaint.id}").text
        for text in (
            "Old cable",
            "Inside only",
            "Change the cable",
            "Major",
            "New door",
        ):
            self.assertNotIn(text, page)
        service.action_handled()
        page = self.url_open(f"/my/complaints/{complaint.id}").text
        self.assertIn("New door", page, "what was done, once it is handled")

    def test_another_clients_complaint_is_as_an_unknown_one(self):
        complaint = self._filed(files=[("a.png", PNG)])
        file = complaint._portal_messages().attachment_ids
        self.authenticate("client_x", "client_x")
        token = self._form_token("/my/complaints/new")
        for path in (
            f"/my/complaints/{complaint.id}",
            "/my/complaints/99999999",
            f"/my/complaints/{complaint.id}/files/{file.id}",
            f"/web/content/{file.id}",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        answer = self._post(
            f"/my/complaints/{complaint.id}/message", csrf_token=token, text="Mine"
        )
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(len(complaint._portal_messages()), 1)

    def test_forms_take_what_they_have_and_nothing_else(self):
        self.authenticate("client_a", "client_a")
        token = self._form_token("/my/complaints/new")
        before = self.complaints.search_count([])
        path = "/my/complaints/new"
        for values, status in (
            ({"content": "No token"}, 400),
            ({"csrf_token": token, "content": "x", "severity": "major"}, 400),
            ({"csrf_token": token, "content": "x", "partner_id": "1"}, 400),
            ({"csrf_token": token, "content": "x", "unit_id": "1 or 1"}, 200),
            ({"csrf_token": token, "content": ""}, 200),
        ):
            answer = self._post(path, **values)
            self.assertEqual(answer.status_code, status, values)
        self.url_open("/my/complaints/new?content=by+a+link")
        self.assertEqual(self.complaints.search_count([]), before)

    def test_the_chatter_is_no_way_around_the_page(self):
        complaint = self._filed()
        note = complaint.with_user(self.user_service).message_post(body="Inside only")
        for login in ("client_a", "client_x"):
            self.authenticate(login, login)
            arguments = {"thread_model": "client.complaint", "thread_id": complaint.id}
            post = {"body": "Past the page", "message_type": "comment"}
            with mute_logger("odoo.http"):
                answer = self._rpc(
                    "/mail/message/post", arguments | {"post_data": post}
                )
                self.assertIn("error", answer)
                answer = self._rpc("/mail/thread/messages", arguments)
            self.assertNotIn("Inside only", str(answer))
        self.assertEqual(complaint.message_ids[:1], note)

    def _rpc(self, path, params):
        return self.url_open(path, json={"params": params}).json()

    def test_nobody_gets_there_without_signing_in(self):
        complaint = self._filed()
        for path in ("/my/complaints", f"/my/complaints/{complaint.id}"):
            answer = self.url_open(path, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            self.assertIn("/web/login", answer.headers["Location"])

    def test_a_client_files_a_complaint_in_a_browser(self):
        self.start_tour("/my", "client_portal_complaint", login="client_a")
        complaint = self.complaints.search([("channel", "=", "portal")]).sudo()
        self.assertEqual(complaint.remedy, "Repair it")
        self.assertTrue(complaint.category_id)
        self.assertEqual(complaint.unit_id, self.unit, "the only one")
        self.assertEqual(len(complaint._portal_messages()), 1)

    def test_a_client_files_a_complaint_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = ["visitor_management", "portal", "web"]
        self.env["ir.module.module"]._load_module_terms(modules, ["zh_CN"])
        self.portal.lang = "zh_CN"
        self.start_tour("/my", "client_portal_complaint", login="client_a")
        complaint = self.complaints.search([("channel", "=", "portal")]).sudo()
        self.assertIn("电梯", complaint.content)
