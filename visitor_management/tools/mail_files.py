"""The files of a mail that came in, within the bounds that forms have, too."""

import io
from pathlib import PurePath

from PIL import Image

from odoo.tools.image import IMAGE_MAX_RESOLUTION

from . import images

MAX_FILES = 20  # signatures bring pictures of their own
MAX_FILE_SIZE = 10 * 1024 * 1024
# Made anew, without the place that a phone writes into them
CAMERA_FORMATS = ("JPEG", "MPO", "PNG", "WEBP")
ENDINGS = {"jpeg": (".jpg", ".jpeg"), "png": (".png",)}


def bounded(attachments):
    """What is kept of the files of a mail.

    One that can't be kept must not cost the mail itself: Odoo refuses the whole mail
    over a picture of a few bytes that would become many.

    :param attachments: of ``mail.thread``: named tuples with ``fname`` and ``content``
    :return: those that are kept, and the names of those left out
    """
    kept, left_out = [], []
    for attachment in attachments:
        found = _kept(attachment) if len(kept) < MAX_FILES else None
        if found:
            kept.append(found)
        else:
            left_out.append(attachment.fname)
    return kept, left_out


def _kept(attachment):
    content = attachment.content
    if isinstance(content, str):
        small = len(content.encode(errors="replace")) <= MAX_FILE_SIZE
        return attachment if small else None
    if not isinstance(content, bytes):  # a mail attached to the mail
        try:
            small = len(bytes(content)) <= MAX_FILE_SIZE
        except (LookupError, ValueError):  # damaged
            return None
        return attachment if small else None
    if len(content) > MAX_FILE_SIZE:
        return None
    try:
        return _as_picture(attachment)
    except images.NoPicture:
        return None


def _as_picture(attachment):
    """
    :raise images.NoPicture: it is damaged, or has more pixels than anybody needs
    """
    try:
        with Image.open(io.BytesIO(attachment.content)) as opened:
            form, (width, height) = opened.format, opened.size
    except Image.DecompressionBombError as error:
        raise images.too_many_pixels() from error
    # no picture for Pillow, whose parsers fail with whatever they stumble over
    except Exception:  # noqa: BLE001
        return attachment
    if width * height > IMAGE_MAX_RESOLUTION:
        raise images.too_many_pixels()
    if form not in CAMERA_FORMATS:
        return attachment
    content, kind = images.clean(attachment.content)
    name = PurePath(attachment.fname)
    if name.suffix.lower() not in ENDINGS[kind]:
        name = name.with_suffix(ENDINGS[kind][0])
    return attachment._replace(fname=str(name), content=content)
