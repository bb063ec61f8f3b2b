from odoo import models

from ...tools import admission


class VisitorVisit(models.Model):
    """What is told of a regular while there is time: whether there are hours at all."""

    _inherit = "visitor.visit"

    def _facts_ahead(self):
        facts = super()._facts_ahead()
        for visit in self.filtered("hours_ids"):
            windows = [line._windows() for line in visit.hours_ids]
            first = min((each[0] for each in windows if each), default=None)
            mine = facts[visit].but(
                hours={
                    "regular": True,
                    "weekly": [[[], False, False, each] for each in windows],
                }
            )
            facts[visit] = mine.but(moment=first[0]) if first else mine
        return facts

    def _unmet_ahead(self, facts):
        if facts.hours.regular:  # its last minute is not one of its hours
            return admission.unmet(facts)
        return super()._unmet_ahead(facts)
