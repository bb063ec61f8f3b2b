from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ...tools import images
from ...tools.sentences import say

MAX_FILES = 5
MAX_FILE_SIZE = 10 * 1024 * 1024
FILE_TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
HEIC_TYPES = ("image/heic", "image/heif")


class ClientComplaint(models.Model):
    """The files that clients attach on the portal: pictures, made anew, and PDF.

    A refusal names the file, says what is taken, and leaves what was typed in the form.
    """

    _inherit = "client.complaint"

    def _portal_accepted(self):
        """What a file box offers; an iPhone makes a JPEG of what is not among it."""
        taken = [*FILE_TYPES, *(HEIC_TYPES if images.HEIC_IS_READ else ())]
        return ",".join(taken)

    def _portal_files(self, files):
        """The files as they are kept: pictures are made anew.

        :param files: pairs of name and bytes
        :return: list of pairs of name and bytes
        :raise UserError: too many files, one too large, of another kind, or damaged
        """
        if len(files) > MAX_FILES:
            raise UserError(self.env._("Attach %s files at most.", MAX_FILES))
        return [(name, self._portal_content(name, data)) for name, data in files]

    def _portal_content(self, name, data):
        shown = self._portal_stem(name, with_ending=True)
        if len(data) > MAX_FILE_SIZE:
            raise UserError(
                self.env._("“%s” is too large. Attach files of 10 MB at most.", shown)
            )
        kind = guess_mimetype(data)
        heic = images.is_heic(data)
        if heic and not images.HEIC_IS_READ:
            raise UserError(
                self.env._(
                    "“%s” is a HEIC photo, which can't be read here. Attach JPEG, PNG, "
                    "GIF or WebP pictures or PDF files. An iPhone makes JPEG after "
                    "Settings > Camera > Formats > Most Compatible.",
                    shown,
                )
            )
        if not heic and kind not in FILE_TYPES:
            raise UserError(
                self.env._(
                    "“%s” can't be taken. Attach JPEG, PNG, GIF or WebP pictures or "
                    "PDF files.",
                    shown,
                )
            )
        if kind == "application/pdf":
            return data
        try:
            return images.clean(data)[0]
        except images.NoPicture as error:
            told = f"{shown}: {say(self.env, error.sentence)}"
            raise UserError(told) from error

    def _portal_file_name(self, name, data):
        """The last part of a name, with the ending of what the file really is."""
        ending = FILE_TYPES[guess_mimetype(data)]
        return f"{self._portal_stem(name)}.{ending}"

    def _portal_stem(self, name, with_ending=False):
        """What a file is called, without its folder and what can't be shown."""
        last = (name or "").replace("\\", "/").rpartition("/")[2]
        stem = last if with_ending else last.rpartition(".")[0]
        clean = "".join(each for each in stem if each.isprintable())[:80].strip()
        return clean or self.env._("File")
