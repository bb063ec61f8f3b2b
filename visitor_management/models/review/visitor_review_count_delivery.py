from odoo import api, models

from ...tools.review_kinds import DELIVERY, ENTRY


class VisitorReviewCount(models.AbstractModel):
    """What was delivered in a month, and by which ways visitors came in."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        counts = self.sudo()  # as the lines that there are already
        since, until = counts._bounds(site, month)
        return [
            *super()._lines(site, month),
            *counts._deliveries(site, since, until),
            *counts._entries(site, since, until),
        ]

    @api.model
    def _deliveries(self, site, since, until):
        """Where nothing was delivered there are no lines."""
        came = self.env["visitor.delivery"].search(
            [
                ("site_id", "=", site.id),
                ("came_at", ">=", since),
                ("came_at", "<", until),
                ("state", "!=", "taken_back"),
            ],
            order="id",
        )
        deliveries = came.filtered(lambda each: not each.emergency)
        groups = {
            "delivered": deliveries,
            "stayed_too_long": deliveries.filtered(
                lambda each: each.alarm or each.is_over
            ),
            "emergency": came - deliveries,
        }
        return [
            self._line(DELIVERY, came._name, group.ids, code=code)
            for code, group in groups.items()
            if came
        ]

    @api.model
    def _entries(self, site, since, until):
        """Entries by visitors' lanes and by other ways, where there are lanes."""
        entries = self.env["visitor.lane.analysis"]._read_group(
            [("site_id", "=", site.id), ("at", ">=", since), ("at", "<", until)],
            ["way"],
            ["id:array_agg", "entries:sum"],
        )
        groups = {"by_lane": ([], 0), "by_other_ways": ([], 0)}
        for way, ids, people in entries:
            code = "by_lane" if way == "lane" else "by_other_ways"
            groups[code] = (groups[code][0] + ids, groups[code][1] + people)
        return [
            self._line(ENTRY, "visitor.movement", sorted(ids), code=code, count=people)
            for code, (ids, people) in groups.items()
            if groups["by_lane"][1]
        ]
