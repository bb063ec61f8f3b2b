"""Reads, merges and checks ``.po`` files; runs inside the virtual environment.

``po.py merge FOLDER NEW.pot`` brings template and translations up to date,
``po.py check FOLDER [NEW.pot]`` prints what is wrong with them.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import polib
from lxml import etree

COMPLETE = ("zh_CN", "zh_TW")  # languages that must be there

# Taiwan's catalogue is made from the simplified one: what OpenCC gets wrong stands in
# the list of house words, so that the next refresh keeps it. Hong Kong reads it, too:
# Odoo takes from zh_TW what zh_HK lacks.
SIMPLIFIED, TRADITIONAL = "zh_CN.po", "zh_TW.po"
HOUSE_WORDS = Path(__file__).parent / "taiwan_words.txt"

# A word that stands at several things has one translation for all of them: only those
# stand here that mean the same everywhere, each with what it means. Any other gets a
# source of its own, with a noun ("Visit No.", "Card Number").
ONE_MEANING = "one_meaning.txt"
ONE_WORD = re.compile(r"[^\W\d_]\S*")
# Whose a source is: the model of a field, a choice or a view, the file of code; what
# else stands in the database is its own.
OWNERS = (
    re.compile(r"model:ir\.model\.fields,[a-z_]+:\w+\.field_(\w+?)__\w+"),
    re.compile(r"model:ir\.model\.fields\.selection,name:\w+\.selection__(\w+?)__\w+"),
    re.compile(r"model:ir\.model,name:\w+\.model_(\w+)"),
    re.compile(r"code:(?:.*/)?([\w.]+?)(?:\.\w+)?:\d+"),
)
VIEW = re.compile(r"model_terms:ir\.ui\.view,arch_db:\w+\.(\w+)")

# Chinese has no blanks: where a line of the source ended, the page would show one. A
# line break that is meant stands at the left margin, as in a text that is no markup.
HANZI = "[\u3400-\u9fff\u3001-\u303f\uff01-\uff60]"
BROKEN = re.compile(rf"{HANZI}(?:[^\S\n]+|\s*\n[^\S\n]+)(?={HANZI})")
WITHIN_TEXT = re.compile(r"</?(?:a|abbr|b|code|em|strong|t|u)(?:\s[^>]*)?>")

# What stays as it is in a translation that is not written in Latin letters.
ALLOWED_WORDS = set(
    "A4 A6 AES API CSV Chrome Chromium Excel GCM HTML HTTP HTTPS ID ISO JPEG JSON KiB"
    " MB MRZ Odoo PDF PNG QR SHA SMS UTC URL USB UUID VM WebSocket XLSX XML"
    " DMARC GIF HEIC JavaScript MP4 WebM RFC SPF WebP iPhone"
    " Qt wkhtmltopdf rtsp xlsx csv UTF GB acceptor safety"
    # Parts of what is typed or shown as it is.
    " Authorization Bearer DD MM YYYY Font Awesome fa tasks"
    " MANAGEMENT SECRET VISITOR FORMER chmod openssl rand hex base64"
    " Authentication Results date kind holiday workday name Webhook https".split()
)
PLACEHOLDER = re.compile(
    r"\{\{[^}]*\}\}|%?%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%%|%[sdif]|\$\{[^}]*\}"
    r"|\{[\w.]*\}"
)
TAG = re.compile(r"</?([a-zA-Z][\w-]*)[^>]*>")
NOT_TEXT = re.compile(
    r"&\w+;|https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|example)\b"
)
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")
NON_LATIN = ("ar", "bg", "el", "fa", "he", "hi", "ja", "ko", "ru", "th", "uk", "zh")


def content(catalogue):
    """What a template says, however it is ordered."""
    return {
        (entry.msgctxt, entry.msgid): (
            frozenset(entry.occurrences),
            frozenset(entry.comment.splitlines()),
        )
        for entry in catalogue
        if not entry.obsolete
    }


def merge(folder, fresh):
    """Bring the template and all translations up to date; prints what is missing."""
    folder.mkdir(exist_ok=True)
    new = polib.pofile(str(fresh))
    template = folder / fresh.name
    if not template.exists() or content(polib.pofile(str(template))) != content(new):
        new.save(str(template), newline="\n")
        print(f"{template.name}: {len(new)} terms, refreshed")
    else:
        new = polib.pofile(str(template))
        print(f"{template.name}: {len(new)} terms, unchanged")
    missing = 0
    for path in sorted(set(folder.glob("*.po")) - {folder / TRADITIONAL}):
        translation = polib.pofile(str(path))
        before = str(translation)
        translation.merge(new)
        for entry in [entry for entry in translation if entry.obsolete]:
            if entry.msgstr:
                print(f"{path.name}: dropped {entry.msgid!r} = {entry.msgstr!r}")
            translation.remove(entry)
        order = {entry.msgid: number for number, entry in enumerate(new)}
        translation.sort(key=lambda entry: order[entry.msgid])
        translation.metadata["POT-Creation-Date"] = new.metadata["POT-Creation-Date"]
        if str(translation) != before:
            translation.save(str(path), newline="\n")
        for entry in translation.untranslated_entries():
            missing += 1
            print(f"{path.name}: missing {entry.msgid!r}")
    if (folder / SIMPLIFIED).exists():
        made = traditional(polib.pofile(str(folder / SIMPLIFIED)))
        made.save(str(folder / TRADITIONAL), newline="\n")
    print(f"{missing} translations are missing")
    return 1 if missing else 0


def check(folder, fresh=None):
    """Print every fault of the translations."""
    faults = []
    templates = sorted(folder.glob("*.pot"))
    translations = sorted(folder.glob("*.po"))
    if not templates:
        faults.append(f"{folder}: there is no template; run ./dev i18n")
    for name in COMPLETE:
        if not (folder / f"{name}.po").exists():
            faults.append(f"{folder}: there is no {name}.po")
    for path in templates:
        template = polib.pofile(str(path))
        if fresh and content(template) != content(polib.pofile(str(fresh))):
            faults.append(f"{path.name} is out of date; run ./dev i18n")
        for translation in translations:
            faults += _faults(translation, template)
        faults += _shared_words(folder, template)
    if (folder / SIMPLIFIED).exists() and (folder / TRADITIONAL).exists():
        faults += _otherwise_than_simplified(folder)
    for name in ("en.po", "en_US.po"):
        if (folder / name).exists():
            faults.append(f"{name}: English is the source and needs no file")
    print("".join(f"{fault}\n" for fault in faults), end="")
    return 1 if faults else 0


def meanings(folder):
    """The words of the list with what each means."""
    path = folder / ONE_MEANING
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = [line.partition(" = ")[::2] for line in lines if line.strip("# ")]
    return {word: meaning for word, meaning in pairs if not word.startswith("#")}


def owners(entry, models_of_views):
    """Whose a source is, by its places: names of models, files and records."""
    found = set()
    for place, line in entry.occurrences:
        place = f"{place}:{line}" if line else place
        view = VIEW.fullmatch(place.removesuffix(":0"))
        matches = [pattern.match(place) for pattern in OWNERS]
        if view:
            found.add(models_of_views.get(view[1], view[1]))
        else:
            found.add(next((match[1] for match in matches if match), place))
    return found


def models_of_views(addon):
    """The models of an addon's views by their names, written as in a template."""
    found = {}
    for path in addon.glob("**/*_views.xml"):
        for view in etree.parse(str(path)).iterfind(".//record[@model='ir.ui.view']"):
            model = view.findtext("field[@name='model']")
            found[view.get("id")] = (model or view.get("id")).replace(".", "_")
    return found


