"""``./dev run`` and ``./dev shell``: the demo database."""

import json
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from . import databases, process, system
from .errors import DISK_FULL, Failure
from .locks import locked
from .postgres import Cluster
from .project import ADDON, DEMO_LOGINS, LOGS, addon_fingerprint
from .setup import packages_meanwhile, prepare

DATABASE = "visitor_demo"


def run(options):
    if not options.prepare and not process.port_is_free(options.port):
        raise Failure(_taken(options.port))
    prepare()
    with Cluster() as cluster:
        with packages_meanwhile(system.FOR_PRINTING):
            _demo_database(cluster, options.database, options.fresh)
        if options.prepare:
            process.say("Everything is ready for ./dev run.")
            return 0
        return _serve(cluster, options)


def shell(options):
    prepare()
    with Cluster() as cluster:
        _demo_database(cluster, options.database, fresh=False)
        start, configuration, environment = databases.odoo_command()
        command = [*start, "shell", "-c", configuration, "-d", options.database]
        # Ctrl-C belongs to the shell: it interrupts what was typed there.
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return subprocess.call(
                [str(part) for part in [*command, "--no-http", "--log-level=warn"]],
                env=environment,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        finally:
            signal.signal(signal.SIGINT, previous)


def _taken(port):
    return (
        f"Port {port} is taken by another program; stop that one or use "
        "./dev run --port NUMBER."
    )


def _stamp(name):
    return databases.DATA / f"{name}.json"


def _demo_database(cluster, name, fresh):
    """Make the demo database, or update it when the addon has changed."""
    with locked(f"database-{name}"):
        stamp = _stamp(name)
        source = None
        try:
            made = json.loads(stamp.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            made = {}
        current = addon_fingerprint()
        if fresh or not made or name not in cluster.databases():
            source = databases.template(cluster, demo=True)
            stamp.unlink(missing_ok=True)
            with process.step("demo database"):
                databases.drop(cluster, name)
                databases.copy(cluster, source, name)
                _install(cluster, name, "-i")
        elif made["addon"] != current:
            with process.step("demo database updated to the changed addon"):
                _install(cluster, name, "-u")
        else:
            return
        stamp.write_text(json.dumps({"addon": current}), "utf-8")


def _install(cluster, name, how):
    databases.odoo_once(
        name,
        *(how, ADDON, *databases.DEMO_OPTIONS),
        what="Installing the addon",
        log=f"install-{name}",
    )
    _set_passwords(cluster, name)


def _set_passwords(cluster, name):
    """Password = login; Odoo replaces the plain text by its hash at the first login."""
    logins = ", ".join(f"'{login}'" for login in (*DEMO_LOGINS, "admin"))
    cluster.sql(
        f"UPDATE res_users SET password = login WHERE login IN ({logins})", name
    )


def _logins(cluster, name):
    logins = ", ".join(f"'{login}'" for login in DEMO_LOGINS)
    found = cluster.sql(
        f"SELECT login FROM res_users WHERE active AND login IN ({logins})", name
    ).split()
    return [login for login in DEMO_LOGINS if login in found]


def _serve(cluster, options):
    start, configuration, environment = databases.odoo_command()
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"run-{options.port}.log"
    command = [*start, "-c", configuration, "-d", options.database]
    command += ["--http-port", str(options.port), "--workers", "0"]
    if options.dev:
        command += ["--dev", options.dev]
    with log.open("w", encoding="utf-8") as file:
        server = process.start(command, env=environment, stdout=file, stderr=file)
    try:
        address = f"http://127.0.0.1:{options.port}"
        wait_until_served(server, address, log)
        _greet(address, _logins(cluster, options.database), log)
        code = server.wait()
        raise Failure(f"The server ended by itself with code {code} (see {log}).")
    except KeyboardInterrupt:
        process.say("\nStopping …")
        return 0
    finally:
        process.end(server)


def wait_until_served(server, address, log, patience=120):
    """Return when the login page comes; say why if it doesn't."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/web/login", timeout=60):
                return
        except OSError:
            time.sleep(0.2)
    text = Path(log).read_text("utf-8", "replace")
    if DISK_FULL.search(text):
        raise Failure("The server can't start: the disk is full.")
    if "Address already in use" in text:
        raise Failure(_taken(address.rpartition(":")[2]))
    raise Failure(f"The server didn't start: {databases.cause(Path(log))} (see {log}).")


def _greet(address, logins, log):
    process.say(f"\nOdoo with {ADDON} is at {address}")
    process.say("Log in as (password = login): " + ", ".join([*logins, "admin"]))
    process.say(f"Log: {log}\nCtrl-C stops it.")
