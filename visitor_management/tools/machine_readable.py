"""Machine readable zones of travel documents and cards (ICAO 9303).

Pure functions. A zone that fits its check digits is consistent, never "verified".
"""

import re
from datetime import date
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class _Layout(NamedTuple):
    """Where things stand in the lines that count; a check digit follows each part."""

    number: slice
    birth: slice
    expiry: slice
    composite: tuple
    optional: slice | None = None
    # where the rest of a number stands that is longer than its nine places
    overflow: slice | None = None


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
        overflow=slice(28, 35),
    ),
    # TD1, a card: its first two lines
    60: _Layout(
        number=slice(5, 14),
        birth=slice(30, 36),
        expiry=slice(38, 44),
        composite=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
        overflow=slice(15, 30),
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


# the rest of a long number with the check digit of the whole, then a filler
OVERFLOW = re.compile(r"([0-9A-Z]{1,13})([0-9])(?:<|$)")


class Zone(NamedTuple):
    """The lines that count, where things stand in them, how the first one begins."""

    lines: str
    layout: _Layout
    head: str  # kind of document and issuing state; empty without the first line

    @property
    def number(self):
        """The number of the document without fillers."""
        return self._number_and_digit()[0]

    @property
    def issuer(self):
        return self.head[2:5].strip("<")

    @property
    def is_passport(self):
        return len(self.lines) == 44 or self.head.startswith(("P", "IP"))

    @property
    def is_residence_permit(self):
        return self.head[:2] in ("AR", "CR", "IR")

    def expires_on(self, today):
        """The last day of the document, or None if the lines name no day."""
        return _nearest(self.lines[self.layout.expiry], today)

    def examine(self, today):
        """What is wrong with the zone, as a sentence for the desk; None if it fits."""
        if not self.number or not self._digits_fit():
            return _lt(
                "The machine readable lines do not fit their check digits. Scan or "
                "type them again."
            )
        if not _birth_possible(self.lines[self.layout.birth], today):
            return _lt("The birth date in the machine readable lines can't be right.")
        if self.expires_on(today) is None:
            return _lt("The expiry date in the machine readable lines can't be right.")
        return None

    def _number_and_digit(self):
        """Nine places and a digit; a longer number goes on in the optional data."""
        layout = self.layout
        first, digit = self.lines[layout.number], self.lines[layout.number.stop]
        if digit == "<" and layout.overflow and "<" not in first:
            if rest := OVERFLOW.match(self.lines[layout.overflow]):
                return first + rest[1], rest[2]
        return first.replace("<", ""), digit

    def _digits_fit(self):
        layout = self.layout
        pairs = [
            # nine places with their fillers, which count nothing
            self._number_and_digit(),
            *(
                (self.lines[part], self.lines[part.stop])
                for part in (layout.birth, layout.expiry)
            ),
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


def read_zone(text):
    """The machine readable zone in a text, or None if it is not one.

    :param str text: half-width upper case without blanks and line breaks
    :return: :class:`Zone`
    """
    if len(text) not in PASTED or not re.fullmatch(r"[0-9A-Z<]+", text):
        return None
    part = PASTED[len(text)]
    lines = text[part]
    # the second line of two tells nothing of the document
    has_head = part.start or len(lines) == 60
    return Zone(lines, LAYOUTS[len(lines)], text[:5] if has_head else "")


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


def _nearest(text, today):
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
