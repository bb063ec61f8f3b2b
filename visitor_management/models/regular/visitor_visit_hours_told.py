from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.transaction import apart, batches
from ..visit.visitor_visit import STANDS

_lt = LazyTranslate(__name__)

# So long before the last day the host is reminded.
AHEAD = timedelta(days=14)


class VisitorVisitHours(models.Model):
    """The host is told once that weekly hours end soon, while others can be agreed."""

    _inherit = "visitor.visit.hours"

    @api.model
    def _cron_remind(self, limit=200):
        """Tell hosts of weekly hours that end within two weeks."""
        today = fields.Date.today()
        soon = [
            ("end_told", "=", False),
            ("ended_at", "=", False),
            ("date_to", "<=", today + AHEAD),
            ("date_to", ">=", today),
            ("visit_id.state", "in", STANDS),
        ]
        for lines in batches(self, soon, limit):
            for line in lines.try_lock_for_update():
                with apart(line):
                    line._tell_end()

    def _tell_end(self):
        self.end_told = True
        if self.date_to - self.date_from <= AHEAD:
            return  # it was agreed on for a few days
        visit = self.visit_id
        visit._tell(
            visit._host_partner(),
            _lt("Weekly hours end soon (%s)", visit.name),
            _lt(
                "The weekly hours of unit %(unit)s end on %(day)s. Agree on new ones "
                "if the visitor goes on coming.",
                unit=self.unit_id.display_name,
                day=str(self.date_to),
            ),
            visit.registration_ids,
        )
