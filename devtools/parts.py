"""Running one part of the tests: inside an Odoo, or with pytest beside a server."""

import contextlib
import dataclasses
import secrets
import shlex
import time
from xml.etree import ElementTree

from . import databases, odoo, odoo_log, process, python_env
from .postgres import PORT, SUPERUSER, socket_folder
from .project import ADDON, LOGS, ROOT
from .serve import wait_until_served


@dataclasses.dataclass
class Count:
    """What became of the tests of one part."""

    part: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    remarks: list = dataclasses.field(default_factory=list)
    # seconds of each test, by ``file:Class.test``
    times: dict = dataclasses.field(default_factory=dict)
    # tests that were begun, and classes that could not be set up
    seen: set = dataclasses.field(default_factory=set)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def __add__(self, other):
        """Both together, as one part."""
        return Count(
            self.part,
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
            self.remarks + other.remarks,
            self.times | other.times,
            self.seen | other.seen,
        )


# -- inside Odoo -----------------------------------------------------------------


def in_odoo(work, part, database, tags, *arguments):
    """Run tests inside Odoo and count them from its log."""
    start, configuration, environment = databases.odoo_command(work.data)
    log = LOGS / f"{database}.log"
    process.say(f"\n{part} (log: {log})")
    began = time.monotonic()
    server = process.start(
        [*start, "-c", configuration, "-d", database, *arguments]
        + ["--test-tags", tags, "--stop-after-init", "--max-cron-threads", "0"]
        + ["--http-port", process.free_port()],
        env=environment,
        stdout=-1,
        stderr=-2,
        text=True,
        errors="replace",
        stays=True,
    )
    results = odoo_log.Results(ADDON)
    with log.open("w", encoding="utf-8") as file:
        for line in server.stdout:
            file.write(line)
            for problem in results.read(line):
                process.say(problem)
    for problem in results.finish():
        process.say(problem)
    code = server.wait()
    process.end(server)
    count = Count(
        part,
        len(results.passed()),
        len(results.failed),
        len(results.skipped),
        time.monotonic() - began,
        times=results.times,
        seen=results.started | results.failed | set(results.skipped),
    )
    for name, why in results.skipped.items():
        count.remarks.append(f"skipped: {name}: {why}")
    if not results.started and not results.failed:
        count.failed += 1
        count.remarks.append(f"no test was run in {part}")
    elif code and not count.failed:
        count.failed += 1
        count.remarks.append(f"Odoo ended with code {code}: {databases.cause(log)}")
    return count


# -- with pytest -----------------------------------------------------------------


def with_pytest(work, arguments, *, needs_server, alone):
    """Run pytest, beside a server if any of the tests may need one.

    :param alone: nothing else is run meanwhile, so that its output may be seen at once
    """
    name = "server" if needs_server else "tests"
    with contextlib.ExitStack() as stack:
        environment = process.environment()
        if odoo.binary():
            environment["ODOO_BIN"] = str(odoo.binary())
        if needs_server:
            environment.update(stack.enter_context(_server(work)))
        report = work.folder / f"{name}.xml"
        said = LOGS / f"{work.prefix}{name}-pytest.log"
        place = "" if alone else f" (log: {said})"
        process.say(f"\ntests/ {' '.join(arguments)}{place}")
        output = None if alone else stack.enter_context(said.open("w"))
        began = time.monotonic()
        runner = process.start(
            [python_env.python(), "-m", "pytest", "-q", "-rfEs"]
            + ["-p", "no:cacheprovider", f"--junitxml={report}"]
            + ["--rootdir", ROOT, *arguments],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            stays=True,
        )
        code = runner.wait()
        process.end(runner)
        count = _pytest_count(report, code)
        count.seconds = time.monotonic() - began
    if not alone and count.failed + count.skipped:
        process.say(said.read_text("utf-8", "replace"))
    return count


def _pytest_count(report, code):
    count = Count("tests/")
    if report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            kinds = {child.tag for child in case}
            file = case.get("classname").replace(".", "/")
            count.times[f"{file}:{case.get('name')}"] = float(case.get("time"))
            if kinds & {"failure", "error"}:
                count.failed += 1
            elif "skipped" in kinds:
                count.skipped += 1
                name = f"{case.get('classname')}.{case.get('name')}"
                why = case.find("skipped").get("message")
                count.remarks.append(f"skipped: {name}: {why}")
            else:
                count.passed += 1
    if code and not count.failed:
        count.failed += 1
        count.remarks.append(f"pytest ended with code {code}")
    return count


@contextlib.contextmanager
def _server(work):
    """A server with the addon and no demo data; yields how to reach it."""
    database = work.database("server", work.ready())
    password = secrets.token_urlsafe(12)
    work.cluster.sql(
        f"UPDATE res_users SET password = '{password}' WHERE login = 'admin'", database
    )
    start, configuration, environment = databases.odoo_command(work.data)
    port = process.free_port()
    command = [*start, "-c", configuration, "-d", database, "--workers", "0"]
    # sixty calls at once are more than Odoo's 64 connections bear, with jobs and bus
    command += ["--db_maxconn", "128"]
    log = LOGS / f"{database}.log"
    with log.open("w", encoding="utf-8") as file:
        server = process.start(
            [*command, "--http-port", port],
            env=environment,
            stdout=file,
            stderr=file,
            stays=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(server, address, log)
        yield {
            "VISITOR_TEST_URL": address,
            "VISITOR_TEST_DB": database,
            "VISITOR_TEST_BASE": work.base(),
            "VISITOR_TEST_DATA": str(work.data),
            "VISITOR_TEST_PGHOST": str(socket_folder()),
            "VISITOR_TEST_PGPORT": str(PORT),
            "VISITOR_TEST_PGUSER": SUPERUSER,
            "VISITOR_TEST_LOG": str(log),
            # for tests that start a server of their own, and end it as they like
            "VISITOR_TEST_COMMAND": shlex.join(
                ["env", *(f"{name}={value}" for name, value in environment.items())]
                + [str(part) for part in command]
            ),
            "VISITOR_TEST_ADMIN_PASSWORD": password,
        }
    finally:
        process.end(server)
