"""Transactions for decisions that two people make at the same moment."""

import logging
from contextlib import contextmanager

from odoo.sql_db import Cursor

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
    except Exception as error:
        _logger.error("%s left out of a job: %s", record, type(error).__name__)


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
