"""What a name is compared by: how it is meant, not how it is written.

Case, accents, apostrophes, full width and chosen forms do not count; traditional,
simplified and some Japanese characters are one. Only the marks of a list are taken off:
without all of them Thai and Hindi would lose their vowels.
"""

import unicodedata
from functools import cache
from pathlib import Path

from .names import EMPTY, is_han

TABLES = Path(__file__).with_name("tables")
# As in O’Brien: what is typed for one on any keyboard.
APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’‛′ʹʻʼʽˈ＇｀"))
MARKS = (
    *range(0x0300, 0x0370),  # Latin, Greek, Cyrillic
    *range(0x0591, 0x05BE),  # Hebrew
    *(0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7),
    *range(0x0610, 0x061B),  # Arabic
    *range(0x064B, 0x0660),
    *(0x0640, 0x0670),
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    *(0x06E7, 0x06E8, *range(0x06EA, 0x06EE)),
    *range(0xFE00, 0xFE10),  # chosen forms
    *range(0xE0100, 0xE01F0),
)
# Letters of their own, which no rule of Unicode takes apart.
LETTERS = {
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "ı": "i",
    "ə": "e",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ى": "ي",
}
# As passports and cables write them: Müller, Mueller.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
TITLES = ("先生", "女士", "小姐", "太太", "老师")


def fold(text, spelled_out=False):
    """The key that two spellings of one name have in common.

    :param str text: any text; may be empty
    :param bool spelled_out: ``ue`` for ``ü`` and so on, instead of ``u``
    :return: str, words with one blank between them, ``""`` if nothing is left
    """
    text = unicodedata.normalize("NFKC", (text or "").translate(APOSTROPHES))
    text = text.casefold().translate(APOSTROPHES)
    if spelled_out:
        text = unicodedata.normalize("NFC", text).translate(SPELLED_OUT)
    text = unicodedata.normalize("NFKD", text).translate(_unmarked())
    text = unicodedata.normalize("NFC", text).translate(_plain())
    return " ".join(text.split())


def words(text, spelled_out=False):
    """The words of a name or a firm, folded.

    Chinese is not written in words: what has blanks in it is one (王 小明). A title at
    its end is not part of the name, unless nothing but a surname would be left.

    :return: list of str
    """
    found = []
    for word in fold(text, spelled_out).split():
        if found and all_han(word) and all_han(found[-1]):
            found[-1] += word
        else:
            found.append(word)
    return [without_title(word) for word in found]


def without_title(word, shortest=2):
    """A folded Chinese name without “Mr” or “Ms” after it.

    :param int shortest: how many characters of a name are left at least
    """
    for title in TITLES:
        if word.endswith(title) and len(word) >= len(title) + shortest:
            return word.removesuffix(title)
    return word


def all_han(word):
    """Whether a word is Chinese from end to end."""
    return not word.isascii() and all(map(is_han, word))


class _Plain(dict):
    """For ``str.translate``: each character as it is compared, found out once."""

    def __missing__(self, code):
        category = unicodedata.category(chr(code))
        if category in ("Cc", "Cf") or chr(code) in EMPTY:
            found = " " if chr(code).isspace() else ""
        else:
            found = code if category[0] in "LMN" else " "
            if category == "Nd":
                found = str(unicodedata.digit(chr(code)))
        self[code] = found
        return found


@cache
def _unmarked():
    return dict.fromkeys(MARKS)


@cache
def _plain():
    plain = _Plain({ord(letter): found for letter, found in LETTERS.items()})
    plain.update(traditional())
    return plain


@cache
def traditional():
    """The simplified character for the code of a traditional one, see ``tables/``."""
    lines = (TABLES / "traditional.txt").read_text("utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True))
