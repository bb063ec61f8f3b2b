"""The file of a contractor's paper: a PDF or a picture, and nothing that runs."""

from odoo.tools.translate import LazyTranslate

from . import images

_lt = LazyTranslate(__name__)

PDF = b"%PDF-"


def clean(value):
    """What is kept of a file that somebody enters.

    :param value: base64, as Odoo passes it around
    :return: bytes of a PDF as it is, or of a picture made anew
    :raise images.NoPicture: it is neither, or too large; ``sentence`` says what to do
    """
    data = images.decode(value)
    if data.startswith(PDF):
        if len(data) > images.MAX_BYTES:
            raise images.NoPicture(
                _lt("This file is too large. Use one of 20 MB at most.")
            )
        return data
    try:
        return images.clean(data)[0]
    except images.NoPicture as error:
        if images.is_heic(data):
            raise
        raise images.NoPicture(
            _lt("A paper is a PDF file or a picture. Use a PDF, JPEG or PNG file.")
        ) from error
