from werkzeug.exceptions import BadRequest, NotFound

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from . import pages
from .dispatcher import Refused

MAX_BODY = 16 * 1024
REQUIRED = {"item_pass_id", "line_ids"}
OPTIONAL = {"others"}
MOST_LINES, MOST_TEXT = 500, 200


class ItemsController(Controller):
    @route(
        "/visitor/api/v1/items",
        type="visitor_device",
        auth="visitor_device",
        methods=["POST"],
        max_content_length=MAX_BODY + 1,  # the first that is too long
        save_session=False,
    )
    def items(self):
        """What a guard saw at the exit of the things on an exit pass."""
        try:
            asked = self._parse(request.httprequest.get_data())
        except (ValueError, TypeError, RecursionError) as error:
            raise BadRequest from error
        gate = request.visitor_device
        passes = request.env["visitor.item.pass"].sudo()  # the device is authenticated
        item_pass = passes.with_context(
            lang=gate.lang, allowed_company_ids=[gate.company_id]
        ).search([("id", "=", asked["item_pass_id"]), ("site_id", "=", gate.site_id)])
        # at an inner door nothing leaves the site, and no items were shown there
        if not item_pass or gate.for_visitors or not gate.out_leaves_site:
            raise NotFound
        try:
            answer = item_pass._release(asked["line_ids"], asked["others"], gate)
        except UserError as error:
            raise Refused(str(error)) from error
        return request.dispatcher.answer(answer)

    def _parse(self, body):
        """The arguments of a release from the body.

        :raise ValueError, TypeError: it is not the JSON of the protocol
        """
        data = pages.parse(body, REQUIRED, OPTIONAL)
        if type(data["item_pass_id"]) is not int:
            raise TypeError("item_pass_id")
        if not 0 < data["item_pass_id"] < 2**31:
            raise ValueError("item_pass_id")
        for name, kind in (("line_ids", int), ("others", str)):
            values = data.setdefault(name, [])
            if not isinstance(values, list) or len(values) > MOST_LINES:
                raise TypeError(name)
            if any(type(each) is not kind for each in values):
                raise TypeError(name)
        for each in data["others"]:
            pages.text(each, MOST_TEXT)
        return data
