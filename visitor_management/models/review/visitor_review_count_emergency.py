from odoo import api, fields, models

from ...tools.review_kinds import EMERGENCY


class VisitorReviewCount(models.AbstractModel):
    """Who was let in because of an emergency, and whether the rest was completed."""

    _inherit = "visitor.review.count"

    @api.model
    def _lines(self, site, month):
        lines = super()._lines(site, month)
        counts = self.sudo()  # as the lines that there are already
        since, until = counts._bounds(site, month)
        return [*lines, *counts._emergencies(site, since, until)]

    @api.model
    def _emergencies(self, site, since, until):
        """Where there was none there are no lines."""
        visits = self.env["visitor.visit"].search(
            [
                ("site_id", "=", site.id),
                ("emergency", "=", True),
                ("start", ">=", since),
                ("start", "<", until),
            ],
            order="id",
        )
        if not visits:
            return []
        owing = visits.browse(visit.id for visit in visits._emergency_owed())
        now = fields.Datetime.now()
        late = visits.filtered(
            lambda visit: (
                visit.emergency_told_at
                or (visit.emergency_settled_at or now) > visit.emergency_due_at
                and (visit.emergency_settled_at or visit in owing)
            )
        )
        return [
            self._line(EMERGENCY, visits._name, group.ids, code=code)
            for code, group in (("visits", visits), ("late", late), ("owing", owing))
        ]
