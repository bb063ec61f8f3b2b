"""``./dev i18n``: refresh the template of translations and the translations."""

from . import databases, process, python_env
from .postgres import Cluster
from .project import ADDON, ADDON_DIR, ROOT
from .setup import prepare
from .workplace import workplace

FOLDER = ADDON_DIR / "i18n"


def refresh(_options):
    prepare("lint")
    with Cluster() as cluster, workplace(cluster) as work:
        fresh = export(work, work.base())
        return process.pass_on(po("merge", fresh))


def export(work, database):
    """Export the template from a database that has the addon."""
    start, configuration, environment = databases.odoo_command(work.data)
    path = work.folder / f"{ADDON}.pot"
    process.run(
        # The module comes first: "-l" takes all that follows.
        [*start, "i18n", "export", ADDON, "-c", configuration, "-d", database]
        + ["-o", path, "-l", "pot"],
        "Exporting the terms to translate",
        env=environment,
    )
    return path


def po(action, *files):
    """How to call the part that reads and writes ``.po`` files."""
    return [python_env.python(), ROOT / "devtools" / "po.py", action, FOLDER, *files]
