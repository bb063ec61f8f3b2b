"""How many people the site and the area hold."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..groups import RECEPTION
from .family import Family

_lt = LazyTranslate(__name__)


class Capacity(NamedTuple):
    """Heads; a limit of 0 is none.

    Of a moment that lies ahead ``inside`` is how many others are expected then.
    """

    limit: int = 0
    inside: int = 0
    area_limit: int = 0
    area_inside: int = 0


FAMILY = Family(
    "capacity",
    Capacity,
    {
        "limit": "COALESCE(s.capacity, 0)",
        "inside": """
            CASE WHEN s.capacity > 0 THEN (
                SELECT COALESCE(SUM(stay.headcount), 0) FROM visitor_stay stay
                 WHERE stay.site_id = s.id AND stay.out_at IS NULL
            ) ELSE 0 END""",
        "area_limit": "COALESCE(here.capacity, 0)",
        "area_inside": """
            CASE WHEN here.capacity > 0 THEN (
                SELECT COALESCE(SUM(other.headcount), 0)
                  FROM visitor_pass other
                  JOIN visitor_area place ON place.id = other.area_id
                 WHERE place.parent_path LIKE here.parent_path || '%%'
            ) ELSE 0 END""",
    },
)


@FAMILY.condition(
    "capacity_full",
    in_emergency="never",
    waiver=RECEPTION,
    label=_lt("Capacity"),
    unmet_by=(
        {"limit": 9, "inside": 9, "visit": {"registration_state": "outside"}},
        {
            "limit": 9,
            "inside": 9,
            "visit": {"registration_state": "outside"},
            "ahead": True,
        },
        {"area_limit": 9, "area_inside": 9, "area": {"id": 3}},
    ),
)
def capacity_full(facts):
    mine = facts.capacity
    entering = facts.visit.registration_state != "inside"
    after = mine.inside + facts.visit.headcount
    if entering and mine.limit and after > mine.limit:
        if facts.ahead:
            return _lt(
                "The site holds %(capacity)s people: with these visitors %(expected)s "
                "are expected then.",
                capacity=mine.limit,
                expected=after,
            )
        return _lt(
            "The site is full: %(inside)s of %(capacity)s people inside.",
            inside=mine.inside,
            capacity=mine.limit,
        )
    after = mine.area_inside + facts.visit.headcount
    if mine.area_limit and not facts.area.holds_pass and after > mine.area_limit:
        return _lt(
            "The area is full: %(inside)s of %(capacity)s people inside.",
            inside=mine.area_inside,
            capacity=mine.area_limit,
        )
