"""When works may go on: pure functions over the hours of a permit and a calendar.

The time of a permit is cut by its daily hours and, where the works are noisy, by what
its kind allows on that day: two windows a day are usual, and none on a rest day.
A calendar is an :class:`opening_hours.Calendar` on the clock of the site.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

from . import opening_hours
from .opening_hours import Attendance, common, to_local, to_utc

HOLIDAY = "holiday"  # the day of hours that hold on holidays, whatever the weekday
WHOLE_DAY = (0.0, 24.0)
# What is a working day where nobody fixed any hours.
WEEK = [Attendance(day, 0, 24, None) for day in range(5)]
# A permit lasts weeks; a year that was mistyped shall not cost one.
MOST_DAYS = 800


class Plan(NamedTuple):
    """What decides the hours of a permit; moments are naive UTC, hours local floats.

    ``daily`` is from and to of each day, to may lie in the next one; None: all day.
    ``hours`` are the (from, to) pairs by weekday, 0 for Monday, and :data:`HOLIDAY`; a
    day that is missing has none. None: no such hours, or the works are not noisy.
    """

    start: datetime
    stop: datetime
    daily: tuple | None = None
    hours: Mapping | None = None


class Day(NamedTuple):
    """What a local day is at a site."""

    weekday: int  # like which it is worked: a make-up day is its weekday's
    works: bool
    holiday: bool


def day_of(calendar, day):
    """What a local day is by the calendar of the site.

    A day off that the weekly hours would work, or that a leave covers from its
    beginning to its end, is a holiday; another one without hours is a rest day.

    :return: :class:`Day`
    """
    weekday = calendar.days.get(day, day.weekday())
    if weekday is None:
        return Day(day.weekday(), False, True)
    begin, end = opening_hours.day_bounds(day, calendar.tz)
    if opening_hours.intervals(calendar, begin, end):
        return Day(weekday, True, False)
    usual = calendar._replace(leaves=[], days=MappingProxyType({}))
    # leaves end a second before midnight, as Odoo writes them
    off = opening_hours.without([(begin, end - opening_hours.SEAM)], calendar.leaves)
    holiday = not off or bool(opening_hours.intervals(usual, begin, end))
    return Day(weekday, False, holiday)


def windows(plan, calendar):
    """When the works may go on, in order and merged.

    :param plan: :class:`Plan`
    :return: list of (from, to), naive UTC; empty: never
    """
    if not (plan.start and plan.stop and plan.start < plan.stop):
        return []
    days = _days(plan.start, plan.stop, calendar.tz)
    allowed = _by_day(days, calendar.tz, lambda day: [plan.daily or WHOLE_DAY])
    if plan.hours is not None:
        quiet = _by_day(
            days, calendar.tz, lambda day: _hours_of(plan.hours, calendar, day)
        )
        allowed = common(allowed, quiet)
    return common(allowed, [(plan.start, plan.stop)])


def within(pairs, moment):
    """Whether a naive UTC moment lies in one of (from, to) pairs, the end excluded."""
    return any(low <= moment < high for low, high in pairs)


def following(pairs, moment):
    """The first of (from, to) pairs, in order, that begins after a moment, or None."""
    return next((pair for pair in pairs if pair[0] > moment), None)


def at_night(pairs, tz, night_from, night_to):
    """The first moment of (from, to) pairs that lies in the night, or None.

    :param float night_from, night_to: local hours; the night may pass midnight
    """
    if not pairs or night_from == night_to:
        return None
    days = _days(pairs[0][0], pairs[-1][1], tz)
    nights = _by_day(days, tz, lambda day: [(night_from, night_to)])
    return next((low for low, _high in common(pairs, nights)), None)


def on_day_off(pairs, calendar):
    """The first moment of (from, to) pairs on a rest day or holiday.

    :return: pair of the moment, naive UTC, and the :class:`Day`; None: all are worked
    """
    for low, high in pairs:
        for day in _days(low, high, calendar.tz)[1:]:
            begin, end = opening_hours.day_bounds(day, calendar.tz)
            if (
                low < end
                and high > begin
                and not (found := day_of(calendar, day)).works
            ):
                return max(low, begin), found
    return None


def while_open(pairs, calendar):
    """The first of what (from, to) pairs have in common with opening hours, or None.

    :param calendar: :class:`opening_hours.Calendar`; without lines it never closes
    """
    if not pairs or not calendar.attendances:
        return pairs[0] if pairs else None
    opened = opening_hours.intervals(calendar, pairs[0][0], pairs[-1][1])
    return next(iter(common(pairs, opened)), None)


def _hours_of(hours, calendar, day):
    found = day_of(calendar, day)
    return hours.get(HOLIDAY if found.holiday else found.weekday, ())


def _days(start, stop, tz):
    """The local days of a time, and the one before, whose night reaches into it."""
    first = to_local(start, tz).date() - timedelta(days=1)
    last = to_local(stop, tz).date()
    count = min((last - first).days, MOST_DAYS)
    return [first + timedelta(days=ahead) for ahead in range(count + 1)]


def _by_day(days, tz, hours_of):
    pairs = []
    for day in days:
        for low, high in hours_of(day):
            after = high <= low  # past midnight
            pairs.append((_at(day, low, tz), _at(day, high + 24 * after, tz)))
    return opening_hours.merged(pairs)


def _at(day: date, hour, tz):
    at = datetime.combine(day, time.min) + timedelta(minutes=round(hour * 60))
    return to_utc(at, tz)
