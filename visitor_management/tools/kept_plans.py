"""Statements of a scan, planned once for each connection and not at each gate.

PostgreSQL takes longer to plan the reading of a scan than to run it. A prepared
statement keeps its plan, but Odoo's pool says ``DISCARD ALL`` whenever a connection is
borrowed, and with it goes every plan. So a connection that ran one of these gets a
``reset`` of its own: all that ``DISCARD ALL`` does but for our statements.
"""

import functools
import hashlib
from datetime import date, datetime
from types import MethodType
from typing import NamedTuple

from odoo.tools import SQL

OURS = "visitor_kept_"
# As what values are declared; of all others PostgreSQL sees what they are.
TYPES = {datetime: "timestamp", date: "date", bool: "boolean"}
# What DISCARD ALL is made of, see PostgreSQL, but for our statements and their plans;
# then what psycopg2 expects of a connection.
RESET = """
    CLOSE ALL;
    SET SESSION AUTHORIZATION DEFAULT;
    RESET ALL;
    UNLISTEN *;
    SELECT pg_advisory_unlock_all();
    DISCARD TEMP;
    DISCARD SEQUENCES;
    SET DateStyle TO 'ISO';
    SET client_encoding TO 'UTF8';
    SELECT format('DEALLOCATE %I', name) FROM pg_prepared_statements
     WHERE NOT starts_with(name, 'visitor_kept_')
"""


class Statement(NamedTuple):
    """How a statement is prepared and run."""

    name: str
    prepare: str
    execute: str


def execute(env, sql, after=None):
    """Run a statement by a plan that is kept; the cursor has its rows.

    :param env: an environment
    :param sql: ``SQL`` whose text is the same each time: a list of values is one array,
        no tuple
    :param after: ``SQL`` of another statement, which is run before it in the same call
    """
    env.flush_query(sql)
    cr, statement = env.cr, _statement(sql.code, tuple(map(_type, sql.params)))
    known = _known(cr.connection, env.registry.registry_sequence)
    if statement.name not in known:
        # the text of an SQL object of ours, without its values
        # pylint: disable-next=sql-injection
        cr.execute(statement.prepare)
        known.add(statement.name)
    # a name, and a place for each value
    # pylint: disable-next=sql-injection
    run = SQL(statement.execute, *sql.params)
    cr.execute(SQL("%s; %s", after, run) if after else run)


def _type(value):
    """As what a value is declared, also one of a clock that a test has stopped."""
    return next(
        (name for kind, name in TYPES.items() if isinstance(value, kind)), "unknown"
    )


@functools.lru_cache(maxsize=256)
def _statement(code, kinds):
    """
    :param str code: of ``SQL``, a ``%s`` for each value
    :param tuple kinds: as what the values are declared
    """
    types = ", ".join(kinds)
    numbered = code % tuple(f"${number}" for number in range(1, len(kinds) + 1))
    digest = hashlib.sha256(f"{types}: {numbered}".encode()).hexdigest()
    name = f"{OURS}{digest[:24]}"
    values = ", ".join(["%s"] * len(kinds))
    return Statement(
        name,
        f"PREPARE {name} ({types}) AS {numbered}",
        # as the planner guesses, a plan for any values would be dearer than it is
        f"SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE {name} ({values})",
    )


def _known(connection, version):
    """The names of the statements that a connection has, of this version of the models.

    After another version the columns that a plan answers may be others.
    """
    kept = vars(connection).get("visitor_kept")
    if not kept or kept[0] != version:
        if kept:
            with connection.cursor() as cursor:
                cursor.execute("DEALLOCATE ALL")
        connection.visitor_kept = kept = (version, set())
        connection.reset = MethodType(_reset, connection)
    return kept[1]


def _reset(connection):
    """A connection as new for whoever borrows it next, but for our statements."""
    connection.rollback()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(RESET)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
    connection.autocommit = False
