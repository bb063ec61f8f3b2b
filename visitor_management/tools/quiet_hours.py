"""Hours of a day at which a house would rather have no visitors: pure functions."""

import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import NamedTuple

from . import opening_hours

DAY = timedelta(days=1)
# Longer visits meet each hour of the day: so many days are enough to look at.
LONGEST = 2 * DAY
SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?")
MINUTES_OF_DAY = 24 * 60


class Span(NamedTuple):
    """Minutes from midnight; ``until`` is before ``since`` where it goes over it."""

    since: int
    until: int

    @property
    def words(self):
        """As people read it: "20:00–08:00"."""
        return "–".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (self))


def read(text):
    """The spans that somebody typed: "12-14, 20:00–8:00".

    :param str text: may be empty
    :return: list of :class:`Span`
    :raise ValueError: it says no hours
    """
    plain = unicodedata.normalize("NFKC", text or "")
    plain = re.sub(r"[\s]", "", plain).translate(str.maketrans("–—−~、;", "----,,"))
    spans = []
    for each in filter(None, plain.split(",")):
        found = SPAN.fullmatch(each)
        if not found:
            raise ValueError(each)
        hours = [int(part or 0) for part in found.groups()]
        since, until = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if max(since, until) > MINUTES_OF_DAY or max(hours[1], hours[3]) > 59:
            raise ValueError(each)
        if since % MINUTES_OF_DAY == until % MINUTES_OF_DAY:
            raise ValueError(each)
        spans.append(Span(since, until))
    return spans


def met(spans, start, stop, tz):
    """Which spans a visit meets, on the clock of the site.

    :param spans: list of :class:`Span`
    :param datetime start: naive UTC
    :param datetime stop: naive UTC
    :param str tz: of the site
    :return: those spans, in their order
    """
    stop = min(stop, start + LONGEST)
    first = opening_hours.to_local(start, tz).date() - DAY
    days = [first + n * DAY for n in range(LONGEST.days + 3)]
    return [
        span
        for span in spans
        if any(
            low < stop and start < high
            for low, high in (_on(span, day, tz) for day in days)
        )
    ]


def _on(span, day, tz):
    until = span.until + (MINUTES_OF_DAY if span.until <= span.since else 0)
    return tuple(
        opening_hours.to_utc(
            datetime.combine(day, time.min) + timedelta(minutes=minutes), tz
        )
        for minutes in (span.since, until)
    )
