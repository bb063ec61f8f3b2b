import logging

from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
    ServiceUnavailable,
    UnprocessableEntity,
)

from odoo.http import Dispatcher
from odoo.sql_db import Cursor
from odoo.tools.misc import Callbacks

from ..tools.keys import SecretError

_logger = logging.getLogger(__name__)


class Refused(UnprocessableEntity):
    """What somebody gave can't be kept; ``description`` is a sentence for them."""


class DeviceDispatcher(Dispatcher):
    """Routes that devices call: whatever goes wrong is told in JSON, in one word.

    Of a refused call only its status says what happened; nothing of the error itself
    goes out to a device.
    """

    routing_type = "visitor_device"
    mimetypes = ("application/json",)

    @classmethod
    def is_compatible_with(cls, request):
        return True  # whatever a device declares, its body is read as JSON

    def dispatch(self, endpoint, args):
        # Read whole and kept: a call that Odoo tries again reads it again. No form is
        # parsed, so that no code of a pass becomes the name of an ignored argument.
        body = self.request.httprequest.get_data()
        # one that comes in chunks is cut at the limit
        if len(body) >= self.request.httprequest.max_content_length:
            raise RequestEntityTooLarge
        self.request.params = dict(args)
        response = self.request.registry["ir.http"]._dispatch(endpoint)
        if isinstance(self.request.env.cr, Cursor):  # that of a test never commits
            self._answer_first(response)
        return response

    def _answer_first(self, response):
        """Let what waits for the commit wait for the answer too: waking who is told.

        For a host Odoo opens a connection each time, which takes as long as the scan.
        What is told is committed with the scan: where nobody can be woken, screens
        read it with the next change.
        """
        cr = self.request.env.cr
        later, cr.postcommit = cr.postcommit, Callbacks()

        def run():
            cr.postcommit = later  # where the hooks find their data
            try:
                later.run()
            except Exception as error:  # noqa: BLE001 (the answer has gone out)
                _logger.warning("Not done after an answer: %s", type(error).__name__)

        response.call_on_close(run)

    def handle_error(self, exc):
        """The answer to a call that failed, with the status of an HTTP error.

        :param Exception exc: why it failed
        :return: a WSGI application
        """
        if isinstance(exc.__cause__ or exc, SecretError):
            exc = ServiceUnavailable()  # health and settings say why
        elif not isinstance(exc, HTTPException):
            exc = InternalServerError()
        # what belongs to the status (as WWW-Authenticate) stays, the HTML page does not
        headers = [each for each in exc.get_headers() if each[0] != "Content-Type"]
        said = {"error": exc.name.lower().replace(" ", "_")}
        if isinstance(exc, Refused):  # written by us, for whoever typed it
            said = {"error": "refused", "message": exc.description}
        return self.answer(said, exc.code, headers)

    def answer(self, data, status=200, headers=()):
        """A response in JSON that nobody keeps.

        :param dict data: what to answer
        :param int status: HTTP status
        :param list headers: more headers, pairs of name and value
        """
        return self.request.make_json_response(
            data, headers=[*headers, ("Cache-Control", "no-store")], status=status
        )
