from odoo import api, models
from odoo.fields import Domain

from ...tools.review_kinds import PERMIT


class VisitorReviewCount(models.AbstractModel):
    """Which works were permitted in the month of a review, and what became of them."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        lines = super()._lines(site, month)
        counts = self.sudo()  # see the class
        since, until = counts._bounds(site, month)
        return [*lines, *counts._permits(site, since, until)]

    @api.model
    def _permits(self, site, since, until):
        """By kind of works; where nothing was permitted there are no lines."""
        permits = self.env["visitor.permit"]
        month = (
            Domain("site_id", "=", site.id)
            & Domain("start", ">=", since)
            & Domain("start", "<", until)
        )
        permitted = permits.search(month & Domain("approved_at", "!=", False))
        if not permitted:
            return []
        by_kind = permitted.grouped("kind_id")
        return [
            self._line(PERMIT, permits._name, found.ids, title=self._title(site, kind))
            for kind, found in sorted(
                by_kind.items(), key=lambda pair: (pair[0].sequence, pair[0].id)
            )
        ] + [
            self._line(PERMIT, permits._name, found.ids, code=code)
            for code, found in {
                "suspended": permitted.filtered("suspended_at"),
                "not_closed": permitted.filtered("is_over"),
            }.items()
        ]
