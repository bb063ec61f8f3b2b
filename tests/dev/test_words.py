"""One English word, one meaning; and Chinese that no line end has broken."""

import re

import polib
import pytest

from devtools import po
from devtools.project import ADDON_DIR, ROOT

FIELD = "model:ir.model.fields,field_description:a.field_{}__name"
CHOICE = "model:ir.model.fields.selection,name:a.selection__{}__state__open"
VIEW = "model_terms:ir.ui.view,arch_db:a.{}"
CODE = "code:addons/a/models/{}.py"


@pytest.fixture
def folder(tmp_path):
    """The catalogues of an addon with two views of one model."""
    views = tmp_path / "views"
    views.mkdir()
    records = "".join(
        f'<record id="{name}" model="ir.ui.view"><field name="model">a.case</field>'
        "</record>"
        for name in ("case_form", "case_list")
    )
    (views / "case_views.xml").write_text(f"<odoo>{records}</odoo>", "utf-8")
    catalogues = tmp_path / "i18n"
    catalogues.mkdir()
    return catalogues


def template(folder, source, *places):
    catalogue = polib.POFile()
    occurrences = [(place, "0") for place in places]
    catalogue.append(polib.POEntry(msgid=source, occurrences=occurrences))
    path = folder / "a.pot"
    catalogue.save(str(path))
    return polib.pofile(str(path))


def faults(folder, listed, *catalogue):
    (folder / po.ONE_MEANING).write_text(f"# a remark\n{listed}\n", "utf-8")
    return list(po._shared_words(folder, template(folder, *catalogue)))


@pytest.mark.parametrize(
    ("source", "places", "refused"),
    [
        ("Number", [FIELD.format("a_case"), FIELD.format("a_card")], True),
        ("Number", [FIELD.format("a_case"), CHOICE.format("a_card")], True),
        ("Number", [FIELD.format("a_case"), CODE.format("report")], True),
        ("Number", [FIELD.format("a_case"), VIEW.format("some_page")], True),
        ("Done…", [CODE.format("one"), CODE.format("two")], True),
        ("Number", [FIELD.format("a_case")], False),
        ("Number", [FIELD.format("a_case"), CHOICE.format("a_case")], False),
        ("Number", [VIEW.format("case_form"), VIEW.format("case_list")], False),
        ("Number", [FIELD.format("a_case"), VIEW.format("case_list")], False),
        ("Card Number", [FIELD.format("a_case"), FIELD.format("a_card")], False),
        ("%s", [CODE.format("one"), CODE.format("two")], False),
    ],
)
def test_a_word_of_several_models_needs_one_meaning(folder, source, places, refused):
    assert bool(faults(folder, "", source, *places)) == refused
    if refused:
        assert not faults(folder, f"{source} = what it means", source, *places)


def test_a_word_on_the_list_is_shared_and_has_a_meaning(folder):
    both = ("Number", FIELD.format("a_case"), FIELD.format("a_card"))
    assert "no meaning" in faults(folder, "Number = ", *both)[0]
    alone = both[:2]
    assert "share" in faults(folder, "Number = how many", *alone)[0]


def test_places_are_read_as_odoo_writes_them():
    """A place that is read otherwise would count as an owner of its own."""
    [path] = (ADDON_DIR / "i18n").glob("*.pot")
    views = po.models_of_views(ADDON_DIR)
    owners = set()
    for entry in polib.pofile(str(path)):
        owners |= po.owners(entry, views)
    unread = ("model:ir.model", "model_terms:ir.ui.view", "code:")
    read = {owner for owner in owners if not owner.startswith(unread)}
    assert {"visitor_visit", "client_complaint", "work_screen"} <= read
    rest = owners - read
    assert all(place.startswith("model:ir.model.constraint") for place in rest), rest


def test_the_words_for_translators_are_those_in_use():
    """Each word of ``docs/words.md`` stands in the catalogue of its column."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "words.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| ---")
    ]
    assert len(rows) > 20
    for column, name in ((1, po.SIMPLIFIED), (2, po.TRADITIONAL)):
        catalogue = polib.pofile(str(ADDON_DIR / "i18n" / name))
        text = "\n".join(entry.msgstr for entry in catalogue)
        for row in rows[1:]:
            for word in re.split(r"、| / ", row[column]):
                assert word in text, (name, word)


@pytest.mark.parametrize(
    ("translation", "broken"),
    [
        ("来访 结束", True),
        ("来访，\n                结束", True),
        ("请<b>稍候</b>\n        再试", True),
        ("<p>来访</p>\n        <p>结束</p>", False),
        ("来访\n结束", False),
        ("来访\n\n结束", False),
        ("扫描 QR 码", False),
        ("%(name)s 的来访", False),
    ],
)
def test_hanzi_that_a_line_end_has_broken(translation, broken):
    source = translation.translate(dict.fromkeys(range(0x3000, 0xFFFF), "x"))
    for language, expected in (("zh_CN", broken), ("zh_TW", broken), ("ja", False)):
        entry = polib.POEntry(msgid=source, msgstr=translation)
        found = [
            fault
            for fault in po._entry_faults(language, source, entry)
            if "between two hanzi" in fault
        ]
        assert bool(found) == expected
