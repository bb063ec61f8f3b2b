from odoo.http import Controller, route

from . import page_assets

BUNDLE = "visitor_management.assets_client_talk"
FOLDER = "/client/talk/assets"


def addresses(env):
    """Where the talk page finds its style and its program.

    :param env: of the user who opens the page
    :return: dict of address by ``css`` and ``js``
    """
    return page_assets.addresses(env, BUNDLE, FOLDER, "talk")


class ClientTalkAssetsController(Controller):
    @route(
        "/client/talk/assets/<string:version>/talk.<string:kind>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def bundle(self, version, kind):
        """The style or the program of the talk page.

        :param str version: of the bundle
        :param str kind: ``css`` or ``js``
        """
        return page_assets.answer(BUNDLE, version, kind)
