from odoo import api, models
from odoo.exceptions import AccessError, ValidationError


class ClientOrderCaseMixin(models.AbstractModel):
    """What an order follows from, and who may give it.

    An order keeps its case open and shows what it is about. It is given by customer
    service, by who has the client on the phone, and by the head of the department for
    the complaints of the own department: the record rules say so. Leadership's orders
    follow from the monthly statistics.
    """

    _name = "client.order.case.mixin"
    _description = "Case of an order"

    @api.constrains("complaint_id", "callback_id", "visit_item_id", "statistics_id")
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
            )
            if sum(map(bool, cases)) > 1:
                raise ValidationError(
                    self.env._(
                        "An order follows from one case: a complaint or its callback, "
                        "an item of a client visit, or the monthly statistics."
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
