import json
import uuid
from datetime import datetime, timezone

from odoo.http import Controller, request, route

from ..models.visitor_scan import TooManyUnknownCodes

MAX_BODY = 16 * 1024
KEYS = {"nonce", "code", "direction", "at", "offline", "decision"}


class ScanController(Controller):
    @route(
        "/visitor/api/v1/scan",
        type="http",
        auth="visitor_device",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def scan(self):
        """One scan of a gate's device. Every decision is a 200; see the README, API."""
        body = request.httprequest.stream.read(MAX_BODY + 1)
        if len(body) > MAX_BODY or (request.httprequest.content_length or 0) > MAX_BODY:
            return self._answer({"error": "too_large"}, 413)
        try:
            asked = self._parse(body)
        except (ValueError, TypeError, RecursionError, OverflowError):
            return self._answer({"error": "bad_request"}, 400)
        scans = request.env["visitor.scan"].sudo()  # the device is authenticated
        try:
            return self._answer(scans._scan(request.visitor_device, **asked))
        except TooManyUnknownCodes:
            return self._answer({"error": "too_many_unknown_codes"}, 429)

    def _answer(self, data, status=200):
        headers = [("Cache-Control", "no-store")]
        return request.make_json_response(data, headers=headers, status=status)

    def _parse(self, body):
        """The arguments of a scan from the body.

        :raise ValueError: it is not the JSON of the protocol
        """
        data = json.loads(body, object_pairs_hook=self._once, parse_constant=self._no)
        if not isinstance(data, dict) or data.keys() - KEYS:
            raise ValueError("unknown keys")
        offline = data.get("offline", False)
        decision = data.get("decision")
        if not isinstance(offline, bool) or ("decision" in data) != offline:
            raise ValueError("a decision goes with an offline scan")
        if offline and decision not in ("granted", "denied"):
            raise ValueError("decision")
        if data.get("direction") not in ("in", "out"):
            raise ValueError("direction")
        code, nonce = data.get("code"), data.get("nonce")
        if not isinstance(code, str) or not isinstance(nonce, str):
            raise ValueError("code and nonce are texts")
        identifier = uuid.UUID(nonce)
        if identifier.version != 4 or str(identifier) != nonce.lower():
            raise ValueError("nonce")
        code.encode()  # lone surrogates are no text
        return {
            "nonce": str(identifier),
            "code": code,
            "direction": data["direction"],
            "at": self._moment(data.get("at")),
            "decision": decision,
        }

    def _moment(self, text):
        """ISO 8601 in UTC as naive UTC; None when absent."""
        if text is None:
            return None
        if not isinstance(text, str):
            raise TypeError("at")
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if moment.tzinfo is None or moment.utcoffset():
            raise ValueError("at is in UTC")
        return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)

    def _once(self, pairs):
        data = dict(pairs)
        if len(data) != len(pairs):
            raise ValueError("a key stands twice")
        return data

    def _no(self, constant):
        raise ValueError(constant)
