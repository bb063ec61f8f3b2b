from odoo import api, models

from ...tools.review_kinds import MUSTER


class VisitorReviewCount(models.AbstractModel):
    """What the drills and roll calls of the month of a review have shown."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        lines = super()._lines(site, month)
        counts = self.sudo()  # see the class
        since, until = counts._bounds(site, month)
        return [*lines, *counts._musters(site, since, until)]

    @api.model
    def _musters(self, site, since, until):
        """Where nobody called the roll there are no lines; tests don't count."""
        held = self.env["visitor.muster"].search(
            [
                ("site_id", "=", site.id),
                ("state", "=", "ended"),
                ("kind", "!=", "test"),
                ("started_at", ">=", since),
                ("started_at", "<", until),
            ]
        )
        if not held:
            return []
        drills = held.filtered(lambda muster: muster.kind == "drill")
        counted = {
            "drills": drills,
            "real": held - drills,
            "not_announced": drills.filtered(lambda muster: not muster.announced_on),
            "not_judged": drills.filtered(lambda muster: not muster.result),
        }
        figures = {
            "missing": sum(held.mapped("missing_count")),
            "had_left": sum(held.mapped("had_left_count")),
            "seconds_95": max(held.mapped("seconds_95")),
            "seconds_100": max(held.mapped("seconds_100")),
        }
        return [
            self._line(MUSTER, held._name, musters.ids, code=code)
            for code, musters in counted.items()
        ] + [
            self._line(MUSTER, held._name, held.ids, code=code, count=count)
            for code, count in figures.items()
        ]
