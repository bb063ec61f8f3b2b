"""What pages that work without network have in common."""

from odoo.http import Controller, request, route
from odoo.tools import file_open
from odoo.tools.json import scriptsafe as json

from . import page_assets

WORKER = "visitor_management/static/src/offline_kit/service_worker.js"
ZXING = "visitor_management.assets_zxing"
FOLDER = "/visitor/offline"


def worker(**settings):
    """The service worker of a page.

    :param settings: what it keeps, see ``service_worker.js``
    :return: the response
    """
    with file_open(WORKER) as file:
        text = f"self.OFFLINE = {json.dumps(settings)};\n{file.read()}"
    return request.make_response(
        text, [("Content-Type", "text/javascript"), ("Cache-Control", "no-cache")]
    )


def zxing(env):
    """Where a page finds what reads QR codes."""
    [(kind, version)] = page_assets.versions(env, ZXING, ("js",))
    return f"{FOLDER}/assets/{version}/zxing.{kind}"


class OfflineController(Controller):
    @route(
        "/visitor/offline/assets/<string:version>/zxing.<string:kind>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def zxing_bundle(self, version, kind):
        """What reads QR codes where the browser can't: loaded when it is needed.

        :param str version: of the bundle
        :param str kind: ``js``
        """
        if kind != "js":
            raise request.not_found()
        return page_assets.answer(ZXING, version, kind)
