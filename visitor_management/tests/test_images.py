"""Of a picture from outside only the picture itself is kept."""

import base64
import io
import warnings
from unittest.mock import patch

from PIL import Image, PngImagePlugin

from odoo.tests import TransactionCase, tagged

from ..tools import images
from .image_common import (
    SECRET,
    bombs,
    gossip,
    junk,
    noise,
    picture_bytes,
    pixels_of,
    png_chunk,
    png_of_size,
    save,
)


@tagged("post_install", "-at_install")
class TestImages(TransactionCase):
    """Making a picture anew."""

    def _clean(self, data, size=(0, 0)):
        """The picture that is kept, and whether it is a JPEG or a PNG."""
        kept, kind = images.clean(data, size)
        return Image.open(io.BytesIO(kept)), kind

    def test_junk_is_no_picture(self):
        for name, data in {**junk(), "nothing": b""}.items():
            with self.subTest(name), self.assertRaises(images.NoPicture):
                images.clean(data)

    def test_nothing_but_the_picture_is_kept(self):
        for name, data in gossip().items():
            with self.subTest(name):
                self.assertIn(SECRET, data)
                kept, _kind = images.clean(data)
                self.assertNotIn(SECRET, kept)
                picture = Image.open(io.BytesIO(kept))
                self.assertFalse(picture.getexif())
                self.assertNotIn("icc_profile", picture.info)

    def test_each_kind_is_kept_as_jpeg_or_png(self):
        grey16 = Image.new("I;16", (4, 4), 40_000)
        palette = noise().quantize(16)
        two = [noise((40, 30), "RGB")]
        for name, data, kind, mode in (
            ("jpeg", picture_bytes("JPEG"), "jpeg", "RGB"),
            ("png", picture_bytes("PNG"), "png", "RGB"),
            ("gif", picture_bytes("GIF"), "png", "RGB"),
            ("bmp", picture_bytes("BMP"), "png", "RGB"),
            ("webp", picture_bytes("WEBP"), "jpeg", "RGB"),
            ("print colours", save(noise(mode="CMYK"), "JPEG"), "jpeg", "RGB"),
            ("grey", save(noise(mode="L"), "JPEG"), "jpeg", "RGB"),
            ("16 bits", save(grey16, "PNG"), "png", "RGB"),
            ("palette", save(palette, "PNG", transparency=0), "png", "RGBA"),
            ("glass", save(noise(mode="RGBA"), "WEBP"), "png", "RGBA"),
            ("one pixel", picture_bytes("PNG", (1, 1)), "png", "RGB"),
            (
                "animated gif",
                picture_bytes("GIF", save_all=True, append_images=two),
                "png",
                "RGB",
            ),
            (
                "animated png",
                picture_bytes("PNG", save_all=True, append_images=two),
                "png",
                "RGB",
            ),
        ):
            with self.subTest(name):
                picture, kept = self._clean(data)
                self.assertEqual((kept, picture.mode), (kind, mode))
                self.assertEqual(getattr(picture, "n_frames", 1), 1)
        picture, _kind = self._clean(save(grey16, "PNG"))
        self.assertEqual(picture.getpixel((0, 0)), (156,) * 3, "not cut off at white")

    def test_a_png_looks_as_before(self):
        data = picture_bytes("PNG")
        self.assertEqual(pixels_of(images.clean(data)[0]), pixels_of(data))

    def test_what_was_taken_upright_stays_upright(self):
        flat = Image.new("RGB", (40, 20), "#0000ff")
        flat.paste("#ff0000", (0, 0, 40, 5))
        exif = Image.Exif()
        exif[0x112] = 6  # the camera was held on its side
        picture, _kind = self._clean(save(flat, "JPEG", exif=exif))
        self.assertEqual(picture.size, (20, 40))
        self.assertGreater(picture.getpixel((18, 20))[0], 200, "red is on the right")

    def test_a_damaged_note_about_the_camera_is_no_obstacle(self):
        data = picture_bytes("JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" * 4)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.assertEqual(self._clean(data)[0].size, (40, 30))

    def test_it_is_as_large_as_asked_for_at_most(self):
        for size, kept in (
            ((0, 0), (40, 30)),
            ((20, 20), (20, 15)),
            ((20, 0), (20, 15)),
            ((0, 15), (20, 15)),
            ((400, 400), (40, 30)),
        ):
            with self.subTest(size=size):
                self.assertEqual(self._clean(picture_bytes("PNG"), size)[0].size, kept)

    def test_a_bomb_is_not_opened(self):
        for name, data in bombs().items():
            with (
                self.subTest(name),
                patch("PIL.ImageFile.ImageFile.load") as load,
                self.assertRaises(images.NoPicture) as caught,
            ):
                images.clean(data)
            self.assertIn("50 megapixels", str(caught.exception.sentence))
            load.assert_not_called()

    def test_texts_that_swell_are_not_read(self):
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "x" * 50_000_000, zip=True)
        swelling = save(noise((1, 1)), "PNG", pnginfo=text)
        self.assertLess(len(swelling), 100_000)
        self.assertLess(len(images.clean(swelling)[0]), 1000)

    def test_fifty_megapixels_are_enough_and_pass(self):
        exact = save(Image.new("1", (10_000, 5_000)), "PNG")
        self.assertEqual(self._clean(exact, (480, 480))[0].size, (480, 240))

    def test_a_file_of_more_than_20_mb_is_not_read(self):
        data = picture_bytes("PNG") + bytes(images.MAX_BYTES)
        with self.assertRaises(images.NoPicture) as caught:
            images.clean(data)
        self.assertIn("20 MB", str(caught.exception.sentence))
        with self.assertRaises(images.NoPicture):
            images.decode(b"A" * (images.MAX_BYTES * 2 + 1))

    def test_a_picture_among_pictures_of_nothing(self):
        """A chunk that nobody knows is left out as well."""
        data = png_of_size(4, 4, png_chunk(b"abCd", SECRET))
        self.assertNotIn(SECRET, images.clean(data)[0])

    def test_base64_as_it_is_sent(self):
        data = picture_bytes("PNG")
        plain = base64.b64encode(data)
        for value in (
            plain,
            plain.decode(),
            base64.encodebytes(data),
            b"  " + plain + b"\r\n",
        ):
            self.assertEqual(images.decode(value), data)
