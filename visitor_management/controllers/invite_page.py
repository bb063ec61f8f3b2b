from odoo.http import Controller, route

from .invite_terms import terms
from .tablet import steps_page


class InvitePageController(Controller):
    """The page behind the link that a visitor was mailed.

    It is the tablet's, at home: the same for everybody, the secret stands behind the #
    of its address.
    """

    @route(
        "/visitor/invite",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def page(self, lang="", **kwargs):
        """The empty page; opening it changes nothing.

        :param str lang: an installed language; else that of the browser
        """
        return steps_page(
            "visitor_management.visitor_invite_page", lang, terms, own_link=True
        )
