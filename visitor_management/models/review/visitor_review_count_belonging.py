from odoo import api, models
from odoo.fields import Domain

from ...tools.review_kinds import ITEMS


class VisitorReviewCount(models.AbstractModel):
    """What was kept, found and taken out in the month of a review."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        lines = super()._lines(site, month)
        counts = self.sudo()  # see the class
        since, until = counts._bounds(site, month)
        return [*lines, *counts._things(site, since, until)]

    @api.model
    def _things(self, site, since, until):
        """Where nothing was kept, found or taken out there are no lines."""
        things, passes = self.env["visitor.belonging"], self.env["visitor.item.pass"]
        here = Domain("site_id", "=", site.id)
        taken = here & Domain("at", ">=", since) & Domain("at", "<", until)
        still = here & Domain("state", "=", "open")
        first, after = (site._to_local(moment).date() for moment in (since, until))
        valid = here & Domain("valid_on", ">=", first) & Domain("valid_on", "<", after)
        deposit, found = (Domain("kind", "=", kind) for kind in ("deposit", "found"))
        counted = {
            "deposits": things.search(taken & deposit),
            "deposits_here": things.search(
                still & deposit & Domain("registration_id.state", "=", "left")
            ),
            "found": things.search(taken & found),
            "found_open": things.search(still & found),
            "passes": passes.search(valid & Domain("state", "=", "used")),
            "passes_unused": passes.search(
                valid
                & Domain("state", "=", "approved")
                & Domain("valid_on", "<", site._today())
            ),
            "mismatch": passes.search(valid & Domain("mismatch", "!=", False)),
        }
        if not any(counted.values()):
            return []
        return [
            self._line(ITEMS, records._name, records.ids, code=code)
            for code, records in counted.items()
        ]
