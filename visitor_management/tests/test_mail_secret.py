"""A secret that is mailed stands in that mail alone, whatever becomes of the mail."""

import contextlib
import logging
import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.migration import load_script
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, file_path, mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..models.core.mail_mail import WAITS
from ..tools import keys, log_filter, mail_secret
from ..tools.mail_secret import SLOT
from .test_client_rating import RatingCase

MIGRATION = "visitor_management/migrations/19.0.1.1.0/post-mail-secret.py"
MAIL = "odoo.addons.mail.models.mail_mail"


@tagged("post_install", "-at_install")
class TestMailSecret(RatingCase):
    # ------------------------------------------------------------
    # NOWHERE ELSE
    # ------------------------------------------------------------

    def _text_columns(self):
        """Every column of every table that may hold text or bytes."""
        return self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name, c.data_type
                  FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE t.table_type = 'BASE TABLE'
                   AND table_schema = current_schema
                   AND c.data_type IN
                       ('text', 'character varying', 'character', 'bytea',
                        'json', 'jsonb', 'ARRAY')
                """
            )
        )

    def _tables_with(self, word):
        self.env.flush_all()
        found = set()
        for table, column, kind in self._text_columns():
            name = SQL.identifier(column)
            text = SQL("encode(%s, 'escape')", name) if kind == "bytea" else name
            query = SQL(
                "SELECT 1 FROM %s WHERE strpos(%s::text, %s) > 0 LIMIT 1",
                SQL.identifier(table),
                text,
                word,
            )
            with mute_logger("odoo.sql_db"):
                if self.env.execute_query(query):
                    found.add(f"{table}.{column}")
        return found

    def test_the_secret_stands_in_no_table_no_attachment_and_no_log(self):
        callback = self._callback()
        callback.action_send_rating()
        mail = self._queued(callback)
        mail.auto_delete = False
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(handler.format(record))
        logger = logging.getLogger()
        level = logging.getLogger("odoo").level
        logger.addHandler(handler)
        logging.getLogger("odoo").setLevel(logging.DEBUG)
        # without the filter: Odoo itself has nothing to tell
        sql = logging.getLogger("odoo.sql_db")
        sql.removeFilter(log_filter.FILTER)
        try:
            token = self._leave(mail)
            self.env.flush_all()
        finally:
            sql.addFilter(log_filter.FILTER)
            logging.getLogger("odoo").setLevel(level)
            logger.removeHandler(handler)
        self.assertTrue(self._link(token))
        log = "\n".join(lines)
        self.assertIn('INSERT INTO "client_callback_rating"', log)
        self.assertNotIn(token, log)
        self.assertNotIn(token[10:-10], log)
        self.assertFalse(self._tables_with(token))
        self.assertIn("mail_mail.body_html", self._tables_with(SLOT), "the control")
        for part in (self._mails[0]["body"], self._mails[0]["body_alternative"]):
            self.assertIn(token, part)
            self.assertNotIn(SLOT, part)
        self.assertIn(token, self._plain(self.emails[0]["message"]))

    def _plain(self, message):
        message = message_from_bytes(message.encode(), policy=policy.default)
        return message.get_body(("plain",)).get_content()

    def test_who_sends_it_reads_nothing(self):
        """Neither the mail nor its message, and no box of sent mail has it."""
        callback = self._callback()
        callback.action_send_rating()
        mail = self._queued(callback)
        with self.assertRaises(AccessError):
            mail.with_user(self.user_service).read(["body_html"])
        with self.assertRaises(AccessError):
            mail.mail_message_id.with_user(self.user_service).read(["body"])
        own = self.env["ir.mail_server"].new({"owner_user_id": self.user_service.id})
        self.assertFalse(mail._filter_mail_mail_servers(own))
        self.assertNotIn("vmsecret-", mail.body_html + str(mail.body))

    def test_a_preview_or_a_composer_has_no_secret(self):
        self.company.email = "service@example.com"
        callback = self._callback()
        template = self.env.ref(
            "visitor_management.mail_template_client_callback_rating"
        )
        body = template._render_field("body_html", callback.ids)[callback.id]
        self.assertNotIn("vmsecret-", body)
        self.assertNotIn(SLOT, body)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.user_service)
            .with_context(rating_url=f"https://h/client/rating#{SLOT}")
            .create(
                {
                    "model": "client.callback",
                    "res_ids": str(callback.ids),
                    "template_id": template.id,
                    "composition_mode": "comment",
                }
            )
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()
            self._new_mails.send()
        self.assertTrue(self._mails)
        self.assertFalse(callback.rating_ids)
        self.assertNotIn("vmsecret-", str(self._mails))

    def test_nobody_asks_for_the_secret_by_values_or_context(self):
        """A user may send a template, with values and a context of the own choice."""
        self.company.email = "service@example.com"
        callback = self._callback()
        wanted = {
            "secret_model": "client.callback.rating",
            "secret_about_id": callback.id,
            "secret_user_id": self.user_service.id,
        }
        mine = {
            "email_to": "mine@example.com",
            "body_html": f"/client/rating?lang=en_US#{SLOT}",
        }
        template = self.env.ref(
            "visitor_management.mail_template_client_callback_rating"
        ).with_user(self.user_service)
        for context, values in (
            ({}, wanted),
            ({f"default_{name}": each for name, each in wanted.items()}, {}),
        ):
            with self.mock_mail_gateway():
                template.with_context(**context).send_mail(
                    callback.id, force_send=True, email_values={**mine, **values}
                )
            self.assertIn("mine@example.com", self._mails[0]["email_to"])
            self.assertNotIn("vmsecret-", str(self._mails))
        self.assertFalse(callback.rating_ids)
        admin = self.env.ref("base.user_admin")
        mails = self.env["mail.mail"].with_user(admin)
        with self.assertRaises(AccessError):
            mails.create({**mine, **wanted})
        with self.assertRaises(AccessError):
            mails.create(mine).write(wanted)

    def test_what_a_mail_server_quotes_is_stored_without_the_secret(self):
        callback = self._callback()
        callback.action_send_rating()
        mail = self._queued(callback)

        def refuse(_server, message, *args, **kwargs):
            raise smtplib.SMTPException(f"554 spam: {self._plain(message.as_string())}")

        with (
            self.mock_mail_gateway(),
            patch.object(IrMail_Server, "send_email", refuse),
            self.assertLogs(MAIL, "ERROR") as logs,
        ):
            mail.send()
        token = self._mails[0]["body"].split("#vmsecret-")[1].split('"')[0]
        self.assertIn("554 spam", mail.failure_reason)
        self.assertIn("vmsecret-taken-out", mail.failure_reason)
        self.assertFalse(self._tables_with(token))
        self.assertNotIn(token, logs.output[0].split("Traceback")[0])

    def test_a_copy_or_a_forwarded_mail_has_no_secret(self):
        callback = self._callback()
        callback.action_send_rating()
        mail = self._queued(callback)
        copy = mail.copy({"email_to": "other@example.com"})
        self.assertFalse(copy.secret_model)
        self.assertEqual(self._leave(copy), SLOT)
        admin = self.env.ref("base.user_admin")
        for values in (
            {"email_to": "other@example.com"},
            {"email_cc": "other@example.com"},
            {"recipient_ids": [(4, admin.partner_id.id)]},
            {"body_html": f"https://evil.example/#{SLOT}"},
        ):
            with self.assertRaises(UserError):
                mail.with_user(admin).write(values)
        mail.with_user(admin).cancel()
        self.assertEqual(mail.state, "cancel")

    def test_an_administrator_who_sends_it_sends_a_link_that_works(self):
        """“Send & Close” in the list of mails, not only the queue."""
        callback = self._callback()
        callback.action_send_rating()
        mail = self._queued(callback).with_user(self.env.ref("base.user_admin"))
        with self.mock_mail_gateway():
            mail.sudo(False).send()
        token = self._mails[-1]["body"].split("#vmsecret-")[1].split('"')[0]
        self.assertTrue(self._link(f"vmsecret-{token}"))
        self.assertNotEqual(mail.sudo().exists().state, "exception")

    def test_nobody_else_sends_it(self):
        callback = self._callback()
        callback.action_send_rating()
        for user in (self.user_service, self.user_manager):
            mail = self._queued(callback).with_user(user).sudo(False)
            with self.mock_mail_gateway(), self.assertRaises(AccessError):
                mail.send()

    def test_it_goes_to_one_person(self):
        callback = self._callback()
        callback.email = "Chen <chen@example.com>, boss@example.com"
        callback.action_send_rating()
        mail = self._queued(callback)
        self.assertEqual(mail.email_to, '"Chen" <chen@example.com>')
        for values in (
            {"email_cc": "boss@example.com"},
            {"recipient_ids": [(4, self.client2.id)]},
            {"email_to": "chen@example.com, boss@example.com"},
        ):
            callback.action_send_rating()
            mail = self._queued(callback)
            mail.sudo().write(values)
            with mute_logger(MAIL):
                self.assertFalse(self._leave(mail))
            self.assertEqual(mail.state, "exception")
            self.assertIn("one person", mail.failure_reason)
        self.assertFalse(callback.rating_ids)

    # ------------------------------------------------------------
    # FAILED, TRIED AGAIN, SENT AGAIN
    # ------------------------------------------------------------

    def _refused(self, mail, error):
        """Send a mail that the server refuses; its secret."""
        with (
            self.mock_mail_gateway(),
            patch.object(IrMail_Server, "send_email", side_effect=error),
            mute_logger(MAIL),
        ):
            # Odoo's queue goes on, and keeps what was written
            with contextlib.suppress(smtplib.SMTPServerDisconnected):
                mail.send()
        self.assertEqual(mail.state, "exception")
        return self._mails[-1]["body"].split("#vmsecret-")[1].split('"')[0]

    def test_a_refused_retry_keeps_the_old_link(self):
        callback, token = self._asked()
        mail = self._queued(callback)
        mail.mark_outgoing()
        refused = self._refused(mail, smtplib.SMTPException("451"))
        self.assertTrue(self._link(token))
        self.assertFalse(self._link(f"vmsecret-{refused}"))
        mail.action_retry()  # an administrator's button
        again = self._leave(mail)
        self.assertTrue(self._link(again))
        self.assertFalse(self._link(token))

    def test_when_the_connection_breaks_both_links_work_until_one_arrives(self):
        callback, token = self._asked()
        mail = self._queued(callback)
        mail.mark_outgoing()
        broken = self._refused(mail, smtplib.SMTPServerDisconnected("gone"))
        self.assertTrue(self._link(token))
        self.assertTrue(self._link(f"vmsecret-{broken}"), "it may have arrived")
        mail.mark_outgoing()
        with (
            self.mock_mail_gateway(),
            patch.object(
                type(self.env["ir.mail_server"]),
                "_connect__",
                side_effect=OSError("refused"),
            ),
        ):
            mail.send()
        self.assertEqual(mail.state, "exception")
        self.assertTrue(self._link(f"vmsecret-{broken}"), "nothing was begun")
        mail.mark_outgoing()
        self._leave(mail)
        self.assertFalse(self._link(token))
        self.assertFalse(self._link(f"vmsecret-{broken}"))

    def test_sent_twice_at_once_one_mail_leaves(self):
        callback = self._callback()
        callback.action_send_rating()
        first = self._queued(callback)
        callback.action_send_rating()
        self.assertEqual(first.state, "cancel")
        self.assertEqual(self._queued(callback).state, "outgoing")

    def test_no_mail_leaves_once_the_client_was_reached(self):
        callback = self._callback()
        callback.action_send_rating()
        callback.log_attempt("reached")
        mail = self._queued(callback)
        self.assertFalse(self._leave(mail))
        self.assertEqual(mail.state, "cancel")
        self.assertFalse(callback.rating_ids)

    def test_a_mail_that_fails_is_tried_again_some_times_then_somebody_is_told(self):
        callback = self._callback()
        callback.action_send_rating()
        callback.activity_unlink(
            ["visitor_management.mail_activity_type_client_callback"]
        )
        mail = self._queued(callback)
        now = fields.Datetime.now()
        mails = self.env["mail.mail"].sudo()
        self.startPatcher(self._in_slices())
        for wait in WAITS:
            self._refused(mail, smtplib.SMTPException("451"))
            mail.flush_recordset()
            self._written(mail, now)
            with freeze_time(now + wait - timedelta(minutes=1)):
                mails._cron_retry_secrets()
            self.assertEqual(mail.state, "exception", "not yet")
            self._written(mail, now)
            with freeze_time(now + wait):
                mails._cron_retry_secrets()
            self.assertEqual(mail.state, "outgoing")
        self._refused(mail, smtplib.SMTPException("451"))
        for _ in range(2):
            with freeze_time(now + timedelta(days=9)):
                mails._cron_retry_secrets()
        self.assertEqual(mail.state, "exception")
        self.assertEqual(len(callback.activity_ids), 1)
        self.assertIn("could not be mailed", callback.activity_ids.summary)

    def _written(self, mail, at):
        mail.env.cr.execute(
            SQL("UPDATE mail_mail SET write_date = %s WHERE id = %s", at, mail.id)
        )
        mail.invalidate_recordset()

    def test_other_mails_are_left_to_odoo(self):
        other = self.env["mail.mail"].create(
            {
                "email_from": "us@b.example",
                "email_to": "a@b.example",
                "body_html": f"<p>{SLOT}</p>",
            }
        )
        with self.mock_mail_gateway():
            other.send()
        self.assertIn(SLOT, self._mails[0]["body"])
        other.write({"state": "exception"})
        with freeze_time(fields.Datetime.now() + timedelta(days=9)), self._in_slices():
            self.env["mail.mail"].sudo()._cron_retry_secrets()
        self.assertEqual(other.state, "exception")

    def test_mails_from_before_lose_their_secret(self):
        """An update takes it out of what is stored; what waits still reaches."""
        callback = self._callback()
        token = "x" * 43
        body = f'<a href="https://h/client/rating?lang=en_US#{token}">Rate</a>'
        link = self.env["client.callback.rating"].create(
            {
                "callback_id": callback.id,
                "user_id": self.user_service.id,
                "token_hash": keys.hashed(token),
                "expires_at": fields.Datetime.now() + timedelta(days=1),
            }
        )
        waiting, sent = self.env["mail.mail"].create(
            [
                {
                    "email_from": "us@b.example",
                    "email_to": "chen@example.com",
                    "body_html": body,
                    "body": body,
                    "state": state,
                }
                for state in ("outgoing", "sent")
            ]
        )
        script = load_script(file_path(MIGRATION), "migrate_mail_secret")
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.assertFalse(self._tables_with(token))
        self.assertFalse(sent.secret_model)
        self.assertTrue(link.ended_at)
        again = self._leave(waiting)
        self.assertEqual(self._link(again).callback_id, callback)
        self.assertEqual(self._link(again).user_id, self.user_service)

    # ------------------------------------------------------------
    # COMING BACK
    # ------------------------------------------------------------

    def test_what_comes_back_is_stored_without_the_secret(self):
        """Quoted by an answer, or in the whole mail, or rewritten by a scanner."""
        _callback, token = self._asked()
        original = EmailMessage()
        original["Message-Id"] = "<original@example.com>"
        original.set_content(
            f"https://scan.example/?u=https%3A%2F%2Fh%2Frating%23{token} 谢谢",
            cte="quoted-printable",
        )
        mail = EmailMessage()
        mail["From"] = "chen@example.com"
        mail["To"] = "complaints@example.com"
        mail["Message-Id"] = "<back@example.com>"
        mail["Subject"] = "Re: Are you satisfied?"
        mail.set_content(f"Not at all 谢谢\n> #{token}", cte="base64")
        mail.add_attachment(original)
        mail.add_attachment(f"#{token}".encode(), "text", "plain", filename="a.txt")
        complaint = self.env["client.complaint"].browse(
            self.env["mail.thread"].message_process(
                "client.complaint", mail.as_bytes(), save_original=True
            )
        )
        self.assertIn("Not at all 谢谢", complaint.content)
        self.assertIn("vmsecret-taken-out", complaint.content)
        self.assertIn("谢谢", str(complaint.message_ids.mapped("body")))
        self.assertFalse(self._tables_with(token))
        attachments = complaint.message_ids.attachment_ids
        self.assertGreaterEqual(len(attachments), 2)
        for attachment in attachments:
            self.assertNotIn(token.encode(), attachment.raw)
        self.assertTrue(self._link(token), "the client may still use it")

    def test_other_incoming_mail_is_untouched(self):
        mail = EmailMessage()
        mail.set_content("vms-production-server, nothing of ours 镕", charset="gb18030")
        mail.add_attachment(b"\x00\xff", "application", "octet-stream", filename="x")
        before = mail.as_bytes()
        mail_secret.take_out(mail)
        self.assertEqual(mail.as_bytes(), before)
