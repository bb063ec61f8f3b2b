from markupsafe import escape

from odoo import fields, models

from odoo.addons.mail.tools.discuss import Store

from ..tools.sentences import say_kept


class MailMessage(models.Model):
    """Notes in the history of our documents are read in the reader's own language."""

    _inherit = "mail.message"

    visitor_said = fields.Json(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The sentence of the note, before it was said in any language.",
    )

    def _field_store_repr(self, field_name):
        if field_name == "body":
            return [Store.Attr("body", lambda message: message._body_for_reader())]
        return super()._field_store_repr(field_name)

    def _body_for_reader(self):
        said = self.sudo().visitor_said  # what stands in the body, which is shown
        if said and self.body:
            return escape(say_kept(self.env, said))
        return self.body
