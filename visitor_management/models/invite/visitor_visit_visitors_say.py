from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..visit.visitor_registration import OPEN_STATES
from ..visit.visitor_visit import MOVABLE
from ..visit.visitor_visit_approval import ACTIVITY

_lt = LazyTranslate(__name__)


class VisitorVisit(models.Model):
    """What becomes of a visit by what its visitors say."""

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # ASKED
    # ------------------------------------------------------------

    def _users_asked(self):
        """Who answers what visitors ask for, where they sign in: the host, or who
        stands in; call it as superuser.
        """
        at_work = self.env["visitor.stand.in"]._at_work
        return at_work(self.host_id, self.company_id).user_id

    def _check_may_move_time(self):
        """
        :raise UserError: somebody has come already
        """
        if self.state not in MOVABLE:
            raise UserError(
                self.env._(
                    "Visitors have come already: the time stays. Announce another "
                    "visit for the other time."
                )
            )

    # ------------------------------------------------------------
    # ALL DECLINED
    # ------------------------------------------------------------

    def _settle_declined(self):
        states = set(self.registration_ids.mapped("state"))
        if self.state not in MOVABLE or states & set(OPEN_STATES) or self._unnamed():
            return
        approved = self.state == "approved"
        self._set_state("cancelled", declined_at=approved and fields.Datetime.now())
        self.activity_unlink([ACTIVITY])
        self._log_said(_lt("Cancelled: all visitors declined."))

    def _stand_again(self):
        """One of them is asked again, before the time is over."""
        if (
            self.state == "cancelled"
            and self.declined_at
            and self._over_at() > fields.Datetime.now()
        ):
            self._step_back("approved", declined_at=False)
            self._log_said(_lt("Visitors who had declined are asked again."))
