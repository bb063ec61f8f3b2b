from werkzeug.exceptions import BadRequest

from odoo.http import request

from . import pages

TOKEN = "form_token"


class PortalForms:
    """What pages of the portal have in common that read a form."""

    def _private(self, template, values):
        return pages.closed(request.render(template, values))

    def _check_keys(self, post, allowed):
        """
        :raise BadRequest: the form has a key that no form of ours has
        """
        if post.keys() - allowed:
            raise BadRequest

    def _token(self, post):
        """
        :return: the token of a form; empty for a page from before there were any
        :raise BadRequest: it is none of ours
        """
        token = self._text(post, TOKEN)
        if token and not request.env["client.portal.form"]._is_token(token):
            raise BadRequest
        return token

    def _text(self, post, key):
        value = post.get(key)
        return value if isinstance(value, str) else ""

    def _number(self, post, key):
        """An id of a form, False where nothing was chosen, -1 for what is none."""
        text = self._text(post, key)
        if not text:
            return False
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def _several(self, key):
        """All values of a key that stands in several lines of the form."""
        return request.httprequest.form.getlist(key)
