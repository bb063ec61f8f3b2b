from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools.review_kinds import PAPER


class VisitorReviewCount(models.AbstractModel):
    """Contractors' papers in the month of a review, and those that end in the next."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        lines = super()._lines(site, month)
        return [*lines, *self.sudo()._papers(site, month)]  # see the class

    @api.model
    def _papers(self, site, month):
        """Of the company of the site; where it has no papers there are no lines."""
        papers = self.env["visitor.contractor.paper"]
        of_company = Domain("company_id", "=", site.company_id.id)
        if not papers.search_count(of_company, limit=1):
            return []
        after = month + relativedelta(months=1)
        since, until = (site._day_bounds(day)[0] for day in (month, after))
        counted = {
            "expiring": Domain("state", "=", "valid")
            & Domain("good_until", ">=", month)
            & Domain("good_until", "<", after + relativedelta(months=1)),
            "expired": Domain("state", "=", "expired")
            & Domain("good_until", ">=", month)
            & Domain("good_until", "<", after),
            "refused": Domain("state", "=", "refused")
            & Domain("decided_at", ">=", since)
            & Domain("decided_at", "<", until),
            "overdue": Domain("state", "=", "waiting")
            & Domain("due_on", "<", site._today()),
            "missing": Domain("state", "=", "missing"),
        }
        return [
            self._line(
                PAPER, papers._name, papers.search(of_company & which).ids, code=code
            )
            for code, which in counted.items()
        ]
