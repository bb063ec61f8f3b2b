"""Which dates and times a person can mean who enters them: pure functions."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

# What a model says of each of its fields.
ANY = "any"  # past and future make sense; the model says why
BEHIND = "behind"  # when something happened
AHEAD = "ahead"  # by when something is to happen
SOON = "soon"  # the same, and within a year
MOVED = "moved"  # made by a rule, at whatever time; who moves it, moves it as SOON
KINDS = (ANY, BEHIND, AHEAD, SOON, MOVED)

# How far the clocks of two devices may differ.
TOLERANCE = timedelta(minutes=5)
YEAR = relativedelta(years=1)

PAST, FUTURE, FAR = "past", "future", "far"


def wrong(kind, value, now, today):
    """What is wrong with a date or time that somebody enters.

    :param str kind: one of ``KINDS``
    :param value: a date, on the clock of the company, or a datetime, naive UTC
    :param datetime now: naive UTC
    :param date today: on the clock of the company
    :return: ``past``, ``future``, ``far``, or an empty text
    """
    if isinstance(value, datetime):
        first, last = now - TOLERANCE, now + TOLERANCE
    else:
        first = last = now = today
    if kind == BEHIND:
        return FUTURE if value > last else ""
    if kind in (AHEAD, SOON, MOVED) and value < first:
        return PAST
    return FAR if kind in (SOON, MOVED) and value > now + YEAR else ""
