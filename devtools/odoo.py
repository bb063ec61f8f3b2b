"""Odoo 19 itself: Debian's package unpacked into the cache folder, or ``ODOO_BIN``."""

import json
import os
import shutil
from pathlib import Path

from . import apt, process
from .errors import Failure
from .project import CACHE

FOLDER = CACHE / "odoo"
STAMP = ".complete"
LIBRARY = Path("usr/lib/python3/dist-packages")

# odoo-19 and the packages that its links to fonts and scripts point to.
PACKAGES = {
    "odoo-19": None,
    "fonts-font-awesome": r"4\.7\.",
    "fonts-inconsolata": None,
    "fonts-montserrat": None,
    "fonts-ocr-b": None,
    "fonts-roboto-unhinted": None,
    "libjs-jquery": None,
    "libjs-jquery-form": None,
    "libjs-underscore": None,
}
# Without these the web client shows no icons, no text font or no page at all.
NEEDED = (
    "web/static/src/libs/fontawesome/fonts/fontawesome-webfont.woff2",
    "web/static/fonts/google/Roboto/Roboto-Regular.ttf",
    "web/static/lib/jquery/jquery.js",
)
# The package leaves this file out; browsers report its absence as an error.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def binary():
    """The ``odoo-bin`` named in the environment, or None."""
    name = os.environ.get("ODOO_BIN")
    if not name:
        return None
    path = Path(name).expanduser().absolute()
    if not path.is_file():
        raise Failure(f"ODOO_BIN names {path}, and there is no such file.")
    return path


def command(python):
    """How to call Odoo: the beginning of a command line, and the environment."""
    path = binary()
    if path:
        return [_interpreter(path) or python, path], process.environment()
    return [python, "-m", "odoo"], process.environment(PYTHONPATH=str(FOLDER / LIBRARY))


def addons_paths():
    """Folders with addons besides those that Odoo finds by itself."""
    path = binary()
    if path and (path.parent / "addons" / "web").is_dir():
        return [path.parent / "addons"]
    return []


def package(python):
    """The folder of the Python package ``odoo``."""
    path = binary()
    if not path:
        return FOLDER / LIBRARY / "odoo"
    if (path.parent / "odoo").is_dir():
        return path.parent / "odoo"
    asked = [_interpreter(path) or python, "-c", "import odoo; print(*odoo.__path__)"]
    return Path(process.run(asked, "Looking for Odoo").split()[-1])


def _interpreter(path):
    """The interpreter that a script names itself, as one installed by pip does."""
    with path.open("rb") as file:
        first = file.readline().decode("utf-8", "replace").strip()
    name = first[2:].strip() if first.startswith("#!") else ""
    return name if "python" in name and not name.startswith("/usr/bin/env") else None


def version():
    """What the cached databases depend on."""
    path = binary()
    if path:
        return f"{path}:{path.stat().st_mtime_ns}"
    return json.loads((FOLDER / STAMP).read_text("utf-8"))["version"]


def _count(folder):
    """Files and links below a folder, byte code not counted."""
    total, todo = 0, [folder]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        todo.append(entry.path)
                elif not entry.name.endswith(".pyc"):
                    total += 1
    return total


def is_unpacked():
    """Whether a complete Odoo is there; a damaged one is removed and reported."""
    stamp = FOLDER / STAMP
    if not stamp.is_file():
        return False
    expected = json.loads(stamp.read_text("utf-8"))["files"]
    found = _count(FOLDER / "usr")
    if found == expected:
        return True
    _remove(FOLDER)
    raise Failure(
        f"The unpacked Odoo was incomplete ({found} of {expected} files) and has been "
        "removed; run ./dev again to unpack it anew."
    )


def ensure():
    """Fetch and unpack Odoo unless that is done."""
    if binary() or is_unpacked():
        return
    partial = CACHE / "odoo.partial"
    for folder in (partial, FOLDER):
        if folder.exists():
            process.say(f"  removing a half-unpacked Odoo ({folder.name})")
            _remove(folder)
    with process.step("Odoo 19 fetched"):
        apt.update()
        files = apt.download(
            {
                name: apt.version(name, pattern) if pattern else None
                for name, pattern in PACKAGES.items()
            }
        )
    with process.step("Odoo 19 unpacked"):
        partial.mkdir()
        for file in files:
            process.run(["dpkg", "-x", file, partial], f"Unpacking {file.name}")
        _complete(partial, files)
        partial.rename(FOLDER)


def _complete(folder, files):
    """Fill in what the package leaves out, check it and note what it is."""
    addons = folder / LIBRARY / "odoo" / "addons"
    left_out = addons / LEFT_OUT
    left_out.parent.mkdir(parents=True, exist_ok=True)
    left_out.touch()
    dangling = [name for name in NEEDED if not (addons / name).exists()]
    if dangling:
        raise Failure(f"Debian's package of Odoo 19 lacks {dangling[0]}.")
    stamp = {"version": files[0].name, "files": _count(folder / "usr")}
    (folder / STAMP).write_text(json.dumps(stamp), "utf-8")


def _remove(folder):
    """Remove a folder so that an interruption can't leave it looking complete."""
    (folder / STAMP).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
