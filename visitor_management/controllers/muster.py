import re
import time

from werkzeug.exceptions import BadRequest, TooManyRequests

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.tools.json import scriptsafe as json

from ..tools import keys
from ..tools.transaction import begin_read_committed
from . import offline, page_assets, pages
from .dispatcher import Refused
from .muster_terms import terms

BUNDLE = "visitor_management.assets_muster_page"
PAGE = "/visitor/muster"
FOLDER = "/visitor/muster/assets"
WORKER = "/visitor/muster/service-worker.js"
CACHE = "visitor-muster-1"
ICONS = "/visitor_management/static/src/img"
# Of the page: a proxy's answer, a hotspot's, and Odoo's without its database lack it.
MARK = "Visitor-Muster"
# Our own files and what the page itself holds; owl makes its templates functions.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' blob: data:; media-src blob:; "
    "manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KB = 1024
MAX_BODY = 256 * KB
MAX_ADDED = 16 * KB
# Of one phone: it asks twelve times a minute, and sends what thumbs do.
CALLS_A_MINUTE = 240
TICK = {"nonce", "status"}
TICK_MAY = {"key", "line_id", "code", "at", "point"}
MOST_TICKS, MAX_TEXT = 200, 600
ADDED = ("nonce", "name", "status")
ADDED_MAY = ("area", "at", "point")
LONGEST_NAME = 250
# What a phone made for itself at first use, and keeps: 32 bytes.
PHONE = re.compile(r"[A-Za-z0-9_-]{43}")


