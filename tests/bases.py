"""Databases that a test has to itself: copies of the one with the addon installed."""

import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from devtools import databases, odoo_log, process
from devtools.postgres import Cluster
from devtools.project import ADDON

# Every column, index and constraint, as one line of text each.
SHAPE = """
    SELECT concat_ws(
        ' ', 'column', table_name, column_name, data_type, is_nullable, column_default
    )
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT concat_ws(
        ' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)
    )
    FROM pg_constraint WHERE conrelid <> 0
    UNION ALL
    SELECT 'sequence ' || sequencename FROM pg_sequences
"""


class Bases:
    """Copies, and Odoo run on them; ``./dev test`` drops what is left at its end."""

    def __init__(self, base, data):
        self.base, self.data = base, Path(data)
        self.cluster = Cluster()
        self._names = (base.replace("_base", f"_copy{n}") for n in itertools.count())

    def copy(self):
        """The addon as it is installed now, without demo data."""
        name = next(self._names)
        databases.copy(
            self.cluster, self.base, name, source_data=self.data, data=self.data
        )
        return name

    def without_addon(self):
        """The same Odoo before the addon was installed."""
        name = next(self._names)
        template = databases.template(self.cluster, demo=False)
        databases.copy(self.cluster, template, name, data=self.data)
        return name

    def odoo(self, name, *arguments):
        """Run Odoo with arguments until it stops; a warning fails the test."""
        log = databases.odoo_once(
            name, *arguments, what="Odoo", log=name, data=self.data
        )
        self._check(log.read_text("utf-8", "replace"))

    def shell(self, name, code):
        """Run code in Odoo's shell; a warning or an exception fails the test."""
        start, configuration, environment = databases.odoo_command(self.data)
        output = process.run(
            [*start, "shell", "-c", configuration, "-d", name, "--no-http"]
            + ["--max-cron-threads", "0"],
            "Odoo's shell",
            env=environment,
            text_in=f"{code}\nprint('came', 'to the end')\n",
        )
        self._check(output)
        assert "came to the end" in output, output[-3000:]

    @staticmethod
    def _check(log):
        results = odoo_log.Results(ADDON)
        bad = [bad for line in log.splitlines(True) for bad in results.read(line)]
        bad += results.finish()
        assert not bad, "\n".join(bad)

    def rows(self, name, statement):
        """The rows that a statement gives, one line of text each."""
        return set(filter(None, self.sql(name, statement).splitlines()))

    def sql(self, name, statements):
        """Run SQL; all of it or nothing."""
        return self.cluster.sql(statements, name)
