"""The visits of a weekly series, made by two at the same moment."""

import threading
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import errors

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.transaction import begin_read_committed
from .concurrency_common import ConcurrencyCase

MODEL = "visitor.visit.series"
INDEX = "visitor_visit_series_day_uniq"


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestSeriesConcurrency(ConcurrencyCase):
    tables = (
        "visitor_pass_code",
        "visitor_pass",
        "visitor_registration",
        "visitor_visit_series",
        "visitor_visit",
    )

    @classmethod
    def _make_places(cls, env):
        site = env["visitor.site"].create({"name": "Twin Towers", "tz": "UTC"})
        kind = env["visitor.visit.type"].create({"name": "Twin", "approval": "none"})
        host = env["hr.employee"].create({"name": "Twin Host"})
        cls.ids = {"site_id": site.id, "type_id": kind.id, "host_id": host.id}

    @classmethod
    def _untie(cls, env):
        env.cr.execute("UPDATE visitor_visit SET series_id = NULL, series_day = NULL")

    @classmethod
    def _unlink_places(cls, env):
        env["visitor.site"].browse(cls.ids["site_id"]).unlink()
        env["visitor.visit.type"].browse(cls.ids["type_id"]).unlink()
        env["hr.employee"].browse(cls.ids["host_id"]).unlink()

    def _series(self):
        """A series that has made its first visit alone: others are still to make."""
        with self._transaction() as env:
            start = fields.Datetime.now() + timedelta(hours=2)
            visit = env["visitor.visit"].create(
                {
                    **self.ids,
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "registration_ids": [fields.Command.create({"name": "Li Na"})],
                }
            )
            day = start.date()
            name = day.strftime("%A").lower()
            series = env[MODEL].create(
                {"source_id": visit.id, name: True, "date_from": day, "date_to": day}
            )
            env.cr.execute(
                SQL(
                    "UPDATE visitor_visit_series SET date_to = %s WHERE id = %s",
                    day + timedelta(weeks=3),
                    series.id,
                )
            )
            return series.id

    def _days(self, series_id):
        with self._transaction() as env:
            visits = env["visitor.visit"].search([("series_id", "=", series_id)])
            return visits.mapped("series_day")

    def test_made_by_two_each_day_is_there_once(self):
        for _round in range(5):
            series_id = self._series()

            def make(env, series_id=series_id):
                env[MODEL].browse(series_id)._make_ahead()

            self._together(make, lambda env: make(env))
            days = self._days(series_id)
            self.assertEqual(len(days), 4)
            self.assertEqual(len(set(days)), 4)

    def _unguarded(self, series_id):
        """Made by two who both have read before one of them has written."""
        series = self.registry[MODEL]
        made, both_have_read = series._days_ahead, threading.Barrier(2)

        def wait(self):
            self.visit_ids.mapped("series_day")
            both_have_read.wait(timeout=30)
            return made(self)

        def make(env):
            begin_read_committed(env)
            found = env[MODEL].browse(series_id).sudo()
            try:
                found._make()
                env.flush_all()
            except errors.UniqueViolation:
                env.cr.rollback()

        with patch.object(series, "_days_ahead", wait):
            self._together(make, lambda env: make(env))
        return self._days(series_id)

    def test_without_the_lock_the_database_refuses_the_second(self):
        days = self._unguarded(self._series())
        self.assertEqual(len(days), len(set(days)))

    def test_the_twin_without_the_guards_doubles_them(self):
        with self._transaction() as env:
            env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(INDEX)))
        self.addCleanup(self._restore_index)
        days = self._unguarded(self._series())
        self.assertGreater(len(days), len(set(days)))

    def _restore_index(self):
        with self._transaction() as env:
            env.cr.execute(
                SQL(
                    "UPDATE visitor_visit SET series_id = NULL, series_day = NULL;"
                    "CREATE UNIQUE INDEX %s ON visitor_visit (series_id, series_day)"
                    " WHERE series_id IS NOT NULL",
                    SQL.identifier(INDEX),
                )
            )