def _shared_words(folder, template):
    """A word of several owners that is not on the list, and the other way round."""
    listed, views = meanings(folder), models_of_views(folder.parent)
    shared = {
        entry.msgid: owned
        for entry in template
        if ONE_WORD.fullmatch(entry.msgid) and len(owned := owners(entry, views)) > 1
    }
    for word in sorted(set(shared) - set(listed)):
        yield (
            f"{template.fpath}: {word!r} is said by {', '.join(sorted(shared[word]))}: "
            f"give each a source with a noun, or the word its meaning in {ONE_MEANING}"
        )
    for word in sorted(set(listed) - set(shared)):
        yield f"{ONE_MEANING}: {word!r} is not a word that several things share"
    for word in sorted(word for word, meaning in listed.items() if not meaning.strip()):
        yield f"{ONE_MEANING}: {word!r} has no meaning"


def _otherwise_than_simplified(folder):
    made = traditional(polib.pofile(str(folder / SIMPLIFIED)))
    wanted = {entry.msgid: entry.msgstr for entry in made}
    for entry in polib.pofile(str(folder / TRADITIONAL)):
        if wanted.get(entry.msgid) != entry.msgstr:
            yield (
                f"{TRADITIONAL}: {entry.msgid!r} is not what {SIMPLIFIED} says; mend "
                f"it there or in {HOUSE_WORDS.name} and run ./dev i18n"
            )


