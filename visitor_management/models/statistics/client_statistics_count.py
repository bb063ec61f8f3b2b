from contextlib import contextmanager
from datetime import datetime, time
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ...tools.client_kpis import ATTEMPT, CASE, COMPLAINT, MARKS, ORDER, bit
from ...tools.opening_hours import to_utc

# Room for a million records, where PostgreSQL's 4 MB would go to the disk and back; and
# the records of one month are found by index, as no disk turns any more.
SETTINGS = {"work_mem": "128MB", "random_page_cost": "1.1"}


class Scope(NamedTuple):
    """Whose month is counted: ids, days, and moments as naive UTC (last excluded)."""

    company_id: int
    department_id: int
    tz: str
    first_day: object
    next_day: object
    since: datetime
    until: datetime


class ClientStatisticsCount(models.AbstractModel):
    """What a department's month is made of: the records, and what each counts as.

    The formulas of the monthly statistics stand here, each once, in words and in SQL.
    One statement per kind of record, whatever their number.

    * A **case** is a complaint, or another piece of work, that a client is called back
      about. Cases are counted, not the rounds of calling: all callbacks of a complaint,
      and of the complaints that say they are the same matter (``parent_id``), are one
      case; of other work, all rounds that go back to one first round.
    * A case stands under its **root**: the first complaint of the matter, or the first
      round. The root says department, category and severity.
    * A case is of the month its earliest first round was **due** in, a complaint of the
      month of its handling deadline: months of the company's time zone.
    * **Apart**, and in no rate: invalid complaints with their callbacks, and waived
      callbacks. A case is waived when all its first rounds are.
    """

    _name = "client.statistics.count"
    _description = "What monthly statistics count"

    @api.model
    def _scope(self, company, department, month):
        """The month of a department.

        :param company: ``res.company`` whose time zone says when a month begins
        :param department: ``hr.department``
        :param date month: its first day
        :return: :class:`Scope`
        """
        tz = company._client_tz()
        next_day = month + relativedelta(months=1)
        since, until = (
            to_utc(datetime.combine(day, time.min), tz) for day in (month, next_day)
        )
        return Scope(company.id, department.id, tz, month, next_day, since, until)

    @api.model
    def _counts(self, scope):
        """How many records have each mark, by category and severity.

        :return: dict of ``(kind, category id or None, severity or None)`` to a dict of
            mark to count
        """
        counts = {}
        with self._roomy():
            for kind in MARKS:
                rows = self.env.execute_query(
                    SQL("%s SELECT * FROM counted", self._counted(kind, scope))
                )
                self._tally(counts, kind, rows)
        return counts

    @api.model
    def _store(self, scope, statistics):
        """The same, keeping with a form which records these were."""
        sources = self.env["client.callback.statistics.source"]
        table = SQL.identifier(sources._table)
        counts, kept = {}, []
        with self._roomy():
            for kind in MARKS:
                rows = self.env.execute_query(
                    SQL("%s SELECT * FROM counted", self._counted(kind, scope, True))
                )
                self._tally(counts, kind, [row[:4] for row in rows])
                kept += [
                    SQL(
                        "(%s, %s, %s::int, %s, %s, %s)",
                        *(statistics.id, kind, category, severity, marks),
                        bytes(record_ids),
                    )
                    for category, severity, marks, _number, record_ids in rows
                ]
        self.env.cr.execute(
            SQL("DELETE FROM %s WHERE statistics_id = %s", table, statistics.id)
        )
        if kept:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO %s (statistics_id, kind, category_id, severity, marks,
                                    record_ids)
                    VALUES %s
                    """,
                    table,
                    SQL(", ").join(kept),
                )
            )
        sources.invalidate_model()
        return counts

    @contextmanager
    def _roomy(self):
        """Statements over a month: with what was written, and settings that fit."""
        self.env.flush_all()
        before = self.env.execute_query(
            SQL(
                "SELECT name, current_setting(name) FROM pg_settings WHERE name IN %s",
                tuple(SETTINGS),
            )
        )
        self._set(SETTINGS.items())
        yield
        self._set(before)

    @api.model
    def _set(self, settings):
        """Settings of PostgreSQL, for this transaction."""
        self.env.execute_query(
            SQL(
                "SELECT set_config(name, value, TRUE) FROM (VALUES %s) _(name, value)",
                SQL(", ").join(SQL("(%s, %s)", *pair) for pair in settings),
            )
        )

    @api.model
    def _tally(self, counts, kind, rows):
        """Add up rows of (category, severity, marks together, how many)."""
        for category, severity, marks, number in rows:
            key = (kind, category, severity)
            tally = counts.setdefault(key, dict.fromkeys(MARKS[kind], 0))
            for mark in MARKS[kind]:
                if marks & bit(kind, mark):
                    tally[mark] += number

    @api.model
    def _counted(self, kind, scope, keep=False):
        """A ``WITH`` clause whose last table counts the marked records of a kind."""
        tables = {
            CASE: self._cases,
            COMPLAINT: self._complaints,
            ATTEMPT: self._attempts,
            ORDER: self._orders,
        }
        return SQL(
            """
            WITH %s, counted AS (
                SELECT category_id, severity, marks, COUNT(*) AS number %s
                  FROM marked WHERE marks > 0
              GROUP BY category_id, severity, marks
            )
            """,
            tables[kind](scope),
            # four bytes per record: a row each would take minutes
            SQL(", string_agg(int4send(id), ''::bytea) AS record_ids" if keep else ""),
        )

    # ------------------------------------------------------------
    # CASES
    # ------------------------------------------------------------

    @api.model
    def _cases(self, scope):
        """Cases due in the month, each as its earliest first round.

        * ``due``: all of them but waived ones
        * ``reached``: the client was reached in one of the rounds at least
        * ``on_time``: reached for the first time not after the case was first due
        * ``rated``, ``satisfied``: there is a result; the latest one is 4 or 5
        * ``first_rated``, ``first_satisfied``: the first round has a result; it is 4
          or 5
        * ``dissatisfied``: the first round ended with 1 or 2; ``recovered``: and the
          latest result is 4 or 5
        * ``repeated``: the same matter was complained of again
        * ``waived``: waived, and nothing else
        """
        return SQL(
            """
            repeats AS (
                SELECT id, parent_id
                  FROM client_complaint
                 WHERE company_id = %(company)s
                   AND parent_id IS NOT NULL
                   AND state != 'invalid'
            ), matters AS (
                SELECT DISTINCT COALESCE(own.parent_id, own.id) AS id
                  FROM client_callback callback
                  JOIN client_complaint own ON own.id = callback.complaint_id
                 WHERE callback.company_id = %(company)s
                   AND callback.round = 1
                   AND callback.first_due_at >= %(since)s
                   AND callback.first_due_at < %(until)s
            ), rounds AS (
                SELECT root.id AS root_id, NULL::int AS first_id,
                       root.category_id, root.severity, %(columns)s
                  FROM matters
                  JOIN client_complaint root ON root.id = matters.id
                  JOIN client_callback callback ON callback.complaint_id = root.id
                 WHERE root.department_id = %(department)s
                   AND root.state != 'invalid'
             UNION ALL
                SELECT root.id, NULL, root.category_id, root.severity, %(columns)s
                  FROM matters
                  JOIN client_complaint root ON root.id = matters.id
                  JOIN repeats ON repeats.parent_id = root.id
                  JOIN client_callback callback ON callback.complaint_id = repeats.id
                 WHERE root.department_id = %(department)s
                   AND root.state != 'invalid'
             UNION ALL
                SELECT NULL, first.id, first.category_id, first.severity, %(columns)s
                  FROM client_callback first
                  JOIN client_callback callback ON callback.first_id = first.id
                 WHERE first.company_id = %(company)s
                   AND first.department_id = %(department)s
                   AND first.complaint_id IS NULL
                   AND first.round = 1
                   AND first.first_due_at >= %(since)s
                   AND first.first_due_at < %(until)s
            ), cases AS (
                %(grouped)s
            ), marked AS (
                SELECT id, category_id, severity, %(marks)s AS marks
                  FROM cases
                 WHERE due_at >= %(since)s AND due_at < %(until)s
            )
            """,
            company=scope.company_id,
            department=scope.department_id,
            since=scope.since,
            until=scope.until,
            columns=SQL(
                """callback.id, callback.round, callback.first_due_at AS due_at,
                   callback.reached_at,
                   callback.reached, callback.result::int AS result,
                   callback.state = 'waived' AS waived"""
            ),
            grouped=self._grouped_rounds(),
            marks=self._marks_of_cases(),
        )

    @api.model
    def _grouped_rounds(self):
        """One row per case: what its rounds say together.

        A moment and a result make one number, so that the smallest is the earliest and
        its last digit (to the base of eight) the result of that round.
        """
        return SQL(
            """
            SELECT root_id, category_id, severity,
                   COALESCE(MIN(id) FILTER (WHERE round = 1 AND NOT waived),
                            MIN(id) FILTER (WHERE round = 1)) AS id,
                   COALESCE(MIN(due_at) FILTER (WHERE round = 1 AND NOT waived),
                            MIN(due_at) FILTER (WHERE round = 1)) AS due_at,
                   BOOL_AND(waived) FILTER (WHERE round = 1) AS waived,
                   BOOL_OR(reached) FILTER (WHERE NOT waived) AS reached,
                   MIN(reached_at) FILTER (WHERE reached AND NOT waived) AS reached_at,
                   MIN(date_part('epoch', due_at)::bigint * 8 + result)
                       FILTER (WHERE round = 1 AND NOT waived) %% 8 AS first_result,
                   MAX((date_part('epoch', COALESCE(reached_at, due_at))::bigint * 64
                        + round) * 8 + result)
                       FILTER (WHERE NOT waived) %% 8 AS last_result
              FROM rounds
          GROUP BY root_id, first_id, category_id, severity
            """
        )

    @api.model
    def _marks_of_cases(self):
        marks = {
            "due": SQL("TRUE"),
            "reached": SQL("reached"),
            "on_time": SQL("reached_at <= due_at"),
            "rated": SQL("last_result IS NOT NULL"),
            "satisfied": SQL("last_result >= 4"),
            "first_rated": SQL("first_result IS NOT NULL"),
            "first_satisfied": SQL("first_result >= 4"),
            "dissatisfied": SQL("first_result <= 2"),
            "recovered": SQL("first_result <= 2 AND last_result >= 4"),
            "repeated": SQL("root_id IN (SELECT parent_id FROM repeats)"),
        }
        return SQL(
            "CASE WHEN waived THEN %s ELSE %s END",
            bit(CASE, "waived"),
            self._marks(CASE, marks),
        )

    @api.model
    def _marks(self, kind, marks):
        """The bits of a record.

        :param dict marks: the condition of each mark, ``SQL``
        """
        return SQL(" + ").join(
            SQL("CASE WHEN %s THEN %s ELSE 0 END", condition, bit(kind, mark))
            for mark, condition in marks.items()
        )

    # ------------------------------------------------------------
    # COMPLAINTS, TRIES, ORDERS
    # ------------------------------------------------------------

    @api.model
    def _complaints(self, scope):
        """Complaints of the month; the same matter once, as its first complaint.

        * ``due``: the first handling deadline is in the month; ``on_time``: and it was
          handled by then
        * ``open``: open at some time of the month, carried over or new: received before
          its end and not closed before its beginning; ``closed``: closed in the month
        * ``invalid``: due in the month but invalid, and nothing else
        """
        marks = {
            "due": SQL("in_month.due"),
            "on_time": SQL(
                "in_month.due"
                " AND complaint.first_handled_at <= complaint.first_deadline"
            ),
            "open": SQL("in_month.open"),
            "closed": SQL("in_month.open AND in_month.closed"),
        }
        return SQL(
            """
            marked AS (
                SELECT complaint.id, complaint.category_id, complaint.severity,
                       CASE WHEN complaint.state != 'invalid' THEN %(marks)s
                            WHEN in_month.due THEN %(invalid)s
                            ELSE 0
                        END AS marks
                  FROM client_complaint complaint
    CROSS JOIN LATERAL (
                    SELECT complaint.first_deadline >= %(since)s
                           AND complaint.first_deadline < %(until)s AS due,
                           complaint.received_at < %(until)s
                           AND (complaint.closed_at IS NULL
                                OR complaint.closed_at >= %(since)s) AS open,
                           complaint.closed_at >= %(since)s
                           AND complaint.closed_at < %(until)s AS closed
                       ) in_month
                 WHERE complaint.company_id = %(company)s
                   AND complaint.department_id = %(department)s
                   AND complaint.parent_id IS NULL
                   AND (in_month.due OR in_month.open)
            )
            """,
            company=scope.company_id,
            department=scope.department_id,
            since=scope.since,
            until=scope.until,
            marks=self._marks(COMPLAINT, marks),
            invalid=bit(COMPLAINT, "invalid"),
        )

    @api.model
    def _attempts(self, scope):
        """Tries to reach a client, made in the month, whenever the case was due.

        * ``made``: all but those of waived callbacks and invalid complaints
        * ``reached``: the client was reached
        """
        return SQL(
            """
            marked AS (
                SELECT attempt.id, case_of.category_id, case_of.severity,
                       %(marks)s AS marks
                  FROM client_callback_attempt attempt
                  JOIN client_callback callback ON callback.id = attempt.callback_id
                  JOIN client_callback first ON first.id = callback.first_id
             %(case_of)s
                 WHERE attempt.company_id = %(company)s
                   AND attempt.at >= %(since)s
                   AND attempt.at < %(until)s
                   AND callback.state != 'waived'
                   AND case_of.department_id = %(department)s
                   AND NOT case_of.invalid
            )
            """,
            company=scope.company_id,
            department=scope.department_id,
            since=scope.since,
            until=scope.until,
            marks=self._marks(
                ATTEMPT,
                {"made": SQL("TRUE"), "reached": SQL("attempt.outcome = 'reached'")},
            ),
            case_of=self._case_of(SQL("callback.complaint_id")),
        )

    @api.model
    def _orders(self, scope):
        """Orders to the department whose first deadline is in the month.

        * ``due``: all but those for invalid complaints
        * ``on_time``: done, and not later than on the day of the deadline

        An order is the department's that got it, whoever is responsible for the whole;
        its category and severity are those of the case, none if there is no case.
        """
        done = SQL(
            "(rectification.done_at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", scope.tz
        )
        return SQL(
            """
            marked AS (
                SELECT rectification.id, case_of.category_id, case_of.severity,
                       %(due)s + CASE WHEN rectification.state IN ('done', 'verified')
                                       AND %(done)s <= rectification.first_deadline
                                      THEN %(on_time)s ELSE 0 END AS marks
                  FROM client_rectification rectification
             LEFT JOIN client_callback callback
                    ON callback.id = rectification.callback_id
             LEFT JOIN client_callback first ON first.id = callback.first_id
             %(case_of)s
                 WHERE rectification.company_id = %(company)s
                   AND rectification.department_id = %(department)s
                   AND rectification.first_deadline >= %(first_day)s
                   AND rectification.first_deadline < %(next_day)s
                   AND NOT case_of.invalid
            )
            """,
            company=scope.company_id,
            department=scope.department_id,
            first_day=scope.first_day,
            next_day=scope.next_day,
            done=done,
            due=bit(ORDER, "due"),
            on_time=bit(ORDER, "on_time"),
            case_of=self._case_of(
                SQL("COALESCE(rectification.complaint_id, callback.complaint_id)")
            ),
        )

    @api.model
    def _case_of(self, complaint_id):
        """Joins ``case_of``: department, category and severity of a callback's case.

        The query has the first round of the callback as ``first``.

        :param SQL complaint_id: the complaint, NULL for other work
        """
        return SQL(
            """
             LEFT JOIN client_complaint own ON own.id = %s
             LEFT JOIN client_complaint root
                    ON root.id = COALESCE(own.parent_id, own.id)
    CROSS JOIN LATERAL (
                    SELECT CASE WHEN root.id IS NULL
                                THEN first.department_id ELSE root.department_id
                            END AS department_id,
                           CASE WHEN root.id IS NULL
                                THEN first.category_id ELSE root.category_id
                            END AS category_id,
                           CASE WHEN root.id IS NULL
                                THEN first.severity ELSE root.severity
                            END AS severity,
                           COALESCE(own.state, '') = 'invalid'
                           OR COALESCE(root.state, '') = 'invalid' AS invalid
                       ) case_of
            """,
            complaint_id,
        )
