"""Packages of the operating system, installed with apt-get where that is allowed."""

import glob
import os
import shutil
import subprocess
import sys
import threading

from . import process
from .errors import Failure, reason


def _has_program(name):
    return lambda: bool(shutil.which(name))


def _has_cjk_font():
    """Whether any font can show Chinese; without it passes print as boxes."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def _has_postgresql():
    return bool(glob.glob("/usr/lib/postgresql/*/bin/initdb"))


def _has_venv():
    """Debian keeps pip's bundle for new environments in a package of its own."""
    probe = subprocess.run(
        [sys.executable, "-c", "import ensurepip"], capture_output=True, check=False
    )
    return probe.returncode == 0


PACKAGES = {
    "postgresql": _has_postgresql,
    "wkhtmltopdf": _has_program("wkhtmltopdf"),
    "fontconfig": _has_program("fc-list"),
    "fonts-wqy-microhei": _has_cjk_font,
    "python3-venv": _has_venv,
    "chromium": _has_program("chromium"),
    "zbar-tools": _has_program("zbarimg"),
    "poppler-utils": _has_program("pdftoppm"),
}
# In the order in which they are needed: an environment, a database, printing, tests.
FOR_PYTHON = ("python3-venv",)
FOR_DATABASE = ("postgresql",)
FOR_PRINTING = ("wkhtmltopdf", "fontconfig", "fonts-wqy-microhei")
FOR_TEST = ("chromium", "zbar-tools", "poppler-utils")

_one_at_a_time = threading.Lock()
_lists_are_fresh = threading.Event()


def ensure_packages(names):
    """Install those of the named packages that are missing."""
    with _one_at_a_time:
        missing = [name for name in names if not PACKAGES[name]()]
        if missing:
            _install(missing)


def _install(missing):
    command = f"apt-get install {' '.join(missing)}"
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and _sudo_works():
        prefix = ["sudo", "-n"]
    else:
        raise Failure(f"Please run this as root, then try again: {command}")
    prefix += ["env", "DEBIAN_FRONTEND=noninteractive"]
    with process.step(f"system packages: {' '.join(missing)}"):
        if not _lists_are_fresh.is_set():
            # An unreachable extra archive of the machine must not stop us.
            process.run(
                [*prefix, "apt-get", "update", "-q"], "apt-get update", check=False
            )
            _lists_are_fresh.set()
        install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends"]
        install += ["-o", "DPkg::Lock::Timeout=120", *missing]
        code, output = process.run(install, f"“{command}”", check=False)
        if code and "dpkg --configure -a" in output:
            # An earlier installation was interrupted, by Ctrl-C for instance.
            repair = [*prefix, "dpkg", "--configure", "-a"]
            process.run(repair, "“dpkg --configure -a”")
            code, output = process.run(install, f"“{command}”", check=False)
        if code:
            raise Failure(f"“{command}” failed: {reason(output)}.")


def _sudo_works():
    return (
        subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, check=False
        ).returncode
        == 0
    )
