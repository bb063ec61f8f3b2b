from datetime import timedelta

from odoo import api, fields, models

from ...tools.transaction import apart, batches
from ..visit.visitor_visit import STANDS

AHEAD = timedelta(hours=24)


class VisitorRegistration(models.Model):
    """Who was invited and has something left to do is reminded once, the day before."""

    _inherit = "visitor.registration"

    @api.model
    def _cron_remind_invited(self, limit=200):
        """Remind visitors who come within 24 hours and have an open step.

        Who was invited later than that knows it still.
        """
        now = fields.Datetime.now()
        soon = [
            ("invitation_state", "in", ("sent", "opened")),
            ("invitation_reminded_at", "=", False),
            ("state", "=", "expected"),
            ("visit_id.state", "in", STANDS),
            ("start", ">", now),
            ("start", "<=", now + AHEAD),
            ("invited_at", "<", now - timedelta(hours=1)),
        ]
        for people in batches(self, soon, limit):
            for person in people:
                with apart(person):
                    person._remind(now)

    def _remind(self, now):
        early = self.invited_at <= self.start - AHEAD
        if early and self._mail_address() and self._has_steps_to_do():
            self.invitation_reminded_at = now
            self._queue_letters("reminder")
