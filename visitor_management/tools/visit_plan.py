"""Spreading visits over the days and the people of a plan: pure functions."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def turns(frequency, weeks, first, last):
    """The spans in which each client is visited once.

    Months, quarters and years are those of the calendar; weeks count from the first
    day. The first and the last span are cut by the period.

    :param str frequency: ``month``, ``quarter``, ``half_year``, ``year`` or ``weeks``
    :param int weeks: the length of a span for ``weeks``
    :param date first: of the period
    :param date last: of the period, included
    :return: list of (from, to), both included
    """
    if frequency == "weeks":
        step, begin = relativedelta(weeks=weeks), first
    else:
        months = MONTHS[frequency]
        step = relativedelta(months=months)
        begin = first.replace(day=1, month=(first.month - 1) // months * months + 1)
    spans = []
    while begin <= last:
        end = begin + step - timedelta(days=1)
        spans.append((max(begin, first), min(end, last)))
        begin += step
    return spans


def spread(clients, days, working, opened, load, done=()):
    """Give each client a day and a person, evenly.

    The place of a client in the span follows from its place among all clients: who was
    visited at the beginning of one span is visited at the beginning of the next.

    :param list clients: all clients of the span, in a fixed order
    :param list days: the days that are worked at all, in order
    :param dict working: person -> set of the days they work
    :param dict opened: client -> set of days on which they can be visited; who is
        missing can be visited always
    :param load: Counter of visits by person, added to
    :param done: clients that have their visit in this span
    :return: list of (client, day, person), list of clients for whom there is no day
    """
    found, left_out = [], []
    order = {person: number for number, person in enumerate(working)}
    for number, client in enumerate(clients):
        if client in done:
            continue
        target = (2 * number + 1) * len(days) // (2 * len(clients))
        for day in _around(days, target):
            people = [each for each in working if day in working[each]]
            if people and day in opened.get(client, {day}):
                person = min(people, key=lambda each: (load[each], order[each]))
                load[person] += 1
                found.append((client, day, person))
                break
        else:
            left_out.append(client)
    return found, left_out


def _around(days, target):
    """The days from the nearest to the farthest."""
    return [
        days[index]
        for index in sorted(range(len(days)), key=lambda each: abs(each - target))
    ]
