from odoo import api, models
from odoo.fields import Domain

from ...tools.review_kinds import SHIFT


class VisitorReviewCount(models.AbstractModel):
    """How the shifts of a month were closed, and who was not seen leaving."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        counts = self.sudo()  # as the lines that there are already
        since, until = counts._bounds(site, month)
        return [
            *super()._lines(site, month),
            *counts._shifts(site, since, until),
        ]

    @api.model
    def _shifts(self, site, since, until):
        """Where no shift was handed over and everybody was seen there are no lines."""
        here = Domain("site_id", "=", site.id)
        shifts, counts = self.env["visitor.shift"], self.env["visitor.shift.count"]
        closed = here & Domain("stop", ">=", since) & Domain("stop", "<", until)
        counted = here & Domain("shift_id.stop", ">=", since)
        counted &= Domain("shift_id.stop", "<", until)
        found = {
            "handed": shifts.search(closed),
            "not_accepted": shifts.search(closed & Domain("refused_at", "!=", False)),
            "objections": shifts.search(closed & Domain("remarks", "!=", False)),
            # more or fewer: an equality would find what was never counted, too
            "differences": counts.search(
                counted & (Domain("difference", "<", 0) | Domain("difference", ">", 0))
            ),
            "unseen": self.env["visitor.stay"].search(
                here
                & Domain("not_seen_leaving", "=", True)
                & Domain("in_at", ">=", since)
                & Domain("in_at", "<", until)
            ),
        }
        if not any(found.values()):
            return []
        return [
            self._line(SHIFT, records._name, records.ids, code=code)
            for code, records in found.items()
        ]
