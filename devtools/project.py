"""What is where: the repository, the addon and the cache folder."""

import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "visitor_management"
ADDON_DIR = ROOT / ADDON
CACHE = Path(os.environ.get("VISITOR_DEV_CACHE") or ROOT / ".dev").absolute()
LOGS = CACHE / "logs"

# Logins of the demo users; their data carries no passwords.
DEMO_LOGINS = (
    "host",
    "host2",
    "reception",
    "escort",
    "hr",
    "security",
    "service",
    "service_manager",
    "leader",
    "visitor_admin",
    "client",
    "resident",
)


def manifest():
    """The addon's manifest as a dict."""
    return ast.literal_eval((ADDON_DIR / "__manifest__.py").read_text("utf-8"))


def dependencies():
    """The modules that the addon depends on, sorted."""
    return sorted(manifest()["depends"])


def addon_fingerprint():
    """Changes whenever a file changes that an update of the module reads."""
    digest = hashlib.sha256()
    for path in sorted(ADDON_DIR.rglob("*")):
        parts = path.relative_to(ADDON_DIR).parts
        if parts[0] in ("static", "tests") or "__pycache__" in parts:
            continue
        if path.suffix in (".py", ".xml", ".csv", ".po", ".sql") and path.is_file():
            digest.update("/".join(parts).encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def short_hash(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:10]
