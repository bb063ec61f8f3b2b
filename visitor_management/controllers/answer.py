from werkzeug.exceptions import BadRequest, TooManyRequests

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.visit.visitor_visit_asked import DECISIONS
from ..tools.names import LONGEST, readable
from ..tools.transaction import begin_read_committed
from . import pages
from .rating import NONSENSE_A_MINUTE

MAX_BODY = 16 * 1024


class AnswerController(Controller):
    """The page where somebody answers for a visit, and what it asks for.

    The page is the same for everybody: the secret stands behind the # of its address
    and comes in a header.
    """

    @route(
        "/visitor/answer",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def page(self, lang="", **kwargs):
        """The empty page; opening it changes nothing."""
        return pages.shell("visitor_management.visitor_answer_page", lang)

    @route(
        "/visitor/api/v1/answer",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def show(self):
        """Who would like to come, when and where; looking changes nothing."""
        link, refusal = pages.opened(request.env["visitor.answer.link"])
        return refusal or request.dispatcher.answer(link._shown())

    @route(
        "/visitor/api/v1/answer",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def answer(self):
        """Take the answer; when somebody else was first, say what became of it."""
        begin_read_committed(request.env)  # of two answers the second waits
        request.update_env(user=request.env["ir.http"]._get_public_users()[0])
        link, refusal = pages.opened(request.env["visitor.answer.link"])
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
                shown = link._answer(decision, reason)
        except UserError as refused:  # a sentence for who answers
            answer = {"error": "refused", "message": str(refused)}
            return request.dispatcher.answer(answer, 409)
        return request.dispatcher.answer(shown)

    def _parse(self, body):
        """
        :return: the decision, and what is said with it
        :raise ValueError, TypeError: it is not the JSON of the page
        """
        data = pages.parse(body, ("decision",), ("reason",))
        if data["decision"] not in DECISIONS:
            raise ValueError("decision")
        return data["decision"], readable(pages.text(data.get("reason", ""), LONGEST))
