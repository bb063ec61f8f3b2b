"""QR codes drawn as a path: sharp at any size, and in no address of any image."""

from typing import NamedTuple

import qrcode


class Symbol(NamedTuple):
    """A QR symbol in modules, without its quiet zone."""

    modules: int
    path: str


def symbol(text):
    """The QR symbol of a text, error correction level M.

    :return: :class:`Symbol`; ``path`` is the ``d`` of an SVG path, one unit a module
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text, optimize=0)
    code.make()
    rows = code.get_matrix()
    path = "".join(
        f"M{start} {y}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    )
    return Symbol(len(rows), path)


def _runs(row):
    """The dark stretches of a row as (start, end) pairs."""
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x
            start = None
