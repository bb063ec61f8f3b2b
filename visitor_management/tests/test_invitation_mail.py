"""The mails of an invitation as they leave: MIME trees, calendar files, languages."""

from email.utils import parseaddr
from smtplib import SMTPException
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .invitation_common import NOW, START, InvitationCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestInvitationMail(InvitationCommon):
    def _tree(self, message):
        return [
            (part.get_content_type(), part.get_content_disposition())
            for part in message.walk()
        ]

    # ------------------------------------------------------------
    # MIME
    # ------------------------------------------------------------

    def test_mail_programs_find_the_file_and_the_picture_where_they_look(self):
        person = self._invited()
        message = self._leaves()
        self.assertEqual(
            self._tree(message),
            [
                ("multipart/mixed", None),
                ("multipart/alternative", None),
                ("text/plain", None),
                ("multipart/related", None),
                ("text/html", None),
                ("image/png", "inline"),
                ("text/calendar", None),
                ("text/calendar", "attachment"),
            ],
        )
        picture = next(
            part for part in message.walk() if part.get_content_type() == "image/png"
        )
        self.assertEqual(picture["Content-ID"], "<pass.png>")
        html = self._part(message, "text/html")
        self.assertIn('src="cid:pass.png"', html)
        self.assertNotIn("http", html.partition("<img")[2].partition(">")[0])
        self.assertNotIn("cid:", self._part(message, "text/plain"))
        self.assertEqual(message["To"], "Zhang Wei <zhang.wei@acme.example>")
        for mark in ("X-Visitor-Calendar", "X-Visitor-Pictures"):
            self.assertNotIn(mark, message)
        code = person.sudo().pass_ids.short_code
        for text in (html, self._part(message, "text/plain")):
            self.assertIn(f"{code[:4]} {code[4:]}", text)
            self.assertIn(f"/visitor/invite#{self._secret(message)}", text)

    def test_the_picture_is_the_code_of_the_pass(self):
        from ..tools import qr_code

        person = self._invited()
        message = self._leaves()
        token = person.sudo().pass_ids._own_token()
        self.assertEqual(self._part(message, "image/png"), qr_code.png(token))

    def test_invitation_change_and_call_off(self):
        """Three mails in a row: one UID, higher numbers, the method that is meant."""
        person = self._invited()
        visit = person.visit_id
        invited = self._leaves()
        visit.start = START.replace(hour=6)
        changed = self._leaves()
        visit.action_cancel("Ill")
        cancelled = self._leaves()
        files = [self._calendar(each) for each in (invited, changed, cancelled)]
        self.assertEqual(
            [method for method, _lines in files], ["REQUEST", "REQUEST", "CANCEL"]
        )
        self.assertEqual(len({lines["UID"] for _method, lines in files}), 1)
        numbers = [int(lines["SEQUENCE"]) for _method, lines in files]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(
            [lines["STATUS"] for _method, lines in files],
            ["CONFIRMED", "CONFIRMED", "CANCELLED"],
        )
        self.assertEqual(files[0][1]["DTSTART"], "20290306T010000Z")
        self.assertEqual(files[1][1]["DTSTART"], "20290306T060000Z")
        for message, (_method, lines) in zip(
            (invited, changed, cancelled), files, strict=True
        ):
            sender = parseaddr(message["From"])[1]
            self.assertEqual(lines["ORGANIZER"], f"mailto:{sender}")
            self.assertEqual(sender, "catchall@harbour.example.com")
            self.assertEqual(lines["ATTENDEE"], "mailto:zhang.wei@acme.example")
        self.assertIn("does not take place", self._part(cancelled, "text/html"))
        self.assertNotIn("/visitor/invite", self._part(cancelled, "text/html"))
        self.assertNotIn("image/png", [kind for kind, _where in self._tree(cancelled)])

    def test_what_changes_is_told(self):
        person = self._invited()
        visit = person.visit_id.with_user(self.user_reception)
        self._leave()
        site = self.env["visitor.site"].create({"name": "Annex", "tz": self.tz})
        for values in (
            {"start": START.replace(hour=4)},
            {"site_id": site.id},
            {"host_id": self.employee2.id},
            {"headcount": 3},
        ):
            visit.write(values)
            self.assertEqual(len(self._leave()), 1, values)
        visit.purpose = "Audit"
        self.assertFalse(self._leave(), "nothing to tell the calendar")

    def test_several_changes_make_one_mail_and_none_if_taken_back(self):
        person = self._invited()
        visit = person.visit_id
        visit.start = START.replace(hour=4)
        message = self._leaves()
        self.assertIn("expects you", self._part(message, "text/html"), "the first one")
        visit.start = START.replace(hour=6)
        visit.start = START.replace(hour=8)
        message = self._leaves()
        self.assertEqual(self._calendar(message)[1]["DTSTART"], "20290306T080000Z")
        visit.start = START.replace(hour=6)
        visit.start = START.replace(hour=8)
        self.assertFalse(self._leave())

    def test_who_was_never_written_to_hears_of_nothing(self):
        person = self._invited()
        person.visit_id.action_cancel("Ill")
        self.assertFalse(self._leave())

    def test_one_person_is_cancelled(self):
        people = self._invited(
            [
                {"name": "Zhang Wei", "email": "zhang.wei@acme.example"},
                {"name": "Li Na", "email": "li.na@acme.example"},
            ]
        )
        self._leave()
        people[0].action_cancel()
        message = self._leaves()
        self.assertIn("zhang.wei@acme.example", message["To"])
        self.assertEqual(self._calendar(message)[0], "CANCEL")

    def test_companions_never_see_each_other(self):
        self._invited(
            [
                {"name": "Zhang Wei", "email": "zhang.wei@acme.example"},
                {"name": "Li Na", "email": "li.na@acme.example"},
            ]
        )
        for message, other in zip(
            sorted(self._leave(), key=lambda each: each["To"]),
            ("Zhang Wei", "Li Na"),
            strict=True,
        ):
            whole = " ".join(
                str(part.get_content())
                for part in message.walk()
                if part.get_content_maintype() == "text"
            )
            self.assertNotIn(other, whole)
            self.assertNotIn(other.split()[0].lower() + ".", whole)

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    def test_each_in_their_own_language_on_the_clock_of_the_site(self):
        self.site.write(
            {"directions": "Line 2, exit 4", "map_url": "https://map.example/x?a=1&b=2"}
        )
        self.site.with_context(lang="zh_CN").directions = "地铁2号线4号口"
        self._invited(
            [
                {"name": "Zoe", "email": "zoe@acme.example", "lang": "en_US"},
                {"name": "王芳", "email": "fang@acme.example", "lang": "zh_CN"},
            ]
        )
        english, chinese = sorted(self._leave(), key=lambda each: each["To"])
        self.assertIn("Tuesday, March 6, 2029 9:00", self._part(english, "text/plain"))
        self.assertIn("2029年3月6日星期二", self._part(chinese, "text/plain"))
        self.assertIn("Asia/Shanghai", self._part(english, "text/plain"))
        self.assertIn("Line 2, exit 4", self._part(english, "text/html"))
        self.assertIn(
            'href="https://map.example/x?a=1&amp;b=2"', self._part(english, "text/html")
        )
        self.assertIn("地铁2号线4号口", self._part(chinese, "text/html"))
        *_all, part = chinese.walk()
        self.assertIn("SUMMARY;LANGUAGE=zh-CN:", part.get_content())

    def test_what_to_bring_and_what_is_still_to_do(self):
        self.kind.write({"id_required": True, "photo_required": True})
        self._invited()
        text = self._part(self._leaves(), "text/plain")
        self.assertIn("Show your identity document at reception.", text)
        self.assertIn("Your photo", text)

    # ------------------------------------------------------------
    # SECRETS
    # ------------------------------------------------------------

    def test_only_system_administrators_read_it(self):
        person = self._invited()
        mail = self._queue()
        for user in (self.user_host, self.user_reception, self.user_admin):
            with self.assertRaises(AccessError):
                mail.with_user(user).read(["email_to"])
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("id", "=", mail.mail_message_id.id)]))
        self.assertFalse(
            person.visit_id.message_ids.filtered(
                lambda each: each.subject == mail.subject
            )
        )

    def test_the_secret_stands_in_no_text_of_the_database(self):
        self._invited()
        message = self._leaves()
        secret = self._secret(message)
        token = self._part(message, "image/png")
        self.assertTrue(secret.startswith("vmsecret-") and token)
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name
                  FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE t.table_type = 'BASE TABLE'
                   AND table_schema = current_schema
                   AND c.data_type IN ('text', 'character varying', 'json', 'jsonb')
                """
            )
        )
        with mute_logger("odoo.sql_db"):
            for table, column in columns:
                found = self.env.execute_query(
                    SQL(
                        "SELECT 1 FROM %s WHERE strpos(%s::text, %s) > 0 LIMIT 1",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        secret,
                    )
                )
                self.assertFalse(found, f"{table}.{column}")

    # ------------------------------------------------------------
    # MANY, AND WHAT GOES WRONG
    # ------------------------------------------------------------

    def test_thirty_people_are_thirty_mails_in_as_many_queries(self):
        def queries(count):
            visit = self._invited_visit(
                [
                    {"name": f"Guest {each}", "email": f"g{each}@acme.example"}
                    for each in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            visit.action_submit()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(2)  # what is read once stays known
        few, many = queries(5), queries(30)
        self.assertEqual(len(self._queue()), 37)
        self.assertLessEqual(many, few + 2)

    def test_a_mail_that_is_refused_is_seen(self):
        person = self._invited()
        mail = self._queue()
        with (
            self.mock_mail_gateway(),
            patch.object(
                IrMail_Server, "send_email", side_effect=SMTPException("550 unknown")
            ),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mail.send()
        self.assertEqual(person.invitation_state, "bounced")
        self.assertFalse(
            self.env["visitor.invitation"].search(
                [("registration_id", "=", person.id), ("ended_at", "=", False)]
            )
        )
        mail.mark_outgoing()
        self._leave()
        self.assertEqual(person.invitation_state, "sent", "it left after all")

    # ------------------------------------------------------------
    # REMINDED
    # ------------------------------------------------------------

    def _remind(self, moment):
        with freeze_time(moment), self._in_slices():
            self.env["visitor.registration"]._cron_remind_invited()
            return self._leave()

    def test_one_reminder_the_day_before_if_something_is_to_be_done(self):
        self._invited()
        self._leave()
        self.assertFalse(self._remind("2029-03-05 00:59:00"), "too early")
        (message,) = self._remind("2029-03-05 01:10:00")
        self.assertIn("still to do", message["Subject"])
        self.assertNotIn(
            "text/calendar", [kind for kind, _where in self._tree(message)]
        )
        self.assertTrue(self._secret(message))
        self.assertFalse(self._remind("2029-03-05 09:00:00"), "once")

    def test_who_has_done_all_is_not_reminded(self):
        person = self._invited()
        link = self.env["visitor.invitation"]._of_token(self._secret(self._leaves()))
        link.registration_id._save_own_data({})
        self.assertFalse(self._remind("2029-03-05 01:10:00"))
        self.assertFalse(person.invitation_reminded_at)

    def test_who_was_invited_at_the_last_moment_is_not_reminded(self):
        with freeze_time("2029-03-05 12:00:00"):
            self._invited()
            self._leave()
        self.assertFalse(self._remind("2029-03-05 20:00:00"))
