"""Counting the working time of customer service: pure functions over a calendar.

A calendar is an :class:`opening_hours.Calendar`. What works at all, and when, is for
:func:`opening_hours.intervals`: weekly hours, holidays, make-up days and leaves.
"""

import itertools
from datetime import datetime, time, timedelta

from . import opening_hours

# What customer service works where no hours are fixed: any day, around the clock.
ALWAYS = [opening_hours.Attendance(day, 0, 24, None) for day in range(7)]
END_OF_DAY = time(23, 59)
# How far work is looked for: nobody waits longer, and a calendar may have none.
MOST_DAYS = 1400
STRIDE = timedelta(days=14)


def of_day(calendar, day):
    """When there is work on a local day.

    :return: list of (from, to), naive UTC; empty: nobody works
    """
    return opening_hours.intervals(
        calendar, *opening_hours.day_bounds(day, calendar.tz)
    )


def by_day(calendar, days, away=()):
    """How much working time each of some local days has.

    The hours are worked out once for all of them, not day by day.

    :param list days: in order
    :param away: (from, to) when whoever asks is not there, naive UTC
    :return: list of (day, timedelta)
    """
    bounds = [opening_hours.day_bounds(day, calendar.tz) for day in days]
    if not bounds:
        return []
    pairs = opening_hours.intervals(calendar, bounds[0][0], bounds[-1][1])
    pairs = opening_hours.without(pairs, away)
    lengths, first = [], 0
    for begin, end in bounds:
        while first < len(pairs) and pairs[first][1] <= begin:
            first += 1  # over before this day, and before those after it
        length = timedelta()
        for low, high in itertools.islice(pairs, first, None):
            if low >= end:
                break
            length += min(high, end) - max(low, begin)
        lengths.append(length)
    return list(zip(days, lengths, strict=True))


def after(calendar, moment, length):
    """The moment at which so much working time has passed.

    :param datetime moment: naive UTC
    :param timedelta length: of working time
    :return: naive UTC, or None if nobody works
    """
    last = moment + timedelta(days=MOST_DAYS)
    while moment < last:
        for low, high in opening_hours.intervals(calendar, moment, moment + STRIDE):
            if length <= high - low:
                return low + length
            length -= high - low
        moment += STRIDE
    return None


def worked(calendar, begin, end):
    """How much working time lies between two moments, naive UTC.

    :return: timedelta
    """
    pairs = opening_hours.intervals(calendar, begin, end) if begin < end else []
    return sum((high - low for low, high in pairs), timedelta())


def nth_day(calendar, day, count=1):
    """The n-th local day with work, from a local day on; None if nobody works."""
    for ahead in range(MOST_DAYS):
        each = day + timedelta(days=ahead)
        count -= bool(of_day(calendar, each))
        if count < 1:
            return each
    return None


def end_of(calendar, day):
    """When work ends on a local day, as naive UTC; without work its last minute."""
    hours = of_day(calendar, day)
    last_minute = opening_hours.to_utc(datetime.combine(day, END_OF_DAY), calendar.tz)
    return min(hours[-1][1], last_minute) if hours else last_minute


def is_within(calendar, moment):
    """Whether there is work at a moment of naive UTC, the end of work included."""
    minute = timedelta(minutes=1)
    return bool(opening_hours.intervals(calendar, moment - minute, moment + minute))
