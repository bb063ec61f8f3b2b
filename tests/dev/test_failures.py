"""What can go wrong on a developer's machine, produced for real.

Each failure must be told in one sentence with exit code 1, and the next run recovers.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request

from .harness import ROOT, SHARED, wait_for

CLOSED = "http://127.0.0.1:9"  # nobody listens on the port "discard"
NO_NETWORK = {
    name: CLOSED for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
}


def assert_sentence(result, pattern):
    """One clear sentence on the error stream, exit code 1, no traceback."""
    code, output, errors = result
    assert code == 1, (output, errors)
    lines = errors.strip().splitlines()
    assert len(lines) == 1, errors
    assert lines[0].startswith("./dev: ")
    assert re.search(pattern, lines[0]), errors
    assert "Traceback" not in output


def assert_ready(result):
    code, output, errors = result
    assert code == 0, (output, errors)
    assert "Everything is ready" in output


def authenticate(address, database, login):
    """The user id that a login with password = login gets."""
    body = {"params": {"db": database, "login": login, "password": login}}
    request = urllib.request.Request(
        f"{address}/web/session/authenticate",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer).get("result", {}).get("uid")


def serve(dev, port):
    """Start ``./dev run`` and read what it says until it serves."""
    began = time.monotonic()
    process = dev.start("run", "--port", str(port), "--database", dev.database)
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C stops it" in line:
            return process, said, time.monotonic() - began
    raise AssertionError((said, process.stderr.read()))


def test_taken_port_then_serving(dev):
    dev.share("odoo", "venv", "postgres")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = dev.run("run", "--port", str(port), "--database", dev.database)
    assert_sentence(result, rf"Port {port} is taken")

    process, said, _seconds = serve(dev, port)
    address = f"http://127.0.0.1:{port}"
    assert address in said
    logins = re.search(r"password = login\): (.*)", said)[1].split(", ")
    assert "admin" in logins
    for login in logins:
        assert authenticate(address, dev.database, login), login
    code, _output, errors = dev.stop(process)
    assert (code, errors) == (0, "")
    assert not dev.processes()

    for _attempt in range(2):
        process, said, seconds = serve(dev, port)
        dev.stop(process)
        assert not dev.processes()
        if "updated to the changed addon" not in said:  # somebody is editing it
            break
    # The figure is for a machine that has nothing else to do.
    load = os.getloadavg()[0] / os.cpu_count()
    assert seconds < 15 * max(1, load), "a second run takes too long"


def test_no_network(dev):
    dev.share("postgres")
    debs = dev.cache / "apt" / "debs"
    debs.mkdir(parents=True)
    for package in (SHARED / "apt" / "debs").glob("*.deb"):
        os.link(package, debs / package.name)
    assert_sentence(dev.prepare(**NO_NETWORK), "network cannot be reached")
    assert not dev.processes()
    assert_ready(dev.prepare())


def test_no_network_for_python_packages(dev):
    dev.share("odoo", "postgres")
    assert_sentence(dev.prepare(**NO_NETWORK), "network cannot be reached")


def test_half_unpacked_package(dev):
    dev.share("venv", "postgres")
    subprocess.run(["cp", "-al", SHARED / "odoo", dev.cache / "odoo"], check=True)
    package = dev.cache / "odoo/usr/lib/python3/dist-packages/odoo"
    shutil.rmtree(package / "addons" / "contacts")
    (package / "http.py").unlink()
    debs = dev.cache / "apt" / "debs"
    debs.mkdir(parents=True)
    for file in (SHARED / "apt" / "debs").glob("*.deb"):
        os.link(file, debs / file.name)

    assert_sentence(dev.prepare(), "was incomplete .* run ./dev again")
    assert not (dev.cache / "odoo").exists()

    # What an unpacking leaves behind that was killed half-way.
    (dev.cache / "odoo.partial" / "usr" / "lib").mkdir(parents=True)
    assert_ready(dev.prepare())
    assert (package / "http.py").exists()


def test_full_disk(dev, small_disk):
    take_away = small_disk(dev.cache, "8m")
    assert_sentence(dev.prepare(), "disk is full: 8 MiB are free")
    take_away()

    dev.share("odoo", "postgres")
    take_away = small_disk(dev.cache / "venv", "8m")
    assert_sentence(dev.prepare(), "failed: the disk is full")
    take_away()
    assert_ready(dev.prepare())


if os.geteuid():  # only root may mount a small disk
    del test_full_disk


def test_stale_process_id(dev):
    dev.share("odoo", "venv")
    postgres = dev.cache / "postgres"
    note = postgres / "data" / "postmaster.pid"

    def start_and_interrupt():
        """Ctrl-C as soon as the cluster is at work; nothing must stay."""
        process = dev.start("run", "--prepare", "--database", dev.database)
        wait_for(lambda: note.exists() and "ready" in note.read_text())
        time.sleep(1)
        code, output, errors = dev.stop(process)
        assert code == 130, (output, errors)
        assert "Traceback" not in errors
        assert not dev.processes()
        assert not note.exists()

    start_and_interrupt()
    lines = [os.getpid(), postgres / "data", 0, 5432, postgres / "socket", "", "", ""]
    note.write_text("\n".join(map(str, lines)))
    result = dev.prepare()
    assert_sentence(result, rf"stale \({os.getpid()} is another program\)")
    start_and_interrupt()

    # One that belongs to nobody any more is no reason to stop.
    ended = subprocess.Popen(["true"])
    ended.wait()
    lines[0] = ended.pid
    note.write_text("\n".join(map(str, lines)))
    start_and_interrupt()


def test_odoo_that_is_not_there(dev):
    result = dev.prepare(ODOO_BIN="/nonexistent/odoo-bin")
    assert_sentence(result, "ODOO_BIN names /nonexistent/odoo-bin")


def test_unknown_test(dev):
    result = dev.run("test", "no_such_test")
    assert_sentence(result, "named no_such_test")


def test_explains_itself(dev):
    code, output, _errors = dev.run()
    assert code == 0
    for command in ("run", "test", "lint", "shell", "i18n", "clean"):
        assert re.search(rf"^ +{command} ", output, re.M)
    assert (ROOT / "dev").stat().st_mode & 0o111
