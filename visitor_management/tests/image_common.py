"""Pictures to send, good and bad."""

import base64
import io
import random
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin  # noqa: F401

SECRET = b"31.2304 N 121.4737 E"  # what a picture must not tell on


def save(picture, kind, **options):
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def noise(size=(40, 30), mode="RGB"):
    """A picture in which each pixel differs."""
    data = random.Random(7).randbytes(size[0] * size[1] * len(mode))
    return Image.frombytes(mode, size, data)


def picture_bytes(kind="JPEG", size=(40, 30), **options):
    """A file of a kind that is read by everybody."""
    return save(noise(size), kind, **options)


def pixels_of(data):
    """Size and pixels of a file, whatever else is in it."""
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    return picture.size, picture.tobytes()


def b64(data):
    return base64.b64encode(data).decode()


def png_chunk(name, data):
    checksum = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + checksum


def png_of_size(width, height, *chunks):
    """A few bytes that say they are a picture of any size."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    end = png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + end


def webp_of_size(width, height):
    bits = struct.pack("<I", (width - 1) | ((height - 1) << 14))
    data = b"\x2f" + bits + bytes(51)
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gossip():
    """Files that tell more than they show, by name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile += SECRET
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()  # in the part about the place
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    more = {"exif": exif, "icc_profile": profile}
    return {
        "jpeg": picture_bytes("JPEG", comment=SECRET, **more),
        "png": picture_bytes("PNG", pnginfo=text, **more),
        "webp": picture_bytes("WEBP", xmp=SECRET, **more),
        "gif": picture_bytes("GIF", comment=SECRET),
        "jpeg with an archive behind it": picture_bytes() + b"PK\x03\x04" + SECRET,
        "png with a page behind it": picture_bytes("PNG") + b"<script>" + SECRET,
    }


def junk():
    """What is no picture that can be kept, by name."""
    jpeg, png = picture_bytes("JPEG"), picture_bytes("PNG")
    webp, gif = picture_bytes("WEBP"), picture_bytes("GIF")
    return {
        "a page": b"<html>",
        "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "drawing with a head": b"<?xml version='1.0'?><svg onload='alert(1)'/>",
        "text": b"Zhang Wei",
        "blank": b" ",
        "paper": b"%PDF-1.4\n%%EOF",
        "half a jpeg": jpeg[: len(jpeg) // 2],
        "jpeg without its end": jpeg[:-2],
        "half a png": png[: len(png) // 2],
        "png without its end": png[:-12],
        "half a webp": webp[: len(webp) // 2],
        "half a gif": gif[: len(gif) // 2],
        "head of a png": b"\x89PNG\r\n\x1a\n",
        "head of a jpeg": b"\xff\xd8\xff\xe0",
        "head of a webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        "page that calls itself a gif": b"GIF89a<script>alert(1)</script>",
        "tiff": save(noise(), "TIFF"),
        "no pixels": png_of_size(0, 0),
        **bombs(),
    }


def bombs():
    """Few bytes that would become many."""
    return {
        "51 megapixels": png_of_size(10_000, 5_100),
        "ten gigapixels": png_of_size(100_000, 100_000),
        "as large as can be said": png_of_size(2**31 - 1, 2**31 - 1),
        "webp of 268 megapixels": webp_of_size(16_383, 16_383),
    }
