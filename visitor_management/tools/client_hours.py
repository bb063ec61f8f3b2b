"""When a client may be visited: intervals of a resource calendar, as naive UTC."""

from datetime import datetime, timezone

from . import time_zones


def intervals(calendar, begin, end, tz):
    """The working intervals of a calendar without its leaves, merged and in order.

    :param calendar: ``resource.calendar`` or empty
    :param datetime begin: naive UTC
    :param datetime end: naive UTC
    :param str tz: IANA name, whose clock the hours of the calendar are
    :return: list of (from, to), or None if there are no hours to keep
    """
    if not calendar._has_fixed_hours():
        return None
    zone = time_zones.pytz_zone(tz)  # what calendars calculate with
    found = calendar._work_intervals_batch(
        begin.replace(tzinfo=timezone.utc).astimezone(zone),
        end.replace(tzinfo=timezone.utc).astimezone(zone),
        tz=zone,
    )[False]
    merged = []
    for low, high, _meta in found:
        low, high = _naive(low), _naive(high)
        if merged and (low - merged[-1][1]).total_seconds() <= 1:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def covers(free, begin, end):
    """Whether one of the intervals holds the whole time."""
    return any(low <= begin and end <= high for low, high in free)


def next_start(free, begin, length):
    """The first moment from which there is enough time, or None."""
    for low, high in free:
        start = max(low, begin)
        if start + length <= high:
            return start
    return None


def _naive(moment):
    moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return datetime.replace(moment, microsecond=0)
