from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..tools import kept_plans

STATEMENTS = SQL("SELECT name FROM pg_prepared_statements ORDER BY name")


@tagged("post_install", "-at_install")
class TestKeptPlans(TransactionCase):
    """A connection that ran a scan keeps its plans, and nothing else."""

    def setUp(self):
        super().setUp()
        self.pool = db_connect(self.env.cr.dbname)

    def _borrow(self):
        """A cursor that is none of a test, given back to the pool in the end."""
        cr = self.pool.cursor()
        self.addCleanup(cr.close)
        return cr

    def _first(self):
        """A connection that ran nothing of ours."""
        cr = self._borrow()
        cr.execute("DEALLOCATE ALL")
        for name in {"reset", "visitor_kept"} & vars(cr.connection).keys():
            delattr(cr.connection, name)
        return cr

    def _run(self, cr, value, text="SELECT id FROM res_users WHERE id = %s"):
        kept_plans.execute(self.env(cr=cr), SQL(text, value))
        return cr.fetchall()

    def _rows(self, cr, sql):
        cr.execute(sql)
        return cr.fetchall()

    def _again(self, cr):
        """The same connection, as whoever borrows it next gets it."""
        pid = cr.connection.get_backend_pid()
        cr.close()
        others = []
        while True:
            cr = self._borrow()
            if cr.connection.get_backend_pid() == pid:
                break
            others.append(cr)
        for other in others:
            other.close()
        return cr

    def test_a_plan_outlives_its_transaction(self):
        cr = self._first()
        self.assertEqual(self._run(cr, self.env.uid), [(self.env.uid,)])
        kept = self._rows(cr, STATEMENTS)
        self.assertEqual(len(kept), 1)
        cr = self._again(cr)
        self.assertEqual(self._rows(cr, STATEMENTS), kept, "Odoo calls reset()")
        before = cr.sql_log_count
        self.assertEqual(self._run(cr, -1), [])
        self.assertEqual(cr.sql_log_count - before, 1, "prepared no second time")
        plans = "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
        self.assertEqual(self._rows(cr, plans), [(2, 0)])

    def test_what_one_kind_of_value_is_taken_for(self):
        cr = self._first()
        text = "SELECT %s::int IS NULL, ARRAY[7] && %s"
        for values, answer in (((None, [7]), (True, True)), ((7, []), (False, False))):
            kept_plans.execute(self.env(cr=cr), SQL(text, *values))
            self.assertEqual(cr.fetchall(), [answer])

    def test_a_percent_sign(self):
        cr = self._first()
        text = "SELECT id FROM res_users WHERE login LIKE '%%' AND id = %s"
        self.assertEqual(self._run(cr, self.env.uid, text), [(self.env.uid,)])

    def test_nothing_else_stays(self):
        cr = self._first()
        self._run(cr, 1)
        for text in (
            "SET search_path TO pg_catalog",
            "SET statement_timeout TO 12345",
            "SET DateStyle TO 'German'",
            "PREPARE visitor_of_somebody AS SELECT 1",
            "SELECT pg_advisory_lock(4242)",
            "LISTEN of_somebody",
            "CREATE TEMP TABLE of_somebody (id int)",
            "CREATE TEMP SEQUENCE numbers_of_somebody",
            "SELECT nextval('numbers_of_somebody')",
            "DECLARE held CURSOR WITH HOLD FOR SELECT 1",
        ):
            cr.execute(text)
        # of a connection of its own, which has written nothing
        # pylint: disable-next=invalid-commit
        cr.commit()
        cr = self._again(cr)
        self.assertEqual(
            self._rows(
                cr,
                """
                SELECT current_setting('search_path') LIKE '%public%',
                       current_setting('statement_timeout'),
                       current_setting('DateStyle') LIKE 'ISO%',
                       current_setting('plan_cache_mode'),
                       (SELECT COUNT(*) FROM pg_prepared_statements
                         WHERE name = 'visitor_of_somebody'),
                       (SELECT COUNT(*) FROM pg_locks
                         WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
                       (SELECT COUNT(*) FROM pg_listening_channels()),
                       to_regclass('of_somebody')::text,
                       (SELECT COUNT(*) FROM pg_cursors WHERE is_holdable)
                """,
            ),
            [(True, "0", True, "auto", 0, 0, 0, None, 0)],
        )

    def test_a_role_does_not_stay(self):
        cr = self._first()
        self._run(cr, 1)
        cr.execute("SET ROLE pg_monitor")
        # of a connection of its own, which has written nothing
        # pylint: disable-next=invalid-commit
        cr.commit()
        cr = self._again(cr)
        self.assertEqual(
            self._rows(cr, "SELECT current_user = session_user"), [(True,)]
        )

    def test_other_connections_forget_all(self):
        """The twin: without a statement of ours Odoo's own reset is called."""
        cr = self._first()
        cr.execute("PREPARE visitor_kept_of_somebody AS SELECT 1")
        # of a connection of its own, which has written nothing
        # pylint: disable-next=invalid-commit
        cr.commit()
        cr = self._again(cr)
        self.assertEqual(self._rows(cr, STATEMENTS), [])

    def test_an_updated_addon_plans_anew(self):
        cr = self._first()
        self._run(cr, 1)
        self.patch(self.registry, "registry_sequence", -7)
        self._run(cr, 1, "SELECT login FROM res_users WHERE id = %s")
        self.assertEqual(len(self._rows(cr, STATEMENTS)), 1)
