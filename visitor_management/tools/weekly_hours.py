"""When a regular visitor may come: pure functions over windows of weekly hours.

A window is a (from, to) pair of naive UTC moments. Those of a line are worked out when
something about it changes, see ``visitor.visit.hours``.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from . import opening_hours


class Line(NamedTuple):
    """The hours of one unit.

    ``areas`` are the ids of the unit's own area and of those in it. ``windows`` are
    those that are not over at the moment asked about, the first ones in order, as
    texts or moments.
    """

    areas: list
    paused: bool = False
    ended: bool = False
    windows: list | None = None

    def pairs(self):
        """The windows as pairs of moments."""
        return [
            (_moment(low), _moment(high)) for low, high, *_rest in self.windows or ()
        ]


class Found(NamedTuple):
    """Whether somebody may come now; if not, why: ``paused``, ``ended`` or ``outside``,
    and when the next window is, or None."""

    open: bool
    why: str = ""
    next: tuple | None = None


def windows(calendar, first, last, start, stop):
    """When hours hold, in order and merged.

    :param calendar: :class:`opening_hours.Calendar`, on the clock of the site; without
        attendances nobody ever comes
    :param date first, last: local days, both included
    :param datetime start, stop: naive UTC, what they are cut by
    :return: list of (from, to), naive UTC
    """
    if not calendar.attendances or first > last:
        return []
    begin = max(opening_hours.day_bounds(first, calendar.tz)[0], start)
    end = min(opening_hours.day_bounds(last, calendar.tz)[1], stop)
    return opening_hours.intervals(calendar, begin, end) if begin < end else []


def at(lines, area_id, moment, before=0, after=0):
    """Whether a regular may come in at a moment, and else why not.

    In a unit's own area, and in those inside of it, its hours count; anywhere else
    those of any unit.

    :param lines: list of :class:`Line`
    :param int area_id: what the gate opens into; 0: the site itself
    :param datetime moment: naive UTC
    :param int before, after: minutes of grace
    :return: :class:`Found`
    """
    own = [line for line in lines if area_id in line.areas]
    concerned = own or lines
    live = [line for line in concerned if not (line.paused or line.ended)]
    ahead = sorted(pair for line in live for pair in line.pairs())
    early, late = timedelta(minutes=before), timedelta(minutes=after)
    if any(low - early <= moment <= high + late for low, high in ahead):
        return Found(True)
    following = next((pair for pair in ahead if pair[0] - early > moment), None)
    if following:
        return Found(False, "outside", following)
    if any(line.paused and not line.ended for line in concerned):
        return Found(False, "paused")
    return Found(False, "ended")


def _moment(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def comes_in_sql(begin, end, visit="v"):
    """SQL: a visit is no regular's, or one who is expected between two moments.

    By lines that are neither paused nor ended. The hours of a visit are looked at only
    where it has some.

    :param str begin, end: SQL expressions, naive UTC
    :param str visit: the alias of the table of visits
    """
    return f"""(
        {visit}.regular IS NOT TRUE OR EXISTS (
            SELECT FROM visitor_visit_hours line,
                   JSONB_ARRAY_ELEMENTS(line.windows) hours
             WHERE line.visit_id = {visit}.id
               AND line.paused IS NOT TRUE AND line.ended_at IS NULL
               AND (hours ->> 0)::timestamp < {end}
               AND (hours ->> 1)::timestamp > {begin}
        )
    )"""
