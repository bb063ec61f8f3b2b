"""Figures of arrivals: classes, periods and shares. Pure functions."""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MARGIN = 15  # minutes: early is who comes sooner, very late who is late by more
MOST_DAYS = 1100  # of a period that is looked at
# The most days of a period that is drawn by the day, and by the week.
BY_DAY, BY_WEEK = 31, 190


class Figures(NamedTuple):
    """What was counted in a period. ``median`` is in hours, ``None`` of nothing."""

    visits: int = 0
    arrivals: int = 0
    walk_ins: int = 0
    no_shows: int = 0
    median: float | None = None
    timed: int = 0
    on_time: int = 0

    def tiles(self):
        """The figures as they are compared; false where there is nothing to count:
        XML-RPC knows no null.

        :return: dict of numbers: hours for ``median``, percent for the shares
        """
        announced = self.arrivals - self.walk_ins + self.no_shows
        return {
            "visits": self.visits,
            "arrivals": self.arrivals,
            "walk_ins": share(self.walk_ins, self.arrivals),
            "no_shows": share(self.no_shows, announced),
            "median": False if self.median is None else self.median,
            "on_time": share(self.on_time, self.timed),
        }


def share(part, whole):
    """How many of a hundred, to a tenth; false of nothing."""
    return round(100 * part / whole, 1) if whole else False


def before(first, last):
    """The period of as many days that ends before another one begins.

    :param date first: of the period
    :param date last: of the period, included
    :return: first and last date
    """
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def unit(first, last):
    """What a period is drawn by: ``day``, ``week`` or ``month``."""
    days = (last - first).days + 1
    return "day" if days <= BY_DAY else "week" if days <= BY_WEEK else "month"


def steps(first, last):
    """The first dates of all days, weeks (from Monday) or months of a period.

    A step may begin before the period: its first days are left out then.
    """
    kind = unit(first, last)
    step = {"day": {"days": 1}, "week": {"weeks": 1}, "month": {"months": 1}}[kind]
    start = first
    if kind == "week":
        start -= timedelta(days=first.weekday())
    elif kind == "month":
        start = date(first.year, first.month, 1)
    found = []
    while start <= last:
        found.append(start)
        start += relativedelta(**step)
    return found
