"""Names as they are kept: what can be seen of them, and nothing else.

A name that looks like another one and is not the same is found by nobody: control
characters, marks that turn the text around, and letters that look like nothing go.
"""

import re
import unicodedata

# No line is longer. Putting marks in order, and finding readings, takes more time for
# each character the more there are: a page of them would hold up the server.
LONGEST = 2000
# White space that is no blank: it separates words, and stands in no line of text.
BREAKS = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]\s*")
# Control and format characters, halves of characters, and what is no character.
INVISIBLE = ("Cc", "Cf", "Cs", "Cn")
# They look like a blank: fillers of Hangul, and the empty cell of braille.
EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
JOINERS = re.compile("[\u200c\u200d]+")
# Chosen forms of a letter, and a mark that joins: nothing of their own is to be seen.
NOTHING_ALONE = ("M", "Z")
# Han characters of names that are younger than the Unicode of this Python.
HAN_PLANES = range(0x20000, 0x3FFFE)


def clean(text):
    """A name as it is stored.

    Composed (NFC); line breaks are a blank; joiners stay only between letters that are
    neither Latin nor Han (as in Persian and Hindi, where they change the word).

    :param str text: as it was typed, pasted, imported or sent
    :return: str without outer blanks, ``""`` if nothing is to be seen
    """
    text = BREAKS.sub(" ", text)
    text = "".join(each for each in text if _is_kept(each))
    text = JOINERS.sub(_joiner, unicodedata.normalize("NFC", text)).strip()
    return text if any(_is_seen(each) for each in text) else ""


def readable(text):
    """A text of any length without outer blanks, or nothing if it shows nothing.

    A reason of invisible characters is none.

    :param str text: as it was typed; empty or anything else for none
    :return: str, ``""`` if nothing is to be seen
    """
    text = text.strip() if isinstance(text, str) else ""
    return text if any(_is_seen(each) for each in text) else ""


def is_han(character):
    """Whether a character is Chinese, as in Chinese, Japanese and Korean names."""
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or code in (0x3005, 0x3007)
        or 0xF900 <= code <= 0xFAFF
        or code in HAN_PLANES
    )


def is_latin(character):
    """Whether a character is a letter of the Latin alphabet, with or without marks."""
    return unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH LATIN"))


def _is_seen(character):
    if not _is_kept(character) or JOINERS.match(character):
        return False
    return unicodedata.category(character)[0] not in NOTHING_ALONE


def _is_kept(character):
    if character in EMPTY:
        return False
    if unicodedata.category(character) in INVISIBLE:
        code = ord(character)
        young = code in HAN_PLANES and code & 0xFFFF < 0xFFFE
        return young or bool(JOINERS.match(character))
    return True


def _joiner(found):
    """The first of the joiners found, where letters stand around it that it joins."""
    text, (begin, end) = found.string, found.span()
    before = begin
    while before and unicodedata.category(text[before - 1])[0] == "M":
        before -= 1
    around = text[before - 1 : before] + text[end : end + 1]
    joins = len(around) == 2 and all(
        unicodedata.category(each)[0] == "L" and not is_latin(each) and not is_han(each)
        for each in around
    )
    return found[0][0] if joins else ""
