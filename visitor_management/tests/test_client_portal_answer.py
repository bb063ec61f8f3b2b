"""A client on the portal: forms sent twice, how far it is, what is said of it."""

import io
from datetime import timedelta
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import mute_logger

from ..models.callback.client_callback import TO_ASK
from ..models.complaint import client_complaint_portal_files, client_portal_form
from ..models.complaint.client_mail_stray import BY_MACHINE
from ..tools import client_progress, images
from ..tools.client_progress import Round
from .client_common import MONDAY
from .test_client_portal import PNG, PortalCase

HEIC = b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
WROTE = "visitor_management.mail_activity_type_client_wrote"
TOKEN = "abcdefghijklmnopqrstuvwxyz012345"


@tagged("post_install", "-at_install")
class TestClientProgress(BaseCase):
    """What has happened, what is promised, what is asked: no database."""

    def _steps(self, **facts):
        found = client_progress.steps(received_at=MONDAY, **facts)
        return {step.code: (step.done, step.at, step.by) for step in found}

    def test_what_is_to_come_is_promised(self):
        later = MONDAY + timedelta(days=3)
        steps = self._steps(state="accepted", accepted_at=MONDAY, deadline=later)
        self.assertEqual(
            steps,
            {
                "received": (True, MONDAY, False),
                "accepted": (True, MONDAY, False),
                "handling": (False, False, False),
                "handled": (False, False, later),
                "called": (False, False, False),
                "closed": (False, False, False),
            },
        )

    def test_handled_in_time_nothing_is_promised_but_the_call(self):
        later = MONDAY + timedelta(days=3)
        steps = self._steps(
            state="handled",
            accepted_at=MONDAY,
            handling_at=MONDAY,
            handled_at=MONDAY,
            deadline=MONDAY,
            rounds=[Round("planned", later)],
        )
        self.assertEqual(steps["handled"], (True, MONDAY, False))
        self.assertEqual(steps["called"], (False, False, later))

    def test_reopened_it_is_promised_again(self):
        later = MONDAY + timedelta(days=3)
        steps = self._steps(
            state="handling",
            accepted_at=MONDAY,
            handling_at=MONDAY,
            reopened_at=MONDAY,
            deadline=later,
            rounds=[Round("archived", MONDAY, MONDAY)],
        )
        self.assertEqual(steps["reopened"], (True, MONDAY, False))
        self.assertEqual(steps["handled"], (False, False, later))
        self.assertEqual(steps["called"][0], False, "asked about what was done before")

    def test_of_what_is_not_ours_nothing_is_promised(self):
        steps = self._steps(state="invalid", deadline=MONDAY)
        self.assertEqual(list(steps), ["received", "closed"])

    def test_what_the_client_is_asked(self):
        for state, rounds, busy, asked in (
            ("handling", ["planned"], False, ""),
            ("closed", ["archived"], False, ""),
            ("handled", ["planned"], False, "rate"),
            ("handled", ["unreachable"], False, "rate"),
            ("handled", ["finished", "planned"], True, "busy"),
            ("handled", ["finished", "planned"], False, "rate"),
            ("handled", ["reached"], True, "told"),
            ("handled", ["finished"], False, "again"),
            ("handled", [], False, "again"),
        ):
            with self.subTest(state=state, rounds=rounds, busy=busy):
                made = [Round(each, to_ask=each in TO_ASK) for each in rounds]
                found = client_progress.question(state, made, busy)
                self.assertEqual(found, asked)


class AnswerCase(PortalCase):
    def _as_client(self, complaint):
        return complaint.with_user(self.portal)

    def _handled(self, content="The lift stops", **values):
        complaint = self.complaints._portal_file(content, **values)
        complaint = complaint.with_user(self.user_service)
        complaint.action_accept()
        complaint.action_handled()
        return complaint

    def _closed(self):
        complaint = self._handled()
        self._as_client(complaint)._portal_rate("5", "5")
        complaint.action_close()
        return complaint

    def _wrote(self, complaint):
        return complaint.sudo().activity_search([WROTE])


