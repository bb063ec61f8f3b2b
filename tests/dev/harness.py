"""A ``./dev`` with a cache folder of its own, to make it fail on purpose."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from devtools import postgres

SHARED = Path(os.environ.get("VISITOR_DEV_CACHE") or ROOT / ".dev").absolute()
# A cluster goes together with the locks that say who uses it.
PARTS = {
    "odoo": ["odoo"],
    "venv": ["venv"],
    "postgres": [
        *("postgres", "data", "postgres.lock", "postgres-users.lock"),
        *("template.lock",),
    ],
}


class Dev:
    """Runs ``./dev``; parts of the cache can be those that the tests run with."""

    def __init__(self, cache, database):
        self.cache = cache
        self.database = database
        self.environment = {**os.environ, "VISITOR_DEV_CACHE": str(cache)}
        self.started = []

    def share(self, *parts):
        for part in parts:
            for name in PARTS[part]:
                target = postgres.home() if name == "postgres" else SHARED / name
                (self.cache / name).symlink_to(target)

    def start(self, *arguments, **environment):
        process = subprocess.Popen(
            [ROOT / "dev", *arguments],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, *arguments, timeout=300, **environment):
        """Exit code, output, and what was said on the error stream."""
        process = self.start(*arguments, **environment)
        output, errors = process.communicate(timeout=timeout)
        return process.returncode, output, errors

    def prepare(self, **environment):
        return self.run("run", "--prepare", "--database", self.database, **environment)

    def stop(self, process):
        """Press Ctrl-C and wait for the end."""
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors

    def processes(self):
        """Command lines of what still runs for this cache folder or database."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, UnicodeDecodeError):
                continue
            if f"{self.cache}/" in line or f" {self.database} " in line:
                found.append(line)
        return found


def drop(database):
    """Remove a database of the shared cluster, and its files."""
    socket = postgres.socket_folder()
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/dropdb"))
    subprocess.run(
        [programs[-1], "-h", socket, "-U", "odoo", "--if-exists", "--force", database],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    shutil.rmtree(SHARED / "data" / "filestore" / database, ignore_errors=True)
    (SHARED / "data" / f"{database}.json").unlink(missing_ok=True)


def wait_for(condition, timeout=60):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")
