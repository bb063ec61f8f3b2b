"""How ``./dev`` reads what others write: Odoo's log, translations, apt's sources."""

import opencc
import polib
import pytest

from devtools import apt, odoo_log, po
from devtools.project import ADDON_DIR

LOGGER = "odoo.addons.visitor_management.tests.test_a"


def results(*records):
    read = odoo_log.Results("visitor_management")
    shown = []
    for logger, level, text in records:
        line = f"2026-01-01 00:00:00,000 1 {level} db {logger}: {text} \n"
        for part in line.splitlines(keepends=True):
            shown += read.read(part)
    shown += read.finish()
    return read, shown


def test_passed_failed_and_skipped_tests_are_told_apart():
    read, shown = results(
        (LOGGER, "INFO", "Starting TestA.test_good ... \n  File, of a stack printed"),
        (LOGGER, "INFO", "Starting TestA.test_bad ..."),
        (LOGGER, "ERROR", "FAIL: Subtest TestA.test_bad (i=1)\nTraceback: one"),
        (LOGGER, "ERROR", "FAIL: Subtest TestA.test_bad (i=2)\nTraceback: two"),
        (LOGGER, "INFO", "Starting TestA.test_left ..."),
        (LOGGER, "INFO", "skipped TestA.test_left : no browser"),
        (LOGGER, "INFO", f"ERROR: nothing, said by {LOGGER} in passing"),
    )
    assert read.passed() == {"test_a:TestA.test_good"}
    assert read.failed == {"test_a:TestA.test_bad"}
    assert read.skipped == {"test_a:TestA.test_left": "no browser"}
    assert [record.splitlines()[-1] for record in shown] == [
        "Traceback: one",
        "Traceback: two",
    ]


def test_a_class_that_cannot_be_set_up_is_a_failure_or_a_skip():
    name = f"{LOGGER}.TestA"
    read, _shown = results(
        ("odoo.tests.suite", "ERROR", f"ERROR: setUpClass ({name})\nTraceback"),
        ("odoo.tests.suite", "INFO", f"skipped setUpClass ({name}B) : no printer"),
    )
    assert len(read.failed) == 1
    assert list(read.skipped.values()) == ["no printer"]
    assert not read.passed()


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Visit", "来访", None),
        ("Visit of %(name)s", "%(name)s 的来访", None),
        ("PDF", "PDF", None),
        ("Scan the QR code", "扫描 QR 码", None),
        ("Visit", "", "not translated"),
        ("Visit", "Visit", "equal to the source"),
        ("Visit of %(name)s", "来访", "other placeholders"),
        ("<b>Visit</b>", "来访", "other markup"),
        ("Check in", "Check in 一下", "English words"),
    ],
)
def test_faults_of_translations(tmp_path, source, translation, fault):
    for name, text in (("a.pot", ""), ("zh_CN.po", translation)):
        catalogue = polib.POFile()
        catalogue.append(polib.POEntry(msgid=source, msgstr=text))
        catalogue.save(str(tmp_path / name))
    template = polib.pofile(str(tmp_path / "a.pot"))
    faults = list(po._faults(tmp_path / "zh_CN.po", template))
    if fault is None:
        assert not faults
    else:
        assert any(fault in found for found in faults), faults


@pytest.mark.parametrize(
    ("simplified", "written"),
    [
        ("打印访客证：“%(name)s”", "列印訪客證：「%(name)s」"),
        ("项目", "項目"),
        ("更正电子邮件", "更正電子郵件"),
    ],
)
def test_traditional_chinese_as_taiwan_says_it(simplified, written):
    assert po.traditional_writer()(simplified) == written


def test_every_house_word_is_used():
    """What OpenCC does not write any more is left out of the list."""
    simplified = polib.pofile(str(ADDON_DIR / "i18n" / po.SIMPLIFIED))
    convert = opencc.OpenCC("s2twp").convert
    text = "".join(convert(entry.msgstr) for entry in simplified)
    for written, said in po.house_words():
        assert written in text, written
        text = text.replace(written, said)


def test_debian_is_found_among_other_archives():
    modern = (
        "# a remark\nTypes: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n"
        "Components: main\nSigned-By: /usr/share/keyrings/d.gpg\n\n"
        "Types: deb\nURIs: http://mirror.example/debian-security\n"
        "Suites: bookworm-security\n\n"
        "Types: deb\nURIs: http://other.example/node\nSuites: nodistro\n"
    )
    found = [s for s in apt._stanzas(modern) if apt._is_debian(s)]
    assert [s["uris"] for s in found] == ["http://mirror.example/debian"]
    classic = (
        "# deb http://off.example/debian sid main\n"
        "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ trixie main\n"
        "deb http://mirror.example/debian-security trixie-security main\n"
    )
    found = [s for s in apt._one_line(classic) if apt._is_debian(s)]
    assert [(s["uris"], s["signed-by"]) for s in found] == [
        ("http://mirror.example/debian/", "/k.gpg")
    ]
