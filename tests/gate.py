"""A gate's device, as it calls the server."""

import json
import uuid
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Gate:
    """A gate that opens into a site."""

    def __init__(self, odoo, site, **values):
        self.id = odoo.create("visitor.gate", name="Gate", site_id=site, **values)
        self.url = f"{odoo.url}/visitor/api/v1/scan"
        self.token = odoo.call("visitor.gate", "rotate_token", [self.id])

    def scan(self, code, direction="in", nonce=None):
        """HTTP status and answer of one scan."""
        body = {
            "nonce": nonce or str(uuid.uuid4()),
            "code": code,
            "direction": direction,
        }
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        request = Request(self.url, json.dumps(body).encode(), headers)
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, error.read().decode()
