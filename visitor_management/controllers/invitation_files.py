from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from . import pages
from .dispatcher import Refused
from .invitation import CALLS_A_MINUTE, InvitationController


class InvitationFilesController(InvitationController):
    """What visitors take along from their own page; a tablet of the desk gives none."""

    @route(
        "/visitor/api/v1/invitation/calendar",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def calendar(self):
        """The visit as a calendar file; taking it changes nothing."""
        return self._file(
            lambda person: person._calendar_shown().encode(),
            "text/calendar; charset=utf-8",
            "visit.ics",
        )

    @route(
        "/visitor/api/v1/invitation/pass.png",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def pass_png(self):
        """The QR code with the short code below it."""
        return self._file(lambda person: person._pass_png(), "image/png", "pass.png")

    @route(
        "/visitor/api/v1/invitation/pass.pdf",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def pass_pdf(self):
        """The pass on one page."""
        return self._file(
            lambda person: person._pass_pdf(), "application/pdf", "pass.pdf"
        )

    def _file(self, make, kind, name):
        """
        :param make: makes the content of the registration, as superuser; what it
            refuses is said in a sentence
        """
        invitation, refusal = self._opened()
        if refusal:
            return refusal
        if invitation.channel != "mail":
            return request.dispatcher.answer({"error": "not_found"}, 404)
        throttle = request.env["visitor.throttle"]
        if not throttle._take("steps of a visitor", invitation.id, CALLS_A_MINUTE):
            return request.dispatcher.answer({"error": "too_many_requests"}, 429)
        try:
            content = make(invitation.registration_id)
        except UserError as error:
            raise Refused(str(error)) from error
        headers = [
            ("Content-Type", kind),
            ("Content-Disposition", content_disposition(name)),
        ]
        response = request.make_response(content, headers=headers)
        return pages.closed(response, **pages.OF_A_FILE)
