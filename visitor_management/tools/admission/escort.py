"""Whether enough employees accompany the visitors."""

from datetime import timedelta
from math import ceil
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..groups import SECURITY
from .family import MET, Family

_lt = LazyTranslate(__name__)


class Escort(NamedTuple):
    """How many are needed, and how many have accepted.

    ``here``: guests per escort of the area that the gate opens into, 0 where that asks
    for none. ``people``: as planned for the visit. ``accepted``: how many for now, and
    how many for when the visit begins.
    """

    needed: int = 0
    here: int = 0
    people: int = 1
    accepted: tuple = (0, 0)


COUNTS = """(e.state = 'active' OR e.state = 'accepted'
                    AND e.start - s.grace_before * INTERVAL '1 minute' <= {at}
                    AND e.stop + s.grace_after * INTERVAL '1 minute' >= {at})"""
# Both in one look: planning a second one would cost more than reading it.
ACCEPTED = f"""
            CASE WHEN v.escorts_needed > 0 OR here.escort_guests > 0 THEN (
                SELECT ARRAY[
                           COUNT(DISTINCT e.employee_id)
                           FILTER (WHERE {COUNTS.format(at="%(moment)s")}),
                           COUNT(DISTINCT e.employee_id)
                           FILTER (WHERE {COUNTS.format(at="v.start")})
                       ]
                  FROM visitor_escort e WHERE e.visit_id = v.id
            ) ELSE ARRAY[0, 0] END"""

FAMILY = Family(
    "escort",
    Escort,
    {
        "needed": "COALESCE(v.escorts_needed, 0)",
        "here": "COALESCE(here.escort_guests, 0)",
        "people": "v.headcount",
        "accepted": ACCEPTED,
    },
)


@FAMILY.condition(
    "escort_missing",
    in_emergency="never",
    waiver=SECURITY,
    label=_lt("Escort"),
    met=_lt("Escort has accepted"),
    mend="escort",
    unmet_by=(
        {"needed": 1},
        {"needed": 2, "accepted": (1, 1)},
        {"here": 5, "people": 6, "accepted": (1, 1), "area": {"id": 3}},
        {"needed": 1, "ahead": True},
        {"needed": 3, "accepted": (0, 1), "ahead": True},
    ),
)
def escort_missing(facts):
    mine = facts.escort
    needed = mine.needed
    if mine.here:
        needed = max(needed, ceil(mine.people / mine.here))
    if not needed:
        return None
    now, then = mine.accepted
    there = then if _comes_later(facts) else now
    if there >= needed:
        return MET
    if facts.ahead:
        return _ahead(needed, mine.people)
    if not there and needed == 1:
        return _lt("No escort has accepted. Ask the coordinator of escorts.")
    return _lt(
        "%(accepted)s of %(needed)s escorts have accepted. Ask the coordinator of "
        "escorts.",
        accepted=there,
        needed=needed,
    )


def _comes_later(facts):
    """Whether what counts is who accompanies the visitors then: it is not yet time,
    and nobody lets them in before it."""
    hours = facts.hours
    begins = hours.start - timedelta(minutes=hours.grace_before)
    early = facts.moment < begins and "outside_hours" not in facts.waived
    return facts.ahead or early


def _ahead(needed, people):
    if needed == 1:
        return _lt("An escort is needed. The coordinator of escorts asks somebody.")
    return _lt(
        "%(needed)s escorts are needed for %(people)s people. The coordinator of "
        "escorts asks them.",
        needed=needed,
        people=people,
    )
