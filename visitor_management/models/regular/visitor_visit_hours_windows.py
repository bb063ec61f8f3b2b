from odoo import api, fields, models

from ...tools import opening_hours, weekly_hours


class VisitorVisitHours(models.Model):
    """When the weekly hours of a line are: worked out, and in words."""

    _inherit = "visitor.visit.hours"

    @api.depends(
        "date_from",
        "date_to",
        "ended_at",
        "visit_id.start",
        "visit_id.stop",
        "visit_id.site_id.tz",
        "resource_calendar_id.flexible_hours",
        "resource_calendar_id.two_weeks_calendar",
        "resource_calendar_id.attendance_ids.dayofweek",
        "resource_calendar_id.attendance_ids.hour_from",
        "resource_calendar_id.attendance_ids.hour_to",
        "resource_calendar_id.attendance_ids.week_type",
        "resource_calendar_id.attendance_ids.display_type",
    )
    def _compute_windows(self):
        """What was is kept: a schedule that changes does so from now on.

        Days off are counted anew by :meth:`_recount`, whoever enters one.
        """
        now = fields.Datetime.to_string(fields.Datetime.now())
        for line in self:
            before = [pair for pair in line.windows or () if pair[1] <= now]
            last = max((pair[1] for pair in before), default="")
            line.windows = before + [
                pair for pair in line._count_windows() if pair[1] > last
            ]

    def _count_windows(self):
        """The windows of the whole time, as texts."""
        visit = self.visit_id
        if not (visit.start and visit.stop and visit.site_id and self.date_to):
            return []
        calendar = self.resource_calendar_id.with_company(visit.company_id)
        start, stop = opening_hours.whole_days(
            visit.start, visit.stop, visit.site_id._tz()
        )
        if self.ended_at:
            stop = min(stop, self.ended_at)
        return [
            [fields.Datetime.to_string(moment) for moment in pair]
            for pair in weekly_hours.windows(
                calendar._hours_of_regulars(visit.site_id._tz()),
                self.date_from,
                self.date_to,
                start,
                stop,
            )
        ]

    def _windows(self):
        """The windows as moments: list of (from, to), naive UTC, in order."""
        return [
            tuple(map(fields.Datetime.to_datetime, pair))
            for pair in self.sudo().windows or ()  # when, no more
        ]

    @api.model
    def _recount(self, companies):
        """Somebody entered or changed a day off: it holds for regulars at once."""
        lines_sudo = self.sudo().search(  # figures of the lines, whoever enters it
            [
                "|",
                ("company_id", "in", companies.ids),
                ("resource_calendar_id.company_id", "=", False),
                ("ended_at", "=", False),
                ("date_to", ">=", fields.Date.today()),
            ]
        )
        self.env.add_to_compute(self._fields["windows"], lines_sudo)

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    @api.depends(
        "resource_calendar_id.two_weeks_calendar",
        "resource_calendar_id.attendance_ids.dayofweek",
        "resource_calendar_id.attendance_ids.hour_from",
        "resource_calendar_id.attendance_ids.hour_to",
    )
    @api.depends_context("lang")
    def _compute_hours_text(self):
        for line in self:
            line.hours_text = " · ".join(line.resource_calendar_id._weekly_words())
