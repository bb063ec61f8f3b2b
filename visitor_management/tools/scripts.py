"""In which scripts a text is written, by Unicode's names of its letters."""

import unicodedata

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# Beyond these every font of a server has its letters.
LATIN_END = 0x250
# The first word of a letter's name where that is not what the script is called.
CALLED = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "Hindi",
}
# Marks and letters that are in one script as much as in another.
NO_SCRIPT = {"COMBINING", "MODIFIER", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC", "LATIN"}
NO_SCRIPT |= {"VARIATION", "ZERO", "MATHEMATICAL", "MASCULINE", "FEMININE"}

# What people call them; any other is called as Unicode calls it.
NAMES = {
    "Arabic": _lt("Arabic"),
    "Bengali": _lt("Bengali"),
    "Chinese": _lt("Chinese"),
    "Cyrillic": _lt("Cyrillic"),
    "Greek": _lt("Greek"),
    "Hebrew": _lt("Hebrew"),
    "Hindi": _lt("Hindi (Devanagari)"),
    "Japanese": _lt("Japanese"),
    "Korean": _lt("Korean"),
    "Tamil": _lt("Tamil"),
    "Thai": _lt("Thai"),
}


def letters(text):
    """One letter of each script that a text is written in, beside the Latin one.

    :param text: str, or any iterable of letters
    :return: dict from the English name of the script, as ``Thai``, to a letter
    """
    found = {}
    for letter in sorted(set(text)):
        if ord(letter) < LATIN_END or unicodedata.category(letter)[0] != "L":
            continue
        word = unicodedata.name(letter, "").split("-")[0].split(" ")[0]
        if word and word not in NO_SCRIPT:
            found.setdefault(CALLED.get(word, word.capitalize()), letter)
    return found
