"""What the server's log may tell, with Odoo's own loggers and calls."""

import logging

import psycopg2

from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged

from ..tools import log_filter
from ..tools.log_filter import HIDDEN, NAMES, PersonalDataFilter

PLANTED = "11010519491231002X"
MODEL = "odoo.service.model"
SQL = "odoo.sql_db"
EXPORT = "odoo.addons.web.controllers.export"


@tagged("-at_install", "post_install")
class TestLogFilter(TransactionCase):
    def _log(self, name, message, *args, level=logging.DEBUG, exc_info=None):
        """What a handler that formats gets of a record, as text."""
        record = logging.LogRecord(name, level, "f.py", 1, message, args, exc_info)
        self.assertTrue(log_filter.FILTER.filter(record))
        return logging.Formatter("%(name)s: %(message)s").format(record)

    def assertHidden(self, line, kept):
        self.assertNotIn(PLANTED, line)
        self.assertIn(kept, line)
        self.assertIn(HIDDEN, line)

    def assertUntouched(self, name, message, *args):
        before = f"{name}: {message % args if args else message}"
        self.assertEqual(self._log(name, message, *args), before)

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def test_calls(self):
        call = "call %s.%s(%s)"
        line = self._log(MODEL, call, "visitor.identity(7,)", "reveal", PLANTED)
        self.assertHidden(line, "call visitor.identity(7,).reveal")
        line = self._log(MODEL, call, "client.complaint()", "create", PLANTED)
        self.assertHidden(line, "call client.complaint().create")
        line = self._log(
            MODEL, call, "ir.attachment()", "create", f"'visitor.visit', {PLANTED}"
        )
        self.assertHidden(line, "call ir.attachment().create")
        line = self._log(MODEL, call, f"visitor.visit('{PLANTED}',)", "read", "x")
        self.assertNotIn(PLANTED, line)
        for model in ("res.partner(1,)", "event.registration()", "client.order(3,)"):
            self.assertUntouched(MODEL, call, model, "write", PLANTED)

    def test_queries(self):
        query = "[%.3f ms] query: %s"
        for sql, kept in (
            (
                f'SELECT "visitor_visit"."id" WHERE x=\'{PLANTED}\'',
                'SELECT "visitor_visit"."id" WHERE x=…',
            ),
            (
                f"\n   SELECT 1 FROM visitor_pass WHERE x='{PLANTED}'",
                "FROM visitor_pass",
            ),
            (
                f"INSERT INTO \"visitor_identity\" VALUES (1, '{PLANTED}')",
                'INSERT INTO "visitor_identity" VALUES (1, …)',
            ),
            (f"UPDATE visitor_registration SET name='O''{PLANTED}'", "SET name=… "),
            (f"UPDATE visitor_registration SET name=E'\\\\{PLANTED}'", "name=E… "),
            (f"DELETE FROM client_visit WHERE talk = {PLANTED[:-1]}", "client_visit"),
            (f"/* '{PLANTED}' */ LOCK visitor_card", "LOCK visitor_card"),
            (f"SELECT '{PLANTED} FROM visitor_card", "query: visitor_card"),
            (f"INSERT INTO res_x VALUES ('/visitor/invite#{PLANTED}')", "res_x"),
        ):
            self.assertHidden(self._log(SQL, query, 1.5, sql), kept)
        for sql in (
            f"SELECT name FROM res_partner WHERE name = '{PLANTED}'",
            f"SELECT visitor_id FROM website_visitor WHERE x = '{PLANTED}'",
            f"SELECT client_id FROM auth_oauth_provider WHERE x = '{PLANTED}'",
            "SELECT * FROM ir_module_module WHERE name = 'visitor_management'",
        ):
            self.assertUntouched(SQL, query, 1.5, sql)
        self.assertUntouched(SQL, "SQL LOG from:")
        self.assertUntouched(SQL, query, 1.5, "SELECT id FROM visitor_pass WHERE id=7")

    def test_queries_on_words_of_any_record(self):
        """They don't say to which record the words belong."""
        query = "[%.3f ms] query: %s"
        for sql in (
            f'UPDATE "mail_message" SET "body" = \'{PLANTED}\' WHERE id IN (7)',
            f'INSERT INTO "mail_mail" ("email_to") VALUES (\'{PLANTED}\')',
            f"INSERT INTO mail_tracking_value (new_value_char) VALUES ('{PLANTED}')",
            f"UPDATE mail_activity SET note = '{PLANTED}'",
            f"UPDATE mail_notification SET failure_reason = '{PLANTED}'",
            f"INSERT INTO bus_bus (message) VALUES ('{PLANTED}')",
            f"UPDATE ir_attachment SET name = '{PLANTED}'",
        ):
            line = self._log(SQL, query, 1.5, sql)
            self.assertHidden(line, sql.split(f"'{PLANTED}'")[0])
        call = "call %s.%s(%s)"
        for model in ("mail.message(7,)", "mail.mail()", "mail.activity(7,)"):
            self.assertHidden(
                self._log(MODEL, call, model, "write", PLANTED), f"call {model}.write"
            )

    def test_what_is_said_to_a_mail_server(self):
        """All of it, where ``smtp_debug`` is on; of failures, to whom it went."""
        server = "odoo.addons.base.models.ir_mail_server"
        for said, kept in (
            (f"send: 'rcpt TO:<{PLANTED}>\\r\\n'", "send: 'rcpt TO"),
            (f"send: b'Subject: x\\r\\n\\r\\n{PLANTED}'", "send:"),
            (f"reply: b'550 5.1.1 <{PLANTED}>'", "reply: b'550"),
            (f"reply: retcode (550); Msg: b'{PLANTED}'", "reply: retcode (550)"),
            (PLANTED, ""),
        ):
            self.assertHidden(self._log(server, said), kept)
        told = self._log(
            "odoo.addons.mail.models.mail_mail",
            "failed sending mail (id: %s) due to %s",
            7,
            "{'chen@example.com': (550, b'no http://h/client/rating#vmsecret-abcdefgh1')}",
        )
        self.assertIn("failed sending mail (id: 7) due to", told)
        self.assertIn("550", told)
        self.assertNotIn("chen", told)
        self.assertNotIn("abcdefgh", told)
        self.assertUntouched("odoo.addons.mail.models.mail_mail", "Sent %s mails", 7)

    def test_warnings(self):
        warning = "/a/b.py:7: DeprecationWarning: Since 19.0, the domain condition %r"
        line = self._log("py.warnings", warning, ("phone", "ILIKE", PLANTED))
        self.assertHidden(line, "/a/b.py:7: DeprecationWarning")
        self.assertUntouched("py.warnings", "/a/b.py:7: DeprecationWarning: old")

    def test_html_that_can_not_be_read(self):
        line = self._log(
            "odoo.tools.mail", "ParserError obtained when sanitizing %r", PLANTED
        )
        self.assertHidden(line, "ParserError obtained when sanitizing")

    def test_who_writes_to_the_address_of_complaints(self):
        gateway = "odoo.addons.mail.models.mail_thread"
        route = "Routing mail from %s to %s with Message-Id %s: direct alias match: %r"
        ours = ("client.complaint", 0, {}, 1, None)
        line = self._log(gateway, route, PLANTED, "a@b.example", "<1>", ours)
        self.assertHidden(line, "Routing mail")
        ignored = "--> ignored mail from %s to %s: created too many <%s>"
        line = self._log(gateway, ignored, PLANTED, "a@b.example", "client.complaint()")
        self.assertHidden(line, "--> ignored mail")
        others = ("res.partner", 0, {}, 1, None)
        self.assertUntouched(gateway, route, PLANTED, "a@b.example", "<1>", others)
        unsaid = "Ignored mail from %s to %s with Message-Id %s: found duplicated"
        line = self._log(gateway, unsaid, PLANTED, "a@b.example", "<1>")
        self.assertHidden(line, "Ignored mail")

    def test_bad_query(self):
        for sql, kept in (
            (f"UPDATE visitor_visit SET x='{PLANTED}'", "UPDATE visitor_visit SET x=…"),
            (f"SELECT '{PLANTED}', visitor_pass".encode(), "SELECT …, visitor_pass"),
        ):
            line = self._log(
                SQL, "bad query: %s\nERROR: %s", sql, PLANTED, level=logging.ERROR
            )
            self.assertHidden(line, f"bad query: {kept}")

    def test_bad_query_names_the_constraint(self):
        with self.assertLogs(SQL, "ERROR") as logs, self.assertRaises(psycopg2.Error):
            with self.env.cr.savepoint():
                self.env.cr.execute(self._refused("visitor_card"))
        self.assertHidden(logs.output[0], "INSERT INTO visitor_card VALUES (…)")
        self.assertIn("CheckViolation", logs.output[0])
        self.assertIn("constraint planted_is_x", logs.output[0])

    def _refused(self, table):
        return (
            f"CREATE TEMP TABLE {table} "
            "(name text CONSTRAINT planted_is_x CHECK (name = 'x')); "
            f"INSERT INTO {table} VALUES ('{PLANTED}')"
        )

    def test_export(self):
        message = "User %d exported %d %r records from %s. Fields: %s. %s: %s"
        domain = [("phone", "=", PLANTED)]
        line = self._log(
            EXPORT,
            message,
            2,
            9,
            "visitor.registration",
            "::1",
            "name",
            "Domain",
            domain,
        )
        self.assertHidden(line, "User 2 exported 9 'visitor.registration' records")
        self.assertUntouched(
            EXPORT, message, 2, 9, "res.partner", "::1", "name", "Domain", domain
        )

    def test_domains(self):
        condition = Domain("phone", "=", [PLANTED])
        message = "The domain condition %r should use the 'in' or 'not in' operator."
        line = self._log("odoo.domains", message, condition)
        self.assertHidden(line, "The domain condition")
        self.assertIn("'phone', '='", line)

    def test_other_loggers(self):
        self.assertUntouched("odoo.addons.x", "visitor.visit %s", PLANTED)
        self.assertUntouched("werkzeug", '"POST /visitor/api/v1/scan" %s', 200)

    def test_broken_record(self):
        """A filter must not break the call that logs, nor print arguments."""
        line = self._log(SQL, "%d %d", PLANTED)
        self.assertNotIn(PLANTED, line)
        self.assertIn("TypeError", line)

    def test_twice(self):
        record = logging.LogRecord(
            SQL, 10, "f.py", 1, "query: visitor_pass %s", (1,), None
        )
        log_filter.FILTER.filter(record)
        once = record.getMessage()
        log_filter.FILTER.filter(record)
        self.assertEqual(record.getMessage(), once)

    # ------------------------------------------------------------
    # TRACEBACKS
    # ------------------------------------------------------------

    def _traceback(self, table):
        """The log line of a query that the database refuses, with all its values."""
        try:
            with self.env.cr.savepoint():
                self.env.cr._obj.execute(self._refused(table))
        except psycopg2.Error as error:
            try:
                raise RuntimeError("The job failed") from error
            except RuntimeError as outer:
                info = (type(outer), outer, outer.__traceback__)
                return self._log(
                    "odoo.x", "Job failed", level=logging.ERROR, exc_info=info
                )
        return self.fail("the database took what it should refuse")

    def test_traceback(self):
        line = self._traceback("visitor_card")
        self.assertHidden(line, "RuntimeError")
        self.assertIn("CheckViolation table visitor_card", line)
        self.assertIn("constraint planted_is_x (23514)", line)
        self.assertIn("test_log_filter.py", line)
        self.assertIn("Job failed", line)

    def test_traceback_of_others(self):
        line = self._traceback("res_planted")
        self.assertIn(PLANTED, line)
        self.assertIn("Failing row contains", line)

    # ------------------------------------------------------------
    # INSTALLED
    # ------------------------------------------------------------

    def test_installed_once(self):
        log_filter.install()
        log_filter.install()
        for name in log_filter.BEGINNINGS:
            filters = logging.getLogger(name).filters
            ours = [each for each in filters if isinstance(each, PersonalDataFilter)]
            self.assertEqual(len(ours), 1, name)

    def test_every_table_and_model(self):
        """A model or relation that is added later is known to the filter as well."""
        models = [
            model
            for model in self.env.values()
            if model._original_module == "visitor_management"
        ]
        self.assertTrue(any(model._abstract for model in models))
        self.assertTrue(any(model._transient for model in models))
        names = {name for model in models for name in (model._name, model._table)}
        names |= {
            field.relation
            for model in models
            for field in model._fields.values()
            if field.type == "many2many" and field.store
        }
        for name in names:
            self.assertTrue(NAMES.in_text(f'"{name}"'), name)
            self.assertFalse(NAMES.in_text(f'"x{name}x"'), name)
        self.assertFalse(names & NAMES.others)

    def test_live(self):
        """Odoo's own calls and queries at debug level, as any handler gets them."""
        domain = [("name", "=", PLANTED)]
        with self.assertLogs("odoo", "DEBUG") as logs:
            for model in ("visitor.registration", "res.partner"):
                call_kw(self.env[model], "search_count", [domain], {})
        mine = [line for line in logs.output if HIDDEN in line]
        told = [line for line in logs.output if PLANTED in line]
        self.assertTrue(any("call visitor.registration()" in line for line in mine))
        self.assertTrue(any(f"{SQL}:" in line for line in mine))
        # the negative control: what is not ours is logged as ever
        self.assertTrue(any("call res.partner()" in line for line in told))
        self.assertTrue(any('"res_partner"' in line for line in told))
        for line in told:
            self.assertNotIn("visitor", line)
