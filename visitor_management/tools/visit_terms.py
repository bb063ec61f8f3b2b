"""What was agreed on for a visit: whom, when and how many. Times are naive UTC."""

from datetime import datetime, timedelta
from typing import NamedTuple

from . import opening_hours

# Outside these a date is a slip of the pen.
EARLIEST, LATEST = datetime(2000, 1, 1), datetime(2100, 1, 1)


class Plan(NamedTuple):
    """The plan of a visit, as somebody agreed to it.

    ``whom`` is anything that compares equal for the same site, kind, host and unit.
    """

    whom: tuple
    start: datetime
    stop: datetime
    headcount: int

    def covers(self, other):
        """Whether who agreed to this plan has agreed to the other one, too."""
        return (
            self.whom == other.whom
            and self.start <= other.start
            and other.stop <= self.stop
            and other.headcount <= self.headcount
        )


def later(moment, lasting):
    """A moment so much after another one, at most the last there is."""
    try:
        return moment + lasting
    except OverflowError:
        return datetime.max.replace(microsecond=0)


def quarter_after(moment):
    """The quarter of an hour that a moment falls on, or the next one.

    The same on every clock: zones differ by quarters of an hour.
    """
    whole = moment.replace(second=0, microsecond=0)
    late = whole < moment and whole.minute % 15 == 0
    return later(whole, timedelta(minutes=15 if late else -whole.minute % 15))


def is_in_calendar(start, stop):
    """Whether both are moments that somebody can mean."""
    return EARLIEST <= start and stop <= LATEST


def takes_longer(start, stop, days, tz):
    """Whether a visit takes longer than so many days.

    On the clock of the site: between two mornings there may be 23 or 25 hours.
    """
    since, until = (
        opening_hours.to_local(moment, tz).replace(tzinfo=None)
        for moment in (start, stop)
    )
    return until - since > timedelta(days=days)
