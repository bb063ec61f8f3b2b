"""Identity documents: does a number fit the rules of its kind of document?

Pure functions. A number that fits is *consistent*, never "verified": a check digit
finds slips of the pen, it does not tell a genuine document from a false one.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Nothing that is printed or read from a document is longer: three lines of a card.
MAX_LENGTH = 128
HIDDEN = "****"

# ISO 7064 MOD 11-2, the check character of the mainland's 18-character numbers
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# what stands where the others have their place of registration
HMT_AREAS = ("810000", "820000", "830000")


class Check(NamedTuple):
    """What a check found.

    ``message`` is a sentence for the desk (lazily translated), ``number`` the
    normalised number, ``expires_on`` the date that machine readable lines tell.
    """

    consistent: bool
    message: object
    number: str
    expires_on: date | None = None


def normalize(document_type, number):
    """The one spelling of a number: two that mean the same come out equal.

    :param str document_type: a key of :data:`CHECKS`
    :param str number: as typed, scanned or pasted; of a passport also its machine
        readable lines, from which the number is taken
    :return: str, empty if there is none
    """
    text = _clean(number)
    zone = _read_zone(text) if document_type == "passport" else None
    return zone.number if zone else text


def check(document_type, number, today):
    """Check a number against the rules of its kind of document.

    :param str document_type: a key of :data:`CHECKS`
    :param str number: as for :func:`normalize`
    :param date today: local date of the site; nobody is born after it
    :return: :class:`Check`
    :raise KeyError: there is no such kind of document
    """
    examine = CHECKS[document_type]
    text = _clean(number)
    if not text:
        return Check(False, _lt("Enter the number of the document."), "")
    zone = _read_zone(text) if document_type == "passport" else None
    if zone:
        message = zone.examine(today)
        expires_on = None if message else _expiry(zone.expiry, today)
        text = zone.number
    else:
        message, expires_on = examine(text, today), None
    if message:
        return Check(False, message, text)
    return Check(True, _lt("The number is consistent."), text, expires_on)


def mask(number):
    """A number as everybody may see it: its last characters, never a birth date.

    :param str number: normalised
    :return: ``****`` and up to four characters; empty for no number
    """
    if not number:
        return ""
    if re.fullmatch(r"[0-9A-Z]{3}[0-9]{12}", number):
        shown = 2  # old cards of 15 characters: the birth date ends just before
    elif len(number) >= 8:
        shown = 4
    else:
        shown = 2 if len(number) >= 5 else 0
    return HIDDEN + number[len(number) - shown :]


def _clean(number):
    """Half-width upper case without blanks, dashes and invisible characters."""
    text = unicodedata.normalize("NFKC", number)
    return "".join(
        character
        for character in text.upper()
        if not character.isspace()
        and character != "\N{MINUS SIGN}"
        and unicodedata.category(character) not in ("Cc", "Cf", "Pd")
    )


# ------------------------------------------------------------------------------------
# The kinds of document: None if consistent, otherwise what is wrong
# ------------------------------------------------------------------------------------


def _resident_id(number, today):
    if re.fullmatch(r"[0-9]{15}", number):
        return _lt(
            "15 digits: an old card, no longer valid. Ask for the current card with "
            "18 characters."
        )
    if number.startswith(HMT_AREAS):
        return _lt(
            "This is a residence permit for Hong Kong, Macau or Taiwan residents. "
            "Choose that document."
        )
    if number.startswith("9"):
        return _lt(
            "This is a foreigner's permanent residence card. Choose that document."
        )
    return _eighteen(number, today)


def _residence_permit_hmt(number, today):
    if not number.startswith(HMT_AREAS):
        return _lt("This permit begins with 810000, 820000 or 830000. Read it again.")
    return _eighteen(number, today)


def _foreigner_id(number, today):
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return None
    if not number.startswith("9"):
        return _lt(
            "This card has 18 characters beginning with 9, or 3 letters and 12 digits. "
            "Read it again."
        )
    return _eighteen(number, today)


def _eighteen(number, today):
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _lt("The number has 17 digits and then a digit or X. Read it again.")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or born > today:
        return _lt("The birth date in the number (7th to 14th digit) can't be right.")
    total = sum(
        weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True)
    )
    if CHECK_CHARACTERS[total % 11] != number[17]:
        return _lt("The last character does not fit the others. Read it again.")
    return None


def _hk_macau_permit(number, _today):
    if not re.fullmatch(r"[HM](?:[0-9]{8}|[0-9]{10})", number):
        return _lt("This permit has H or M and then 8 or 10 digits. Read it again.")
    return None


def _taiwan_permit(number, _today):
    if not re.fullmatch(r"[0-9]{8}|[0-9]{10}", number):
        return _lt("This permit has 8 or 10 digits. Read it again.")
    return None


def _passport(number, _today):
    if "<" in number:
        return _lt("The machine readable lines are not complete. Scan them again.")
    if not re.fullmatch(r"(?=.*[0-9])[0-9A-Z]{5,15}", number):
        return _lt("A passport number has 5 to 15 letters and digits. Read it again.")
    return None


def _any_number(number, _today):
    if not 4 <= len(number) <= 32 or not any(map(str.isalnum, number)):
        return _lt("The number has 4 to 32 characters. Read it again.")
    return None


CHECKS = {
    "resident_id": _resident_id,
    "residence_permit_hmt": _residence_permit_hmt,
    "residence_permit": _any_number,
    "hk_macau_permit": _hk_macau_permit,
    "taiwan_permit": _taiwan_permit,
    "foreigner_id": _foreigner_id,
    "passport": _passport,
    "driving_licence": _any_number,
    "other": _any_number,
}


# ------------------------------------------------------------------------------------
# Machine readable zones (ICAO 9303)
# ------------------------------------------------------------------------------------


class _Layout(NamedTuple):
    """Where things stand in the lines that count; a check digit follows each part."""

    number: slice
    birth: slice
    expiry: slice
    composite: tuple
    optional: slice | None = None


# by the length of the lines that count
LAYOUTS = {
    # TD3, the passport booklet: its second line
    44: _Layout(
        number=slice(0, 9),
        birth=slice(13, 19),
        expiry=slice(21, 27),
        composite=(slice(0, 10), slice(13, 20), slice(21, 43)),
        optional=slice(28, 42),
    ),
    # TD2: its second line
    36: _Layout(
        number=slice(0, 9),
        birth=slice(13, 19),
        expiry=slice(21, 27),
        composite=(slice(0, 10), slice(13, 20), slice(21, 35)),
    ),
    # TD1, the passport card: its first two lines
    60: _Layout(
        number=slice(5, 14),
        birth=slice(30, 36),
        expiry=slice(38, 44),
        composite=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
    ),
}
# length of what was pasted → the part of it that counts; names have no check digit
PASTED = {
    88: slice(44, 88),
    44: slice(0, 44),
    72: slice(36, 72),
    36: slice(0, 36),
    90: slice(0, 60),
    60: slice(0, 60),
}


class _Zone(NamedTuple):
    lines: str
    layout: _Layout

    @property
    def number(self):
        return self.lines[self.layout.number].replace("<", "")

    @property
    def expiry(self):
        return self.lines[self.layout.expiry]

    def examine(self, today):
        if not self.number or not self._digits_fit():
            return _lt(
                "The machine readable lines do not fit their check digits. Scan or "
                "type them again."
            )
        if not _birth_possible(self.lines[self.layout.birth], today):
            return _lt("The birth date in the machine readable lines can't be right.")
        if _expiry(self.expiry, today) is None:
            return _lt("The expiry date in the machine readable lines can't be right.")
        return None

    def _digits_fit(self):
        layout = self.layout
        pairs = [
            (self.lines[part], self.lines[part.stop])
            for part in (layout.number, layout.birth, layout.expiry)
        ]
        if layout.optional:
            digit = self.lines[layout.optional.stop]
            optional = self.lines[layout.optional]
            # without optional data the check digit may be a filler
            empty = not optional.strip("<")
            pairs.append((optional, "0" if empty and digit == "<" else digit))
        together = "".join(self.lines[part] for part in layout.composite)
        pairs.append((together, self.lines[-1]))
        return all(digit == str(_check_digit(text)) for text, digit in pairs)


def _read_zone(text):
    """The machine readable zone in a text, or None if it is not one."""
    if len(text) not in PASTED or not re.fullmatch(r"[0-9A-Z<]+", text):
        return None
    lines = text[PASTED[len(text)]]
    return _Zone(lines, LAYOUTS[len(lines)])


def _check_digit(text):
    """Weights 7 3 1; digits count as such, letters from 10, fillers nothing."""
    values = (0 if character == "<" else int(character, 36) for character in text)
    return sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10


def _birth_possible(text, today):
    """Whether YYMMDD may be a birth date; unknown parts are fillers."""
    if not re.fullmatch(r"(?:[0-9]{2}|<<){3}", text):
        return False
    if "<" in text:
        return True
    century = today.year - today.year % 100
    born = [_date(century + past, text) for past in (0, -100)]
    return any(day and day <= today for day in born)


def _expiry(text, today):
    """The date of YYMMDD nearest to today, or None if there is no such day."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    year = today.year - today.year % 100 + int(text[:2])
    nearest = min((year + 100, year, year - 100), key=lambda y: abs(y - today.year))
    return _date(nearest - int(text[:2]), text)


def _date(century, text):
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
