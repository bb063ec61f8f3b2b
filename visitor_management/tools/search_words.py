"""What a visitor is found by at reception, and what was asked for.

A registration keeps its words in one line, and the database compares. The pure half is
here: :func:`of_visitor` makes the line, :class:`Asked` reads what was typed in the box.
"""

import re
from itertools import groupby
from typing import NamedTuple

from . import folding, pinyin
from .names import is_han

MOST_BYTES = 600
LONGEST = 80  # characters of one word
# A phone number stands in the line behind this mark, which folding leaves nowhere else:
# digits mean a phone number only when nothing but digits was typed.
PHONE = "+"
PHONES = r"\+[0-9]*"
MOST_WORDS = 8
# How a phone number begins that was copied from a link.
TEL = re.compile(r"\A\s*tel[:：]", re.IGNORECASE)
# So many letters or digits are looked for anywhere, fewer at the beginning of a word.
ANYWHERE = 3
LEAST_OF_PHONE = 4
LEAST_AFTER_ZEROS = 6
# Longer names are of firms; nobody turns their words around.
MOST_TURNED = 4


def of_visitor(name, number, plate, phone, firms, hosts, purpose):
    """The line of words of a visitor, the most telling first.

    :param str name: of the person
    :param str number: of the visit
    :param str plate: of the car
    :param str phone: key of the phone number, see :func:`.phone.key`
    :param firms: iterable of names of firms
    :param hosts: iterable of names of people and units that are visited
    :param str purpose: of the visit
    :return: str of at most :data:`MOST_BYTES` bytes, cut between words
    """
    found = [
        *_of_person(_beginning(name)),
        together(_beginning(number)),
        together(_beginning(plate)),
        phone and PHONE + phone.removeprefix("+"),
        *(word for firm in firms for word in _of_firm(_beginning(firm))),
        *(word for host in hosts for word in _of_person(_beginning(host))),
        *folding.words(_beginning(purpose)),
    ]
    line = ""
    for word in dict.fromkeys(filter(None, found)):
        longer = f"{line} {word[:LONGEST]}".lstrip()
        if len(longer.encode()) > MOST_BYTES:
            break
        line = longer
    return line


def together(text):
    """A plate or a number without what stands between its letters."""
    return folding.fold(text).replace(" ", "")


def _beginning(text):
    """No more than may be kept of it: a contact's name may be endless."""
    return (text or "")[:MOST_BYTES]


def _of_person(name):
    words = folding.words(name)
    return [*words, *_by_sound(words, pinyin.name_letters), *_turned(words, name)]


def _of_firm(name):
    words = folding.words(name)
    found = [*words, *_by_sound(words, pinyin.text_letters), *_spelled(words, name)]
    if any(len(word) == 1 for word in words):  # A. B. C. Ltd
        found.append("".join(words))
    return found


def _by_sound(words, letters):
    parts = [part for word in words for part in _runs(word) if folding.all_han(part)]
    return [found for part in parts for found in letters(part)]


def _turned(words, name):
    """A name in letters as one word, the first name first and last."""
    found = []
    for spelling in (words, _spelled(words, name)):
        letters = [word for word in spelling if not any(map(is_han, word))]
        if 1 < len(letters) <= MOST_TURNED:
            found += ["".join(letters), "".join((letters[-1], *letters[:-1]))]
    return [*_spelled(words, name), *found]


def _spelled(words, name):
    """The same words with ue for ü, if that makes a difference."""
    if not name or name.isascii():
        return []
    spelled = folding.words(name, spelled_out=True)
    return [] if spelled == words else spelled


def _runs(word):
    """The parts of a word that are Chinese, and those that are not."""
    if word.isascii():
        return [word]
    # runs in their order, no groups
    # pylint: disable-next=bad-builtin-groupby
    return ["".join(part) for _han, part in groupby(word, is_han)]


class Asked(NamedTuple):
    """What was typed in the search box.

    ``ways`` are the ways to match a line of words, one is enough. Of a way all words
    have to match, of a word one of its spellings. A spelling is a pair: a pattern of
    LIKE for the line with a blank before it, and whether phone numbers are not meant.
    """

    ways: tuple
    together: str  # all of it as one word, as plates and numbers are kept

    @classmethod
    def of(cls, text, phone_key=""):
        """
        :param str text: as typed; what stands in it beyond eight words is left out
        :param str phone_key: what it is as a phone number, see :func:`.phone.key`
        """
        text = TEL.sub("", text)
        plain, spelled = folding.fold(text), folding.fold(text, spelled_out=True)
        together = plain.replace(" ", "")
        digits = together.isdecimal()
        words = [
            tuple(_spelling(each, digits) for each in dict.fromkeys(spellings))
            for spellings in zip(_asked(plain), _asked(spelled), strict=False)
        ]
        ways = [tuple(words[:MOST_WORDS])] if words else []
        if len(words) > 1 and len(together) >= ANYWHERE:
            ways.append(((_spelling(together, digits),),))
        # the zeros one dials are not part of a number
        dialled = together.lstrip("0") if digits else ""
        if len(dialled) >= LEAST_AFTER_ZEROS and dialled != together:
            ways.append(((_spelling(dialled, digits),),))
        if digits and phone_key:
            ways.append((((f"% {PHONE}{phone_key.removeprefix('+')}%", False),),))
        return cls(tuple(ways), together)

    def matches(self, line):
        """Whether a line of words is meant: what the database says of it, too."""
        line = f" {line}"
        lines = {False: line, True: re.sub(PHONES, " ", line)}
        return any(
            all(
                any(pattern[1:-1] in lines[bare] for pattern, bare in spellings)
                for spellings in way
            )
            for way in self.ways
        )


def _asked(folded):
    return [
        folding.without_title(part, shortest=1)
        for word in folded.split()
        for part in _runs(word)
    ]


def _spelling(word, digits_only):
    """Chinese and longer words are looked for anywhere, others where a word begins."""
    anywhere = len(word) >= ANYWHERE or any(map(is_han, word))
    phones_meant = digits_only and len(word) >= LEAST_OF_PHONE
    return f"%{word}%" if anywhere else f"% {word}%", not phones_meant
