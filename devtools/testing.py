"""``./dev test``: the addon's own tests, then those of the repository."""

import contextlib
import dataclasses
import os
import re
import secrets
import shlex
import shutil
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from . import databases, odoo, odoo_log, process, python_env, selection, system
from .errors import Failure
from .postgres import PORT, SUPERUSER, Cluster, socket_folder
from .project import ADDON, ADDON_DIR, CACHE, LOGS, ROOT
from .serve import wait_until_served
from .setup import packages_meanwhile, prepare

RUNS = CACHE / "runs"
LOGS_KEPT = 40
STANDARD, OTHERS = "standard", "others"


@dataclasses.dataclass
class Count:
    """What became of the tests of one part."""

    part: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    remarks: list = dataclasses.field(default_factory=list)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def test(options):
    chosen = selection.select(options.names)
    prepare("test")
    with Cluster() as cluster, workplace(cluster) as work:
        counts = []
        with packages_meanwhile([*system.FOR_PRINTING, *system.FOR_TEST]):
            databases.template(cluster, demo=False)
        if chosen.addon_tags:
            counts += _addon_tests(work, chosen)
        if chosen.pytest_arguments:
            counts.append(_repository_tests(work, chosen))
    return _report(counts)


# -- the databases of one run --------------------------------------------------


class Workplace:
    """Databases and files of this run, apart from those of any other."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.prefix = f"test_{os.getpid()}_"
        self.folder = RUNS / str(os.getpid())
        self.data = self.folder / "data"
        self._base = None

    def database(self, name, source=None):
        """A copy of the template, or of another database of this run."""
        name = self.prefix + name
        if source is None:
            template = databases.template(self.cluster, demo=False)
            databases.copy(self.cluster, template, name, data=self.data)
        else:
            databases.copy(
                self.cluster, source, name, source_data=self.data, data=self.data
            )
        return name

    def base(self):
        """A database with the addon, installed once and then only copied."""
        if self._base is None:
            name = self.database("base")
            with process.step(f"{ADDON} installed for the tests"):
                databases.odoo_once(
                    name,
                    *("-i", ADDON),
                    what="Installing the addon",
                    log=f"{self.prefix}install",
                    data=self.data,
                )
            self._base = name
        return self._base

    def remove(self):
        for name in self.cluster.databases():
            if name.startswith(self.prefix):
                self.cluster.drop(name)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def workplace(cluster):
    _remove_orphans(cluster)
    work = Workplace(cluster)
    work.data.mkdir(parents=True, exist_ok=True)
    try:
        yield work
    finally:
        process.end_all()
        process.resume()
        work.remove()


def _remove_orphans(cluster):
    """Drop what a run left behind that was ended by force."""
    for name in cluster.databases():
        match = re.match(r"test_(\d+)_", name)
        if match and not Path(f"/proc/{match[1]}").exists():
            cluster.drop(name)
    logs = sorted(LOGS.glob("test_*.log"), key=lambda log: log.stat().st_mtime)
    for log in logs[:-LOGS_KEPT]:
        log.unlink(missing_ok=True)
    for folder in RUNS.glob("*"):
        if not Path(f"/proc/{folder.name}").exists():
            shutil.rmtree(folder, ignore_errors=True)


# -- the addon's own tests -----------------------------------------------------


def _addon_tests(work, chosen):
    """First Odoo's standard tests, then those that need a database to themselves."""
    counts = []
    kinds = {kind for kind, _tag in chosen.addon_tags}
    if STANDARD in kinds:
        tags = ",".join(tag for kind, tag in chosen.addon_tags if kind == STANDARD)
        database = work.database("standard")
        counts.append(_odoo_tests(work, f"{ADDON}", database, tags, "-i", ADDON))
    if OTHERS in kinds:
        tags = ",".join(tag for kind, tag in chosen.addon_tags if kind == OTHERS)
        database = work.database("others", work.base())
        counts.append(
            _odoo_tests(work, f"{ADDON}, committing", database, f"{tags},-standard")
        )
    if chosen.everything:
        counts[0].remarks += _not_imported()
        counts[0].failed += len(counts[0].remarks)
    return counts


def _odoo_tests(work, part, database, tags, *arguments):
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


def _not_imported():
    """Test files that Odoo never sees because their package doesn't import them."""
    folder = ADDON_DIR / "tests"
    imports = (folder / "__init__.py").read_text("utf-8")
    return [
        f"tests/__init__.py does not import {path.stem}"
        for path in sorted(folder.glob("test_*.py"))
        if not re.search(rf"\b{path.stem}\b", imports)
    ]


# -- the tests of the repository -----------------------------------------------


def _repository_tests(work, chosen):
    """Run pytest, beside a server if any of the tests may need one."""
    with contextlib.ExitStack() as stack:
        environment = process.environment()
        if odoo.binary():
            environment["ODOO_BIN"] = str(odoo.binary())
        if chosen.needs_server:
            environment.update(stack.enter_context(_server(work)))
        report = work.folder / "pytest.xml"
        process.say(f"\ntests/ {' '.join(chosen.pytest_arguments)}")
        began = time.monotonic()
        runner = process.start(
            [
                python_env.python(),
                "-m",
                "pytest",
                "-q",
                "-rfEs",
                "-p",
                "no:cacheprovider",
            ]
            + [f"--junitxml={report}", "--rootdir", ROOT, *chosen.pytest_arguments],
            env=environment,
            cwd=ROOT,
        )
        code = runner.wait()
        process.end(runner)
        count = _pytest_count(report, code)
        count.seconds = time.monotonic() - began
        return count


def _pytest_count(report, code):
    count = Count("tests/")
    if report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            kinds = {child.tag for child in case}
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
    database = work.database("server", work.base())
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


# -- the end -------------------------------------------------------------------


def _report(counts):
    total = Count("all")
    process.say("")
    for count in counts:
        process.say(f"{count.part}: {count} ({count.seconds:.0f} s)")
        for remark in count.remarks:
            process.say(f"  {remark}")
        total.passed += count.passed
        total.failed += count.failed
        total.skipped += count.skipped
    if not total.passed + total.failed:
        raise Failure("No test was run.")
    if total.skipped:
        process.say("A skipped test is taken for a failure.")
    process.say(f"\n{total}")
    return 1 if total.failed or total.skipped else 0
