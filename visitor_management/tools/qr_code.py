"""QR codes: as a path, sharp at any size, or as a PNG for mails and phones."""

import io
from typing import NamedTuple

import qrcode
from PIL import Image, ImageDraw, ImageFont


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


def png(text, module=6):
    """The QR symbol of a text with its quiet zone as a PNG, for what shows no SVG.

    :param int module: pixels of a module
    :return: bytes
    """
    out = io.BytesIO()
    image(text, module).save(out, "PNG", optimize=True)
    return out.getvalue()


def labelled_png(text, label, module=8):
    """As :func:`png`, with letters and digits large below it.

    :param str label: of ASCII, for which each font will do
    """
    symbol = image(text, module)
    size = symbol.width // 9
    sheet = Image.new("L", (symbol.width, symbol.height + 2 * size), 255)
    sheet.paste(symbol, (0, 0))
    ImageDraw.Draw(sheet).text(
        (symbol.width / 2, symbol.height + size / 2),
        label,
        fill=0,
        font=ImageFont.load_default(size),
        anchor="mm",
    )
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def image(text, module):
    """As :func:`png`, as a picture in black and white to draw on."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=module, border=4
    )
    code.add_data(text, optimize=0)
    code.make()
    return code.make_image().get_image().convert("L")


def _runs(row):
    """The dark stretches of a row as (start, end) pairs."""
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x
            start = None
