import uuid
from datetime import datetime, timezone

from werkzeug.exceptions import BadRequest, TooManyRequests

from odoo.http import Controller, request, route

from ..models.admission.visitor_scan import TooManyUnknownCodes
from . import pages

MAX_BODY = 16 * 1024
REQUIRED = {"nonce", "code", "direction"}
OPTIONAL = {"at", "offline", "decision"}


class ScanController(Controller):
    @route(
        "/visitor/api/v1/scan",
        type="visitor_device",
        auth="visitor_device",
        methods=["POST"],
        max_content_length=MAX_BODY + 1,  # the first that is too long
        save_session=False,
    )
    def scan(self):
        """One scan of a gate's device. Every decision is a 200; see the README, API."""
        try:
            asked = self._parse(request.httprequest.get_data())
        except (ValueError, TypeError, RecursionError) as error:
            raise BadRequest from error
        scans = request.env["visitor.scan"].sudo()  # the device is authenticated
        try:
            answer = scans._scan(request.visitor_device, **asked)
        except TooManyUnknownCodes as error:
            raise TooManyRequests from error
        return request.dispatcher.answer(answer)

    def _parse(self, body):
        """The arguments of a scan from the body.

        :raise ValueError, TypeError: it is not the JSON of the protocol
        """
        data = pages.parse(body, REQUIRED, OPTIONAL)
        offline = data.get("offline", False)
        if not isinstance(offline, bool) or ("decision" in data) != offline:
            raise ValueError("a decision goes with an offline scan")
        if offline and data["decision"] not in ("granted", "denied"):
            raise ValueError("decision")
        if data.get("direction") not in ("in", "out"):
            raise ValueError("direction")
        code = data.get("code")
        if not isinstance(code, str):
            raise TypeError("code")
        code.encode()  # lone surrogates are no text
        return {
            "nonce": self._nonce(data.get("nonce")),
            "code": code,
            "direction": data["direction"],
            "at": self._moment(data["at"]) if "at" in data else None,
            "decision": data.get("decision"),
        }

    def _nonce(self, text):
        identifier = uuid.UUID(text) if isinstance(text, str) else None
        if not identifier or identifier.version != 4 or str(identifier) != text.lower():
            raise ValueError("nonce is a UUID of version 4")
        return str(identifier)

    def _moment(self, text):
        """ISO 8601 in UTC as naive UTC, to the second."""
        if not isinstance(text, str):
            raise TypeError("at")
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if moment.tzinfo is None or moment.utcoffset() or moment.year < 1970:
            raise ValueError("at is in UTC")
        return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
