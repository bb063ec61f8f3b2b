from odoo import models


class VisitorVisit(models.Model):
    """Who is asked for a visit one after the other, and what an answer does.

    The room of answers says more of both: deputies, who is on leave, who may answer.
    """

    _inherit = "visitor.visit"

    def _whom_to_ask(self):
        """Whom to ask for this visit: the host, then whoever answers in the stead.

        :return: list of ``(rung, partner, user)``; rung is ``host`` or ``deputy``
        """
        self.ensure_one()
        stand_in = self.env["visitor.stand.in"]
        host_sudo = self.sudo().host_id  # who is asked, not shown
        found = [("host", self._host_partner(), host_sudo.user_id)]
        above_sudo = host_sudo and stand_in._superior(host_sudo, signs_in=True)
        if above_sudo:
            partner = above_sudo.user_id.partner_id
            found.append(("deputy", partner, above_sudo.user_id))
        for partner in self._occupants() - self.host_partner_id:
            found.append(("deputy", partner, self.env["res.users"]))
        return [each for each in found if each[1]]

    def _answer(self, decision, partner, channel, reason=""):
        """What somebody who was asked says.

        :param str decision: ``approve refuse coming send_up wait``
        :param partner: ``res.partner`` whose word it is
        :param str channel: as in :meth:`action_approve`
        :param str reason: said with it
        :return: ``{"state": str}``
        """
        self.ensure_one()
        if self.state == "pending" and self.type_id.approval == "host":
            if decision in ("approve", "coming", "send_up"):
                self.sudo()._approve(channel, partner)  # the callers check who
            elif decision == "refuse":
                self.action_refuse(reason or self.env._("The host said no."))
        return {"state": self.state}
