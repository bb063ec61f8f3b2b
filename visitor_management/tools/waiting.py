"""Who is asked next while somebody waits, and when: pure functions.

Somebody waits for a word of the host. Where the host says nothing the deputies are
asked, then the desk calls the numbers it has, then the desk decides. When each of them
is asked is known the moment the wait begins: it is a plan, and nobody has to look for
it to hold.
"""

from datetime import timedelta
from typing import NamedTuple

# in the order in which they are asked; the desk decides, it asks nobody
RUNGS = ("host", "deputy", "phone", "desk")


class Times(NamedTuple):
    """How long each of them has before the next one is asked, in seconds."""

    host: int
    deputy: int
    phone: int


# of a visitor who stands there
AT_THE_DOOR = Times(host=60, deputy=60, phone=120)
# of a visit that waits for approval, in opening hours of the site
AHEAD = Times(host=4 * 3600, deputy=2 * 3600, phone=2 * 3600)


def times(said, usual):
    """The times of a site, where 0 stands for what is usual.

    :param Times said: of the site
    :param Times usual: :data:`AT_THE_DOOR` or :data:`AHEAD`
    """
    return Times(*(mine or other for mine, other in zip(said, usual, strict=True)))


def plan(since, lasting, reachable, opened=None, until=None):
    """When each of those who can be asked is asked.

    A rung on which nobody can be asked is left out; the first one that is left is asked
    at once. The desk is always the last.

    :param datetime since: when the wait began, naive UTC
    :param Times lasting: how long each has
    :param reachable: the rungs on which there is somebody
    :param list opened: (from, to) pairs, naive UTC and in order, in which time counts;
        None: it always does
    :param datetime until: the desk is to decide by then: who has less time than the
        site gives is asked in the same shares of it; None: there is no such moment
    :return: dict from rung to naive UTC, in the order of :data:`RUNGS`
    """
    rungs = [rung for rung in RUNGS[:-1] if rung in reachable]
    seconds = [getattr(lasting, rung) for rung in rungs]
    if until is not None and sum(seconds):
        left = max(0, _seconds(since, until, opened))
        if left < sum(seconds):
            seconds = [each * left // sum(seconds) for each in seconds]
    moments, passed = {}, 0
    for rung, lasts in zip(rungs, seconds, strict=True):
        moments[rung] = _after(since, passed, opened)
        passed += lasts
    moments[RUNGS[-1]] = _after(since, passed, opened)
    return moments


def rung_at(moments, moment):
    """Who is being asked at a moment.

    :param dict moments: of :func:`plan`
    :return: the rung reached last, empty before the first
    """
    reached = [rung for rung in RUNGS if moments.get(rung) and moments[rung] <= moment]
    return reached[-1] if reached else ""


def reached(moments, asked, moment):
    """The rungs that were reached and whose people were not asked yet.

    :param dict moments: of :func:`plan`
    :param str asked: the rung asked last, empty: nobody was
    :return: list of rungs, in their order
    """
    after = RUNGS.index(asked) + 1 if asked else 0
    return [
        rung for rung in RUNGS[after:] if moments.get(rung) and moments[rung] <= moment
    ]


def next_at(moments, asked):
    """When the next one is asked, None after the last."""
    after = RUNGS.index(asked) + 1 if asked else 0
    return min(
        (moments[rung] for rung in RUNGS[after:] if moments.get(rung)), default=None
    )


def _after(since, seconds, opened):
    """The moment when so many seconds have counted; what never comes is the last one
    that is known of."""
    if not seconds or opened is None:
        return since + timedelta(seconds=seconds)
    for low, high in opened:
        begins = max(low, since)
        lasts = (high - begins).total_seconds()
        if lasts <= 0:
            continue
        if seconds < lasts:
            return begins + timedelta(seconds=seconds)
        seconds -= lasts
    return max(opened[-1][1] if opened else since, since)


def _seconds(since, until, opened):
    """How many seconds between two moments count."""
    pairs = [(since, until)] if opened is None else opened
    return int(
        sum(
            max(0, (min(high, until) - max(low, since)).total_seconds())
            for low, high in pairs
        )
    )
