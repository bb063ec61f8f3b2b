from odoo import models
from odoo.tools import format_duration, format_list

from ...tools import opening_hours


class ResourceCalendar(models.Model):
    """A working schedule as the weekly hours of regular visitors."""

    _inherit = "resource.calendar"

    def _hours_of_regulars(self, tz):
        """The hours on the clock of a site, which wins over the schedule's.

        A lunch break sends nobody home. Without fixed hours there are none at all.

        :param str tz: of the site
        :return: :class:`opening_hours.Calendar`
        """
        self.ensure_one()
        return opening_hours.Calendar(
            tz, self._regular_attendances(), self._times_off()
        )

    def _regular_attendances(self):
        if not self._has_fixed_hours():
            return []
        return [
            opening_hours.Attendance(
                int(line.dayofweek),
                line.hour_from,
                line.hour_to,
                line.week_type if self.two_weeks_calendar and line.week_type else None,
            )
            for line in self.attendance_ids
            if not line.display_type
        ]

    def _weekly_words(self):
        """The weekly hours as people read them: "Tuesday and Thursday 9:00–12:00".

        :return: list of texts; of two alternating weeks the first one's come first
        """
        lines = self._regular_attendances()
        weeks = sorted({line.week_type for line in lines}, key=lambda week: week or "")
        labels = dict(
            self.env["resource.calendar.attendance"]
            ._fields["week_type"]
            ._description_selection(self.env)
        )
        return [
            (f"{labels[week]}: " if week else "") + text
            for week in weeks
            for text in self._words_of_week(
                [line for line in lines if line.week_type == week]
            )
        ]

    def _words_of_week(self, lines):
        """Days with the same hours together, in the order of the week."""
        days = dict(
            self.env["resource.calendar.attendance"]
            ._fields["dayofweek"]
            ._description_selection(self.env)
        )
        by_hours = {}
        for day in sorted({line.dayofweek for line in lines}):
            hours = _merged(line[1:3] for line in lines if line.dayofweek == day)
            by_hours.setdefault(hours, []).append(days[str(day)])
        return [
            format_list(self.env, names)
            + " "
            + ", ".join(
                f"{format_duration(low)}–{format_duration(high)}" for low, high in hours
            )
            for hours, names in by_hours.items()
        ]


def _merged(pairs):
    """(from, to) pairs of a day in order, those that touch as one."""
    merged = []
    for low, high in sorted(pairs):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)
