"""The hours of the visit, with the grace of the site, and those of the site itself."""

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .. import opening_hours, weekly_hours
from ..groups import RECEPTION
from .family import Family, Later

_lt = LazyTranslate(__name__)

NEVER_OPEN = opening_hours.Calendar(
    "UTC", [opening_hours.Attendance(0, 0, 0, None)], []
)
ALWAYS = ("2000-01-01T00:00:00", "2099-01-01T00:00:00")
FAR_AWAY = ("2099-01-01T09:00:00", "2099-01-01T12:00:00")


class Hours(NamedTuple):
    """Grace is in minutes; a site without ``opening`` never closes.

    ``regular``: the visit has weekly hours, which count on its days instead of its
    beginning and end; ``weekly`` are what makes a `weekly_hours.Line` of each unit.
    """

    start: datetime
    stop: datetime
    grace_before: int = 0
    grace_after: int = 0
    opening: opening_hours.Calendar | None = None
    regular: bool = False
    weekly: list | None = None


# The windows that are not over, of which the next one is told.
NEAR = """
    SELECT JSONB_AGG(near.hours ORDER BY near.hours ->> 0)
      FROM (
               SELECT hours
                 FROM JSONB_ARRAY_ELEMENTS(line.windows) hours
                WHERE (hours ->> 1)::timestamp >= %(moment)s::timestamp
                      - MAKE_INTERVAL(mins => COALESCE(s.grace_after, 0))
             ORDER BY hours ->> 0
                LIMIT 3
           ) near
"""
# A unit's own area, and those in it.
AREAS = """
    ARRAY(
        SELECT place.id FROM visitor_area own
          JOIN visitor_area place ON place.parent_path LIKE own.parent_path || '%%'
         WHERE own.id = unit.area_id
    )
"""
WEEKLY = f"""(
    SELECT JSONB_AGG(
               JSONB_BUILD_ARRAY(
                   {AREAS}, line.paused IS TRUE, line.ended_at IS NOT NULL, ({NEAR})
               ) ORDER BY line.id
           )
      FROM visitor_visit_hours line
      JOIN visitor_unit unit ON unit.id = line.unit_id
     WHERE line.visit_id = v.id
)"""

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
        "regular": "COALESCE(v.regular, FALSE)",
        "weekly": Later("regular", WEEKLY),
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
        {"regular": True},
        {"regular": True, "ahead": True},
        {"regular": True, "weekly": [[[], True, False, [ALWAYS]]]},
        {"regular": True, "weekly": [[[], False, True, [ALWAYS]]]},
        {"regular": True, "weekly": [[[], False, False, [FAR_AWAY]]]},
        {
            "regular": True,
            "weekly": [[[3], False, False, [FAR_AWAY]], [[4], False, False, [ALWAYS]]],
            "area": {"id": 3},
        },
    ),
)
def outside_hours(facts):
    hours = facts.hours
    if hours.regular:
        return _outside_weekly(facts) or _site_closed(facts)
    if facts.moment < hours.start - timedelta(minutes=hours.grace_before):
        return _lt("Too early: the visit begins at %(t)s.", t=facts.local(hours.start))
    if facts.moment > hours.stop + timedelta(minutes=hours.grace_after):
        return _lt("Too late: the visit ended at %(t)s.", t=facts.local(hours.stop))
    return _site_closed(facts)


def _site_closed(facts):
    opening = facts.hours.opening
    if opening and not opening_hours.is_open(opening, facts.moment):
        if facts.ahead:
            return _closed_then(facts)
        return _lt("The site is closed at this hour.")


def _outside_weekly(facts):
    hours = facts.hours
    lines = [weekly_hours.Line(*each) for each in hours.weekly or ()]
    if facts.ahead:  # of a year: that there are hours at all
        if any(line.windows for line in lines):
            return None
        return _lt("No weekly hours lie in the time of this visit.")
    found = weekly_hours.at(
        lines, facts.area.id, facts.moment, hours.grace_before, hours.grace_after
    )
    if found.open:
        return None
    if found.next:
        return _lt(
            "Outside the weekly hours. The next ones: %(start)s to %(stop)s.",
            start=facts.local(found.next[0]),
            stop=facts.local(found.next[1]),
        )
    if found.why == "paused":
        return _lt("The weekly hours are paused. Ask whom the visitor comes to.")
    return _lt("The weekly hours are over. Announce another visit.")


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
