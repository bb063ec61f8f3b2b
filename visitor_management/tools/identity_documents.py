"""Identity documents: of which kind is a number, and does it fit the rules of its kind?

Pure functions. A number that fits is *consistent*, never "verified": a check digit
finds slips of the pen, it does not tell a genuine document from a false one.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .machine_readable import read_zone

_lt = LazyTranslate(__name__)

# Nothing that is printed or read from a document is longer: three lines of a card.
MAX_LENGTH = 128
HIDDEN = "****"

EIGHTEEN = r"[0-9]{17}[0-9X]"
# ISO 7064 MOD 11-2, the check character of the mainland's 18-character numbers
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# what stands where the others have their place of registration
HMT_AREAS = ("810000", "820000", "830000")
# the first two digits of the others: the provinces that issue cards
PROVINCES = frozenset(
    str(code)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
    )
    for code in range(first, last + 1)
)
FIRST_YEAR = 1900  # nobody who has a card was born before


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
    :param str number: as typed, scanned or pasted; also the machine readable lines of
        the document, from which the number is taken
    :return: str, empty if there is none
    """
    text = clean(number)
    zone = read_zone(text)
    return zone.number if zone else text


def recognize(number, document_type, today):
    """The kind of document that a number belongs to, as far as the number tells.

    Machine readable lines tell, and numbers with a check digit. A number that several
    kinds may have leaves the kind that was thought of, as long as it fits that one.

    :param str number: as for :func:`normalize`
    :param str document_type: the kind that was thought of
    :param date today: as for :func:`check`
    :return: a key of :data:`CHECKS`
    """
    text = clean(number)
    if zone := read_zone(text):
        if zone.examine(today):
            return document_type
        return _kind_of_zone(zone, document_type, today)
    fits = [kind for kind in TELLING if not CHECKS[kind](text, today)]
    certain = re.fullmatch(EIGHTEEN, text)
    if fits and (certain or CHECKS[document_type](text, today)):
        return fits[0]
    return document_type


def check(document_type, number, today):
    """Check a number against the rules of its kind of document.

    Machine readable lines have check digits of their own: they are read under every
    kind, and the shape of numbers that are typed is not asked of them.

    :param str document_type: a key of :data:`CHECKS`
    :param str number: as for :func:`normalize`
    :param date today: local date of the site; nobody is born after it
    :return: :class:`Check`
    :raise KeyError: there is no such kind of document
    """
    examine = CHECKS[document_type]
    text = clean(number)
    if not text:
        return Check(False, _lt("Enter the number of the document."), "")
    expires_on = None
    if zone := read_zone(text):
        text = zone.number
        message = zone.examine(today)
        if not message:
            expires_on = zone.expires_on(today)
    elif "<" in text:
        message = _lt("The machine readable lines are not complete. Scan them again.")
    else:
        message = examine(text, today)
    if message:
        return Check(False, message, text)
    return Check(True, _lt("The number is consistent."), text, expires_on)


def lasting(document_type, number):
    """The number that a document has today: of an old card that of the new one.

    Nobody is admitted with a card of 15 digits, but somebody may be known by one.

    :param str number: as for :func:`normalize`
    """
    number = normalize(document_type, number)
    if document_type != "resident_id" or not re.fullmatch(r"[0-9]{15}", number):
        return number
    number = f"{number[:6]}19{number[6:]}"
    return number + _check_character(number)


def born(number):
    """The birth date that a number tells, if it does.

    :param str number: normalised
    :return: date or None
    """
    if not re.fullmatch(EIGHTEEN, number or ""):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


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


def clean(number):
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
    if re.match(r"[0-9]{2}", number) and number[:2] not in PROVINCES:
        return _lt("The first two digits are those of no province. Read it again.")
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
    if not re.fullmatch(EIGHTEEN, number):
        return _lt("The number has 17 digits and then a digit or X. Read it again.")
    birthday = born(number)
    if not birthday or not FIRST_YEAR <= birthday.year or birthday > today:
        return _lt("The birth date in the number (7th to 14th digit) can't be right.")
    if _check_character(number[:17]) != number[17]:
        return _lt("The last character does not fit the others. Read it again.")
    return None


def _check_character(digits):
    """The last character of a number, ISO 7064 MOD 11-2."""
    total = sum(
        weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)
    )
    return CHECK_CHARACTERS[total % 11]


def _hk_macau_permit(number, _today):
    if not re.fullmatch(r"[HM](?:[0-9]{8}|[0-9]{10})", number):
        return _lt("This permit has H or M and then 8 or 10 digits. Read it again.")
    return None


def _taiwan_permit(number, _today):
    if not re.fullmatch(r"[0-9]{8}|[0-9]{10}", number):
        return _lt("This permit has 8 or 10 digits. Read it again.")
    return None


def _passport(number, _today):
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
# whose numbers tell the kind
TELLING = ("resident_id", "residence_permit_hmt", "foreigner_id", "hk_macau_permit")
# kinds of document without a number of their own shape
UNSHAPED = ("residence_permit", "driving_licence", "other")


def _kind_of_zone(zone, document_type, today):
    """The kind of document that machine readable lines are printed on."""
    if zone.is_passport:
        return "passport"
    if zone.issuer == "CHN":
        for kind in (*TELLING, "taiwan_permit"):
            if not CHECKS[kind](zone.number, today):
                return kind
    if zone.is_residence_permit:
        return "residence_permit"
    # an identity card of another country, or lines without the first one
    return document_type if document_type in UNSHAPED else "other"
