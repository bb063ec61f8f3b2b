"""What the pages and doors of this addon have in common, said once."""

import json

from odoo.http import request

# Nobody keeps it, frames it or names its address to others.
CLOSED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
# A file that somebody sent: nothing in it runs or is loaded, as Odoo has it.
OF_A_FILE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# Of an empty page: its own script asks for what is shown.
OF_A_SHELL = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


def closed(response, **headers):
    """A page with something personal on it, or none of anybody's business.

    :param response: of Odoo, changed in place
    :param headers: in place of those of :data:`CLOSED`
    :return: the response
    """
    response.headers.update({**CLOSED, **headers})
    return response


def shell(template, lang):
    """A page that is the same for everybody; the secret stands behind the #.

    :param str template: xml id; it is given the language that was chosen
    :param str lang: asked for by the address; else the browser's, else an installed one
    :return: the response, closed
    """
    installed = [code for code, _name in request.env["res.lang"].get_installed()]
    wanted = [lang, request.best_lang, *installed]
    chosen = next(code for code in wanted if code in installed)
    request.update_context(lang=chosen)
    return closed(request.render(template, {"lang": chosen}), **OF_A_SHELL)


def opened(links, is_theirs=lambda link: True):
    """The link of the secret in the header; one 404 for anything wrong.

    :param links: a model whose links are opened by a secret, see ``_of_token``
    :param is_theirs: called with the link: whether who asks may use it
    :return: pair of the link and None, or of None and what to answer
    """
    token = request.env["ir.http"]._visitor_bearer()
    link = token and links._of_token(token)
    if link and is_theirs(link):
        return link, None
    if not request.env["visitor.throttle"]._miss(request.httprequest.remote_addr):
        return None, request.dispatcher.answer({"error": "too_many_requests"}, 429)
    return None, request.dispatcher.answer({"error": "not_found"}, 404)


def parse(body, required=(), optional=()):
    """The JSON of a call, which has the keys that it may have.

    :param bytes body: as it came
    :param required: keys that stand in it
    :param optional: keys that may
    :return: dict
    :raise ValueError, TypeError, RecursionError: it is anything else; keys stand twice
    """
    data = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no)
    if not isinstance(data, dict):
        raise TypeError("no object")
    if data.keys() - {*required, *optional} or set(required) - data.keys():
        raise ValueError("keys")
    return data


def text(value, most):
    """
    :param value: of a call
    :param int most: characters
    :return: the value, which is a text of at most so many
    :raise ValueError, TypeError: it is something else, or holds what is no text
    """
    if not isinstance(value, str):
        raise TypeError("text")
    value.encode()  # lone surrogates are no text
    if len(value) > most or "\0" in value:
        raise ValueError("text")
    return value


def _once(pairs):
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a key stands twice")
    return data


def _no(constant):
    raise ValueError(constant)
