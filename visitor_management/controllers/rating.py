from werkzeug.exceptions import BadRequest, TooManyRequests

from odoo.http import Controller, request, route

from ..tools.satisfaction import MAX_WORDS
from . import pages

MAX_BODY = 16 * 1024
NONSENSE_A_MINUTE = 20
RATINGS = (1, 2, 3, 4, 5)


class RatingController(Controller):
    """The page where clients rate by themselves, and what it asks for.

    The page is the same for everybody: the secret stands behind the # of its address
    and comes in a header.
    """

    @route(
        "/client/rating",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def page(self, lang="", **kwargs):
        """The empty page; opening it changes nothing."""
        return pages.shell("visitor_management.client_rating_page", lang)

    @route(
        "/client/api/v1/rating/about",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def about(self):
        """What is to be rated."""
        link, refusal = pages.opened(request.env["client.callback.rating"])
        return refusal or request.dispatcher.answer(link._about())

    @route(
        "/client/api/v1/rating",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def rate(self):
        """Take the rating, once."""
        link, refusal = pages.opened(request.env["client.callback.rating"])
        if refusal:
            return refusal
        try:
            result, handling, words = self._parse(request.httprequest.get_data())
        except (ValueError, TypeError, RecursionError) as error:
            throttle = request.env["visitor.throttle"]
            if not throttle._take("nonsense of a link", link.id, NONSENSE_A_MINUTE):
                raise TooManyRequests from error
            raise BadRequest from error
        link._rate(result, handling, words, request.httprequest.remote_addr)
        return request.dispatcher.answer({"result": result})

    def _parse(self, body):
        """
        :return: outcome and handling (text), the client's words
        :raise ValueError, TypeError: it is not the JSON of the page
        """
        data = pages.parse(body, ("result", "handling", "words"))
        for name in ("result", "handling"):
            if type(data[name]) is not int or data[name] not in RATINGS:
                raise ValueError(name)
        words = data["words"]
        if not isinstance(words, str) or len(words) > MAX_WORDS:
            raise ValueError("words")
        words.encode()  # lone surrogates are no text
        words = words.replace("\x00", "").strip()
        return str(data["result"]), str(data["handling"]), words
