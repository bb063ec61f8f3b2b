"""Identity numbers stand nowhere else: not in the log, nor in any other table."""

import logging

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import log_filter
from .identity_common import PASSPORT, IdentityCase

PLANTED = {
    "resident_id": "440524198001010013",
    "residence_permit_hmt": "810000199408230021",
    "residence_permit": "SHANGHAI20261234",
    "hk_macau_permit": "H8765432101",
    "taiwan_permit": "9081726354",
    "foreigner_id": "911124198108030024",
    "passport": PASSPORT,
    "driving_licence": "310482716354",
    "other": "OFFICER-7162534",
}
# what is searched for: each number, and what betrays a birth date
TRACES = (
    "440524198001010013",
    "19800101",
    "810000199408230021",
    "19940823",
    "SHANGHAI20261234",
    "H8765432101",
    "9081726354",
    "911124198108030024",
    "L898902C3",
    "7408122F",
    "310482716354",
    "7162534",
)
TABLES = (
    "visitor\\_%",
    "client\\_%",
    "mail\\_%",
    "bus\\_bus",
    "ir\\_attachment",
    "ir\\_logging",
    "ir\\_config\\_parameter",
    "res\\_partner",
)


@tagged("-at_install", "post_install")
class TestPlantedNumbers(IdentityCase):
    """Numbers are planted and then searched for wherever they must not stand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))

    def _dump(self):
        """Every value of the tables in question as text: table.column → values."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name, c.data_type
                  FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE t.table_type = 'BASE TABLE'
                   AND table_schema = current_schema
                   AND c.table_name LIKE ANY(%s)
                """,
                list(TABLES),
            )
        )
        self.assertGreater(len({table for table, *_column in columns}), 20)
        for table, column, data_type in columns:
            name = SQL.identifier(column)
            text = (
                SQL("encode(%s, 'escape')", name)
                if data_type == "bytea"
                else SQL("%s::text", name)
            )
            ((values,),) = self.env.execute_query(
                SQL(
                    "SELECT string_agg(%s, chr(10)) FROM %s",
                    text,
                    SQL.identifier(table),
                )
            )
            if values:
                yield f"{table}.{column}", values

    def _found(self):
        return {
            (where, trace)
            for where, text in self._dump()
            for trace in TRACES
            if trace in text
        }

    def _use_everything(self, storages=("none", "partial", "full")):
        """Each document entered, refused, overridden, searched, revealed, by form."""
        for document_type, number in PLANTED.items():
            for storage in storages:
                person = self._person(storage)
                record = self.env["visitor.registration"].with_user(self.user_reception)
                self._rpc(record, "check_identity", [person.id], document_type, number)
                self._rpc(record, "set_identity", [person.id], document_type, number)
                self._rpc(
                    record,
                    "set_identity",
                    [person.id],
                    "resident_id" if document_type == "other" else "taiwan_permit",
                    number,
                    False,
                    "Worn card",
                )
                self._rpc(record, "set_identity", [person.id], document_type, number)
            identity = self._identity(person, self.user_security)
            identities = identity.browse()
            self._rpc(identities, "web_search_read", [("number", "=", number)], {})
            self._rpc(identities, "name_search", number)
            self._rpc(identities, "reveal", identity.ids, "Police asked")
            wizards = self.env["visitor.identity.wizard"].with_user(self.user_reception)
            values = {
                "registration_id": person.id,
                "document_type": document_type,
                "number": number,
            }
            self._rpc(wizards, "web_save", [], values, {"number": {}, "message": {}})
            self._rpc(wizards, "onchange", [], values, ["number"], {"message": {}})

    def _rpc(self, records, method, *args):
        return call_kw(records.browse(), method, list(args), {})

    def test_planted(self):
        with self.assertLogs("odoo", "DEBUG") as logs:
            self._use_everything()
            self.env.cr.flush()  # writes the tracking values
        log = "\n".join(logs.output)
        self.assertGreater(len(logs.output), 500)
        self.assertIn("call visitor.registration", log)
        self.assertIn("odoo.sql_db", log)
        told = {trace for trace in TRACES if trace in log}
        self.assertFalse(told, "in the log")
        self.assertFalse(self._found(), "in the database")

    def test_the_search_finds(self):
        """The negative control: planted on purpose, each is found where it stands."""
        identity = self._entered()
        trace = TRACES[0]
        identity.sudo().number = trace
        identity.registration_id.visit_id.sudo().message_post(body=f"card {trace}")
        self.env["ir.attachment"].create({"name": f"{trace}.txt", "raw": b"x"})
        found = {where for where, _trace in self._found()}
        self.assertIn("visitor_identity.number", found)
        self.assertIn("mail_message.body", found)
        self.assertIn("ir_attachment.name", found)

    def test_the_log_would_tell(self):
        """The negative control: without the filter each is found in the log."""
        for name in log_filter.BEGINNINGS:
            logger = logging.getLogger(name)
            logger.removeFilter(log_filter.FILTER)
            self.addCleanup(logger.addFilter, log_filter.FILTER)
        with self.assertLogs("odoo", "DEBUG") as logs:
            self._use_everything(storages=("full",))
        log = "\n".join(logs.output)
        self.assertFalse([trace for trace in TRACES if trace not in log])