def house_words():
    """Pairs of what OpenCC writes and what the house says, in their order."""
    lines = HOUSE_WORDS.read_text(encoding="utf-8").splitlines()
    return [line.split(" ", 1) for line in lines if line and not line.startswith("#")]


def traditional_writer():
    """A function that writes a simplified text as Taiwan does."""
    # here: it takes a second to load, and only this needs it
    import opencc

    convert, words = opencc.OpenCC("s2twp").convert, house_words()

    def write(text):
        text = convert(text)
        for written, said in words:
            text = text.replace(written, said)
        return text

    return write


def traditional(simplified):
    """Taiwan's catalogue of a simplified one."""
    write, made = traditional_writer(), polib.POFile(wrapwidth=simplified.wrapwidth)
    made.metadata = {**simplified.metadata, "Language": "zh_TW"}
    made.header = simplified.header
    for entry in simplified:
        made.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgstr=write(entry.msgstr),
                comment=entry.comment,
                occurrences=entry.occurrences,
            )
        )
    return made


def _faults(path, template):
    translation = polib.pofile(str(path))
    entries = {entry.msgid: entry for entry in translation if not entry.obsolete}
    if len(entries) != len([entry for entry in translation if not entry.obsolete]):
        yield f"{path.name}: a term is there twice"
    if any(entry.obsolete for entry in translation):
        yield f"{path.name}: holds obsolete terms; run ./dev i18n"
    for entry in template:
        if entry.msgid not in entries:
            yield f"{path.name}: lacks {entry.msgid!r}; run ./dev i18n"
    for msgid, entry in entries.items():
        for fault in _entry_faults(path.stem, msgid, entry):
            yield f"{path.name}:{entry.linenum}: {fault}: {msgid!r}"


def _entry_faults(language, msgid, entry):
    if entry.fuzzy:
        yield "marked as fuzzy"
    if not entry.msgstr:
        yield "not translated"
        return
    for pattern, what in ((PLACEHOLDER, "placeholders"), (TAG, "markup")):
        if Counter(pattern.findall(msgid)) != Counter(pattern.findall(entry.msgstr)):
            yield f"other {what} than the source ({entry.msgstr!r})"
    if msgid.strip() and _words(msgid) and entry.msgstr.strip() == msgid.strip():
        yield "equal to the source"
    if language.startswith(NON_LATIN):
        words = _words(entry.msgstr)
        if words:
            yield f"English words in the translation ({', '.join(words)})"
    if language.startswith("zh"):
        broken = BROKEN.search(WITHIN_TEXT.sub("", entry.msgstr))
        if broken:
            yield f"a blank between two hanzi ({broken[0]!r})"


def _words(text):
    """The words of a text that have no business in a translation."""
    for pattern in (PLACEHOLDER, TAG, NOT_TEXT):
        text = pattern.sub(" ", text)
    return [word for word in WORD.findall(text) if word not in ALLOWED_WORDS]


if __name__ == "__main__":
    action = {"merge": merge, "check": check}[sys.argv[1]]
    sys.exit(action(*map(Path, sys.argv[2:])))
