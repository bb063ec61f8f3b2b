"""Phone numbers: what makes two spellings one, how they are shown and spoiled."""

import re
import unicodedata

# At the top: without it Odoo's own helper would give back what it was given, silently.
import phonenumbers

# 13800138000 as a spreadsheet shows it in a narrow column: the digits are lost
ROUNDED = re.compile(r"\s*[+-]?\d+([.,]\d+)?[eE][+-]?\d+\s*")

# What is dialled after the number has answered, or a second number.
EXTENSION = re.compile(
    r"(转|轉|分机|分機|内线|內線|内線|;ext=|ext|x|#|,).*", re.I | re.S
)
BRANCH = re.compile(r"-\d{1,6}$")
SHORTEST, LONGEST = 7, 32


def key(text, country_code):
    """What two spellings of one number have in common.

    ``+86 138 0013 8000``, ``0086-13800138000``, ``tel:138-0013-8000`` and
    ``１３８００１３８０００`` are one number in China.

    :param str text: as somebody typed it; may be empty
    :param str country_code: of two letters, where it was typed; may be empty
    :return: ``+`` and digits (E.164) of a number that exists, digits alone of one that
        can't be told, which names nobody for certain; ``""`` if it is no number
    """
    text = unicodedata.normalize("NFKC", text or "")
    text = "".join(each for each in text if unicodedata.category(each) != "Cf")
    text = EXTENSION.sub("", text.replace("(0)", ""))
    text = text[max(text.rfind("+"), 0) :]
    digits = phonenumbers.normalize_digits_only(text)
    if len(digits) > LONGEST or not digits.strip("0"):
        return ""
    for spelling in _spellings(text.strip(), digits):
        try:
            number = phonenumbers.parse(spelling, country_code or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(
                number, phonenumbers.PhoneNumberFormat.E164
            )
    return digits if len(digits) >= SHORTEST else ""


def _spellings(text, digits):
    """What may be meant, in the order of trust."""
    if digits.startswith("00"):  # before the country reads the zeros in its own way
        yield f"+{digits[2:]}"
    yield text
    if BRANCH.search(text):
        yield BRANCH.sub("", text)
    yield f"+{digits}"


def mask(phone):
    """A phone number that is recognised by those who know it, and not dialled.

    :param str phone: as it was written down; may be empty
    :return: the same with all but its ends covered
    """
    phone = phone or ""
    digits = sum(character.isdigit() for character in phone)
    first, last = max(digits - 8, 0), digits - min(4, (digits + 1) // 2)
    masked, seen = [], 0
    for character in phone:
        if character.isdigit():
            masked.append("*" if first <= seen < last else character)
            seen += 1
        else:
            masked.append(character)
    return "".join(masked)


def is_rounded(text):
    """Whether a text is a number in powers of ten, like ``1.38E+10``.

    :param str text: as it stands in a file; may be empty
    """
    return bool(ROUNDED.fullmatch(text or ""))
