"""A visitor with a tablet in the hand, and the calls of its page."""

import json
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import VisitorCommon

API = "/visitor/api/v1/invitation"


class TabletCommon(VisitorCommon):
    """A visitor of whom a photo and a signature are asked, and a tablet for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["visitor.visit.type"].create(
            {
                "name": "Tour",
                "approval": "none",
                "photo_required": True,
                "signature_required": True,
            }
        )
        cls.person = cls._registration(
            type_id=cls.kind.id,
            registration_ids=[
                Command.create(
                    {
                        "name": "Zhang Wei",
                        "organization": "Acme",
                        "phone": "+86 138 0013 8000",
                        "email": "zhang.wei@acme.example",
                        "vehicle_plate": "沪A12345",
                    }
                )
            ],
        )

    def _hand_over(self, person=None):
        """
        :return: the secret
        """
        person = person or self.person
        return person.hand_over_tablet()["url"].partition("#")[2]

    def _invitation(self, secret):
        return self.env["visitor.invitation"]._of_token(secret)


class TabletHttpCommon(TabletCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.secret = self._hand_over()

    def _call(self, path="", body=None, secret=None, method=None, lang=None):
        """
        :param body: JSON, or bytes as they are; with it the call is a POST
        :return: pair of the status and what was answered
        """
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {secret or self.secret}"}
        if lang:
            headers["Accept-Language"] = lang
        self.env.flush_all()
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
            answer = self.url_open(
                API + path,
                data=body,
                headers=headers,
                method=method or ("GET" if body is None else "POST"),
            )
        self.env.invalidate_all()
        self.assertNotIn("Set-Cookie", answer.headers, "no session")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        return answer.status_code, answer.json()

    def _steps(self, document):
        return {step["code"]: step["done"] for step in document["steps"]}

    def _later(self, **ago):
        """Let time go by: what was handed over was so much earlier."""
        moment = fields.Datetime.now() - timedelta(**ago)
        invitation = self.env["visitor.invitation"].sudo().search([], limit=1)
        self._put(
            invitation,
            create_date=moment,
            expires_at=moment + timedelta(minutes=15),
        )
        return invitation
