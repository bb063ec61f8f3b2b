import threading
from unittest.mock import patch

from odoo import Command, fields
from odoo.http import Request
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL

from .image_common import b64, picture_bytes
from .scan_common import ScanCommon, ScanHttpCommon

# What a test does not see of a request: Odoo's look for changed settings, the isolation
# level, the moment of the transaction, and telling the bus of other processes.
UNSEEN = 4
MANY = 4_000
GROWING = ("visit", "registration", "pass", "pass_code", "stay", "movement")


class Stored:
    """Years of visits, copied from one in the database itself."""

    def _store(self, person, count=MANY):
        """As many visits like that of one person, over and gone."""
        self.env.flush_all()
        ids = {
            "visit": person.visit_id.id,
            "registration": person.id,
            "pass": person.sudo().pass_ids.id,
            "pass_code": person.sudo().pass_ids.code_ids.id,
            "stay": person.stay_ids.id,
            "movement": self._movements(("registration_id", "=", person.id))[:1].id,
        }
        first = 10_000_000
        links = {
            "registration": {"visit_id"},
            "pass": {"registration_id"},
            "pass_code": {"pass_id"},
            "stay": {"registration_id"},
            "movement": {"registration_id", "pass_id"},
        }
        values = {
            "visit": "'name', 'S/' || n, 'state', 'done'",
            "registration": "'state', 'left'",
            "pass": "'state', 'returned', 'scanned_in', FALSE, 'area_id', NULL",
            "pass_code": "'code_hash', 'S' || n, 'short_code', 'S' || n",
            "stay": "'out_at', in_at",
            "movement": "'nonce', NULL",
        }
        for table, template in ids.items():
            linked = "".join(
                f", '{column}', {first} + n" for column in links.get(table, ())
            )
            self.env.cr.execute(
                f"""
                INSERT INTO visitor_{table}
                SELECT (jsonb_populate_record(one, jsonb_build_object(
                           'id', {first} + n, {values[table]}{linked}))).*
                  FROM visitor_{table} one, generate_series(1, %s) n
                 WHERE one.id = %s
                """,
                [count, template],
            )
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(f"visitor_{table}")))
        self.env.invalidate_all()

    def _count(self, call):
        """How many queries a call takes in a cache that is empty."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestScanQueries(ScanHttpCommon, Stored):
    """A gate has no time: few queries, however much is stored."""

    def setUp(self):
        super().setUp()
        self.site.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Around the clock",
                "attendance_ids": [
                    Command.create(
                        {"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24}
                    )
                    for day in "0123456"
                ],
            }
        )
        self._send(self._inside())  # fills the caches of Odoo

    def _queries(self, person, direction="in"):
        """How many queries a scan takes, authentication and all."""
        serve, counts = Request._serve_db, []

        def counted(request):
            response = serve(request)
            counts.append(threading.current_thread().query_count)
            return response

        with patch.object(Request, "_serve_db", counted):
            answer = self._send(person, direction)
        self.assertEqual(answer["status"], "granted")
        return counts[0] + UNSEEN

    def test_a_granted_scan(self):
        person = self._inside()
        for direction in ("in", "out", "in"):
            self.assertLessEqual(self._queries(person, direction), 12, direction)
        self._put(self.gate, last_seen=None)
        self.assertLessEqual(self._queries(person, "out"), 12, "once a minute")

    def test_a_granted_scan_of_a_worker(self):
        """One query more, for the permit and all papers; others don't pay for it."""
        counted = self._queries(self._inside())
        person = self._inside()
        kind = self.env["visitor.permit.kind"].create(
            {
                "name": "Painting",
                "paper_kind_ids": [
                    Command.create({"name": name, "has_end": False})
                    for name in ("Licence", "Insurance", "Agreement")
                ],
            }
        )
        firm = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        papers = self.env["visitor.contractor.paper"].create(
            [
                {"partner_id": firm.id, "kind": each.id, "file": b64(picture_bytes())}
                for each in kind.paper_kind_ids
            ]
        )
        papers.action_accept()
        permit = self.env["visitor.permit"].create(
            {
                "kind_id": kind.id,
                "site_id": self.site.id,
                "partner_id": firm.id,
                "works": "Paint a wall",
                "start": person.visit_id.start,
                "stop": person.visit_id.stop,
                "worker_ids": [
                    Command.create({"name": "A", "registration_id": person.id})
                ],
            }
        )
        permit.action_submit()
        permit.with_user(self.user_security).action_approve()
        self.type_open.permit_required = True
        self.assertEqual(self._queries(person), counted + 1)

    def test_a_granted_scan_with_years_of_visits_stored(self):
        person, old = self._inside(), self._inside()
        before = self._queries(person)
        self._send(person, "out")
        self._store(old)
        self.assertEqual(self._queries(person), before)

    def test_a_scan_that_checks_in(self):
        """It tells the host as well, once: the mail is queued, whoever else is here."""
        self.gate.checks_in = True
        self.user_host.notification_type = "email"
        self._send(self._registration())
        counts = [self._queries(self._first_of(count)) for count in (2, 60)]
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 45)

    def _first_of(self, count):
        visit = self._visit(names=[f"Visitor {n}" for n in range(count)])
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        people[1:].check_in_group()
        return people[0]


