from odoo.http import Controller, request, route

from . import pages


class ClientOrder(Controller):
    @route(
        "/client/orders/<int:order_id>/pictures/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def order_picture(self, order_id, attachment_id, **kwargs):
        """A picture of the complaint that an order follows from.

        For whoever may read the order; the complaint itself stays closed to them. Any
        other file, note or order is not found.
        """
        order = request.env["client.rectification"].browse(order_id).exists()
        if not order or not order.has_access("read"):
            raise request.not_found()
        pictures_sudo = order.sudo()._case_pictures()  # checked above
        picture_sudo = pictures_sudo.filtered(lambda each: each.id == attachment_id)
        if not picture_sudo:
            raise request.not_found()
        stream = request.env["ir.binary"].sudo()._get_stream_from(picture_sudo)
        response = stream.get_response(as_attachment=False, max_age=0)
        return pages.closed(response, **pages.OF_A_FILE)
