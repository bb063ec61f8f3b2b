"""What the documents say of the code is so, and where they lead there is something."""

import hashlib
import re
import struct
from xml.etree import ElementTree

import pytest
from bases import ROOT

from devtools import odoo, python_env
from devtools.project import ADDON, ADDON_DIR

DOCUMENTS = [
    ROOT / name
    for name in (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/api.md",
        "docs/architecture.md",
        "docs/operation.md",
        "docs/security.md",
        "docs/words.md",
        "docs/docker/README.md",
    )
]
PAGE = ADDON_DIR / "static" / "description" / "index.html"
PICTURES = (ROOT / "docs" / "images", PAGE.parent)
UNITS = {"minutes": "min", "hours": "h", "days": "day", "weeks": "week"}
UNITS["months"] = "month"
# Jobs of Odoo without which ours reach nobody: where they are defined.
OF_ODOO = {
    "mail.ir_cron_mail_scheduler_action": "addons/mail/data/ir_cron_data.xml",
    "mail.ir_cron_mail_gateway_action": "addons/mail/data/ir_cron_data.xml",
    "base.autovacuum_job": "addons/base/data/ir_cron_data.xml",
}


def operation():
    return (ROOT / "docs" / "operation.md").read_text("utf-8")


def anchor(title):
    """What a heading is linked by, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_all_documents_are_looked_at():
    tracked = {
        path for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern)
    }
    assert tracked == set(DOCUMENTS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    text = path.read_text("utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    for link in links:
        file, _hash, title = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert "//" not in link and target.exists(), link
        if title:
            titles = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.M)
            assert title in map(anchor, titles), link


def test_weaknesses_are_reported_where_somebody_reads_them():
    """An address that nobody has is worse than none."""
    for path in (ROOT / "SECURITY.md", ROOT / "README.md"):
        assert not re.search(r"\w@\w+\.\w", path.read_text("utf-8")), path.name
    assert "private vulnerability report" in (ROOT / "SECURITY.md").read_text("utf-8")


# -- jobs ------------------------------------------------------------------------------


def _jobs(file, module):
    """How often each job of a data file runs, by its xml id."""
    found = {}
    for record in ElementTree.parse(file).iter("record"):
        if record.get("model") == "ir.cron":
            values = {each.get("name"): each.get("eval", each.text) for each in record}
            number, unit = values["interval_number"], UNITS[values["interval_type"]]
            name = record.get("id")
            name = name if "." in name else f"{module}.{name}"
            once = "hour" if unit == "h" else unit
            found[name] = once if number == "1" else f"{number} {unit}"
    return found


def test_each_job_is_explained():
    rows = dict(re.findall(r"^\| `(\w+\.\w+)` \| ([\w ]+) \| \S", operation(), re.M))
    ours = {}
    for file in (ADDON_DIR / "data").glob("*.xml"):
        ours |= _jobs(file, ADDON)
    core = odoo.package(python_env.python())
    theirs = {}
    for name, place in OF_ODOO.items():
        if not (core / place).exists():  # a source tree has most addons beside it
            place = core.parent / place
        theirs[name] = _jobs(core / place, name.split(".")[0])[name]
    assert rows == ours | theirs


def test_what_is_named_exists():
    """Parameters, the name of the file and the limits, as the code has them."""
    text = re.sub(r"\s+", " ", operation())
    keys = (ADDON_DIR / "tools" / "keys.py").read_text("utf-8")
    throttle = (ADDON_DIR / "models" / "core" / "visitor_throttle.py").read_text(
        "utf-8"
    )
    core = odoo.package(python_env.python()) / "addons"
    assert f"`{re.search(r'FILE_NAME = .(.+?).$', keys, re.M)[1]}`" in text
    tries = re.search(r"MISSES_A_MINUTE = (\d+)", throttle)[1]
    assert f"({tries} a minute" in text
    users = (core / "base" / "models" / "res_users.py").read_text("utf-8")
    assert "'web.base.url.freeze'" in users and "`web.base.url.freeze`" in text
    alias = (ADDON_DIR / "data" / "mail_alias_data.xml").read_text("utf-8")
    assert f"`{re.search(r'alias_name.>(.+?)<', alias)[1]}@`" in text
    health = (ADDON_DIR / "models" / "admission" / "visitor_health.py").read_text(
        "utf-8"
    )
    parameter = re.search(r'TOKEN_PARAMETER = "(.+?)"', health)[1]
    assert f"`{parameter}`" in (ROOT / "docs" / "api.md").read_text("utf-8")


# -- pictures --------------------------------------------------------------------------


def shown_in_documents():
    return {
        (path.parent / place).resolve()
        for path in DOCUMENTS
        for place in re.findall(r"!\[.+?\]\((.+?)\)", path.read_text("utf-8"))
    }


def shown_on_the_page():
    """Odoo finds a picture by its bare name, and nothing on another server."""
    page = PAGE.read_text("utf-8")
    names = re.findall(r"<img[^>]*\ssrc=\"([^\"]*)\"", page)
    assert names and page.count("<img") == len(names) == page.count("alt=")
    assert all(re.fullmatch(r"\w+\.png", name) for name in names)
    return {PAGE.parent / name for name in names}


def test_each_picture_is_kept_once_and_shown():
    kept = {file for folder in PICTURES for file in folder.glob("*.png")}
    kept.remove(PAGE.parent / "icon.png")
    assert kept == shown_in_documents() | shown_on_the_page()
    digests = {hashlib.sha256(file.read_bytes()).digest() for file in kept}
    assert len(digests) == len(kept)
    for file in shown_on_the_page():
        width, height = struct.unpack(">II", file.read_bytes()[16:24])
        assert width <= 1440 and height <= 900, file.name
        assert file.stat().st_size < 200_000, "the page opens with all of them"


def test_the_page_speaks_both_languages():
    page = PAGE.read_text("utf-8")
    english, chinese = page.split('lang="zh-CN"')
    assert len(re.findall("<li>", english)) == len(re.findall("<li>", chinese))
    assert re.search("[一-龥]", chinese) and not re.search("[一-龥]", english)