@tagged("post_install", "-at_install")
class TestQueries(ScanCommon, Stored):
    """Work that does not grow with what is stored or shown."""

    def _expected(self, count):
        visit = self._visit(names=[f"Visitor {n}" for n in range(count)])
        visit.action_submit()
        people = self.env["visitor.registration"].with_user(self.user_reception)
        return people.browse(visit.registration_ids.ids)  # as by RPC

    def test_what_is_missing_of_any_number_of_visitors(self):
        few, many = self._expected(5), self._expected(60)
        self._count(lambda: few.mapped("blocker_codes"))
        counted = self._count(lambda: few.mapped("blocker_codes"))
        self.assertEqual(self._count(lambda: many.mapped("blocker_codes")), counted)
        self.assertLessEqual(counted, 10)

    def test_a_group_comes_in(self):
        self.user_host.notification_type = "email"
        self._count(self._expected(2).check_in_group)  # who may read what is kept
        few, many = self._expected(5), self._expected(30)
        counted = self._count(few.check_in_group)
        self.assertEqual(self._count(many.check_in_group), counted)
        self.assertLessEqual(counted, 70)
        self.assertEqual(set(many.mapped("state")), {"inside"})

    def test_the_host_of_a_group_is_told_once(self):
        self.user_host.notification_type = "email"
        people = self._expected(30)
        newest = self.env["mail.mail"].search([], order="id desc", limit=1).id
        with patch.object(
            self.env.registry["ir.mail_server"],
            "_connect__",
            side_effect=AssertionError("nothing is sent while visitors wait"),
        ):
            people.check_in_group()
        mail = self.env["mail.mail"].search([("id", ">", newest or 0)])
        self.assertEqual(mail.mapped("state"), ["outgoing"])
        partner = self.user_host.partner_id
        self.assertEqual(mail.notification_ids.res_partner_id, partner)
        self.assertIn("27 others", mail.body)

    def test_hot_queries_use_indexes(self):
        """With years of visits stored, nothing looks at all of them."""
        person, old, waiting = self._inside(), self._inside(), self._registration()
        self._store(old)
        queries, execute = [], Cursor.execute

        def remember(cr, query, params=None, log_exceptions=True):
            if isinstance(query, SQL):
                query, params = query.code, query.params
            if any(f"visitor_{table}" in query for table in GROWING):
                queries.append(cr.mogrify(query, params).decode())
            return execute(cr, query, params, log_exceptions)

        with patch.object(Cursor, "execute", remember):
            for code in (person, person.pass_ids.short_code, "nonsense"):
                for direction in ("in", "out"):
                    self._scan(code, direction)
            self._scan(person, at=fields.Datetime.now(), decision="granted")
            waiting.mapped("blocker_codes")
            waiting.check_in()
            waiting.check_out()
        self.assertGreater(len(queries), 20)
        tables = "|".join(f"visitor_{table}" for table in GROWING)
        for query in ";".join(queries).split(";"):
            if query.lstrip().startswith(("SELECT", "WITH", "INSERT", "UPDATE")):
                self.env.cr.execute(SQL("EXPLAIN %s", SQL(query.replace("%", "%%"))))
                plan = "\n".join(row[0] for row in self.env.cr.fetchall())
                self.assertNotRegex(plan, rf"Seq Scan on ({tables})\b", query)
