from contextlib import suppress
from datetime import datetime, timezone

from werkzeug.exceptions import BadRequest, NotFound

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, request, route
from odoo.tools import file_open
from odoo.tools.json import scriptsafe as json

from . import pages
from .client_talk_assets import addresses
from .client_talk_terms import terms

MAX_BODY = 2 * 1024 * 1024  # a signature is a picture
MAX_QUESTION = 16 * 1024
MAX_TEXT = 100_000
MAX_ITEMS = 200
KINDS = {"opinion", "idea", "suggestion", "request", "question", "complaint"}
KINDS |= {"praise"}
WORKER = "visitor_management/static/src/client_talk/service_worker.js"
SCOPE = "/client/talk/"
ICONS = "/visitor_management/static/src/img"
# An answer without it is nobody's: a proxy's, a hotspot's, Odoo without its database.
MARK = "X-Client-Talk"


class ClientTalkController(Controller):
    """The talk record of a visit to a client, on a phone.

    The page itself holds no personal data, so that the browser may keep it for when
    there is no network; what it shows comes and goes by the two routes below.
    """

    @route("/client/talk/<int:visit_id>", type="http", auth="user", methods=["GET"])
    def page(self, visit_id):
        """The empty page; it asks for the visit itself."""
        try:
            self._visit(visit_id)
        except NotFound:
            response = request.render(
                "visitor_management.client_talk_gone", {}, headers=pages.CLOSED
            )
            response.status_code = NotFound.code
            response.headers[MARK] = "gone"
            return response
        lang = request.env.lang or "en_US"
        settings = {
            "visit": visit_id,
            "user": request.env.uid,
            "lang": lang,
            "terms": terms(request.env),
        }
        values = {
            "settings": json.dumps(settings),
            "assets": addresses(request.env),
            "manifest": f"{SCOPE}{lang}.webmanifest",
        }
        return request.render(
            "visitor_management.client_talk_page",
            values,
            headers={**pages.CLOSED, MARK: "page"},
        )

    @route("/client/talk/next", type="http", auth="user", methods=["GET"])
    def next(self):
        """Where the page that was put on the home screen opens: the next visit."""
        visit = request.env["client.visit"]._talk_next()
        path = f"{SCOPE}{visit.id}" if visit else "/odoo/client-visits"
        return request.redirect(path)

    @route(
        "/client/talk/<string:lang>.webmanifest",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def manifest(self, lang):
        """What a phone needs to put the page on its home screen.

        :param str lang: code of an installed language; browsers ask without a session
        """
        if lang not in dict(request.env["res.lang"].get_installed()):
            raise request.not_found()
        request.update_context(lang=lang)
        sizes = (("icon-192", 192, "any"), ("icon-512", 512, "any"))
        sizes += (("icon-maskable-512", 512, "maskable"),)
        return request.make_json_response(
            {
                "id": f"{SCOPE}next",
                "name": request.env._("Talk record"),
                "short_name": request.env._("Talk record"),
                "lang": lang.replace("_", "-"),
                "scope": SCOPE,
                "start_url": f"{SCOPE}next",
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

    @route(
        "/client/talk/service-worker.js",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def service_worker(self):
        """What keeps the page in the browser; it is valid below /client/talk/ only."""
        with file_open(WORKER) as file:
            return request.make_response(
                file.read(),
                [("Content-Type", "text/javascript"), ("Cache-Control", "no-cache")],
            )

    @route(
        "/client/talk/<int:visit_id>/load",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        max_content_length=MAX_QUESTION,
    )
    def load(self, visit_id):
        """What the page shows.

        :param int visit_id: one of the user's visits
        """
        return self._visit(visit_id)._talk_read()

    @route(
        "/client/talk/<int:visit_id>/save",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        max_content_length=MAX_BODY,
    )
    def save(self, visit_id, draft=None):
        """Store a draft; see ``client_visit_talk.py``.

        :param int visit_id: one of the user's visits
        :param dict draft: what the phone has
        """
        visit = self._visit(visit_id)
        try:
            parsed = self._parse(draft)
        except (KeyError, TypeError, ValueError) as error:
            raise BadRequest from error
        return visit._talk_save(parsed)

    def _visit(self, visit_id):
        """The visit, if the user may see it; else it does not exist for them."""
        visit = request.env["client.visit"].browse(visit_id)
        try:
            visit.check_access("read")
            visit.fetch(["state"])
        except (AccessError, MissingError) as error:
            raise NotFound from error
        return visit

    # ------------------------------------------------------------
    # WHAT THE PHONE SENDS
    # ------------------------------------------------------------

    def _parse(self, draft):
        """The keys that are known, each of its type and not too long.

        :raise KeyError, TypeError, ValueError: something else
        """
        items = draft["items"]
        if not isinstance(items, list) or len(items) > MAX_ITEMS:
            raise ValueError("items")
        text = draft["text"]
        return {
            "device": self._text(draft["device"], 64),
            "draft": self._number(draft["draft"]),
            "text": None if text is None else self._parse_text(text),
            "start": self._moment(draft["start"]),
            "stop": self._moment(draft["stop"]),
            "done": draft["done"] is True and bool(draft["stop"]),
            "items": [self._item(item) for item in items],
        }

    def _parse_text(self, text):
        picture, told = text["signature"], text.get("told_client")
        return {
            "revision": self._number(text["revision"]),
            "talk": self._text(text["talk"]),
            "told_client": None if told is None else self._text(told),
            "signed_by": self._text(text["signed_by"], 200),
            "signature": None if picture is None else self._text(picture, MAX_BODY),
        }

    def _item(self, item):
        if item["kind"] not in KINDS:
            raise ValueError("kind")
        person, deadline = item["escalated_to_id"], self._text(item["deadline"], 10)
        facilities = item.get("facilities")
        if deadline:
            datetime.strptime(deadline, "%Y-%m-%d")
        return {
            "uuid": self._text(item["uuid"], 64),
            "revision": self._number(item["revision"]),
            "kind": item["kind"],
            "facilities": None if facilities is None else facilities is True,
            "content": self._text(item["content"]),
            "answered": item["answered"] is True,
            "answer": self._text(item["answer"]),
            "escalated_to_id": self._number(person) if person else False,
            "deadline": deadline,
            "deleted": item["deleted"] is True,
        }

    def _text(self, text, most=MAX_TEXT):
        return pages.text(text, most)

    def _number(self, number):
        if not isinstance(number, int) or isinstance(number, bool):
            raise TypeError("number")
        if not 0 <= number < 2**31:
            raise ValueError("number")
        return number

    def _moment(self, text):
        """ISO 8601 as naive UTC, to the second, or False."""
        if not self._text(text, 40):
            return False
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        # at the end of all years the record says what is wrong
        with suppress(OverflowError):
            moment = moment.astimezone(timezone.utc)
        return moment.replace(tzinfo=None, microsecond=0)
