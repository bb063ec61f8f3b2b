from odoo import api, models


class ClientRectificationReport(models.AbstractModel):
    """限期整改通知单: one order, what was done, and the client's signature."""

    _name = "report.visitor_management.client_rectification"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Rectification Order"

    _prints = "client.rectification"

    @api.model
    def _title(self):
        return self.env._("Rectification Order")

    @api.model
    def _rows(self, document):
        _ = self.env._
        return [
            *self._given_rows(document),
            *self._done_rows(document),
            *self._picture_rows(
                _("Pictures before"), document.before_picture_ids.mapped("datas")
            ),
            *self._picture_rows(
                _("Pictures after"), document.after_picture_ids.mapped("datas")
            ),
            *self._end_rows(document),
        ]

    @api.model
    def _given_rows(self, order):
        _ = self.env._
        names = order.sudo()  # names on an order that the user reads
        return [
            *self._pairs(
                (_("Order No."), order.name), (_("Follows from"), order.origin)
            ),
            *self._pairs(
                (_("Department"), names.department_id.name),
                (_("Carried out by"), names.employee_id.name),
            ),
            *self._pairs(
                (_("Ordered on"), self._moment(order, order.create_date)),
                (_("Deadline"), self._day(order.deadline)),
            ),
            *self._pairs(
                (_("Unit"), order.case_unit),
                (
                    _("Spoken to"),
                    "\n".join(filter(None, (order.case_contact, order.case_phone))),
                ),
            ),
            *self._pairs((_("What it was about"), order.case_content)),
            *self._pairs((_("To be put right"), order.requirement)),
        ]

    @api.model
    def _done_rows(self, order):
        _ = self.env._
        return [
            *self._pairs((_("What was done"), order.result)),
            *self._pairs(
                (_("Done on"), self._moment(order, order.done_at)),
                (_("Status"), self._label_of(order, "state")),
            ),
        ]

    @api.model
    def _end_rows(self, order):
        _ = self.env._
        verified = (
            order.sudo().verified_by_id.name,  # a name on it
            self._moment(order, order.verified_at),
        )
        return self._signatures(
            (_("Client's signature"), order.signed_by, order.client_signature),
            (_("Verified by"), "\n".join(filter(None, verified))),
        )
