from datetime import datetime

from werkzeug.exceptions import TooManyRequests

from odoo.http import request, route
from odoo.tools import DEFAULT_SERVER_DATETIME_FORMAT

from ..models.core.visitor_throttle import HOUR
from . import pages
from .invitation import LONGEST_TEXT, MAX_BODY, InvitationController

# Each may be a mail to somebody: more is no visitor who plans a visit.
COMPANIONS_AN_HOUR = 100
PROPOSALS_AN_HOUR = 10


class InvitationVisitController(InvitationController):
    """What visitors say of the visit by their own link: who comes along, another time,
    or that they do not come.
    """

    @route(
        "/visitor/api/v1/invitation/companions",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def companions(self):
        """Somebody comes along, with a link of their own."""

        def say(person, values, _channel):
            self._limit("companions of a visitor", person, COMPANIONS_AN_HOUR)
            person._say_companion(**values)

        return self._do(self._parse_companion, say, own_link=True)

    @route(
        "/visitor/api/v1/invitation/other_time",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def other_time(self):
        """Propose another time, which the host accepts or not."""

        def propose(person, values, _channel):
            self._limit("proposals of a visitor", person, PROPOSALS_AN_HOUR)
            person._propose_time(**values)

        return self._do(self._parse_other_time, propose, own_link=True)

    @route(
        "/visitor/api/v1/invitation/decline",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def decline(self):
        """The visitor does not come: the link ends with it."""
        return self._do(
            self._parse_decline,
            lambda person, values, _channel: person._decline(**values),
            own_link=True,
        )

    # ------------------------------------------------------------
    # WHAT IS SENT
    # ------------------------------------------------------------

    def _limit(self, what, person, most):
        """
        :raise TooManyRequests: more than a visitor asks for
        """
        if not request.env["visitor.throttle"]._take(what, person.id, most, HOUR):
            raise TooManyRequests

    def _parse_companion(self, body):
        data = pages.parse(body, ("name",), ("email",))
        return {name: pages.text(each, LONGEST_TEXT) for name, each in data.items()}

    def _parse_other_time(self, body):
        data = pages.parse(body, ("start", "stop"), ("reason",))
        return {
            "start": self._moment(data["start"]),
            "stop": self._moment(data["stop"]),
            "reason": pages.text(data.get("reason", ""), LONGEST_TEXT),
        }

    def _parse_decline(self, body):
        data = pages.parse(body, (), ("reason",))
        return {"reason": pages.text(data.get("reason", ""), LONGEST_TEXT)}

    def _moment(self, text):
        """A moment in UTC, as Odoo writes it."""
        return datetime.strptime(pages.text(text, 19), DEFAULT_SERVER_DATETIME_FORMAT)
