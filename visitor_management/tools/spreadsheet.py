"""Text in spreadsheets that stays text.

A spreadsheet takes a cell for a formula that begins with one of ``= + - @``, a tab or
a carriage return. As in a spreadsheet itself, an apostrophe before it makes it text. It
is put before apostrophes, too, that stand before such a character: else the one that
somebody typed would be taken off on the way back.
"""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED = re.compile(r"'(?='*[=+\-@\t\r])")


def is_formula(value):
    """Whether a spreadsheet could take a value for a formula. Numbers are none."""
    return isinstance(value, str) and bool(FORMULA.match(value))


def quoted(value):
    """A value with an apostrophe before it if it could be taken for a formula."""
    return f"'{value}" if is_formula(value) else value


def unquoted(text):
    """A text without the apostrophe that :func:`quoted` puts before it."""
    return QUOTED.sub("", text, count=1) if text.startswith("'") else text
