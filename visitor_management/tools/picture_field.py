import base64

from odoo import fields
from odoo.exceptions import UserError

from . import images
from .sentences import say


class Picture(fields.Image):
    """A picture from outside: photo, signature. See :mod:`.images` for what is kept.

    Odoo's own field keeps anything that begins like an SVG or a WebP, and all that a
    camera wrote into its file.
    """

    def _image_process(self, value, env):
        """What is stored of a value, by whatever way it came.

        :param value: base64, or nothing
        :raise UserError: it is no picture, or too large
        """
        if not value:
            return False
        try:
            size = self.max_width, self.max_height
            data, _kind = images.clean(images.decode(value), size)
        except images.NoPicture as error:
            raise UserError(say(env, error.sentence)) from error
        return base64.b64encode(data)
