"""The hours of the visit, with the grace of the site, and those of the site itself."""

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .. import opening_hours
from ..groups import RECEPTION
from .family import Family

_lt = LazyTranslate(__name__)

NEVER_OPEN = opening_hours.Calendar(
    "UTC", [opening_hours.Attendance(0, 0, 0, None)], []
)


class Hours(NamedTuple):
    """Grace is in minutes; a site without ``opening`` never closes."""

    start: datetime
    stop: datetime
    grace_before: int = 0
    grace_after: int = 0
    opening: opening_hours.Calendar | None = None


FAMILY = Family(
    "hours",
    Hours,
    {
        "start": "v.start",
        "stop": "v.stop",
        "grace_before": "COALESCE(s.grace_before, 0)",
        "grace_after": "COALESCE(s.grace_after, 0)",
        # visitor.admission reads the lines of this calendar for all sites at once
        "opening": "s.resource_calendar_id",
    },
)


@FAMILY.condition(
    "outside_hours",
    in_emergency="never",
    waiver=RECEPTION,
    label=_lt("Hours of the Visit"),
    of_the_moment=True,
    unmet_by=(
        {"start": timedelta(minutes=31), "grace_before": 30},
        {"stop": timedelta(minutes=-31), "grace_after": 30},
        {"opening": NEVER_OPEN},
        {"opening": NEVER_OPEN, "ahead": True},
    ),
)
def outside_hours(facts):
    hours = facts.hours
    if facts.moment < hours.start - timedelta(minutes=hours.grace_before):
        return _lt("Too early: the visit begins at %(t)s.", t=facts.local(hours.start))
    if facts.moment > hours.stop + timedelta(minutes=hours.grace_after):
        return _lt("Too late: the visit ended at %(t)s.", t=facts.local(hours.stop))
    if hours.opening and not opening_hours.is_open(hours.opening, facts.moment):
        return (
            _closed_then(facts)
            if facts.ahead
            else _lt("The site is closed at this hour.")
        )


def _closed_then(facts):
    day = facts.local_date(facts.moment)
    opened = opening_hours.intervals(
        facts.hours.opening, *opening_hours.day_bounds(day, facts.tz)
    )
    hours = ", ".join(
        "–".join(
            opening_hours.to_local(moment, facts.tz).strftime("%H:%M")
            for moment in each
        )
        for each in opened
    )
    if hours:
        return _lt(
            "On %(day)s the site is open at %(hours)s.",
            day=day.isoformat(),
            hours=hours,
        )
    return _lt("On %(day)s the site is closed.", day=day.isoformat())
