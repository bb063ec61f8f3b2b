"""Phone numbers as they are shown, and as spreadsheets spoil them."""

import re

# 13800138000 as a spreadsheet shows it in a narrow column: the digits are lost
ROUNDED = re.compile(r"\s*[+-]?\d+([.,]\d+)?[eE][+-]?\d+\s*")


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
