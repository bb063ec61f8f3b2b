"""Packages of the operating system, installed with apt-get where that is allowed."""

import glob
import os
import shutil
import subprocess
import sys

from . import process
from .errors import Failure


def _has_program(name):
    return lambda: bool(shutil.which(name))


def _has_cjk_font():
    """Whether any font can show Chinese; without it passes print as boxes."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True
    )
    return bool(listed.stdout.strip())


def _has_postgresql():
    return bool(glob.glob("/usr/lib/postgresql/*/bin/initdb"))


def _has_venv():
    """Debian keeps pip's bundle for new environments in a package of its own."""
    probe = subprocess.run(
        [sys.executable, "-c", "import ensurepip"], capture_output=True
    )
    return probe.returncode == 0


PACKAGES = {
    "postgresql": _has_postgresql,
    "wkhtmltopdf": _has_program("wkhtmltopdf"),
    "fontconfig": _has_program("fc-list"),
    "fonts-noto-cjk": _has_cjk_font,
    "python3-venv": _has_venv,
    "chromium": _has_program("chromium"),
    "zbar-tools": _has_program("zbarimg"),
    "poppler-utils": _has_program("pdftoppm"),
}
FOR_RUN = ("postgresql", "wkhtmltopdf", "fontconfig", "fonts-noto-cjk", "python3-venv")
FOR_TEST = (*FOR_RUN, "chromium", "zbar-tools", "poppler-utils")


def ensure_packages(names):
    """Install those of the named packages that are missing."""
    missing = [name for name in names if not PACKAGES[name]()]
    if not missing:
        return
    command = f"apt-get install {' '.join(missing)}"
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and _sudo_works():
        prefix = ["sudo", "-n"]
    else:
        raise Failure(f"Please run this as root, then try again: {command}")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    with process.step(f"system packages: {' '.join(missing)}"):
        # An unreachable extra archive of the machine must not stop us.
        process.run([*prefix, "apt-get", "update", "-q"], "apt-get update", check=False)
        process.run(
            [*prefix, *environment, "apt-get", "install", "-y", "-q"]
            + ["--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", *missing],
            f"“{command}”",
        )


def _sudo_works():
    return subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
