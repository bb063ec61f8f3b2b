"""Pictures from outside: only the picture itself is kept.

What is stored is made anew from the pixels. So it is a picture and nothing else: no
place or device of a camera, no text, no second file behind its end.
"""

import base64
import binascii
import io
from contextlib import suppress

# Odoo loads no WebP by itself, which is what browsers and phones send.
from PIL import Image, WebPImagePlugin  # noqa: F401

from odoo.tools.image import (
    IMAGE_MAX_RESOLUTION,
    get_webp_size,
    image_fix_orientation,
)
from odoo.tools.translate import LazyTranslate

try:  # what iPhones make; a package of its own, which a server need not have
    from pillow_heif import register_heif_opener
except ImportError:
    HEIC_IS_READ = False
else:
    register_heif_opener()
    HEIC_IS_READ = True

_lt = LazyTranslate(__name__)

MAX_BYTES = 20 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
LOSSY = ("JPEG", "MPO", "WEBP", "HEIF")  # a JPEG with a preview in it is an MPO
HEIC_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1"),
}
QUALITY = 90


class NoPicture(ValueError):
    """What somebody gave for a picture can't be kept; ``sentence`` says what to do."""

    def __init__(self, sentence):
        super().__init__()
        self.sentence = sentence


class _Whole(io.BytesIO):
    """A file that must not end before its picture does.

    Odoo tells Pillow, for the whole server, to fill up with grey what is cut off.
    """

    def read(self, size=-1):
        found = super().read(size)
        if size and not found:
            raise EOFError
        return found


def decode(value):
    """The bytes of a picture as Odoo passes them around.

    :param value: base64, text or bytes; line breaks don't matter
    :return: bytes
    :raise NoPicture: it is something else, as a size ("12.3 kb")
    """
    if isinstance(value, str):
        value = value.encode()
    if not isinstance(value, bytes):
        raise _unreadable()
    if len(value) > MAX_BYTES * 2:
        raise _too_many_bytes()
    try:
        return base64.b64decode(b"".join(value.split()), validate=True)
    except binascii.Error as error:
        raise _unreadable() from error


def is_heic(data):
    """Whether a file is a photo as iPhones make them.

    :param bytes data: the file, or its beginning
    """
    return data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS


def clean(data, size=(0, 0)):
    """A picture made anew, upright, no larger than asked for.

    Of an animation the first picture is kept.

    :param bytes data: JPEG, PNG, GIF, WebP or BMP; HEIC where the server reads it
    :param tuple size: width and height in pixels at most; 0 for any
    :return: bytes, and whether they are ``jpeg`` or ``png``
    :raise NoPicture: it is none, is damaged or too large
    """
    if len(data) > MAX_BYTES:
        raise _too_many_bytes()
    if is_heic(data) and not HEIC_IS_READ:
        raise no_heic()
    formats = (*FORMATS, "HEIF") if HEIC_IS_READ else FORMATS
    try:
        if data.startswith(b"RIFF"):  # Pillow makes room for a WebP as it opens it
            _check_pixels(get_webp_size(data))
        with Image.open(_Whole(data), formats=formats) as opened:
            _check_pixels(opened.size)  # stands in the head: nothing is decoded yet
            return _made_anew(opened, size)
    except NoPicture:
        raise
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    # Its parsers fail with whatever they stumble over, and none of it is our fault.
    except Exception as error:
        raise _unreadable() from error


def _made_anew(opened, size):
    opened.load()
    _check_pixels(opened.size)  # a frame may be larger than the head said
    transparent = opened.has_transparency_data
    lossy = opened.format in LOSSY and not transparent
    pixels = opened
    with suppress(Exception):  # how to hold it is told wrongly: as it lies
        pixels = image_fix_orientation(opened)
    mode = "RGBA" if transparent else "RGB"
    if pixels.mode not in ("RGB", "RGBA"):
        pixels = _eight_bits(pixels).convert(mode)
    pixels.thumbnail((size[0] or pixels.width, size[1] or pixels.height))
    pixels = pixels.convert(mode)
    pixels.info = {}  # Pillow would write comments and profiles of the source again
    out = io.BytesIO()
    if lossy:
        pixels.save(out, "JPEG", quality=QUALITY, optimize=True)
    else:
        pixels.save(out, "PNG", optimize=True)
    return out.getvalue(), "jpeg" if lossy else "png"


def _eight_bits(pixels):
    """Grey of 16 bits is scaled; Pillow would cut it off at white."""
    if pixels.mode.startswith("I"):
        return pixels.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return pixels


def _check_pixels(size):
    width, height = size
    if width * height > IMAGE_MAX_RESOLUTION:
        raise too_many_pixels()


def _unreadable():
    return NoPicture(
        _lt("This is no picture that can be read. Use a JPEG or PNG file.")
    )


def no_heic():
    """What to say of a photo of an iPhone where the server can't read it."""
    return NoPicture(
        _lt(
            "HEIC photos can't be read here. Use a JPEG or PNG file: an iPhone makes "
            "them after Settings > Camera > Formats > Most Compatible."
        )
    )


def _too_many_bytes():
    return NoPicture(_lt("This picture is too large. Use a file of 20 MB at most."))


def too_many_pixels():
    """What to say of a picture with more pixels than anybody needs."""
    return NoPicture(
        _lt("This picture is too large. Use one of 50 megapixels at most.")
    )
