from odoo.http import STATIC_CACHE_LONG, request

KINDS = ("css", "js")


def addresses(env, bundle, folder, name):
    """Where a page of ours finds its style and its program.

    Odoo's own address of a bundle hands out a session to whoever asks; ours does not.

    :param env: of who opens the page
    :param str bundle: of the manifest
    :param str folder: below which the route of the bundle is
    :param str name: of its files
    :return: dict of address by ``css`` and ``js``
    """
    return {
        kind: f"{folder}/{version}/{name}.{kind}"
        for kind, version in versions(env, bundle)
    }


def versions(env, bundle, kinds=KINDS):
    """Pairs of a kind and its version, which Odoo's address of the bundle names."""
    for kind in kinds:
        only = {each: each == kind for each in KINDS}
        (link,) = env["ir.qweb"]._get_asset_links(bundle, **only)
        yield kind, link.split("/")[3]


def answer(bundle, version, kind):
    """The style or the program of a page, for ever under its address.

    :param str bundle: of the manifest
    :param str version: of the bundle; another than today's is not there, so that no
        page gets a program that it was not made for
    :param str kind: ``css`` or ``js``
    """
    if kind not in KINDS or (kind, version) not in versions(
        request.env, bundle, (kind,)
    ):
        raise request.not_found()
    assets = request.env["ir.qweb"]._get_asset_bundle(bundle)
    # sudo: what everybody may read below /web/assets, too
    file_sudo = (assets.css() if kind == "css" else assets.js()).sudo()
    stream = request.env["ir.binary"]._get_stream_from(file_sudo, "raw")
    return stream.get_response(
        as_attachment=False,
        immutable=True,
        max_age=STATIC_CACHE_LONG,
        content_security_policy=None,
    )
