"""Waking the websockets that show what changed, without a connection for each change.

Odoo's bus borrows a connection for every transaction that told somebody something; at
twenty gates that costs as much as the scans. Here one thread of the process has one
connection of its own and gathers what is asked of it: the first wake-up goes at once,
those of the next moment together.

What was told stands in ``bus.bus``, committed with what it tells of. A process that
dies loses a wake-up, never a message: screens read again with the next one, and by the
clock.
"""

import atexit
import logging
import os
import threading
import time

import psycopg2

from odoo.service.server import CommonServer
from odoo.sql_db import connection_info_for

from odoo.addons.bus.models.bus import ODOO_NOTIFY_FUNCTION, get_notify_payloads

_logger = logging.getLogger(__name__)

# Seconds: so long the next wake-ups wait for each other.
GATHER = 0.05
# Seconds without a wake-up after which the thread and its connection end.
IDLE = 60


class WakeUps:
    """The wake-ups of this process. Nothing runs before the first one."""

    def __init__(self):
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self):
        """As at the beginning: a forked process shares no thread and no connection."""
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._waiting = {}
        self._thread = None
        self._connection = None

    def send(self, channels):
        """Wake who listens to these channels, soon, from another thread.

        :param channels: as ``bus.bus`` has them: tuples that begin with the database
        """
        with self._lock:
            self._waiting.update(dict.fromkeys(channels))
            if not self._thread:
                self._thread = threading.Thread(
                    target=self._run, daemon=True, name="visitor_management.wake_up"
                )
                self._thread.start()
        self._some.set()

    def stop(self):
        """Send what waits, when the process ends."""
        self._flush()

    def _run(self):
        while self._some.wait(IDLE) or not self._is_over():
            self._some.clear()
            self._flush()
            time.sleep(GATHER)

    def _is_over(self):
        """Whether this thread ends: nobody asked for anything, not even just now."""
        with self._lock:
            if self._waiting:
                return False
            self._thread = None
            self._close()
            return True

    def _flush(self):
        with self._lock:
            waiting, self._waiting = list(self._waiting), {}
        payloads = get_notify_payloads(waiting)
        try:
            self._notify(payloads)
        except psycopg2.Error:  # the connection was ended: once more, by another one
            self._close()
            try:
                self._notify(payloads)
            except psycopg2.Error as error:
                self._close()
                _logger.warning("Screens were not woken: %s", type(error).__name__)

    def _notify(self, payloads):
        if not payloads:
            return
        if not self._connection:
            _database, info = connection_info_for("postgres")
            self._connection = psycopg2.connect(**info)
            self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            for payload in payloads:
                cursor.callproc(ODOO_NOTIFY_FUNCTION, ("imbus", payload))

    def _close(self):
        connection, self._connection = self._connection, None
        if connection:
            connection.close()


wake_ups = WakeUps()
CommonServer.on_stop(wake_ups.stop)  # the server itself, or the master of workers
atexit.register(wake_ups.stop)  # a worker
