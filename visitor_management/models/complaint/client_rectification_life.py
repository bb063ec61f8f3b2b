from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.names import readable
from .client_rectification import CARRIED_OUT, LATE, ORDER, VERIFY

_lt = LazyTranslate(__name__)


class ClientRectification(models.Model):
    """The way of an order: accepted, carried out, verified, given once more."""

    _inherit = "client.rectification"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """The department has seen the order and takes it on.

        :return: True
        :raise AccessError: the order is somebody else's
        :raise UserError: it was accepted before
        """
        for order_sudo in self._carried_out_sudo():
            order_sudo._set_state("accepted", accepted_at=fields.Datetime.now())
        return True

    def action_done(self, result):
        """The department has put it right.

        :param str result: what was done
        :return: True
        :raise AccessError: the order is somebody else's
        :raise UserError: nothing is said about what was done, or it was done before
        """
        self._carry_out(result)
        return True

    def action_verify(self):
        """Customer service has seen that it is put right.

        :return: True
        :raise AccessError: whoever carried it out
        :raise UserError: it is not done yet
        """
        self._check_service()
        for order in self:
            order._set_state(
                "verified",
                verified_by_id=self.env.uid,
                verified_at=fields.Datetime.now(),
            )
            order.sudo().activity_feedback([VERIFY])  # checked above
        return True

    def action_reopen(self, reason):
        """It is not put right: the department goes on.

        :param str reason: told to the department
        :return: True
        :raise AccessError: whoever carried it out
        :raise UserError: no reason, or it is not done yet
        """
        self._check_service()
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say what is still wrong."))
        self._check_work_goes_on()
        self.sudo()._reopen(reason)  # checked above
        return True

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _carry_out(self, result, **proof):
        """As :meth:`action_done`, with values of the order that show it."""
        result = readable(result)
        if not result:
            raise UserError(self.env._("Say what was done."))
        for order_sudo in self._carried_out_sudo():
            now = fields.Datetime.now()
            order_sudo._set_state("done", done_at=now, result=result, **proof)
            order_sudo.activity_feedback([ORDER, LATE])
            order_sudo._ask_to_verify()

    def _reopen(self, reason):
        for order in self:
            order._set_state(
                "reopened",
                **order._put_proof_away(),
                done_at=False,
                verified_at=False,
                verified_by_id=False,
                accepted_at=False,
            )
            order.activity_unlink([VERIFY])
            order._log_said(_lt("Reopened: %s", reason))
            order._tell(ORDER)

    def _reopen_unsolved(self):
        """The client is still dissatisfied: what counted as done is open again."""
        done = self.filtered(lambda order: order.state in CARRIED_OUT)
        done._reopen(_lt("The client is still dissatisfied."))
