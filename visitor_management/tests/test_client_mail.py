from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools.mail_text import plain_text
from .client_common import ClientCommon

ADDON = Path(__file__).resolve().parent.parent
MAIL = """From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{message_id}@mail.example.com>
{headers}Content-Type: text/html; charset="utf-8"

{body}
"""
LOGGER = "odoo.addons.mail.models.mail_thread"


@tagged("post_install", "-at_install")
class TestClientMail(ClientCommon):
    """What is mailed to the address of complaints becomes one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "tower.example.com"})
        cls.company.write(
            {"alias_domain_id": domain.id, "email": "office@tower.example.com"}
        )
        cls.alias = cls.env.ref("visitor_management.mail_alias_client_complaint")
        cls.alias.write(
            {
                "alias_domain_id": domain.id,
                "alias_defaults": str({"company_id": cls.company.id}),
            }
        )
        cls.client.email = "chen@example.com"
        cls.count = 0

    def _receive(self, **values):
        """Let a mail arrive.

        :return: the complaint it came to
        """
        type(self).count += 1
        mail = {
            "sender": '"Chen Meihua" <Chen@example.com>',
            "to": "complaints@tower.example.com",
            "subject": "Lift",
            "body": "<p>It <b>stops</b> between floors</p>",
            "message_id": f"mail{self.count}",
            "headers": "",
            **values,
        }
        with mute_logger(LOGGER):
            found = self.env["mail.thread"].message_process(False, MAIL.format(**mail))
        return self.env["client.complaint"].browse(found)

    def _receipts(self, complaint):
        subject = f"We received your complaint {complaint.name}"
        return self.env["mail.mail"].search([("subject", "=", subject)])

    def test_a_mail_becomes_a_complaint_of_its_sender(self):
        complaint = self._receive()
        self.assertEqual(complaint.channel, "mail")
        self.assertEqual(complaint.partner_id, self.client)
        self.assertEqual(complaint.company_id, self.company)
        self.assertEqual(complaint.department_id, self.service)
        self.assertTrue(complaint.name.startswith("C/"))
        self.assertIn("stops", complaint.content)
        self.assertNotIn("<", complaint.content)
        self.assertTrue(complaint.content.startswith("Lift\n"))
        self.assertEqual(complaint.activity_ids.user_id, self.user_manager)
        receipt = self._receipts(complaint)
        self.assertEqual(receipt.recipient_ids, self.client)
        self.assertEqual(receipt.state, "outgoing", "the queue sends it")

    def test_an_unknown_sender_makes_no_contact(self):
        before = self.env["res.partner"].search_count([])
        complaint = self._receive(sender="Zhou <zhou@elsewhere.example.com>")
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.contact_name, "Zhou")
        self.assertEqual(complaint.email, "zhou@elsewhere.example.com")
        receipt = self._receipts(complaint)
        self.assertIn("zhou@elsewhere.example.com", receipt.email_to)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_a_shared_address_is_nobody_in_particular(self):
        self.client2.email = "CHEN@example.com"
        self.assertFalse(self._receive().partner_id)

    def test_a_contact_of_another_company_is_not_ours(self):
        self._other_company()
        self.client.company_id = self.company2
        self.assertFalse(self._receive().partner_id)

    def test_an_answer_comes_to_the_same_complaint(self):
        complaint = self._receive(message_id="first")
        again = self._receive(
            message_id="second",
            subject="Re: Lift",
            body="<p>It stopped again</p>",
            headers="In-Reply-To: <first@mail.example.com>\n",
        )
        self.assertEqual(again, complaint)
        self.assertEqual(len(complaint._portal_messages()), 2)
        self.assertEqual(
            self.env["client.complaint"].search_count(
                [("partner_id", "=", self.client.id)]
            ),
            1,
        )

    def test_a_machine_that_writes_again_and_again_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        made = [self._receive(sender="loop@example.com") for _ in range(5)]
        self.assertEqual(len(list(filter(None, made))), 3)
        kept = self.env["client.mail.stray"].search(
            [("sender_email", "=", "loop@example.com")]
        )
        self.assertEqual(kept.mapped("reason"), ["flood"] * 2, "nothing is lost")

    def test_an_answering_machine_makes_no_case_and_gets_no_receipt(self):
        before = self.env["client.complaint"].search([])
        mails = self.env["mail.mail"].search([])
        self.assertFalse(self._receive(headers="Auto-Submitted: auto-replied\n"))
        self.assertEqual(self.env["client.complaint"].search([]), before)
        self.assertEqual(self.env["mail.mail"].search([]), mails)

    def test_receipts_can_be_switched_off(self):
        self.company.client_mail_receipts = False
        self.assertFalse(self._receipts(self._receive()))

    def test_the_receipt_speaks_the_language_of_the_client(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref(
            "visitor_management.mail_template_client_complaint_received"
        )
        template.with_context(lang="zh_CN").subject = "投诉 {{ object.name }}"
        self.client.lang = "zh_CN"
        complaint = self._receive()
        receipt = self.env["mail.mail"].search(
            [("subject", "=", f"投诉 {complaint.name}")]
        )
        self.assertTrue(receipt)

    def test_what_a_client_writes_is_never_a_template(self):
        complaint = self._receive(
            subject="{{ object.env.user.login }}", body="<t t-out='7*7'/>${7*7} {{7*7}}"
        )
        receipt = self._receipts(complaint)
        self.assertIn("{{ object.env.user.login }}", receipt.body_html)
        self.assertNotIn("49", receipt.body_html)

    def test_the_address_is_a_setting_of_each_company(self):
        self._other_company()
        self.company2.alias_domain_id = self.env["mail.alias.domain"].create(
            {"name": "neighbours.example.com"}
        )
        settings = (
            self.env["res.config.settings"]
            .with_company(self.company2)
            .create({"client_complaint_alias_name": "help"})
        )
        settings.execute()
        complaint = self._receive(to="help@neighbours.example.com")
        self.assertEqual(complaint.company_id, self.company2)
        self.assertFalse(complaint.department_id)
        self.assertEqual(self.company2.client_complaint_alias_id.alias_name, "help")


@tagged("post_install", "-at_install")
class TestMailText(TransactionCase):
    def test_the_words_of_a_mail_stay_readable(self):
        for html, text in (
            ("<p>The <b>lift</b> is <em>broken</em></p>", "The lift is broken"),
            ('<p>一楼<strong style="color: red">电梯</strong>坏了</p>', "一楼电梯坏了"),
            ("<h1>Lift</h1><p>It <strong>stops</strong></p>", "Lift\nIt stops"),
            ("<div>One</div><div>Two<br>Three</div>", "One\nTwo\nThree"),
            ("<ul><li>Lift</li><li><b>Door</b></li></ul>", "- Lift\n- Door"),
            ("<p>2 &lt; 3 &amp; 4 * 5</p>", "2 < 3 & 4 * 5"),
            ("as *typed*", "as *typed*"),
            ('<a href="https://a.example">here</a>', "here"),
            ("<!-- nothing -->", ""),
            ('<?xml version="1.0" encoding="gbk"?><p>电\x00梯</p>', "电梯"),
            ("", ""),
            (False, ""),
        ):
            with self.subTest(html=html):
                self.assertEqual(plain_text(html), text)

    def test_no_mail_is_made_plain_otherwise(self):
        """Odoo's own way marks bold words with asterisks."""
        found = {
            path.name
            for folder in ("models", "controllers", "wizard", "report", "tools")
            for path in (ADDON / folder).rglob("*.py")
            if "html2plaintext" in path.read_text("utf-8")
        }
        self.assertEqual(found, {"mail_text.py"})