@tagged("post_install", "-at_install")
class TestClientPortalAnswer(AnswerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # what is written is counted by itself

    # ------------------------------------------------------------
    # SENT TWICE
    # ------------------------------------------------------------

    def test_a_form_sent_again_leads_to_the_first_case(self):
        first = self._filed(token=TOKEN)
        self.assertEqual(self._filed(token=TOKEN), first)
        self.assertNotEqual(self._filed(token=TOKEN[::-1]), first)
        other = self.env["client.complaint"].with_user(self.stranger)
        theirs = other._portal_file("The lift stops", token=TOKEN)
        self.assertNotEqual(theirs, first, "a token is its client's own")

    def test_a_refused_form_can_be_sent_again(self):
        for content, files in (("", ()), ("The lift stops", [("a.txt", b"text")])):
            with self.assertRaises(UserError):
                self.complaints._portal_file(content, files=files, token=TOKEN)
        with (
            patch(
                "odoo.addons.visitor_management.models.complaint.client_complaint_portal"
                ".MAX_COMPLAINTS",
                0,
            ),
            self.assertRaises(UserError),
        ):
            self._filed(token=TOKEN)
        self.assertFalse(self.complaints._portal_sent(TOKEN))
        self.assertTrue(self._filed(token=TOKEN))

    def test_messages_and_answers_are_not_doubled(self):
        complaint = self._handled()
        client = self._as_client(complaint)
        client._portal_write("Thank you", token=TOKEN)
        client._portal_write("Thank you", token=TOKEN)
        self.assertEqual(len(complaint._portal_messages()), 1)
        client._portal_rate("2", "3", "It still stops", token=TOKEN[::-1])
        client._portal_rate("2", "3", "It still stops", token=TOKEN[::-1])
        self.assertEqual(len(complaint.callback_ids.attempt_ids), 1)
        # to call the client, and to find out why
        self.assertEqual(len(complaint.callback_ids.activity_ids), 2)

    def test_a_form_is_forgotten_once_no_browser_keeps_it(self):
        self._filed(token=TOKEN)
        forms = self.env["client.portal.form"].sudo()
        sent = forms.search([("token", "=", TOKEN)])
        forms._gc_sent()
        self.assertTrue(sent.exists())
        self.env.cr.execute(
            "UPDATE client_portal_form SET create_date = create_date - INTERVAL '91 d'"
        )
        forms.invalidate_model()
        self.patch(client_portal_form, "BATCH", 1)
        self.assertEqual(forms._gc_sent(), (1, True), "there may be more")
        self.assertFalse(sent.exists())

    # ------------------------------------------------------------
    # FILES
    # ------------------------------------------------------------

    def test_a_refusal_names_the_file_and_what_is_taken(self):
        with patch.object(images, "HEIC_IS_READ", False):
            for name, data in (
                ("IMG_0001.HEIC", HEIC),
                ("plan.tiff", b"II*\x00" + bytes(64)),
                ("..\\talk.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(64)),
                ("virus.pdf", b"MZ\x90\x00 a program"),
            ):
                with self.subTest(name), self.assertRaises(UserError) as refused:
                    self._filed(files=[("good.png", PNG), (name, data)])
                said = str(refused.exception)
                for word in (name.rpartition("\\")[2], "JPEG", "PNG", "PDF"):
                    self.assertIn(word, said)
            self.assertNotIn("heic", self.complaints._portal_accepted())

    def test_a_damaged_picture_is_named(self):
        with self.assertRaisesRegex(UserError, "half.png"):
            self._filed(files=[("half.png", PNG[: len(PNG) // 2])])

    def test_a_large_file_is_named(self):
        with (
            patch.object(client_complaint_portal_files, "MAX_FILE_SIZE", 10),
            self.assertRaisesRegex(UserError, "dark.png"),
        ):
            self._filed(files=[("dark.png", PNG)])

    def test_photos_of_iphones_are_read_where_the_server_can(self):
        """As Pillow reads them with the package; here a stand-in is the package."""

        def opened(file, _name):
            file.seek(12)
            picture = Image.open(io.BytesIO(file.read()))
            picture.load()
            picture.format = "HEIF"
            return picture

        self.patch(Image, "OPEN", {**Image.OPEN, "HEIF": (opened, images.is_heic)})
        self.patch(images, "HEIC_IS_READ", True)
        complaint = self._filed(files=[("IMG_0001.HEIC", HEIC[:12] + PNG)])
        file = complaint._portal_messages().attachment_ids
        self.assertEqual((file.name, file.mimetype), ("IMG_0001.jpg", "image/jpeg"))
        self.assertIn("heic", complaint._portal_accepted())

    # ------------------------------------------------------------
    # HANDLED
    # ------------------------------------------------------------

    def test_a_satisfied_client_rates_and_is_done_with(self):
        complaint = self._handled()
        self.assertEqual(complaint._portal_question(), "rate")
        self._as_client(complaint)._portal_rate("5", "4", "Quick and friendly")
        callback = complaint.callback_ids
        self.assertEqual(callback.state, "finished")
        self.assertEqual((callback.result, callback.handling_result), ("5", "4"))
        self.assertEqual(callback.client_words, "Quick and friendly")
        self.assertEqual(callback.reached_by, "mail")
        self.assertEqual(callback.attempt_ids.user_id, self.portal)
        self.assertFalse(callback.caller_id, "nobody called")
        self.assertTrue(callback.with_user(self.user_manager).rated_at)
        self.assertFalse(callback.with_user(self.user_manager).rated_from_staff)
        callback.with_user(self.user_manager).action_review()
        complaint.action_close()

    def test_still_not_solved_is_on_the_work_list(self):
        complaint = self._handled()
        with self.assertRaises(UserError):
            self._as_client(complaint)._portal_unsolved("  ")
        self._as_client(complaint)._portal_unsolved("It stops between floors again")
        callback = complaint.callback_ids
        self.assertEqual(callback.state, "reached")
        self.assertEqual(callback.result, "2")
        self.assertEqual(callback.client_words, "It stops between floors again")
        self.assertEqual(callback.activity_ids.user_id, self.user_manager)
        lines = self.env["client.work.list"].with_user(self.user_service)
        found = [line["id"] for line in lines.read_list()["lines"]]
        self.assertIn(callback.id, found)
        self.assertEqual(complaint._portal_question(), "told")
        with self.assertRaises(UserError):
            complaint.action_close()
        for again in (
            lambda: self._as_client(complaint)._portal_unsolved("Do you hear me?"),
            lambda: self._as_client(complaint)._portal_rate("5", "5"),
        ):
            with self.assertRaisesRegex(UserError, "talks to you"):
                again()
        self.assertEqual(len(complaint.callback_ids.attempt_ids), 1)

    def test_what_did_not_last_makes_the_next_round(self):
        """Satisfied on the phone, and the day after it stops again."""
        complaint = self._handled()
        first = complaint.callback_ids
        first.log_attempt("reached")
        first.result = "5"
        first.action_finish()
        self.assertEqual(complaint._portal_question(), "again")
        with self.assertRaisesRegex(UserError, "still not solved, tell us"):
            self._as_client(complaint)._portal_rate("5", "5")
        self._as_client(complaint)._portal_unsolved("It stops again")
        second = first.next_ids
        self.assertEqual(
            (second.round, second.state, second.result), (2, "reached", "2")
        )
        self.assertEqual(second.caller_id, self.user_service, "who called before")
        call = self.env.ref("visitor_management.mail_activity_type_client_callback")
        to_call = second.activity_ids.filtered_domain(
            [("activity_type_id", "=", call.id)]
        )
        self.assertEqual(to_call.user_id, self.user_service)
        self.assertTrue(complaint.dissatisfied)

    def test_while_a_department_is_at_it_nobody_is_asked(self):
        complaint = self._handled()
        order = self._order(complaint, deadline=self.company._client_today())
        self.assertEqual(complaint._portal_question(), "busy")
        with self.assertRaisesRegex(UserError, "still at it"):
            self._as_client(complaint)._portal_rate("5", "5")
        order.action_done("Replaced")
        self.assertEqual(complaint._portal_question(), "rate")

    def test_what_is_not_handled_is_not_to_be_rated(self):
        for complaint in (self._filed(), self._closed()):
            with self.assertRaisesRegex(UserError, "not to be rated"):
                self._as_client(complaint)._portal_rate("5", "5")

    def test_a_rating_has_two_answers_and_another_client_none(self):
        complaint = self._handled()
        for result, handling in (("", "5"), ("5", ""), ("6", "5"), ("5", "0")):
            with self.assertRaises(UserError):
                self._as_client(complaint)._portal_rate(result, handling)
        with self.assertRaises(AccessError):
            complaint.with_user(self.stranger)._portal_rate("5", "5")
        with self.assertRaises(AccessError):
            complaint.with_user(self.stranger)._portal_unsolved("Mine now")
        self.assertEqual(complaint.callback_ids.state, "planned")

    def test_no_colleague_answers_as_the_client(self):
        complaint = self._handled()
        partner = complaint.partner_id
        complaint.sudo().partner_id = self.user_service.partner_id
        with self.assertRaises(AccessError):
            complaint._portal_rate("5", "5")
        with self.assertRaises(AccessError):
            complaint._portal_unsolved("Mine now")
        complaint.sudo().partner_id = partner
        self._as_client(complaint)._portal_rate("1", "1")

    def test_a_link_that_was_mailed_ends_with_the_answer_on_the_portal(self):
        complaint = self._handled()
        callback = complaint.callback_ids
        token = self._mail_link(callback)
        self._as_client(complaint)._portal_rate("4", "4")
        self.assertFalse(self.env["client.callback.rating"]._of_token(token))

    def test_in_hand_since(self):
        complaint = self._filed().with_user(self.user_service)
        complaint.action_accept()
        self.assertFalse(complaint.handling_at)
        self._order(complaint, deadline=self.company._client_today())
        self.assertTrue(complaint.handling_at)
        steps = {step.code: step for _label, step in complaint._portal_steps()}
        self.assertTrue(steps["handling"].done)
        self.assertEqual(steps["handled"].by, complaint.deadline)

    # ------------------------------------------------------------
    # MAILS
    # ------------------------------------------------------------

    def _mails(self, subject):
        return self.env["mail.mail"].sudo().search([("subject", "like", subject)])

    def test_the_mail_that_it_is_handled_leads_to_the_page(self):
        complaint = self._handled()
        mail = self._mails(f"Your complaint {complaint.name} is handled")
        self.assertEqual(mail.recipient_ids, self.portal.partner_id)
        self.assertEqual(mail.state, "outgoing", "the queue sends it")
        self.assertIn(f"/my/complaints/{complaint.id}", mail.body_html)
        receipt = self._mails(f"We received your complaint {complaint.name}")
        self.assertIn(f"/my/complaints/{complaint.id}", receipt.body_html)

    def test_who_can_t_look_gets_no_such_mail(self):
        self.client.email = "chen@example.com"
        self._complaint(state="handled")  # of a client without a login
        self.company.client_mail_receipts = False
        self._handled()
        self.assertFalse(self._mails("is handled"))

    def test_the_mail_with_an_answer_has_a_button(self):
        complaint = self._filed().with_user(self.user_service)
        message = complaint.message_post(
            body="Tomorrow", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        groups = complaint._notify_get_recipients_groups(message, "Complaint")
        portal = next(values for name, _belongs, values in groups if name == "portal")
        self.assertTrue(portal["active"] and portal["has_button_access"])

    # ------------------------------------------------------------
    # CLOSED
    # ------------------------------------------------------------

    def test_a_message_on_a_closed_complaint_is_a_task_for_its_department(self):
        complaint = self._closed()
        complaint.sudo().with_context(mail_notrack=True)._write(
            {"department_id": self.engineering.id}
        )
        complaint.invalidate_recordset()
        self.user_engineer.lang = "en_US"
        self._as_client(complaint)._portal_write("It stops again")
        task = self._wrote(complaint)
        self.assertEqual(task.user_id, self.user_engineer)
        self.assertEqual(complaint.client_wrote, "It stops again")
        self.assertTrue(complaint.client_wrote_at)
        self.assertEqual(complaint.state, "closed", "somebody decides")
        self._as_client(complaint)._portal_write("Do you hear me?")
        self.assertEqual(self._wrote(complaint), task, "one while it is open")
        self.assertEqual(complaint.client_wrote, "Do you hear me?", "the last")
        complaint.action_reopen("It stops again")
        self.assertFalse(self._wrote(complaint))
        self.assertFalse(complaint.client_message_id)
        self._as_client(complaint)._portal_write("Thank you")
        self.assertFalse(self._wrote(complaint), "in hand: who follows it hears it")

    def test_a_department_without_a_head_leaves_it_to_customer_service(self):
        complaint = self._closed()
        self.service.manager_id = False
        nobody = self.env["hr.department"].create({"name": "Nobody"})
        complaint.sudo()._write({"department_id": nobody.id})
        complaint.invalidate_recordset()
        self.service.manager_id = self.manager
        self._as_client(complaint)._portal_write("It stops again")
        self.assertEqual(self._wrote(complaint).user_id, self.user_manager)

    def test_a_mail_about_a_closed_complaint_is_a_task_as_well(self):
        complaint = self._closed()
        complaint.sudo().message_post(
            body="It stops again",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            email_from="somebody@example.com",
            author_id=False,
        )
        self.assertTrue(self._wrote(complaint))
        self.assertEqual(complaint.client_wrote, "It stops again")

    def test_what_we_or_machines_write_is_no_task(self):
        complaint = self._closed()
        complaint.message_post(
            body="It stays", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        complaint.message_post(body="A note")
        complaint.sudo().with_context(client_sender=BY_MACHINE).message_post(
            body="I am on leave",
            message_type="email",
            author_id=self.portal.partner_id.id,
        )
        self.assertFalse(self._wrote(complaint))
        self.assertFalse(complaint.client_message_id)

    def test_it_may_stay_closed(self):
        complaint = self._closed()
        with self.assertRaises(UserError):
            complaint.action_stay_closed()
        self._as_client(complaint)._portal_write("Thank you")
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_engineer).action_stay_closed()
        found = complaint.search([("client_message_id", "!=", False)])
        self.assertEqual(found, complaint)
        complaint.action_stay_closed()
        self.assertEqual(complaint.state, "closed")
        self.assertFalse(complaint.client_message_id)
        self.assertFalse(self._wrote(complaint))

    def test_a_task_is_said_in_the_language_of_who_gets_it(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["visitor_management"], ["zh_CN"]
        )
        kind = self.env.ref(WROTE)
        kind.with_context(lang="zh_CN").summary = "客户来信"
        self.user_manager.lang = "zh_CN"
        complaint = self._closed()
        self._as_client(complaint)._portal_write("It stops again")
        self.assertEqual(self._wrote(complaint).summary, "客户来信")


@tagged("post_install", "-at_install")
class TestClientPortalAnswerPages(AnswerCase, HttpCase):
    """The pages, as a browser asks for them and sends their forms."""

    def setUp(self):
        super().setUp()
        self.authenticate("client_a", "client_a")

    def _page(self, path):
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        return page.text

    def _hidden(self, page, action):
        """The hidden fields of a form."""
        form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
        found = {}
        for part in form.split("<input")[1:]:
            tag = part.partition(">")[0]
            if 'type="hidden"' in tag:
                name = tag.partition('name="')[2].partition('"')[0]
                found[name] = tag.partition('value="')[2].partition('"')[0]
        self.assertEqual(found.keys(), {"csrf_token", "form_token"})
        return found

    def _post(self, path, files=None, **values):
        return self.url_open(
            path, data=values, files=files, allow_redirects=False, method="POST"
        )

    def test_a_double_click_makes_one_case(self):
        new = "/my/complaints/new"
        form = {**self._hidden(self._page(new), new), "content": "No light"}
        answers = [self._post(new, **form) for _click in range(3)]
        self.assertEqual([answer.status_code for answer in answers], [303] * 3)
        self.assertEqual(len({answer.headers["Location"] for answer in answers}), 1)
        self.assertEqual(self.complaints.search_count([]), 1)
        self.assertNotEqual(
            self._hidden(self._page(new), new)["form_token"], form["form_token"]
        )

    def test_what_is_typed_after_going_back_is_not_lost(self):
        new = "/my/complaints/new"
        form = self._hidden(self._page(new), new)
        self._post(new, **form, content="No light")
        answer = self._post(new, **form, content="And no water")
        self.assertEqual(answer.status_code, 200)
        complaint = self.complaints.search([])
        self.assertEqual(len(complaint), 1)
        self.assertIn(complaint.name, answer.text)
        box = answer.text.partition('name="text"')[2].partition("</textarea>")[0]
        self.assertIn("And no water", box)
        message = f"/my/complaints/{complaint.id}/message"
        form = self._hidden(answer.text, message)
        for _click in range(2):
            answer = self._post(message, **form, text="And no water")
            self.assertEqual(answer.status_code, 303)
        answer = self._post(message, **form, text="Nor heating")
        self.assertIn("Nor heating", answer.text)
        self.assertEqual(len(complaint.sudo()._portal_messages()), 1)

    def test_a_refused_file_keeps_what_was_typed(self):
        new = "/my/complaints/new"
        form = self._hidden(self._page(new), new)
        with patch.object(images, "HEIC_IS_READ", False):
            answer = self._post(
                new,
                **form,
                content="No light",
                remedy="A lamp",
                unit_id="",
                category_id=self.lifts.id,
                files=[
                    ("attachments", ("a.png", PNG, "image/png")),
                    ("attachments", ("IMG_1.HEIC", HEIC, "image/heic")),
                ],
            )
        self.assertEqual(answer.status_code, 200)
        page = " ".join(answer.text.split())
        for text in ("IMG_1.HEIC", "JPEG, PNG, GIF or WebP", "No light", "A lamp"):
            self.assertIn(text, page)
        self.assertRegex(page, f'value="{self.lifts.id}" selected="True"')
        self.assertRegex(page, '<option value="" selected="True">Somewhere else')
        self.assertFalse(self.complaints.search([]))

    def test_rate_and_say_that_it_is_not_solved(self):
        complaint = self._handled()
        path = f"/my/complaints/{complaint.id}"
        action = f"{path}/answer"
        form = self._hidden(self._page(path), action)
        answer = self._post(action, **form, words="Half of it", result="3")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Half of it", answer.text)
        self.assertRegex(answer.text, r'id="result3"[^>]*checked')
        for _click in range(2):
            answer = self._post(action, **form, unsolved="1", words="Half of it")
            self.assertEqual(answer.status_code, 303)
        self.assertEqual(complaint.callback_ids.state, "reached")
        self.assertEqual(len(complaint.callback_ids.attempt_ids), 1)
        page = self._page(answer.headers["Location"])
        self.assertNotIn(action, page)
        self.assertIn("We have your answer", page)
        answer = self._post(
            action, csrf_token=form["csrf_token"], unsolved="1", words="!"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(complaint.callback_ids.attempt_ids), 1)

    def test_another_answer_after_going_back_is_not_lost(self):
        complaint = self._handled()
        path = f"/my/complaints/{complaint.id}"
        form = self._hidden(self._page(path), f"{path}/answer")
        rated = {**form, "result": "4", "handling": "4", "words": ""}
        for _click in range(2):
            answer = self._post(f"{path}/answer", **rated)
            self.assertEqual(answer.status_code, 303)
        answer = self._post(f"{path}/answer", **form, unsolved="1", words="No light")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("not sent yet", answer.text)
        box = answer.text.partition('name="words"')[2].partition("</textarea>")[0]
        self.assertIn("No light", box)
        again = self._hidden(answer.text, f"{path}/answer")
        answer = self._post(f"{path}/answer", **again, unsolved="1", words="No light")
        self.assertEqual(answer.status_code, 303)
        last = complaint._rounds_sudo()[-1:]
        self.assertEqual((last.round, last.client_words), (2, "No light"))

    def test_the_form_of_a_message_is_no_answer(self):
        complaint = self._handled()
        client = self._as_client(complaint)
        client._portal_write("No light", token=TOKEN)
        with self.assertRaises(UserError):
            client._portal_unsolved("No light", token=TOKEN)

    def test_forms_take_what_they_have_and_nothing_else(self):
        complaint = self._handled()
        path = f"/my/complaints/{complaint.id}"
        form = self._hidden(self._page(path), f"{path}/answer")
        for values in (
            {"form_token": "' or 1=1"},
            {"form_token": "x"},
            {"state": "closed"},
            {"callback_id": "1"},
        ):
            answer = self._post(
                f"{path}/answer", **{**form, "result": "5", "handling": "5", **values}
            )
            self.assertEqual(answer.status_code, 400, values)
        self.authenticate("client_x", "client_x")
        token = self._hidden(self._page("/my/complaints/new"), "/my/complaints/new")
        for action in ("answer", "message"):
            answer = self._post(f"{path}/{action}", **token)
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(complaint.callback_ids.state, "planned")

    def test_a_closed_complaint_says_so_and_what_to_do(self):
        complaint = self._closed()
        page = self._page(f"/my/complaints/{complaint.id}")
        self.assertIn("This complaint is closed", page)
        self.assertIn('href="/my/complaints/new"', page)
        self.assertIn('name="text"', page)
        with mute_logger("odoo.http"):
            complaint.action_reopen("It stops again")
        page = self._page(f"/my/complaints/{complaint.id}")
        self.assertNotIn("This complaint is closed", page)
        self.assertIn("Taken Up Again", page)

    def test_progress_has_the_dates_of_the_company_in_the_clients_language(self):
        complaint = self._filed().with_user(self.user_service)
        complaint.action_accept()
        self._put(complaint.sudo(), received_at=MONDAY, accepted_at=MONDAY)
        complaint.sudo().deadline = MONDAY + timedelta(days=2, hours=8)
        page = " ".join(self._page(f"/my/complaints/{complaint.id}").split())
        self.assertIn("11/23/26, 9:00 AM", page)
        self.assertIn("11/25/26, 5:00 PM", page)
        self.assertIn("Asia/Shanghai", page)
        self.env["res.lang"]._activate_lang("zh_CN")
        path = f"/zh_CN/my/complaints/{complaint.id}"
        page = " ".join(self._page(path).split())
        self.assertIn("2026/11/25 17:00", page)

    def _tour(self):
        stops = self._handled(content="电梯又停了 The lift stops")
        dark = self._handled(content="灯不亮 No light")
        hot = self._handled(content="太热 Too hot")
        self._as_client(hot)._portal_rate("5", "5")
        hot.action_close()
        self.start_tour("/my", "client_portal_answer", login="client_a")
        self.assertEqual(stops.callback_ids.state, "reached")
        self.assertEqual(stops.callback_ids.client_words, "It stops again 又停了")
        self.assertEqual(dark.callback_ids.state, "finished")
        self.assertEqual(dark.callback_ids.result, "4")
        self.assertTrue(self._wrote(hot))

    def test_the_story_in_a_browser(self):
        self._tour()

    def test_the_story_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = ["visitor_management", "portal", "web"]
        self.env["ir.module.module"]._load_module_terms(modules, ["zh_CN"])
        self.portal.lang = "zh_CN"
        self._tour()
