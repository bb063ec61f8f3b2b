"""When a site is open: pure functions over the rows of a resource calendar.

Differences from working time, on purpose: a lunch break does not close a site, and
the site's time zone wins over the calendar's.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from types import MappingProxyType
from typing import NamedTuple

from odoo.tools.intervals import Intervals

from . import time_zones

# Attendances end at 23:59:59.999999 where the next day begins: no closing between.
SEAM = timedelta(minutes=1)


class Attendance(NamedTuple):
    """One line of a calendar; ``week_type`` is ``None`` or the ``"0"``/``"1"`` of
    two alternating weeks."""

    dayofweek: int
    hour_from: float
    hour_to: float
    week_type: str | None


class Calendar(NamedTuple):
    """What decides the opening hours; ``leaves`` are naive UTC (from, to) pairs.

    ``days`` are dated exceptions: the weekday like which a date works, None if it does
    not. They have the last word on their day, before the leaves.
    """

    tz: str
    attendances: list
    leaves: list
    days: Mapping = MappingProxyType({})


def intervals(calendar, start, end):
    """Opening intervals between two naive UTC moments, merged and in order.

    Each is cut by ``start`` and ``end``, so widen the window to see a true edge.
    """
    zone = time_zones.zone(calendar.tz)
    day = to_local(start, calendar.tz).date() - timedelta(days=1)
    last = to_local(end, calendar.tz).date() + timedelta(days=1)
    opened = []
    dated = []
    while day <= last:
        weekday = calendar.days.get(day, day.weekday())
        hours = [
            (_utc(day, line.hour_from, zone), _utc(day, line.hour_to, zone))
            for line in calendar.attendances
            if line.dayofweek == weekday and line.week_type in (None, _week_type(day))
        ]
        (dated if day in calendar.days else opened).extend(hours)
        day += timedelta(days=1)
    opened = without(merged(opened), calendar.leaves)
    if dated:
        opened = merged(opened + dated)
    return [
        (max(low, start), min(high, end))
        for low, high in opened
        if low < end and high > start
    ]


def without(pairs, holes):
    """What is left of (from, to) pairs, in order, outside of others."""
    left = _intervals(pairs) - _intervals(holes)
    return [(low, high) for low, high, _nothing in left]


def common(pairs, others):
    """What lies in both of two lists of (from, to) pairs, in order."""
    both = _intervals(pairs) & _intervals(others)
    return [(low, high) for low, high, _nothing in both]


def merged(pairs):
    """(from, to) pairs in order, those joined between which is no more than a seam."""
    joined = _intervals((low, high + SEAM) for low, high in pairs if low < high)
    return [(low, high - SEAM) for low, high, _nothing in joined]


def is_open(calendar, moment):
    """Whether the site is open at a naive UTC moment; without lines it never closes."""
    if not calendar.attendances:
        return True
    around = intervals(calendar, moment - SEAM, moment + SEAM)
    return any(low <= moment < high for low, high in around)


def last_closing(calendar, moment, days=8):
    """The latest closing at or before a naive UTC moment, or ``None``.

    A site that has not closed within the days looked back never closes.
    """
    start = moment - timedelta(days=days)
    ends = [high for _low, high in intervals(calendar, start, moment + 2 * SEAM)]
    return max((end for end in ends if end <= moment), default=None)


def to_local(moment, tz):
    """A naive UTC moment as an aware one in a time zone (an IANA name)."""
    return moment.replace(tzinfo=timezone.utc).astimezone(time_zones.zone(tz))


def to_utc(local, tz):
    """A naive local moment as naive UTC; the first of two at the end of summer time."""
    return _naive_utc(local, time_zones.zone(tz))


def day_bounds(day, tz):
    """First and last moment of a local day as naive UTC, the last excluded."""
    return (
        to_utc(datetime.combine(day, time.min), tz),
        to_utc(datetime.combine(day + timedelta(days=1), time.min), tz),
    )


def whole_days(start, stop, tz):
    """The local days that two naive UTC moments touch, as naive UTC (from, to)."""
    first, last = to_local(start, tz).date(), to_local(stop, tz).date()
    return day_bounds(first, tz)[0], day_bounds(last, tz)[1]


def _utc(day, hour, zone):
    local = datetime.combine(day, time.min) + timedelta(hours=hour)
    return _naive_utc(local, zone)


def _naive_utc(local, zone):
    return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)


def _week_type(day: date):
    # As resource.calendar.attendance.get_week_type counts: weeks since year 1.
    return str(((day.toordinal() - 1) // 7) % 2)


def _intervals(pairs):
    """As Odoo's intervals, which hold something for each: here nothing."""
    return Intervals((low, high, frozenset()) for low, high in pairs)
