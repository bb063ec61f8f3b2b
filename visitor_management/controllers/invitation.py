from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, TooManyRequests

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.invite.visitor_registration_own_data import OWN_DATA
from . import pages

KB = 1024
MAX_BODY = 64 * KB
MAX_PICTURE = 10 * 1024 * KB
LONGEST_TEXT = 250
# For one visitor: more is no hand that types.
CALLS_A_MINUTE = 120
API = "/visitor/api/v1/invitation"
REFUSED = 422


class InvitationController(Controller):
    """The steps of one visitor, opened by the secret of a tablet or a link.

    Whose browser it is does not matter: the calls are the public user's, whoever is
    signed in there. All answer with what the page shows next.
    """

    @route(
        "/visitor/api/v1/invitation",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def read(self):
        """What the visitor is told and is to do; looking changes nothing."""
        invitation, refusal = self._opened()
        return refusal or request.dispatcher.answer(invitation._document())

    @route(
        "/visitor/api/v1/invitation",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def save(self):
        """The visitor's own data: those of the keys that are said."""
        return self._do(
            self._parse_own_data,
            lambda person, values: person._save_own_data(values),
        )

    @route(
        "/visitor/api/v1/invitation/opened",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def opened(self):
        """Somebody looks at the page: its time begins again."""
        return self._do(lambda body: pages.parse(body or b"{}"), lambda *_args: None)

    @route(
        "/visitor/api/v1/invitation/photo",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_PICTURE + 1,
        save_session=False,
    )
    def photo(self):
        """The visitor's photo, as the body of the call."""
        return self._do(
            self._parse_picture, lambda person, data: person._save_photo(data)
        )

    @route(
        "/visitor/api/v1/invitation/signature",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_PICTURE + 1,
        save_session=False,
    )
    def signature(self):
        """The signature for the register, a picture as the body of the call."""
        return self._do(
            self._parse_picture, lambda person, data: person._save_signature(data)
        )

    @route(
        "/visitor/api/v1/invitation/end",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def end(self):
        """The tablet is given back: its secret opens nothing any more."""
        invitation, refusal = self._opened()
        if refusal:
            return refusal
        self._parsed(invitation, lambda body: pages.parse(body or b"{}"))
        invitation._end()
        invitation.registration_id._bus_changed()
        return request.dispatcher.answer({"state": "ended"})

    # ------------------------------------------------------------
    # ONE CALL
    # ------------------------------------------------------------

    def _opened(self):
        """
        :return: pair of what the secret opens and None, or of None and the answer
        """
        public = request.env["ir.http"]._get_public_users()[0]
        request.update_env(user=public)
        invitation, refusal = pages.opened(request.env["visitor.invitation"])
        if refusal:
            return None, refusal
        # sudo: the secret is the right to do these steps
        person_sudo = invitation.registration_id
        lang = self._lang() or person_sudo.lang or person_sudo.site_id._lang()
        return (
            invitation.with_context(lang=lang).with_company(person_sudo.company_id),
            None,
        )

    def _do(self, parse, act):
        """Do one step.

        :param parse: makes the arguments of the body; what it refuses is 400
        :param act: does it with the registration and these; what it refuses is said in
            a sentence, and nothing is kept
        """
        invitation, refusal = self._opened()
        if refusal:
            return refusal
        values = self._parsed(invitation, parse)
        person_sudo = invitation.registration_id  # the secret is the right to do it
        try:
            with request.env.cr.savepoint():
                act(person_sudo, values)
                person_sudo.flush_recordset()
        except UserError as error:
            refused = {"error": "refused", "message": str(error)}
            return request.dispatcher.answer(refused, REFUSED)
        invitation._use()
        return request.dispatcher.answer(invitation._document())

    def _parsed(self, invitation, parse):
        throttle = request.env["visitor.throttle"]
        if not throttle._take("steps of a visitor", invitation.id, CALLS_A_MINUTE):
            raise TooManyRequests
        try:
            return parse(request.httprequest.get_data())
        except (ValueError, TypeError, RecursionError) as error:
            raise BadRequest from error

    def _lang(self):
        """The language that the page asks for, if it is installed."""
        wanted = request.httprequest.accept_languages.best
        codes = [code for code, _name in request.env["res.lang"].get_installed()]
        spelled = {code.replace("_", "-").lower(): code for code in codes}
        return spelled.get((wanted or "").lower())

    # ------------------------------------------------------------
    # WHAT IS SENT
    # ------------------------------------------------------------

    def _parse_own_data(self, body):
        data = pages.parse(body, optional=OWN_DATA)
        values = {name: pages.text(each, LONGEST_TEXT) for name, each in data.items()}
        installed = dict(request.env["res.lang"].get_installed())
        if values.get("lang", "") not in {"", *installed}:
            raise ValueError("lang")
        return values

    def _parse_picture(self, body):
        if len(body) > MAX_PICTURE:
            raise RequestEntityTooLarge
        if not body:
            raise ValueError("no picture")
        return body
