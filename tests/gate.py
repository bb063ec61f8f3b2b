"""A gate's device, as it calls the server, and people who come to it."""

import json
import uuid
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from conftest import utc


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


def expected(odoo, people, site, count):
    """Visitors who are expected at a site: short codes by id of the registration."""
    visit_type = odoo.create("visitor.visit.type", name="Open", approval="none")
    visit = people["host"].create(
        "visitor.visit",
        type_id=visit_type,
        site_id=site,
        start=utc(minutes=-5),
        stop=utc(hours=1),
        registration_ids=[(0, 0, {"name": f"Visitor {n}"}) for n in range(count)],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    passes = people["reception"].call(
        "visitor.pass",
        "search_read",
        [("registration_id.visit_id", "=", visit)],
        ["registration_id", "short_code"],
    )
    assert len(passes) == count
    return {each["registration_id"][0]: each["short_code"] for each in passes}
