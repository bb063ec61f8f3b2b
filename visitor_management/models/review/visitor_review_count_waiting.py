from odoo import api, models

from ...tools.review_kinds import WAIT

# Seconds without an answer, where the site says nothing.
USUAL_LIMIT = 300


class VisitorReviewCount(models.AbstractModel):
    """Who stood there in a month and waited for a word, and who waited too long."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        counts = self.sudo()  # as the lines that there are already
        since, until = counts._bounds(site, month)
        return [*super()._lines(site, month), *counts._waits(site, since, until)]

    @api.model
    def _waits(self, site, since, until):
        """Where nobody waited there are no lines."""
        waited = self.env["visitor.waiting"].search(
            [
                ("site_id", "=", site.id),
                ("kind", "=", "arrived"),
                ("since", ">=", since),
                ("since", "<", until),
                ("state", "!=", "taken_back"),
            ],
            order="id",
        )
        limit = site.wait_limit or USUAL_LIMIT
        groups = {
            "waited": waited,
            "too_long": waited.filtered(lambda wait: wait._waited() > limit),
            "desk_decided": waited.filtered(lambda wait: wait.channel == "desk"),
        }
        return [
            self._line(WAIT, waited._name, group.ids, code=code)
            for code, group in groups.items()
            if waited
        ]
