import base64
import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from ..models.complaint import client_mail_stray
from .mail_common import MailCommon

MULTIPART = 'Content-Type: multipart/mixed; boundary="b"'
REPORT = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
OUTLOOK = (
    "Auto-Submitted: auto-generated",
    "X-Auto-Response-Suppress: All",
    "X-MS-Exchange-Inbox-Rules-Loop: chen@example.com",
    "Content-Language: zh-CN",
)
GMAIL = (
    "Auto-Submitted: auto-replied",
    "X-Autoreply: yes",
    "Precedence: bulk",
    "Return-Path: <>",
)
BOUNCE = """--b
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; chen@example.com
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: We received your complaint

--b--
"""


@tagged("post_install", "-at_install")
class TestMailStray(MailCommon, MailCase):
    """Machines make no case, and what they wrote is not lost."""

    def test_machines_make_no_case_and_get_no_receipt(self):
        for reason, headers, values in (
            ("automatic", OUTLOOK, {"Subject": "Automatic reply: Lift"}),
            ("automatic", GMAIL, {}),
            ("automatic", (), {"Subject": "=?gb18030?B?19S2r7vYuLQ6IMT6usM=?="}),  # QQ
            (
                "list",
                ("List-Id: <tenants.example.com>", "Precedence: list"),
                {"From": "news@example.com"},
            ),
            ("bulk", ("Precedence: bulk",), {"From": "offers@example.com"}),
            ("own", (), {"From": "Office <Office@tower.example.com>"}),
            ("own", (), {"From": "help-desk@tower.example.com"}),
            ("own", (), {"From": "catchall@tower.example.com"}),
        ):
            with self.subTest(reason=reason, headers=headers, values=values):
                before = self._kept()
                self.assertFalse(self._receive(*headers, **values))
                kept = self._kept() - before
                self.assertEqual(kept.reason, reason)
                self.assertIn("between floors", kept.content)
        self.assertFalse(self._cases())
        self.assertFalse(self._queued())

    def test_a_person_makes_a_case_and_nothing_is_kept_apart(self):
        complaint = self._receive("Auto-Submitted: no", "X-Mailer: Foxmail 7.2")
        self.assertEqual(complaint.partner_id, self.client)
        self.assertFalse(self._kept())

    def test_the_original_is_there_with_its_files(self):
        body = (
            "--b\r\nContent-Type: text/plain\r\n\r\nI am away\r\n"
            '--b\r\nContent-Type: text/plain; name="a.txt"\r\n'
            'Content-Disposition: attachment; filename="a.txt"\r\n\r\nannex\r\n--b--'
        )
        self._receive("Auto-Submitted: auto-replied", MULTIPART, body=body)
        kept = self._kept()
        original = base64.b64decode(kept.original)
        self.assertIn(b"Auto-Submitted: auto-replied", original)
        self.assertIn(b"annex", original)
        self.assertEqual(kept.sender_email, "chen@example.com")
        self.assertEqual(kept.sender_name, "Chen Meihua")
        self.assertEqual(kept.subject, "Lift")

    def test_a_second_delivery_is_not_kept_again(self):
        raw = self._raw(*GMAIL)
        self._deliver(raw)
        self._deliver(raw)
        self.assertEqual(len(self._kept()), 1)

    def test_mails_of_other_apps_go_their_way(self):
        partners = self.env["ir.model"]._get_id("res.partner")
        self.env["mail.alias"].create(
            {
                "alias_name": "people",
                "alias_domain_id": self.alias.alias_domain_id.id,
                "alias_model_id": partners,
            }
        )
        raw = self._raw(*GMAIL, To="people@tower.example.com")
        found = self.env["mail.thread"].message_process(False, raw)
        self.assertEqual(self.env["res.partner"].browse(found).name, "Lift")
        self.assertFalse(self._kept())

    def test_no_call_brings_a_parsed_mail(self):
        threads = self.env["client.complaint"].with_user(self.user_engineer)
        for mail in ("Subject: Lift", {"Subject": "Lift"}, False):
            with self.subTest(mail=mail):
                self.assertRaises(ValueError, threads.message_parse, mail)
                self.assertRaises(TypeError, threads.message_route, mail, {})

    # ------------------------------------------------------------
    # RECEIPTS AND LOOPS
    # ------------------------------------------------------------

    def _left(self, subject):
        """A mail that waits, as it leaves."""
        with self.mock_mail_gateway():
            self._queued().send()
        [mail] = [each for each in self._mails if each["subject"] == subject]
        return mail

    def _receipt(self, complaint):
        return self._left(f"We received your complaint {complaint.name}")

    def _handled(self, complaint):
        """What a client with a login is told by mail when it is handled."""
        new_test_user(
            self.env,
            "chen",
            groups="base.group_portal",
            partner_id=self.client.id,
            email=self.client.email,
        )
        complaint = complaint.with_user(self.user_service)
        complaint.action_accept()
        complaint.action_handled()
        return self._left(f"Your complaint {complaint.name} is handled")

    def test_a_receipt_says_that_a_machine_wrote_it(self):
        complaint = self._receive(Message_ID="<first@example.com>")
        receipt = self._receipt(complaint)
        headers = receipt["headers"]
        self.assertEqual(headers["Auto-Submitted"], "auto-replied")
        self.assertEqual(headers["X-Auto-Response-Suppress"], "All")
        self.assertEqual(headers["Precedence"], "bulk")
        self.assertIn("help-desk@tower.example.com", receipt["reply_to"])
        self.assertIn("<first@example.com>", receipt["references"])

    def test_that_it_is_handled_says_so_too(self):
        handled = self._handled(self._receive())
        self.assertEqual(handled["headers"]["Auto-Submitted"], "auto-generated")
        self.assertEqual(handled["headers"]["X-Auto-Response-Suppress"], "All")
        self.assertIn("help-desk@tower.example.com", handled["reply_to"])

    def test_a_link_to_rate_says_so_too(self):
        callback = self._callback()
        callback.action_send_rating()
        mails_sudo = self.env["mail.mail"].sudo()
        mail = mails_sudo.search([("secret_about_id", "=", callback.id)])
        self.assertIn("'Auto-Submitted': 'auto-generated'", mail.headers)

    def test_what_staff_writes_is_answered_to_the_same_address(self):
        complaint = self._receive()
        message = complaint.with_user(self.user_service).message_post(
            body="We come tomorrow", subtype_xmlid="mail.mt_comment"
        )
        self.assertIn("help-desk@tower.example.com", message.reply_to)
        answer = self._receive(f"References: <old@example.com> {message.message_id}")
        self.assertEqual(answer, complaint)

    def test_two_of_us_do_not_write_to_each_other_for_ever(self):
        complaint = self._receive(From="Other desk <desk@other.example.com>")
        receipt = self._receipt(complaint)
        lines = [f"{name}: {value}" for name, value in receipt["headers"].items()]
        self.assertFalse(
            self._receive(
                *lines,
                From="desk@other.example.com",
                Subject=f"We received your complaint {complaint.name}",
            )
        )
        self.assertFalse(self._queued())
        self.assertEqual(self._cases(), complaint)

    def test_an_absence_that_answers_a_receipt_stands_beside_the_complaint(self):
        complaint = self._receive()
        receipt = self._receipt(complaint)
        before = complaint.message_ids
        self._receive(*GMAIL, f"In-Reply-To: {receipt['message_id']}")
        self.assertEqual(self._kept().answers_id, complaint)
        self.assertEqual(complaint.message_ids, before)
        self._kept().with_user(self.user_service).action_make_case()
        self.assertEqual(self._kept().complaint_id, complaint)
        self.assertEqual(len(complaint.message_ids - before), 1)

    def test_a_receipt_that_comes_back_is_kept(self):
        complaint = self._receive()
        receipt = self._receipt(complaint)
        for to in ("bounce@tower.example.com", "help-desk@tower.example.com"):
            self._receive(
                REPORT,
                body=BOUNCE.format(message_id=receipt["message_id"]),
                From="MAILER-DAEMON@mx.example.com",
                To=to,
            )
        self.assertEqual(self._kept().mapped("reason"), ["bounce", "bounce"])
        self.assertEqual(self._kept().answers_id, complaint)
        self.assertEqual(self._cases(), complaint)
        self.assertFalse(self._queued())

    def test_a_bounce_of_other_apps_is_not_ours(self):
        self._receive(
            From="MAILER-DAEMON@mx.example.com", To="bounce@tower.example.com"
        )
        self.assertFalse(self._kept())

    # ------------------------------------------------------------
    # ANSWERS
    # ------------------------------------------------------------

    def test_an_answer_to_a_receipt_joins_by_its_reference(self):
        complaint = self._receive()
        receipt = self._receipt(complaint)
        self.assertEqual(
            self._receive(f"In-Reply-To: {receipt['message_id']}"), complaint
        )
        self.assertEqual(self._cases(), complaint)

    def test_an_answer_to_the_mail_that_it_is_handled_joins_too(self):
        complaint = self._receive()
        handled = self._handled(complaint)
        self.assertEqual(
            self._receive(
                f"In-Reply-To: {handled['message_id']}", body="Still between floors"
            ),
            complaint,
        )
        self.assertEqual(self._cases(), complaint)

    def test_an_answer_joins_by_number_from_who_is_known(self):
        complaint = self._receive()
        colleague = {"name": "Zhou", "parent_id": self.client.id}
        self.env["res.partner"].create({**colleague, "email": "zhou@example.com"})
        for sender in ("CHEN@example.com", "Zhou <zhou@example.com>"):
            with self.subTest(sender=sender):
                found = self._receive(
                    From=sender, Subject=f"Re: received your complaint {complaint.name}"
                )
                self.assertEqual(found, complaint)
        self.assertEqual(self._cases(), complaint)

    def test_a_number_is_not_enough_for_a_stranger(self):
        complaint = self._receive()
        other = self._receive(
            From="eve@elsewhere.example.com", Subject=f"Re: {complaint.name}"
        )
        self.assertNotEqual(other, complaint)
        self.assertFalse(other.partner_id)

    # ------------------------------------------------------------
    # FORGED SENDERS
    # ------------------------------------------------------------

    def test_a_forged_sender_is_booked_on_nobody(self):
        self.company.client_mail_servers = "mx.tower.example.com, mx2.tower.example.com"
        forged = self._receive(
            "Authentication-Results: mx2.tower.example.com; dmarc=fail",
            "Authentication-Results: mx2.tower.example.com; dmarc=pass",
        )
        self.assertEqual(forged.sender_check, "failed")
        self.assertFalse(forged.partner_id)
        self.assertFalse(forged.message_ids.author_id & self.client)
        self.assertFalse(forged.message_partner_ids & self.client)
        self.assertEqual(forged.email, "chen@example.com")
        self.assertFalse(self._receipts(), "the address is somebody else's")

    def test_a_forged_answer_comes_into_nobodys_complaint(self):
        complaint = self._receive(Message_ID="<first@example.com>")
        self.company.client_mail_servers = "mx.tower.example.com"
        before = complaint.message_ids
        for headers in (["In-Reply-To: <first@example.com>"], []):
            forged = self._receive(
                "Authentication-Results: mx.tower.example.com; spf=fail",
                *headers,
                Subject=f"Re: {complaint.name}",
            )
            self.assertNotEqual(forged, complaint)
            self.assertEqual(forged.sender_check, "failed")
            self.assertFalse(forged.partner_id)
        self.assertEqual(complaint.message_ids, before)

    def test_who_is_confirmed_or_not_judged_is_booked(self):
        judged = "Authentication-Results: mx.tower.example.com; dmarc=%s"
        self.assertEqual(self._receive(judged % "fail").partner_id, self.client)
        self.company.client_mail_servers = "mx.tower.example.com"
        passed = self._receive(judged % "pass")
        self.assertEqual(passed.partner_id, self.client)
        self.assertEqual(passed.sender_check, "passed")
        self.assertFalse(self._receive().sender_check)

    # ------------------------------------------------------------
    # TOO MUCH
    # ------------------------------------------------------------

    def test_who_floods_makes_no_thousand_cases(self):
        with freeze_time(fields.Datetime.now()):
            for _i in range(13):
                self._receive(From="flood@example.com")
            self.assertEqual(len(self._cases()), 10)
            self.assertEqual(self._kept().mapped("reason"), ["flood"] * 3)
            self.assertTrue(self._receive(), "others still make theirs")
        later = fields.Datetime.now() + timedelta(hours=1, minutes=1)
        with freeze_time(later):
            self.assertTrue(self._receive(From="flood@example.com"))

    def test_who_writes_in_a_clients_name_does_not_silence_the_client(self):
        self.company.client_mail_servers = "mx.tower.example.com"
        failed = "Authentication-Results: mx.tower.example.com; dmarc=fail"
        with freeze_time(fields.Datetime.now()):
            for _i in range(12):
                self._receive(failed)
            self.assertEqual(self._kept().mapped("reason"), ["flood"] * 2)
            self.assertEqual(self._receive().partner_id, self.client)

    def test_answers_are_bounded_too(self):
        complaint = self._receive(Message_ID="<first@example.com>")
        for _i in range(31):
            self._receive("In-Reply-To: <first@example.com>")
        self.assertEqual(self._kept().mapped("reason"), ["flood"] * 2)
        self.assertEqual(self._kept().answers_id, complaint)

    def test_who_may_write_as_much_as_he_likes_does(self):
        self.env["mail.gateway.allowed"].create({"email": "flood@example.com"})
        for _i in range(12):
            self._receive(From="flood@example.com")
        self.assertFalse(self._kept())

    def test_a_robot_that_never_stops_does_not_fill_the_disk(self):
        self.patch(client_mail_stray, "MOST_WHOLE", 1)
        self.patch(client_mail_stray, "MOST", 2)
        start = fields.Datetime.now()
        with freeze_time(start):
            for _i in range(2):
                self._receive(*GMAIL)
            with self.assertLogs(client_mail_stray.__name__, "WARNING") as logged:
                self._receive(*GMAIL, From="CHEN@example.com")
            self._receive(*GMAIL, From="away@example.com")
        self.assertNotIn("@", "".join(logged.output), "no names in the log")
        strays = self._kept().sorted("id")
        of_robot, of_other = strays[:-1], strays[-1:]
        self.assertEqual([bool(each.original) for each in of_robot], [True, False])
        self.assertTrue(of_other.original, "others are still kept whole")
        text = of_robot[1].with_user(self.user_service)
        self.assertIn("between floors", text.content)
        with self.assertRaisesRegex(UserError, "copy the text"):
            text.action_make_case()
        with freeze_time(start + timedelta(hours=1, minutes=1)):
            self._receive(*GMAIL)
        self.assertTrue((self._kept() - strays).original, "an hour later again")

    def test_who_names_two_senders_is_bounded_as_well(self):
        for _i in range(11):
            self._receive(From="flood@example.com, other@example.com")
        self.assertEqual(self._kept().reason, "flood")

    def test_files_beyond_the_bounds_are_left_out_and_named(self):
        large = base64.b64encode(b"x" * (10 * 1024 * 1024 + 1)).decode()
        body = (
            "--b\r\nContent-Type: text/plain\r\n\r\nSee the film\r\n--b\r\n"
            'Content-Type: video/mp4; name="film.mp4"\r\n'
            "Content-Transfer-Encoding: base64\r\n"
            f'Content-Disposition: attachment; filename="film.mp4"\r\n\r\n{large}\r\n'
            "--b--"
        )
        complaint = self._receive(MULTIPART, body=body)
        self.assertFalse(complaint.message_ids.attachment_ids)
        self.assertIn("film.mp4", complaint.content)
        self.assertIn("See the film", complaint.content)

    # ------------------------------------------------------------
    # CHINESE
    # ------------------------------------------------------------

    def test_chinese_mails_arrive_as_they_were_written(self):
        title = "关于朱镕基大厦电梯与喆先生的投诉"
        raw = title.encode("gb18030")
        cut = "\r\n ".join(
            f"=?gb2312?B?{base64.b64encode(each).decode()}?="
            for each in (raw[:15], raw[15:])
        )
        name = base64.b64encode("㤘镕.txt".encode("gb18030")).decode()
        body = (
            b"--b\r\nContent-Type: text/html; charset=gb2312\r\n\r\n<p>"
            + "镕、喆、㤘、𠀀".encode("gb18030")
            + b"</p>\r\n--b\r\nContent-Type: text/plain; charset=gb2312\r\n"
            + b"Content-Disposition: attachment;\r\n"
            + f' filename="=?gb2312?B?{name}?="'.encode()
            + b"\r\n\r\n"
            + "喆".encode("gb18030")
            + b"\r\n--b--"
        )
        sender = base64.b64encode("喆㤘".encode("gb18030")).decode()
        complaint = self._receive(
            MULTIPART,
            body=body,
            Subject=cut,
            From=f'"=?GBK?B?{sender}?=" <zhe@example.com>',
        )
        self.assertIn(title, complaint.content)
        self.assertIn("镕、喆、㤘、𠀀", complaint.content)
        self.assertEqual(complaint.contact_name, "喆㤘")
        self.assertEqual(complaint.message_ids.attachment_ids.name, "㤘镕.txt")

    # ------------------------------------------------------------
    # MAKE A CASE
    # ------------------------------------------------------------

    def test_a_case_is_made_as_if_the_mail_had_come(self):
        body = (
            "--b\r\nContent-Type: text/plain\r\n\r\nThe lift again\r\n"
            '--b\r\nContent-Type: application/pdf; name="a.pdf"\r\n'
            'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF\r\n--b--'
        )
        self._receive("Precedence: bulk", MULTIPART, body=body)
        kept = self._kept().with_user(self.user_service)
        action = kept.action_make_case()
        complaint = self.env["client.complaint"].browse(action["res_id"])
        self.assertEqual(complaint, self._cases())
        self.assertEqual(complaint.partner_id, self.client)
        self.assertEqual(complaint.channel, "mail")
        self.assertEqual(complaint.received_at, kept.received_at)
        self.assertEqual(complaint.department_id, self.service)
        self.assertIn("The lift again", complaint.content)
        self.assertEqual(complaint.message_ids.attachment_ids.name, "a.pdf")
        self.assertFalse(self._receipts(), "a machine is not answered")
        self.assertEqual(kept.complaint_id.id, complaint.id)
        self.assertEqual(kept.action_make_case(), action, "pressed twice")
        self.assertEqual(self._cases(), complaint)

    def test_a_case_of_a_flood_is_answered(self):
        for _i in range(11):
            self._receive(From="flood@example.com")
        before = len(self._receipts())
        self._kept().with_user(self.user_service).action_make_case()
        self.assertEqual(len(self._receipts()), before + 1)

    def test_a_forged_one_stays_marked(self):
        self.company.client_mail_servers = "mx.tower.example.com"
        self._receive(
            "Authentication-Results: mx.tower.example.com; dmarc=fail", *GMAIL
        )
        self._kept().with_user(self.user_service).action_make_case()
        self.assertEqual(self._cases().sender_check, "failed")
        self.assertFalse(self._cases().partner_id)

    def test_only_customer_service_reads_and_makes(self):
        self._receive(*GMAIL)
        for user in (self.user_engineer, self.user_leader):
            kept = self._kept().with_user(user)
            self.assertRaises(AccessError, kept.read, ["content"])
            self.assertRaises(AccessError, kept.action_make_case)
            self.assertRaises(AccessError, kept.action_set_aside)
        self._kept().with_user(self.user_service).action_set_aside()
        self.assertFalse(self._kept())

    # ------------------------------------------------------------
    # HOW LONG
    # ------------------------------------------------------------

    def test_after_ninety_days_it_is_gone_with_its_original(self):
        self._receive(*GMAIL)
        kept = self._kept()
        kept.action_set_aside()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", kept._name), ("res_id", "=", kept.id)]
            + [("res_field", "=", "original")]
        )
        self.assertTrue(files)
        with freeze_time(kept.received_at + timedelta(days=90)):
            kept._gc_old()
        self.assertTrue(kept.exists())
        with freeze_time(kept.received_at + timedelta(days=90, seconds=1)):
            kept._gc_old()
        self.assertFalse(kept.exists())
        self.assertFalse(files.exists())

    def test_a_secret_in_a_mail_that_comes_back_is_not_kept(self):
        secret = "vmsecret-" + "a" * 40
        self._receive(*GMAIL, body=f"> https://example.com/#{secret}")
        self.assertNotIn(secret.encode(), base64.b64decode(self._kept().original))
        self.assertFalse(re.search("aaaa", self._kept().content))
