from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import permit_hours
from .visitor_permit import LIVE, OVER


class VisitorPermit(models.Model):
    """Hot work: one level up at night and on days off, none while the area is open,
    and a fire watch before the permit is closed."""

    _inherit = "visitor.permit"

    # ------------------------------------------------------------
    # ONE LEVEL UP
    # ------------------------------------------------------------

    @api.depends(
        "windows",
        "level_id",
        "kind_id.hot_work",
        "kind_id.night_from",
        "kind_id.night_to",
    )
    def _compute_counted_level(self):
        for permit in self:
            if permit.state in OVER and permit.counted_level_id:
                permit.raised_by = permit.raised_by
                permit.counted_level_id = permit.counted_level_id
                continue
            permit.raised_by = permit._what_raises()
            level = permit.level_id
            permit.counted_level_id = level._above() if permit.raised_by else level

    def _what_raises(self):
        """Why hot work goes one level up, or False: the first that is met."""
        kind = self.sudo().kind_id  # a rule, no more
        windows = self._windows()
        if not kind.hot_work or not windows:
            return False
        calendar = self.site_id._works_calendar()
        if found := permit_hours.on_day_off(windows, calendar):
            return "holiday" if found[1].holiday else "rest_day"
        night = (kind.night_from, kind.night_to)
        return "night" if permit_hours.at_night(windows, calendar.tz, *night) else False

    # ------------------------------------------------------------
    # APPROVAL
    # ------------------------------------------------------------

    def _check_approval(self):
        """
        :raise UserError: the permit takes longer than its level may by night or on days
            off, or the area is open meanwhile
        """
        result = super()._check_approval()
        self._check_hot_work()
        return result

    def _give_end(self, stop):
        result = super()._give_end(stop)
        self._check_hot_work()
        return result

    def _check_hot_work(self):
        if self.kind_id.hot_work:
            self._check_raised()
            self._check_area_closed()

    def _check_raised(self):
        if not self.raised_by:
            return
        if not self.level_id and self.kind_id.level_ids:
            raise UserError(
                self.env._(
                    "Choose the level of the works: at night, on rest days and "
                    "holidays hot work goes one level up."
                )
            )
        hours = self.counted_level_id.max_hours
        if hours and self.stop - self.start > timedelta(hours=hours):
            reasons = dict(self._fields["raised_by"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(reason)s: these works count as %(level)s, which is permitted "
                    "for %(hours)s hours at most. Shorten the permit, or set daily "
                    "hours that spare the night and days off.",
                    reason=reasons[self.raised_by],
                    level=self.counted_level_id.name,
                    hours=hours,
                )
            )

    def _check_area_closed(self):
        """
        :raise UserError: in the area, or one inside of it, is no hot work while it is
            open, and it is open during these works
        """
        areas = self.area_id or self.env["visitor.area"].search(
            [("site_id", "=", self.site_id.id)]
        )
        for area in areas._closed_for_hot_work():
            if not self.area_id:
                raise UserError(
                    self.env._(
                        "Name the area of the hot work: in %s there is none while it "
                        "is open.",
                        area.display_name,
                    )
                )
            opening = area._opening()
            if not opening.attendances:
                raise UserError(
                    self.env._(
                        "There is no hot work in %s while it is open, and it never "
                        "closes. Enter its opening hours, or those of the site.",
                        area.display_name,
                    )
                )
            if found := permit_hours.while_open(self._windows(), opening):
                raise UserError(
                    self.env._(
                        "There is no hot work in %(area)s while it is open, as it is "
                        "%(window)s. Set daily hours in which it is closed.",
                        area=area.display_name,
                        window=self.site_id._format_window(*found),
                    )
                )

    # ------------------------------------------------------------
    # FIRE WATCH
    # ------------------------------------------------------------

    @api.depends("state", "kind_id.fire_watch_minutes", "kind_id.hot_work")
    def _compute_watch_minutes(self):
        """As the kind says; what was permitted keeps the watch that was agreed on."""
        for permit in self:
            kind = permit.kind_id
            if permit.state in ("draft", "submitted"):
                permit.watch_minutes = kind.hot_work and kind.fire_watch_minutes
            else:
                permit.watch_minutes = permit.watch_minutes

    @api.depends(
        "stop",
        "state",
        "suspended_at",
        "handed_back_at",
        "watch_minutes",
    )
    def _compute_watch_until(self):
        for permit in self:
            if permit.state in OVER and permit.watch_until:
                permit.watch_until = permit.watch_until
                continue
            ended, lasting = permit._work_ended_at(), permit.watch_minutes
            permit.watch_until = (
                ended + timedelta(minutes=lasting) if ended and lasting else False
            )

    def _work_ended_at(self):
        """Since when nobody works, naive UTC: handed back, suspended, or the end."""
        self.ensure_one()
        ended = {"handed_back": self.handed_back_at, "suspended": self.suspended_at}
        moments = (self.stop, ended.get(self.state))
        return min(filter(None, moments), default=self.stop)

    def _compute_watching(self):
        now = fields.Datetime.now()
        for permit in self:
            permit.watching = bool(
                permit.watch_until
                and permit._work_ended_at() <= now < permit.watch_until
                and permit.state in ("approved", "suspended", "handed_back")
            )

    def _search_watching(self, operator, value):
        if operator != "in":
            return NotImplemented
        watched = self.search(
            [("state", "in", LIVE), ("watch_until", ">", fields.Datetime.now())]
        )
        return [("id", "in", watched.filtered("watching").ids)]

    def _check_closing(self):
        """
        :raise UserError: the fire watch is not over; says until when it lasts
        """
        result = super()._check_closing()
        self._check_watched()
        return result

    def _check_cancelling(self):
        """
        :raise UserError: works that have begun are watched before their permit ends
        """
        result = super()._check_cancelling()
        if self.state in LIVE[1:] and self.start <= fields.Datetime.now():
            self._check_watched()
        return result

    def _check_watched(self):
        """
        :raise UserError: the fire watch is not over; says until when it lasts
        """
        now = fields.Datetime.now()
        if not self.watch_until or self.watch_until <= now:
            return
        if self._work_ended_at() > now:
            raise UserError(
                self.env._(
                    "Hand the permit back when the works are over: the fire watch of "
                    "%s minutes begins then.",
                    self.watch_minutes,
                )
            )
        raise UserError(
            self.env._(
                "The fire watch lasts until %s. Look after the place until then, and "
                "close the permit.",
                self._watch_ends(),
            )
        )

    def _watch_ends(self):
        """Until when the fire watch lasts, on the clock of the site."""
        return f"{self.site_id._to_local(self.watch_until):%H:%M}"
