from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError

from .client_complaint import NEW, REOPENED


class ClientComplaint(models.Model):
    """The way of a complaint, from accepting to handling it, and what follows of it."""

    _inherit = "client.complaint"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """Take complaints on: a department is responsible from now on.

        :return: True
        :raise UserError: no department is responsible, or it was accepted already
        """
        self.check_access("write")
        for complaint in self:
            if not complaint.department_id:
                raise UserError(
                    self.env._("Say first which department is responsible.")
                )
            complaint._set_state("accepted", accepted_at=fields.Datetime.now())
            complaint.sudo().activity_feedback([NEW])  # write access checked above
            complaint._make_callbacks("received")
            if complaint.rectification_ids:
                complaint._begin_handling()
        return True

    def action_answered(self):
        """The client has a first answer, solved or not.

        :return: True
        :raise UserError: there was a first answer already
        """
        self.check_access("write")
        for complaint_sudo in self.sudo():  # checked above
            if complaint_sudo.answered_at:
                raise UserError(self.env._("The client has a first answer already."))
            complaint_sudo.answered_at = fields.Datetime.now()
        return True

    def action_handled(self):
        """The matter is handled: from now on the client is to be called back.

        :return: True
        :raise UserError: it was not accepted, or is handled already
        """
        self.check_access("write")
        self._one_at_a_time()
        now = fields.Datetime.now()
        for complaint in self:
            complaint._begin_handling()
            complaint._set_state(
                "handled",
                handled_at=now,
                first_handled_at=complaint.first_handled_at or now,
                answered_at=complaint.answered_at or now,
            )
            complaint.sudo().activity_feedback([REOPENED])  # checked above
            complaint._make_callbacks("handled")
        self.sudo()._mail_handled()  # write access checked above
        return True

    def action_invalid(self, reason):
        """It is nothing that was promised: a complaint that is not ours.

        :param str reason: told in the history
        :return: True
        :raise AccessError: the client has answered, or it was closed once, and the user
            is no manager
        :raise UserError: no reason, it was handled already, or the client is
            dissatisfied and something is still open
        """
        self.check_access("write")
        reason = self._reason(reason)
        for complaint in self:
            if "invalid" in complaint._transitions.get(complaint.state, ()):
                complaint._check_not_answered_for()
            complaint._set_state("invalid", invalid_reason=reason)
            complaint.sudo().activity_feedback([NEW])  # write access checked above
            planned = complaint.callback_ids.filtered(lambda c: c.state == "planned")
            planned.sudo().action_waive(reason)  # of a complaint the user wrote
        return True

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _begin_handling(self):
        """Somebody works on it: from accepted to in hand."""
        for complaint in self:
            if complaint.state == "accepted":
                complaint._set_state("handling", handling_at=fields.Datetime.now())

    def _make_callbacks(self, anchor):
        """Plan the callbacks that the rules ask for at this point of its life.

        Handled again after it was reopened, the client is called for a next round.
        """
        self.ensure_one()
        rules = self.env["client.callback.rule"]._fitting(
            self.company_id, "complaint", self.severity, self.category_id
        )
        due = rules.filtered(lambda rule: rule.anchor == anchor)
        values = [{"complaint_id": self.id, "rule_id": rule.id} for rule in due]
        if (
            not values
            and anchor == "handled"
            and not self._rounds_sudo().filtered(lambda each: each.state == "planned")
        ):
            values = [{"complaint_id": self.id}]  # each complaint has one
        if self.reopened_at:
            last = self._rounds_sudo().filtered(lambda each: not each.next_ids)
            for vals, before in zip(values, reversed(last), strict=False):
                vals.update({"previous_id": before.id, "round": before.round + 1})
        # sudo: follows from the complaint, which the user may write
        self.env["client.callback"].sudo().create(values)

    def _take_earlier_dates(self):
        """A raised severity brings dates forward; it never puts one off."""
        for complaint_sudo in self.sudo():  # dates follow from the rules
            answer, handling = self.env["client.complaint.term"]._limits(
                complaint_sudo.company_id,
                complaint_sudo.severity,
                complaint_sudo.received_at,
                complaint_sudo.department_id,
            )
            complaint_sudo._bring_forward(handling)
            if answer and answer < (complaint_sudo.answer_deadline or datetime.max):
                complaint_sudo.answer_deadline = answer
            complaint_sudo.callback_ids._take_earlier_date()
