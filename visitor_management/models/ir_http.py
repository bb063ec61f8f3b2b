import json

from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_visitor_device(cls):
        """A gate's device: ``Authorization: Bearer <token of the gate>``.

        Puts the ``Device`` into ``request.visitor_device``. No session is made, and
        what may happen is the public user's affair beside that device.

        :raise Unauthorized: no, unknown, rotated or archived token; answered in JSON
        """
        request.session.can_save = False  # devices are stateless
        cls._auth_method_public()
        scheme, _space, token = request.httprequest.headers.get(
            "Authorization", ""
        ).partition(" ")
        device = None
        if scheme.lower() == "bearer" and token:
            # sudo: the token is the right to ask
            device = request.env["visitor.gate"].sudo()._device_of_token(token.strip())
        if not device:
            raise Unauthorized(
                response=Response(
                    json.dumps({"error": "unauthorized"}),
                    status=401,
                    content_type="application/json",
                    headers={
                        "WWW-Authenticate": "Bearer",
                        "Cache-Control": "no-store",
                    },
                )
            )
        request.visitor_device = device
