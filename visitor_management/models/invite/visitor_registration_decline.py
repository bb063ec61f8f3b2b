from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.names import clean
from ..visit.visitor_visit import STANDS

_lt = LazyTranslate(__name__)


class VisitorRegistration(models.Model):
    """A visitor who says not to come, and is asked again."""

    _inherit = "visitor.registration"

    def _decline(self, reason=""):
        """The visitor does not come: the pass ends, the host is told.

        Who declines is no act of the desk, and nothing of it is taken back there: the
        host asks again, by sending the invitation once more. When nobody is left of a
        visit that was approved it is cancelled, for host and desk expect nobody.

        :param str reason: in the visitor's words; may be empty
        :raise UserError: the visitor came already
        """
        self.ensure_one()
        visit = self.visit_id
        self._lock_visits()
        if self.state != "expected":
            raise UserError(self.env._("It is too late to decline. Please call."))
        reason = clean(reason) or ""
        self._set_state("cancelled")
        self.pass_ids._withdraw()
        self.env["visitor.invitation"]._end_all(self)
        self._set_invitation_state("declined")
        self.visit_request_ids._withdraw()
        visit._log_said(
            _lt("A visitor declined: %s", reason)
            if reason
            else _lt("A visitor declined.")
        )
        visit._settle()
        visit._settle_declined()
        visit._tell(
            visit._host_partner(),
            _lt("A visitor declined (%s)", visit.name),
            reason or _lt("No reason was given."),
            people=self,
        )

    # ------------------------------------------------------------
    # ASKED AGAIN
    # ------------------------------------------------------------

    def action_send_invitation(self):
        """As ever; who declined is expected again first."""
        self.check_access("write")
        declined = self.filtered(
            lambda person: (
                person.invitation_state == "declined" and person.state == "cancelled"
            )
        )
        declined.sudo()._ask_again()  # write access checked above
        return super().action_send_invitation()

    def _ask_again(self):
        """Who declined is expected again; what was approved stands."""
        self._lock_visits()
        for person in self:
            person.visit_id._stand_again()
            if person.visit_id.state in STANDS:
                person._step_back("expected")
                person._make_passes()
