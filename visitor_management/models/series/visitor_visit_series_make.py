from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools import opening_hours, weekly
from ...tools.transaction import apart, batches, locked

_lt = LazyTranslate(__name__)

# How far ahead the visits of a series are made.
AHEAD = timedelta(weeks=4)


class VisitorVisitSeries(models.Model):
    """How a series makes its visits: some weeks ahead, each day once."""

    _inherit = "visitor.visit.series"

    # ------------------------------------------------------------
    # DAYS
    # ------------------------------------------------------------

    def _days_ahead(self):
        """The days of the coming weeks that the series falls on.

        :return: list of dates on which the site is open, list of those on which it is
            closed: a holiday of its opening hours, or never open on that weekday
        """
        self.ensure_one()
        site_sudo = self.source_id.site_id.sudo()  # its hours
        today = site_sudo._today()
        first, last = max(self.date_from, today), min(self.date_to, today + AHEAD)
        days = weekly.days(self._weekdays(), first, last)
        calendar = self._opening(site_sudo, days)
        opened = [day for day in days if self._is_open(calendar, day)]
        return opened, [day for day in days if day not in opened]

    def _opening(self, site_sudo, days):
        if not days:
            return None
        place = (
            site_sudo.id,
            site_sudo.resource_calendar_id.id,
            site_sudo.company_id.id,
            site_sudo._tz(),
        )
        bounds = (site_sudo._day_bounds(days[0])[0], site_sudo._day_bounds(days[-1])[1])
        return (
            self.env["visitor.site"]
            ._opening_calendars({place}, *bounds)
            .get(site_sudo.id)
        )

    def _is_open(self, calendar, day):
        if not calendar or not calendar.attendances:
            return True  # it never closes
        return bool(
            opening_hours.intervals(
                calendar, *opening_hours.day_bounds(day, calendar.tz)
            )
        )

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _begin(self):
        """Make the visit that a series was made of its first one, and others ahead.

        :raise AccessError: the user does not change that visit
        :raise UserError: it is over, or of a series already
        """
        source = self.source_id
        source.check_access("write")
        source._check_may_begin_series()
        # sudo: readonly to users, and theirs to change
        source.sudo().write({"series_id": self.id, "series_day": source._local_day()})
        if source.state == "draft":
            source.action_submit()
        if source.state == "approved" and source.confirmation_channel:
            if self._asks_once():
                self.sudo()._approved(
                    source.confirmation_channel, source.confirmed_by_id
                )
        self._make_ahead()

    def _make_ahead(self):
        """Make the visits of the coming weeks that are not there yet.

        One at a time: who comes second waits, and finds what the first has made. The
        database knows each day of a series once, whatever happens.
        """
        for series_sudo in locked(self.sudo()):  # who may was checked, or is a job
            series_sudo._make()

    def _make(self):
        if self.state != "running" or not self._has_host():
            return
        source = self.source_id.with_user(self.create_uid).sudo()
        made = set(self.visit_ids.mapped("series_day"))
        for day in self._days_ahead()[0]:
            if day not in made:
                visit = source._repeated(
                    source._start_on(day), series_id=self.id, series_day=day
                )
                visit._submit_of_series()

    def _has_host(self):
        """Whether the host is at work; else whoever took over goes on, or it ends."""
        source, has_left = self.source_id, self.env["visitor.stand.in"]._has_left
        if not has_left(source.host_id, source.company_id):
            return True
        others = self.visit_ids.sorted("series_day", reverse=True)
        for visit in others:
            if visit._host() and not has_left(visit.host_id, visit.company_id):
                self.source_id = visit
                return True
        self._set_state("ended")
        source._tell_creator(
            _lt("A weekly series has ended (%s)", source.name),
            _lt("Its host has left. Announce it again for somebody who is at work."),
        )
        return False

    def _follow_plan(self):
        """Other days, or another end: call off what does not fit, make what does."""
        for series in self:
            if series.state != "running":
                raise UserError(self.env._("This series has ended. Make another one."))
            weekdays = series._weekdays()
            off = series._visits_to_come().filtered(
                lambda visit, series=series, weekdays=weekdays: (
                    visit.series_day.weekday() not in weekdays
                    or not series.date_from <= visit.series_day <= series.date_to
                )
            )
            if off:
                off.action_cancel(self.env._("The days of the series were changed."))
        self._make_ahead()

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_make(self, limit=50):
        """Make the visits of the coming weeks, end series whose last day is over."""
        for found in batches(self, [("state", "=", "running")], limit):
            for series in found.try_lock_for_update():
                with apart(series):
                    series._make()
                    if series.date_to < series.source_id.site_id._today():
                        series._end_in_time()

    def _end_in_time(self):
        if self.state == "running":
            self._set_state("ended")
