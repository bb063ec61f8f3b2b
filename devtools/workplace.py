"""The databases and files of one run of tests, apart from those of any other."""

import contextlib
import os
import re
import shutil
import threading
from pathlib import Path

from . import databases, odoo_log, process
from .project import ADDON, CACHE, LOGS

RUNS = CACHE / "runs"
LOGS_KEPT = 80


class Workplace:
    """Made at the beginning of a run and removed at its end; its parts share it."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.prefix = f"test_{os.getpid()}_"
        self.folder = RUNS / str(os.getpid())
        self.data = self.folder / "data"
        self._base = self._ready = None
        self._making = threading.RLock()

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
        with self._making:
            if self._base is None:
                self._base = self._install()
            return self._base

    def ready(self):
        """The same with the bundles that browsers else wait for, to be copied."""
        with self._making:
            if self._ready is None:
                self._ready = self.database("ready", self.base())
                databases.make_assets(self._ready, self.data)
            return self._ready

    def _install(self):
        name = self.database("base")
        with process.step(f"{ADDON} installed for the tests"):
            log = databases.odoo_once(
                name,
                *("-i", ADDON),
                what="Installing the addon",
                log=f"{self.prefix}install",
                data=self.data,
            )
        for problem in odoo_log.problems(log, ADDON):
            process.say(problem)
        return name

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
