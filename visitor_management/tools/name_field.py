"""A field for what is typed on one line, kept as :mod:`.names` cleans it."""

from odoo import fields
from odoo.exceptions import ValidationError

from . import names


class Line(fields.Char):
    """One line that somebody types: a name, a firm, a plate, a reason.

    It is stored as :func:`.names.clean` makes it, by whatever way it came: form, call,
    import, public page. What is required and shows nothing is refused.
    """

    def convert_to_cache(self, value, record, validate=True):
        text = super().convert_to_cache(value, record, validate)
        if not validate or text is None:
            return text
        if len(text) > names.LONGEST:
            raise ValidationError(
                record.env._(
                    "“%(field)s” is one line: write %(most)s characters at most.",
                    field=self._description_string(record.env),
                    most=names.LONGEST,
                )
            )
        cleaned = names.clean(text)
        if cleaned or not self.required:
            return cleaned or None
        raise ValidationError(
            record.env._(
                "Nothing of “%(field)s” can be read: it is empty or holds invisible "
                "characters only. Type it anew.",
                field=self._description_string(record.env),
            )
        )
