"""A server that is killed in the middle of scans: nothing is lost, nothing is twice."""

import os
import shlex
import signal
import socket
import subprocess
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.request import urlopen

import pytest
from gate import Gate, expected

SCANS, TIMES = 150, 3
AT_ONCE = 8  # devices
KILLED_AFTER = SCANS // 3  # answers
PATIENCE = 120  # seconds until a server answers


class Server:
    """A second server of the same database, which only this test calls."""

    def __init__(self, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self.command = [
            *shlex.split(os.environ["VISITOR_TEST_COMMAND"]),
            *("--http-port", str(port), "--max-cron-threads", "0"),
        ]
        self.process = None

    def start(self):
        with self.log.open("a", encoding="utf-8") as file:
            self.process = subprocess.Popen(
                self.command, stdout=file, stderr=file, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urlopen(f"{self.url}/web/login", timeout=60):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"the server did not start, see {self.log}")

    def kill(self):
        """As a power cut would: it can't finish anything."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "server.log")
    try:
        server.start()
        yield server
    finally:
        server.kill()


def scan_and_kill(server, gate, scans):
    """Scan with several devices and kill the server in between.

    :return: answers by nonce, of those who got one
    """
    answers, enough = {}, threading.Event()

    def scan(nonce, code):
        try:
            answers[nonce] = gate.scan(code, nonce=nonce)
        except (OSError, HTTPException):
            return  # nobody there: the device will send it again
        if len(answers) >= KILLED_AFTER:
            enough.set()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for nonce, code in scans.items():
            pool.submit(scan, nonce, code)
        assert enough.wait(PATIENCE), "the scans did not get half through"
        server.kill()
    return answers


def lines_of(odoo, model, visitors, *domain):
    """How many records each visitor has."""
    found = odoo.call(
        model,
        "search_read",
        [("registration_id", "in", list(visitors)), *domain],
        ["registration_id"],
    )
    return Counter(each["registration_id"][0] for each in found)


def test_each_scan_counts_once_whenever_the_server_is_killed(
    odoo, people, site, server
):
    gate = Gate(odoo, site, checks_in=True)
    gate.url = gate.url.replace(odoo.url, server.url)
    for _time in range(TIMES):
        visitors = expected(odoo, people, site, SCANS)
        scans = {str(uuid.uuid4()): code for code in visitors.values()}
        answered = scan_and_kill(server, gate, scans)
        assert KILLED_AFTER <= len(answered) < SCANS, "it was killed in the middle"
        assert {answer[0] for answer in answered.values()} == {200}
        server.start()

        # what is stored now is whole: who has a movement has a stay, and once
        entered = lines_of(odoo, "visitor.movement", visitors)
        assert entered == lines_of(odoo, "visitor.stay", visitors)
        assert len(answered) <= len(entered) < SCANS
        assert set(entered.values()) == {1}

        for nonce, code in scans.items():
            status, again = gate.scan(code, nonce=nonce)
            assert (status, again["status"]) == (200, "granted"), again
            if nonce in answered:
                first = answered[nonce][1]
                assert (first["replay"], again["replay"]) == (False, True)
                assert again["visitor"] == first["visitor"]
        once = dict.fromkeys(visitors, 1)
        assert lines_of(odoo, "visitor.movement", visitors) == once
        assert lines_of(odoo, "visitor.stay", visitors) == once
        states = odoo.call("visitor.registration", "read", list(visitors), ["state"])
        assert {each["state"] for each in states} == {"inside"}

    # The twin: without the number of the call it would have been another scan.
    code = next(iter(scans.values()))
    status, other = gate.scan(code)
    assert (status, other["reason"]) == (200, "already_inside")
