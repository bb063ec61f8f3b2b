import json
import os
import select
import threading
import time
from unittest.mock import patch

import psycopg2

from odoo.sql_db import connection_info_for
from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools import wake_up


def connect():
    """A connection to the database in which the bus wakes, outside of Odoo's pool."""
    _database, info = connection_info_for("postgres")
    connection = psycopg2.connect(**info)
    connection.autocommit = True
    return connection


@tagged("post_install", "-at_install")
class TestWakeUps(BaseCase):
    """Whoever listens is woken for each channel, by few calls of one connection."""

    def setUp(self):
        super().setUp()
        self.database = f"none_{os.getpid()}_{id(self)}"  # nobody's screens
        self.listener = connect()
        self.addCleanup(self.listener.close)
        self.listener.cursor().execute("LISTEN imbus")
        self.wake_ups = wake_up.WakeUps()
        self.addCleanup(self._end)

    def _end(self):
        self.wake_ups._close()

    def _channel(self, number):
        return (self.database, "visitor.site", number)

    def _heard(self, count):
        """The first channels that were woken, and by how many calls."""
        channels, calls = set(), 0
        until = time.monotonic() + 20
        while len(channels) < count and time.monotonic() < until:
            select.select([self.listener], [], [], 1)
            self.listener.poll()
            while self.listener.notifies:
                mine = {
                    number
                    for database, _model, number in json.loads(
                        self.listener.notifies.pop(0).payload
                    )
                    if database == self.database
                }
                channels |= mine
                calls += bool(mine)
        return channels, calls

    def test_each_is_woken_and_those_of_a_moment_together(self):
        def gate(number):
            for site in range(50):
                self.wake_ups.send([self._channel(number * 50 + site)])

        gates = [threading.Thread(target=gate, args=(n,)) for n in range(8)]
        for each in gates:
            each.start()
        channels, calls = self._heard(400)
        self.assertEqual(channels, set(range(400)), "none is lost")
        self.assertLess(calls, 100)

    def test_a_connection_that_was_ended_is_replaced(self):
        self.wake_ups.send([self._channel(1)])
        self._heard(1)
        pid = self.wake_ups._connection.info.backend_pid
        self.listener.cursor().execute("SELECT pg_terminate_backend(%s)", (pid,))
        self.wake_ups.send([self._channel(2)])
        self.assertEqual(self._heard(1)[0], {2})

    def test_without_a_database_the_next_change_wakes(self):
        info = ("postgres", {"host": "127.0.0.1", "port": 1})
        with (
            patch.object(wake_up, "connection_info_for", return_value=info),
            self.assertLogs(wake_up.__name__, "WARNING") as log,
        ):
            self.wake_ups._waiting[self._channel(1)] = None
            self.wake_ups._flush()
        self.assertIn("Screens were not woken", log.output[0])
        self.wake_ups.send([self._channel(2)])
        self.assertEqual(self._heard(1)[0], {2})

    def test_the_thread_ends_when_nobody_asks_and_begins_again(self):
        with patch.object(wake_up, "IDLE", 0.01):
            self.wake_ups.send([self._channel(1)])
            thread = self.wake_ups._thread
            self._heard(1)
            thread.join(20)
        self.assertFalse(thread.is_alive())
        self.assertIsNone(self.wake_ups._connection)
        self.wake_ups.send([self._channel(2)])
        self.assertEqual(self._heard(1)[0], {2})

    def test_what_waits_is_sent_when_the_process_ends(self):
        self.wake_ups._waiting[self._channel(7)] = None
        self.wake_ups.stop()
        self.assertEqual(self._heard(1)[0], {7})

    def test_a_forked_worker_begins_anew(self):
        self.wake_ups.send([self._channel(1)])
        self._heard(1)
        child = os.fork()
        if not child:
            fresh = not (self.wake_ups._thread or self.wake_ups._connection)
            os._exit(0 if fresh else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0, "it shares no connection")


@tagged("post_install", "-at_install")
class TestOurMessages(TransactionCase):
    """Messages to our screens are woken by one connection, all others by Odoo."""

    def _send(self, target, kind):
        sent = []
        with patch.object(wake_up.wake_ups, "send", sent.extend), mute_logger("odoo"):
            self.env["bus.bus"]._sendone(target, kind, {"ids": [1]})
            self.env.cr.precommit.run()
            self.env.cr.postcommit._funcs.pop()()
        newest = self.env["bus.bus"].search([], order="id desc", limit=1)
        return sent, json.loads(newest.message)["type"]

    def test_a_reception_screen(self):
        site = self.env["visitor.site"].create({"name": "Tower"})
        sent, kind = self._send(site, "visitor_management.changed")
        self.assertEqual(sent, [(self.env.cr.dbname, "visitor.site", site.id)])
        self.assertEqual(kind, "visitor_management.changed")

    def test_somebody_elses(self):
        with patch("odoo.sql_db.db_connect") as connect_odoo:
            sent, kind = self._send(self.env.user.partner_id, "somebody.else")
        self.assertEqual((sent, kind), ([], "somebody.else"))
        self.assertTrue(connect_odoo.called)
