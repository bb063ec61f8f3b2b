from odoo.http import Controller, request, route
from odoo.tools.json import scriptsafe as json

from . import page_assets, pages
from .tablet_terms import terms

BUNDLE = "visitor_management.assets_visitor_steps"
FOLDER = "/visitor/tablet/assets"
# Our own files and what the page itself holds; owl makes its templates functions.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' blob: data:; media-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def steps_page(template, lang, terms_of, **settings):
    """The empty page of a visitor's steps, with its words in each language.

    :param str template: xml id
    :param str lang: asked for by the address; else the browser's, else an installed one
    :param terms_of: called with an environment in a language, answers the words
    :param settings: what the page is to know besides
    :return: the response, closed
    """
    installed = request.env["res.lang"].get_installed()
    codes = [code for code, _name in installed]
    wanted = [lang, request.best_lang, *codes]
    chosen = next(code for code in wanted if code in codes)
    settings = {
        "lang": chosen,
        # "Chinese (Simplified) / 简体中文": as its readers call it
        "langs": [
            {"code": code, "name": name.rpartition(" / ")[2]}
            for code, name in installed
        ],
        "terms": {
            code: terms_of(request.env(context={"lang": code})) for code in codes
        },
        **settings,
    }
    request.update_context(lang=chosen)
    response = request.render(
        template,
        {
            "lang": chosen,
            "settings": json.dumps(settings),
            "assets": page_assets.addresses(request.env, BUNDLE, FOLDER, "steps"),
        },
    )
    return pages.closed(response, **{"Content-Security-Policy": POLICY})


class TabletController(Controller):
    """The page of a tablet that is handed to a visitor.

    It is the same for everybody: the secret stands behind the # of its address, and
    what it shows comes by ``/visitor/api/v1/invitation``.
    """

    @route(
        "/visitor/tablet",
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
        # whoever gets at this browser gets at Odoo, too
        signed_in = bool(request.session.uid)
        return steps_page(
            "visitor_management.visitor_tablet_page", lang, terms, signed_in=signed_in
        )

    @route(
        "/visitor/tablet/assets/<string:version>/steps.<string:kind>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def bundle(self, version, kind):
        """The style or the program of the page.

        :param str version: of the bundle
        :param str kind: ``css`` or ``js``
        """
        return page_assets.answer(BUNDLE, version, kind)
