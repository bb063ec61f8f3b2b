from markupsafe import Markup, escape

from odoo import fields, models

from odoo.addons.mail.tools.discuss import Store

from ...tools.ours import is_ours
from ...tools.sentences import say_kept


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
            lines = say_kept(self.env, said).splitlines()
            return Markup("<br/>").join(escape(line) for line in lines)
        if self._says_it_was_made():
            return self.env[self.model].browse(self.res_id)._creation_message()
        return self.body

    def _says_it_was_made(self):
        """Whether it is Odoo's note on a document of ours that it was made, which it
        keeps in the language of who made it.
        """
        if self.message_type != "notification" or not is_ours(self.env, self.model):
            return False
        document = self.env[self.model].browse(self.res_id)
        text = Markup(self.body or "").striptags()
        return bool(text) and any(
            document.with_context(lang=code)._creation_message() == text
            for code, _name in self.env["res.lang"].get_installed()
        )
