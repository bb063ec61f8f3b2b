from werkzeug.exceptions import BadRequest, TooManyRequests

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..tools.names import LONGEST, readable
from . import pages
from .rating import NONSENSE_A_MINUTE

MAX_BODY = 16 * 1024
DECISIONS = ("accept", "decline")


class EscortController(Controller):
    """The page where an employee answers for an escort, and what it asks for.

    The page is the same for everybody: the secret stands behind the # of its address
    and comes in a header.
    """

    @route(
        "/visitor/escort",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def page(self, lang="", **kwargs):
        """The empty page; opening it changes nothing."""
        return pages.shell("visitor_management.visitor_escort_page", lang)

    @route(
        "/visitor/api/v1/escort/about",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def about(self):
        """Whom the employee is asked to accompany, when and where."""
        link, refusal = pages.opened(request.env["visitor.escort.link"])
        return refusal or request.dispatcher.answer(link._about())

    @route(
        "/visitor/api/v1/escort",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def answer(self):
        """Take the answer."""
        link, refusal = pages.opened(request.env["visitor.escort.link"])
        if refusal:
            return refusal
        try:
            decision, reason = self._parse(request.httprequest.get_data())
        except (ValueError, TypeError, RecursionError) as error:
            throttle = request.env["visitor.throttle"]
            if not throttle._take("nonsense of a link", link.id, NONSENSE_A_MINUTE):
                raise TooManyRequests from error
            raise BadRequest from error
        try:
            with request.env.cr.savepoint():
                state = link._answer(decision, reason)
        except UserError as refused:  # a sentence for the employee who asks
            answer = {"error": "refused", "message": str(refused)}
            return request.dispatcher.answer(answer, 409)
        return request.dispatcher.answer({"state": state})

    def _parse(self, body):
        """
        :return: the decision, and the reason of who declines
        :raise ValueError, TypeError: it is not the JSON of the page
        """
        data = pages.parse(body, ("decision",), ("reason",))
        decision = data["decision"]
        if decision not in DECISIONS:
            raise ValueError("decision")
        reason = readable(pages.text(data.get("reason", ""), LONGEST))
        if decision == "decline" and not reason:
            raise ValueError("reason")
        return decision, reason
