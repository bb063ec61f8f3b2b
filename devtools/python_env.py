"""The virtual environment that runs Odoo, its packages pinned in ``requirements/``."""

import hashlib
import re
import shutil
import subprocess
import sys

from . import process
from .errors import Failure
from .project import CACHE, ROOT

FOLDER = CACHE / "venv"
SUPPORTED = ((3, 10), (3, 13))


def python():
    return FOLDER / "bin" / "python"


def _interpreter():
    """A Python that Odoo 19 runs on: our own, or the newest on the search path."""
    if SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        return sys.executable
    for minor in (13, 12, 11, 10):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise Failure("Odoo 19 needs Python 3.10 to 3.13, and none of them is installed.")


def _works():
    if not python().exists():
        return False
    probe = subprocess.run(
        [python(), "-m", "pip", "--version"], capture_output=True, check=False
    )
    return probe.returncode == 0


def ensure(*groups):
    """Make the environment hold the packages of ``requirements/GROUP.txt``."""
    missing = [group for group in groups if not _stamp(group).exists()]
    if not missing:
        return
    with process.step(f"Python packages: {', '.join(missing)}"):
        if not _works():
            shutil.rmtree(FOLDER, ignore_errors=True)
            # In two steps: the module venv hides why its second one fails.
            what = "Making a virtual environment"
            process.run([_interpreter(), "-m", "venv", "--without-pip", FOLDER], what)
            process.run([python(), "-m", "ensurepip"], what)
        files = [ROOT / "requirements" / f"{group}.txt" for group in missing]
        process.run(
            [python(), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
            + ["--no-deps", "--no-compile", "--no-input", "--retries", "2"]
            + [part for file in files for part in ("-r", file)],
            "Installing Python packages",
        )
    for group in missing:
        for old in FOLDER.glob(f".{group}-*"):
            old.unlink()
        _stamp(group).touch()


def _stamp(group):
    text = (ROOT / "requirements" / f"{group}.txt").read_text("utf-8")
    text = re.sub(r"#.*", "", text)
    return FOLDER / f".{group}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
