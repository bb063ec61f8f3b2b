"""A field for a formatted text that is written anew in each language."""

from odoo import fields


class WholeHtml(fields.Html):
    """A sanitized text of which each language has its own, as a whole.

    Odoo translates sanitized texts sentence by sentence: who writes the text of one
    language anew changes those of all others. What somebody signs has to stay.
    """

    def _get_attrs(self, model_class, name):
        return super()._get_attrs(model_class, name) | {"translate": True}
