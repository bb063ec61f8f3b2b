"""Transactions for decisions that two people make at the same moment."""

import logging
from contextlib import contextmanager

from odoo.fields import Domain
from odoo.sql_db import Cursor
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


@contextmanager
def apart(record):
    """Handle one record of a job: if it fails, it is undone and the job goes on.

    The log names the record and the kind of error only: messages of the database quote
    the row, with the names in it.
    """
    try:
        with record.env.cr.savepoint():
            yield
    except Exception as error:  # noqa: BLE001 (whatever it is, the job goes on)
        _logger.error("%s left out of a job: %s", record, type(error).__name__)


def batches(records, domain, limit):
    """What a job has to do, oldest first, in batches that are committed one by one.

    After each the scheduler hears how much was done and how much remains. When the time
    of the job is over the batches end, and the scheduler calls the job again soon.

    :param records: of the model, empty
    :param domain: what waits; done work should not match it any more
    :param int limit: of a batch
    """
    domain, last_id, cron = Domain(domain), 0, records.env["ir.cron"]
    while True:
        found = records.search(
            domain & Domain("id", ">", last_id), limit=limit, order="id"
        )
        if not found:
            return
        last_id = found[-1:].id
        yield found
        remaining = 0
        if len(found) == limit:  # so many at least: the scheduler asks for no more
            remaining = records.search_count(
                domain & Domain("id", ">", last_id), limit=limit
            )
        if not cron._commit_progress(len(found), remaining=remaining):
            return


def lock(records):
    """Keep others from changing these records until this transaction ends.

    Who comes second waits, and reads after it. In the order of ids, so that two groups
    can't wait for each other. Odoo's own lock does not wait.
    """
    if not records.ids:
        return
    env = records.env
    env.flush_all()
    env.cr.execute(
        SQL(
            "SELECT FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            SQL.identifier(records._table),
            records.ids,
        )
    )
    env.invalidate_all()


def locked(records):
    """Records that one person at a time changes, as they are now.

    :param records: as the superuser; the caller checked who may change them
    :return: the same, locked until this transaction ends; see :func:`lock`
    """
    read_committed(records.env)
    lock(records)
    return records


def read_committed(env):
    """Begin again at READ COMMITTED, if nothing was written yet.

    Under Odoo's REPEATABLE READ who waits for a lock then reads what was true before
    the wait, and is saved only by an error and a retry after up to two seconds. Here
    the second of two scans waits for the first and reads what it did.

    Where the transaction has written already (a call inside a longer one, a test)
    it stays as it is: Odoo's retry keeps that right, only slower.
    """
    env.flush_all()
    env.cr.execute("SELECT pg_current_xact_id_if_assigned()")
    if env.cr.fetchone()[0] is None:
        begin_read_committed(env)


def begin_read_committed(env):
    """Begin a transaction at READ COMMITTED, where nothing was done before it."""
    if isinstance(env.cr, Cursor):  # not that of a test: one transaction for all
        env.cr.rollback()
        env.transaction.reset()
        env.cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
