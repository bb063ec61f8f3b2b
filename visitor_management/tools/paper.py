"""Text on paper: how wide it is, where it wraps, and what fits into a box.

Prints are drawn in millimetres and nothing wraps by itself there, so lines are broken
here. No library can know which font the machine that prints will have, so widths are
estimates on the safe side, for the widest of the usual sans-serif fonts: with a
narrower one the box keeps a margin, with none does it overflow.
"""

import unicodedata
from typing import NamedTuple

ELLIPSIS = "…"
LEADING = 1.25  # from baseline to baseline, in font sizes
STEP = 0.1  # of the font sizes tried, in millimetres
BOLD = 1.13  # how much wider bold letters are
WHOLE = 0.6  # how small letters may get before a word is broken
SECOND = 0.75  # how small a text may get so that a second language stands beside it

_ASCII = {
    letter: width
    for width, letters in (
        (0.32, "',.IJijl"),
        (0.4, " !()-/:;[\\]frt|"),
        (0.5, '"*_`'),
        (0.54, "?csz"),
        (0.6, "FLPTYkovxy"),
        (0.64, "$0123456789ESabdeghnpqu{}"),
        (0.7, "ABCKRVXZ"),
        (0.78, "&DGHNOQU"),
        (0.84, "#+<=>^w~"),
        (0.99, "%@MWm"),
    )
    for letter in letters
}
_JOINER = "\u200d"
# Switches of direction would turn around what stands beside a name.
_DIRECTION = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_DIRECTION |= dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_BREAK_AFTER = frozenset("-/·–—")
_NOT_FIRST = frozenset(",.;:!?)]}%·…，。、；：！？）》」』】〉”’")
_NOT_LAST = frozenset("([{（《「『【〈“‘")


class Block(NamedTuple):
    """Text that was fitted into a box; sizes in millimetres."""

    size: float
    lines: list

    @property
    def pitch(self):
        """From one baseline to the next."""
        return self.size * LEADING

    @property
    def height(self):
        return self.pitch * len(self.lines)


def clean(text):
    """A text as one paragraph of printable characters in their natural direction."""
    text = str(text or "").translate(_DIRECTION)
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
    )
    return " ".join(text.split())


def text_width(text, bold=False):
    """The width of a text in font sizes, rather too much than too little."""
    widths = map(_letter_width, text)
    if bold:  # full width is full width
        widths = (width if width == 1.0 else width * BOLD for width in widths)
    return sum(widths)


def wrap(text, width, bold=False, whole=False):
    """Break a clean text into lines; a word longer than a line is broken anywhere.

    :param float width: of a line, in font sizes
    :param bool whole: don't break words, nor between Chinese characters
    :return: list of str, or None if that can't be
    """
    lines, line = [], ""
    for piece in _pieces(text, whole):
        if line and text_width((line + piece).rstrip(), bold) > width:
            lines.append(line.rstrip())
            line = ""
        while text_width(piece.rstrip(), bold) > width:
            if whole:
                return None
            head, piece = _split(piece, width, bold)
            if not piece:
                piece = head  # a single letter wider than the line
                break
            lines.append(head)
        line += piece
    if line.strip():
        lines.append(line.rstrip())
    return lines


def fit(text, width, height, size, least, bold=False, most=0):
    """Set a text as large as its box allows, somewhat smaller if that saves words.

    :param text: anything a person typed; falsy is empty
    :param float width: of the box, in millimetres, as are all others
    :param float size: the largest font size
    :param float least: the smallest one; what still is too long ends with an ellipsis
    :param int most: how many lines at most, 0 for as many as the box holds
    :return: :class:`Block`
    """
    text = clean(text)
    for whole in (True, False):
        trial, floor = size, max(least, size * WHOLE) if whole else least
        while True:
            lines = wrap(text, width / trial, bold, whole)
            room = int(height / (trial * LEADING) + 1e-6)
            room = min(room, most or room)
            if lines is not None and len(lines) <= room:
                return Block(trial, lines)
            if trial <= floor:
                break
            trial = max(floor, round(trial - STEP, 2))
    return Block(least, cut(lines, max(1, room), width / least, bold))


def both(words, width, size, bold=False):
    """A text in two languages on one line, or in the first alone if it is too long.

    :param words: pair of texts; without the second, or with the same, it is the first
    :param float width: of the line, in millimetres, as is the font size
    """
    first, second = map(clean, words)
    joined = f"{first} · {second}"
    if not second or second == first or not first:
        return first
    return joined if text_width(joined, bold) * size * SECOND <= width else first


def cut(lines, room, width, bold=False):
    """The first lines, the last of them with an ellipsis when more would follow."""
    if len(lines) <= room:
        return lines
    last = lines[room - 1]
    while last and text_width(last + ELLIPSIS, bold) > width:
        last = "".join(_clusters(last)[:-1]).rstrip()
    return [*lines[: room - 1], last + ELLIPSIS]


def paginate(heights, room):
    """Distribute rows over pages in their order.

    :param heights: height of each row
    :param float room: height of a page; a higher row gets a page of its own
    :return: list of pages, each a list of row indexes
    """
    pages, used = [], 0.0
    for index, height in enumerate(heights):
        if not pages or used + height > room + 1e-6:
            pages.append([])
            used = 0.0
        pages[-1].append(index)
        used += height
    return pages


def _letter_width(letter):
    if letter.isascii():
        return _ASCII.get(letter, 0.4)
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F") or category[0] in "PS":
        return 1.0
    return 0.9 if category == "Lu" else 0.75


def _clusters(text):
    """What belongs together: a letter and its marks, people joined into one emoji."""
    clusters = []
    for letter in text:
        joined = clusters and (
            clusters[-1].endswith(_JOINER) or _letter_width(letter) == 0.0
        )
        if joined:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _pieces(text, whole):
    """Cut a text where a line may end; a space stays with the word before it."""
    pieces, last = [], ""
    for cluster in _clusters(text):
        if last and _may_break(last, cluster, whole):
            pieces.append(cluster)
        elif pieces:
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
        last = cluster
    return pieces


def _may_break(before, after, whole):
    if after.isspace() or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if before.isspace() or before in _BREAK_AFTER:
        return True
    return not whole and (_is_wide(before) or _is_wide(after))


def _is_wide(cluster):
    return unicodedata.east_asian_width(cluster[0]) in ("W", "F")


def _split(piece, width, bold):
    clusters = _clusters(piece)
    count = 1
    while (
        count < len(clusters)
        and text_width("".join(clusters[: count + 1]), bold) <= width
    ):
        count += 1
    return "".join(clusters[:count]), "".join(clusters[count:])
