from odoo.http import STATIC_CACHE_LONG, Controller, request, route

BUNDLE = "visitor_management.assets_client_talk"
KINDS = ("css", "js")


def addresses(env):
    """Where the talk page finds its style and its program.

    Odoo's own address of a bundle hands out a session to whoever asks; ours does not.

    :param env: of the user who opens the page
    :return: dict of address by ``css`` and ``js``
    """
    return {
        kind: f"/client/talk/assets/{version}/talk.{kind}" for kind, version in _of(env)
    }


def _of(env):
    """Pairs of a kind and its version, which Odoo's address of the bundle names."""
    for kind in KINDS:
        only = {each: each == kind for each in KINDS}
        (link,) = env["ir.qweb"]._get_asset_links(BUNDLE, **only)
        yield kind, link.split("/")[3]


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
        """The style or the program of the talk page, for ever under its address.

        :param str version: of the bundle; another than today's is not there, so that
            no page gets a program that it was not made for
        :param str kind: ``css`` or ``js``
        """
        if (kind, version) not in _of(request.env):
            raise request.not_found()
        bundle = request.env["ir.qweb"]._get_asset_bundle(BUNDLE)
        # sudo: what everybody may read below /web/assets, too
        file_sudo = (bundle.css() if kind == "css" else bundle.js()).sudo()
        stream = request.env["ir.binary"]._get_stream_from(file_sudo, "raw")
        return stream.get_response(
            as_attachment=False,
            immutable=True,
            max_age=STATIC_CACHE_LONG,
            content_security_policy=None,
        )
