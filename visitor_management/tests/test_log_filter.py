"""What the server's log may tell, with Odoo's own loggers and calls."""

import logging

import psycopg2

from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged

from ..tools import log_filter
from ..tools.log_filter import HIDDEN, OURS, PersonalDataFilter

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
            (f'SELECT "visitor_visit"."id" WHERE x=\'{PLANTED}\'', "visitor_visit"),
            (f"\n   SELECT 1 FROM visitor_pass WHERE x='{PLANTED}'", "SELECT"),
            (f"INSERT INTO \"visitor_identity\" VALUES ('{PLANTED}')", "INSERT INTO"),
            (f"UPDATE visitor_registration SET name='{PLANTED}'", "UPDATE"),
            (f"DELETE FROM client_visit WHERE talk = '{PLANTED}'", "client_visit"),
            (f"/* '{PLANTED}' */ LOCK visitor_card", "query:"),
            (f"INSERT INTO mail_message VALUES ('visitor.visit', '{PLANTED}')", "mail"),
            (f"INSERT INTO mail_mail VALUES ('/visitor/invite#{PLANTED}')", "mail"),
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

    def test_who_writes_to_the_address_of_complaints(self):
        gateway = "odoo.addons.mail.models.mail_thread"
        route = "Routing mail from %s to %s with Message-Id %s: direct alias match: %r"
        ours = ("client.complaint", 0, {}, 1, None)
        line = self._log(gateway, route, PLANTED, "a@b.example", "<1>", ours)
        self.assertHidden(line, "Routing mail")
        ignored = "--> ignored mail from %s to %s: created too many <%s>"
        line = self._log(gateway, ignored, PLANTED, "a@b.example", "client.complaint()")
        self.assertHidden(line, "--> ignored mail")
        others = ("crm.lead", 0, {}, 1, None)
        self.assertUntouched(gateway, route, PLANTED, "a@b.example", "<1>", others)

    def test_bad_query(self):
        for sql in (f"UPDATE visitor_visit SET x='{PLANTED}'", b"SELECT visitor_pass"):
            line = self._log(
                SQL, "bad query: %s\nERROR: %s", sql, PLANTED, level=logging.ERROR
            )
            self.assertHidden(line, "bad query: ")

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
                self.env.cr._obj.execute(
                    f"CREATE TEMP TABLE {table} (name text CHECK (name = 'x')); "
                    f"INSERT INTO {table} VALUES ('{PLANTED}')"
                )
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
        line = self._traceback("visitor_planted")
        self.assertHidden(line, "RuntimeError")
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
            if model._original_module == "visitor_management" and not model._abstract
        ]
        self.assertGreater(len(models), 12)
        names = {name for model in models for name in (model._name, model._table)}
        names |= {
            field.relation
            for model in models
            for field in model._fields.values()
            if field.type == "many2many" and field.store
        }
        for name in names:
            self.assertTrue(OURS.search(f'"{name}"'), name)

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
