from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp")


class ClientRectification(models.Model):
    """What an order follows from, and who may give it.

    An order keeps its case open and shows what it is about. It is given by customer
    service, by who has the client on the phone, and by the head of the department for
    the complaints of the own department: the record rules say so. Leadership's orders
    follow from the monthly statistics.
    """

    _inherit = "client.rectification"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("complaint_id", "callback_id", "visit_item_id")
    @api.depends_context("uid")
    def _compute_case(self):
        read = self._read_by_user()
        for order in self:
            stored = order._origin
            case = stored._case_facts() if stored in read else {}
            for name in ("unit", "contact", "phone", "content"):
                order[f"case_{name}"] = case.get(name)

    @api.depends("complaint_id", "callback_id.complaint_id")
    @api.depends_context("uid")
    def _compute_case_pictures(self):
        read = self._read_by_user()
        for order in self:
            stored = order._origin
            order.case_pictures = [
                {
                    "id": each.id,
                    "name": each.name,
                    "url": stored._case_picture_url(each),
                }
                for each in (stored._case_pictures() if stored in read else ())
            ]

    def _read_by_user(self):
        """Those that are stored, and that the user may read.

        The fields are computed as superuser. What somebody is about to write into a
        form tells nothing about a case: only an order that there is does.
        """
        return self._origin.sudo(False)._filtered_access("read").sudo()

    def _case_facts(self):
        """What the order says of its case; as superuser, callers check who asks."""
        visit = self.visit_item_id.visit_id
        if visit:
            return {
                "unit": visit.place,
                "contact": visit.contact_id.name or visit.confirmed_by,
                "phone": visit.contact_phone,
                "content": self.visit_item_id.content,
            }
        # as the client was called last, before what the complaint says
        cases = [each for each in (self.callback_id, self.complaint_id) if each]

        def said(name):
            return next((each[name] for each in cases if each[name]), False)

        return {
            "unit": said("unit_id") and said("unit_id").display_name,
            "contact": said("contact_name") or said("client_name"),
            "phone": said("phone"),
            "content": self.complaint_id.content,
        }

    def _case_pictures(self):
        """The pictures of the complaint; as superuser, callers check who asks.

        Neither papers nor what stands in an internal note.
        """
        complaint = self.complaint_id
        if not complaint:
            return self.env["ir.attachment"]
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", complaint._name),
                ("res_id", "=", complaint.id),
                ("res_field", "=", False),
                ("mimetype", "in", PICTURES),
            ],
            order="id",
        )
        written = self.env["mail.message"].search([("attachment_ids", "in", files.ids)])
        return files - (written - complaint._portal_messages()).attachment_ids

    def _case_picture_url(self, attachment):
        return f"/client/orders/{self.id}/pictures/{attachment.id}"

    # ------------------------------------------------------------
    # WHAT IT FOLLOWS FROM
    # ------------------------------------------------------------

    @api.constrains(
        *("complaint_id", "callback_id", "visit_item_id", "statistics_id", "review_id")
    )
    def _check_case(self):
        for order_sudo in self.sudo():  # which cases they are, not what they say
            callback = order_sudo.callback_id
            if callback and order_sudo.complaint_id != callback.complaint_id:
                raise ValidationError(
                    self.env._("The callback is about another complaint.")
                )
            cases = (
                callback or order_sudo.complaint_id,
                order_sudo.visit_item_id,
                order_sudo.statistics_id,
                order_sudo.review_id,
            )
            if sum(map(bool, cases)) > 1:
                raise ValidationError(
                    self.env._(
                        "An order follows from one case: a complaint or its callback, "
                        "an item of a client visit, or a form of a month."
                    )
                )

    def _check_work_goes_on(self):
        self.sudo().complaint_id._check_work_goes_on()  # says no more than its number

    def _check_access(self, operation):
        forbidden = super()._check_access(operation)
        if operation != "create" or not (forbidden and self):
            return forbidden
        orders, _error = forbidden
        return orders, self._may_not_order

    def _may_not_order(self):
        return AccessError(
            self.env._(
                "Orders are given by customer service, by the caller while the client "
                "is on the phone, and by the head of a department for its own "
                "complaints. Ask customer service to give this one."
            )
        )