class MusterController(Controller):
    """The page of a warden, and what it asks for.

    The page is the same for everybody, so that a phone may keep it: the secret stands
    behind the # of its address, and people come by ``/visitor/api/v1/muster``.
    """

    @route(
        "/visitor/muster",
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
                code: terms(request.env(context={"lang": code})) for code in codes
            },
            "worker": WORKER,
            "scope": PAGE,
            "cache": CACHE,
            "zxing": offline.zxing(request.env),
        }
        request.update_context(lang=chosen)
        response = request.render(
            "visitor_management.visitor_muster_page",
            {
                "lang": chosen,
                "settings": json.dumps(settings),
                "assets": page_assets.addresses(request.env, BUNDLE, FOLDER, "muster"),
                "manifest": f"{PAGE}/{chosen}.webmanifest",
            },
        )
        return pages.closed(
            response, **{"Content-Security-Policy": POLICY, MARK: "page"}
        )

    @route(
        "/visitor/muster/assets/<string:version>/muster.<string:kind>",
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

    @route(
        "/visitor/muster/service-worker.js",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def service_worker(self):
        """What keeps the page in the browser, and nothing that anybody's name is in."""
        response = offline.worker(
            cache=CACHE,
            page=PAGE,
            mark=MARK,
            folders=[f"{FOLDER}/", f"{offline.FOLDER}/"],
        )
        # the page lies beside its folder, not in it
        response.headers["Service-Worker-Allowed"] = PAGE
        return response

    @route(
        "/visitor/muster/<string:lang>.webmanifest",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def manifest(self, lang):
        """What a phone needs to put the page on its home screen.

        It names no address to begin with: that is where the phone is, with the secret
        behind the #, which some browsers keep apart for what stands there.

        :param str lang: code of an installed language; browsers ask without a session
        """
        if lang not in dict(request.env["res.lang"].get_installed()):
            raise request.not_found()
        request.update_context(lang=lang)
        sizes = (("icon-192", 192, "any"), ("icon-512", 512, "any"))
        sizes += (("icon-maskable-512", 512, "maskable"),)
        return request.make_json_response(
            {
                "id": PAGE,
                "name": request.env._("Roll call on site"),
                "short_name": request.env._("Roll Call"),
                "lang": lang.replace("_", "-"),
                "scope": PAGE,
                "display": "standalone",
                "background_color": "#f3f4f6",
                "theme_color": "#714b67",
                "icons": [
                    {
                        "src": f"{ICONS}/{name}.png",
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                        "purpose": purpose,
                    }
                    for name, size, purpose in sizes
                ],
            },
            {"Content-Type": "application/manifest+json"},
        )

    # ------------------------------------------------------------
    # WHAT THE PAGE ASKS FOR
    # ------------------------------------------------------------

    @route(
        "/visitor/api/v1/muster",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def site_list(self):
        """The list of the site, as a phone keeps it; 304 when it has that one."""
        link, refusal = self._opened()
        if refusal:
            return refusal
        shown = link._list()
        shown["valid_until"] = fields.Datetime.to_string(link.expires_at)
        if request.httprequest.if_none_match.contains(shown["version"]):
            response = request.make_response("", status=304)
        else:
            response = request.dispatcher.answer(shown)
        response.headers["Cache-Control"] = "no-store"
        return self._timed(response)

    @route(
        "/visitor/api/v1/muster/ticks",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def ticks(self):
        """Who was seen; each tick is acknowledged, known or new.

        The first call of a phone makes it the warden's: none of them need be a tick.
        """
        link, refusal = self._opened(takes=True)
        if refusal:
            return refusal
        try:
            rows = self._parse_ticks(request.httprequest.get_data())
            has = link._tick(self._device(), rows)
        except (ValueError, TypeError, RecursionError) as error:
            raise BadRequest from error
        return self._timed(request.dispatcher.answer({"acknowledged": has}))

    @route(
        "/visitor/api/v1/muster/add",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_ADDED,
        save_session=False,
    )
    def add(self):
        """Somebody was there who is not on the list."""
        link, refusal = self._opened(takes=True)
        if refusal:
            return refusal
        try:
            row = self._parse_added(request.httprequest.get_data())
            added = link._add(self._device(), row)
        except UserError as error:
            raise Refused(str(error)) from error
        except (ValueError, TypeError, RecursionError) as error:
            raise BadRequest from error
        answer = {"acknowledged": [added["nonce"]], "key": added["key"]}
        return self._timed(request.dispatcher.answer(answer))

    # ------------------------------------------------------------
    # WHO ASKS
    # ------------------------------------------------------------

    def _opened(self, takes=False):
        """
        :param bool takes: a phone that is the first becomes the warden's
        :return: pair of the link and None, or of None and the answer
        """
        begin_read_committed(request.env)
        public = request.env["ir.http"]._get_public_users()[0]
        request.update_env(user=public)
        links = request.env["visitor.muster.warden"]
        link, refusal = pages.opened(
            links, lambda each: self._is_its_phone(each, takes)
        )
        if refusal:
            # the phone says that nothing of others lies in its browser
            if refusal.status_code == 404 and "Visitor-Forget" in self._headers():
                refusal.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
            return None, self._timed(refusal)
        throttle = request.env["visitor.throttle"]
        if not throttle._take("calls of a warden", link.id, CALLS_A_MINUTE):
            raise TooManyRequests
        return link, None

    def _is_its_phone(self, link, takes):
        phone = self._headers().get("Visitor-Phone", "")
        if not PHONE.fullmatch(phone):
            return False
        # looking makes no phone the warden's
        return (takes or bool(link.bound_at)) and link._bind(phone)

    def _device(self):
        """What ticks of this phone are kept under: nobody reads its key there."""
        return keys.hashed(self._headers()["Visitor-Phone"])

    def _headers(self):
        return request.httprequest.headers

    def _timed(self, response):
        """By it a phone knows how wrong its clock is: milliseconds since 1970."""
        response.headers["Visitor-Time"] = str(round(time.time() * 1000))
        return response

    # ------------------------------------------------------------
    # WHAT IS SENT
    # ------------------------------------------------------------

    def _parse_ticks(self, body):
        rows = pages.parse(body, ("ticks",))["ticks"]
        if not isinstance(rows, list) or len(rows) > MOST_TICKS:
            raise ValueError("ticks")
        for row in rows:
            if not isinstance(row, dict) or not TICK <= row.keys() <= TICK | TICK_MAY:
                raise ValueError("tick")
            if type(row.get("line_id", 1)) is not int:
                raise ValueError("line_id")
            for name in row.keys() - {"line_id"}:
                pages.text(row[name], MAX_TEXT)
        return rows

    def _parse_added(self, body):
        row = pages.parse(body, ADDED, ADDED_MAY)
        area = row.get("area", False)
        if area is not False and type(area) is not int:
            raise ValueError("area")
        if not re.fullmatch(r"\d{0,9}", pages.text(row.get("point", ""), 9)):
            raise ValueError("point")
        for name in row.keys() - {"area"}:
            pages.text(row[name], LONGEST_NAME)
        return row
