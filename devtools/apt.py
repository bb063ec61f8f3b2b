"""Debian packages fetched by apt's own client with a state folder of our own.

Nothing of the system's apt configuration changes: the address of the archive is
taken from the machine's sources, the suites are replaced, and signatures are checked
as usual.
"""

import re
from pathlib import Path

from . import process
from .errors import Failure
from .project import CACHE

FOLDER = CACHE / "apt"
SOURCES = Path("/etc/apt/sources.list")
SOURCE_PARTS = Path("/etc/apt/sources.list.d")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

# The second suite still has version 4.7 of Font Awesome, which Odoo's links name.
SUITES = "unstable trixie"


def _stanzas(text):
    """The stanzas of a ``.sources`` file as dicts with lower-case keys."""
    for block in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if line[:1].isspace() and key:
                fields[key] += "\n" + line.strip()
            elif ":" in line:
                key, value = line.split(":", 1)
                key = key.strip().lower()
                fields[key] = value.strip()
        if fields:
            yield fields


def _one_line(text):
    """The ``deb`` lines of a classic sources list in the form of stanzas."""
    pattern = (
        r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(.*)$"
    )
    for match in re.finditer(pattern, text, re.M):
        signed = re.search(r"signed-by=(\S+)", match["options"] or "", re.I)
        yield {
            "types": "deb",
            "uris": match["uri"],
            "suites": match["suite"],
            "signed-by": signed[1] if signed else "",
        }


def _is_debian(source):
    address = source.get("uris", "").split()
    return (
        "deb" in source.get("types", "").split()
        and source.get("enabled", "yes").lower() != "no"
        and bool(address)
        and (
            address[0].rstrip("/").endswith("/debian")
            or re.search(r"debian(-mirror)?\.(list|sources)$", address[0])
            or "debian-archive" in source.get("signed-by", "")
        )
        and "security" not in source["uris"] + source.get("suites", "")
    )


def archive():
    """Address and keyring of the Debian archive that this machine uses."""
    found = []
    for path in sorted(SOURCE_PARTS.glob("*.sources")):
        found += _stanzas(path.read_text("utf-8"))
    for path in [SOURCES, *sorted(SOURCE_PARTS.glob("*.list"))]:
        if path.is_file():
            found += _one_line(path.read_text("utf-8"))
    for source in found:
        if _is_debian(source):
            return source["uris"].split()[0], source.get("signed-by") or KEYRING
    raise Failure(
        "This machine's apt sources name no Debian archive; "
        "name an Odoo 19 with ODOO_BIN=/path/to/odoo-bin instead."
    )


def _options():
    folder = str(FOLDER)
    settings = {
        "Dir::State": f"{folder}/state",
        "Dir::State::status": f"{folder}/status",
        "Dir::Cache": f"{folder}/cache",
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": f"{folder}/sources",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "APT::Update::Error-Mode": "any",
    }
    return [part for item in settings.items() for part in ("-o", "=".join(item))]


def update():
    """Read the package lists of the suites into our own state folder."""
    address, keyring = archive()
    for name in ("state/lists/partial", "cache/archives/partial", "sources", "debs"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    (FOLDER / "status").touch()
    stanza = (
        f"Types: deb\nURIs: {address}\nSuites: {SUITES}\nComponents: main\n"
        + f"Signed-By: {keyring}\n".replace("\n", "\n ").rstrip()
        + "\n"
    )
    (FOLDER / "sources" / "debian.sources").write_text(stanza, "utf-8")
    process.run(["apt-get", *_options(), "update", "-q"], "Reading the package lists")


def version(package, pattern):
    """The newest version of a package that matches the pattern."""
    listed = process.run(
        ["apt-cache", *_options(), "madison", package], f"Looking up {package}"
    )
    for line in listed.splitlines():
        columns = [column.strip() for column in line.split("|")]
        if len(columns) == 3 and re.search(pattern, columns[1]):
            return columns[1]
    raise Failure(f"The Debian archive has no {package} of a fitting version.")


def download(packages):
    """Fetch packages (``{name: version or None}``); returns their files."""
    wanted = [f"{name}={v}" if v else name for name, v in packages.items()]
    folder = FOLDER / "debs"
    process.run(
        ["apt-get", *_options(), "download", "-q", *wanted],
        "Fetching Odoo 19",
        cwd=folder,
    )
    files = []
    for name in packages:
        found = sorted(folder.glob(f"{name}_*.deb"), key=lambda f: f.stat().st_mtime)
        if not found:
            raise Failure(f"Fetching Odoo 19 failed: apt-get left no {name}.")
        files.append(found[-1])
    return files
