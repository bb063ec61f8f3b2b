from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, TooManyRequests

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.invite.visitor_registration_own_data import OWN_DATA
from ..tools.transaction import begin_read_committed
from . import pages
from .dispatcher import Refused

KB = 1024
MAX_BODY = 64 * KB
MAX_SIGNED = 512 * KB  # a text with a signature below it
MAX_PICTURE = 10 * 1024 * KB
LONGEST_TEXT = 250
# For one visitor: more is no hand that types.
CALLS_A_MINUTE = 120
MOST_QUESTIONS, MOST_ANSWERS = 200, 50


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
    def show(self):
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
            lambda person, values, _channel: person._save_own_data(values),
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
        return self._do(lambda body: pages.parse(body or b"{}"), lambda *_args: {})

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
            self._parse_picture,
            lambda person, data, _channel: person._save_photo(data),
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
            self._parse_picture,
            lambda person, data, _channel: person._save_signature(data),
        )

    @route(
        "/visitor/api/v1/invitation/policy",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_SIGNED,
        save_session=False,
    )
    def policy(self):
        """The visitor has read a text and accepts it."""
        return self._do(
            self._parse_policy,
            lambda person, values, channel: person._accept_step(*values, channel),
        )

    @route(
        "/visitor/api/v1/invitation/induction",
        type="visitor_device",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_BODY,
        save_session=False,
    )
    def induction(self):
        """The visitor took a training; the answer has its ``result`` besides."""
        return self._do(
            self._parse_induction,
            lambda person, values, channel: person._train_step(*values, channel),
        )

    @route(
        "/visitor/api/v1/invitation/file/<string:of>/<int:number>",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong secret is counted
    )
    def file(self, of, number):
        """A picture, film, PDF or plan of a training that the visitor is to take.

        :param str of: ``step``, ``site`` or ``area``
        :param int number: its id
        """
        invitation, refusal = self._opened()
        if refusal:
            return refusal
        found = invitation.registration_id._step_file(of, number)
        if not found:
            return request.dispatcher.answer({"error": "not_found"}, 404)
        stream = request.env["ir.binary"]._get_stream_from(*found)
        response = stream.get_response(as_attachment=False, max_age=0)
        return pages.closed(response, **pages.OF_A_FILE)

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
        invitation, refusal = self._opened(writes=True)
        if refusal:
            return refusal
        self._parsed(invitation, lambda body: pages.parse(body or b"{}"))
        invitation._end()
        invitation.registration_id._bus_changed()
        return request.dispatcher.answer({"state": "ended"})

    # ------------------------------------------------------------
    # ONE CALL
    # ------------------------------------------------------------

    def _opened(self, writes=False):
        """
        :param bool writes: one call of a visitor waits for the one before
        :return: pair of what the secret opens and None, or of None and the answer
        """
        if writes:
            begin_read_committed(request.env)
        public = request.env["ir.http"]._get_public_users()[0]
        request.update_env(user=public)
        invitation, refusal = pages.opened(request.env["visitor.invitation"])
        if refusal:
            return None, refusal
        person_sudo = invitation.registration_id
        lang = self._lang() or person_sudo._reads()
        # what visitors do is written down as of who handed it over; sudo: the secret is
        # the right to do these steps
        invitation = invitation.with_user(invitation.user_id).sudo()
        invitation = invitation.with_context(lang=lang)
        return invitation.with_company(person_sudo.company_id), None

    def _do(self, parse, act, own_link=False):
        """Do one step.

        :param parse: makes the arguments of the body; what it refuses is 400
        :param act: does it with the registration, these and the channel; what it
            refuses is said in a sentence, and nothing is kept
        :param bool own_link: not on a tablet of the desk
        """
        invitation, refusal = self._opened(writes=True)
        if invitation and own_link and not invitation._is_own_link():
            return request.dispatcher.answer({"error": "not_found"}, 404)
        if refusal:
            return refusal
        values = self._parsed(invitation, parse)
        person_sudo = invitation.registration_id  # the secret is the right to do it
        try:
            result = act(person_sudo, values, invitation._way())
            person_sudo.flush_recordset()
        except UserError as error:
            raise Refused(str(error)) from error
        if not invitation.ended_at:  # who declined opens nothing any more
            invitation._use()
        said = {"result": result} if result else {}
        return request.dispatcher.answer({**invitation._document(), **said})

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

    def _parse_policy(self, body):
        data = pages.parse(body, ("policy_id",), ("signature",))
        signature = data.get("signature", False)
        if signature is not False:
            pages.text(signature, MAX_SIGNED)
        return self._number(data["policy_id"]), signature

    def _parse_induction(self, body):
        data = pages.parse(body, ("induction_id",), ("answers",))
        answers = data.get("answers", False)
        if answers is not False:
            answers = [
                self._parse_answer(each) for each in self._list(answers, MOST_QUESTIONS)
            ]
        return self._number(data["induction_id"]), answers

    def _parse_answer(self, answer):
        if not isinstance(answer, dict) or answer.keys() != {
            "question_id",
            "answer_ids",
        }:
            raise ValueError("answer")
        chosen = self._list(answer["answer_ids"], MOST_ANSWERS)
        return {
            "question_id": self._number(answer["question_id"]),
            "answer_ids": [self._number(each) for each in chosen],
        }

    def _list(self, value, most):
        if not isinstance(value, list) or len(value) > most:
            raise ValueError("list")
        return value

    def _number(self, value):
        """The id of a record, which may or may not be there."""
        if type(value) is not int or not 0 < value < 2**31:
            raise ValueError("number")
        return value

    def _parse_picture(self, body):
        if len(body) > MAX_PICTURE:
            raise RequestEntityTooLarge
        if not body:
            raise ValueError("no picture")
        return body
