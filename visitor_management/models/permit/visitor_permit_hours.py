from odoo import api, fields, models

from ...tools import permit_hours
from .visitor_permit import OVER
from .visitor_permit_kind_hours import clock


class VisitorPermit(models.Model):
    """When the works of a permit may go on."""

    _inherit = "visitor.permit"

    @api.depends(
        "start",
        "stop",
        "hour_from",
        "hour_to",
        "noisy",
        "kind_id.hours_ids.day",
        "kind_id.hours_ids.hour_from",
        "kind_id.hours_ids.hour_to",
        "site_id.tz",
        "site_id.resource_calendar_id.flexible_hours",
        "site_id.resource_calendar_id.attendance_ids.dayofweek",
        "site_id.resource_calendar_id.attendance_ids.hour_from",
        "site_id.resource_calendar_id.attendance_ids.hour_to",
        "company_id.resource_calendar_id.attendance_ids.dayofweek",
        "company_id.resource_calendar_id.attendance_ids.hour_from",
        "company_id.resource_calendar_id.attendance_ids.hour_to",
    )
    def _compute_windows(self):
        """Days off are counted anew by :meth:`_recount_hours`, whoever enters one."""
        for permit in self:
            if permit.state in OVER and permit.windows:
                permit.windows = permit.windows
            else:
                permit.windows = [
                    [fields.Datetime.to_string(moment) for moment in pair]
                    for pair in permit._count_windows()
                ]

    @api.depends("hour_from", "hour_to", "noisy", "kind_id.hours_ids")
    @api.depends_context("lang")
    def _compute_hours_text(self):
        for permit in self:
            permit.hours_text = " · ".join(filter(None, permit._hours_words()))

    @api.model
    def _recount_hours(self, companies):
        """Somebody entered or changed a day off: it holds for permits at once."""
        permits_sudo = self.sudo().search(  # a figure of the permit, whoever enters it
            [
                ("company_id", "in", companies.ids),
                ("state", "not in", OVER),
                ("stop", ">", fields.Datetime.now()),
            ]
        )
        for name in ("windows", "raised_by", "counted_level_id"):
            self.env.add_to_compute(self._fields[name], permits_sudo)

    def _in_hours(self, moment):
        """Whether works may go on by the hours of the permit, whatever its state.

        :param datetime moment: naive UTC
        """
        self.ensure_one()
        return permit_hours.within(self._windows(), moment)

    def _next_window(self, moment):
        """When the works may go on after a moment: pair of naive UTC, or None."""
        self.ensure_one()
        return permit_hours.following(self._windows(), moment)

    def _windows(self):
        """List of (from, to), naive UTC, in order."""
        return [
            tuple(map(fields.Datetime.to_datetime, pair)) for pair in self.windows or ()
        ]

    def _count_windows(self):
        if not (self.site_id and self.start and self.stop):
            return []
        plan = permit_hours.Plan(
            self.start, self.stop, self._daily_hours(), self._noisy_hours()
        )
        return permit_hours.windows(plan, self.site_id._works_calendar())

    def _daily_hours(self):
        """From and to of each day; None: around the clock."""
        if self.hour_to - self.hour_from in (0, 24):
            return None
        return self.hour_from, self.hour_to

    def _noisy_hours(self):
        """The windows by day of a kind that has some; None: works are not noisy."""
        hours = self.sudo().kind_id.hours_ids  # when, no more
        if not self.noisy or not hours:
            return None
        found = {}
        for each in hours:
            day = each.day if each.day == permit_hours.HOLIDAY else int(each.day)
            found.setdefault(day, []).append((each.hour_from, each.hour_to))
        return found

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    def _hours_words(self):
        """The hours as people read them: list of texts, empty for around the clock."""
        words = []
        if daily := self._daily_hours():
            words.append(self.env._("daily %(from)s – %(to)s", **_clocks(*daily)))
        if self._noisy_hours() is not None:
            words += self._noisy_words()
        return words

    def _noisy_words(self):
        """Days with the same windows together: "Monday – Friday 08:00 – 12:00"."""
        hours = self.sudo().kind_id.hours_ids  # when, no more
        names = dict(hours._fields["day"]._description_selection(self.env))
        by_day = {
            day: ", ".join(each._window() for each in lines.sorted("hour_from"))
            for day, lines in hours.grouped("day").items()
        }
        groups = []
        for day, name in names.items():
            windows = by_day.get(day)
            if windows is None:
                continue
            last = groups and groups[-1]
            if last and last[2] == windows and _follows(last[1][-1][0], day):
                last[1].append((day, name))
            else:
                groups.append((None, [(day, name)], windows))
        return [
            f"{_span([name for _day, name in days])} {windows}"
            for _none, days, windows in groups
        ]


def _follows(before, day):
    return before.isdigit() and day.isdigit() and int(day) == int(before) + 1


def _span(names):
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"


def _clocks(low, high):
    return {"from": clock(low), "to": clock(high)}
