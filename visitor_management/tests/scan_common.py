"""Scans as a gate's device sends them."""

import json
import uuid

from odoo.tests import HttpCase
from odoo.tools import SQL

from .common import VisitorCommon


class ScanCommon(VisitorCommon):
    """Scans by the method behind the route."""

    def _device(self, gate=None):
        self.env.flush_all()
        return (
            self.env["visitor.gate"]
            .sudo()
            ._device(SQL("g.id = %s", (gate or self.gate).id))
        )

    def _token(self, person):
        return person.with_user(self.user_reception).pass_ids[:1]._token()

    def _scan(self, code, direction="in", gate=None, nonce=None, **offline):
        """The answer to a scan of a code, or of the latest pass of a visitor."""
        if not isinstance(code, str):
            code = self._token(code)
        scans = self.env["visitor.scan"].sudo()
        nonce = nonce or str(uuid.uuid4())
        return scans._scan(self._device(gate), nonce, code, direction, **offline)

    def _movements(self, *domain):
        return self.env["visitor.movement"].search(list(domain), order="id")


class ScanHttpCommon(HttpCase, ScanCommon):
    """Scans over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bearer = cls.gate.rotate_token()

    def _post(self, body, bearer=None, headers=None, **options):
        """A raw call with a body: text, bytes or a generator of bytes (chunked)."""
        return self.url_open(
            "/visitor/api/v1/scan",
            data=body,
            headers={
                "Authorization": f"Bearer {bearer or self.bearer}",
                "Content-Type": "application/json",
                **(headers or {}),
            },
            method="POST",
            **options,
        )

    def _body(self, code, direction="in", **values):
        if not isinstance(code, str):
            code = self._token(code)
        values = {"nonce": str(uuid.uuid4()), "direction": direction, **values}
        return {"code": code, **values}

    def _send(self, code, direction="in", bearer=None, **values):
        """The answer (200) to a scan of a code, or of the latest pass of a visitor."""
        body = json.dumps(self._body(code, direction, **values))
        response = self._post(body, bearer)
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()
