"""Whether everybody is named where the kind of visit wants each person by name."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .family import Family

_lt = LazyTranslate(__name__)


class Names(NamedTuple):
    """What the kind of visit asks of a group under one pass."""

    each_by_name: bool = False


FAMILY = Family("names", Names, {"each_by_name": "COALESCE(t.each_by_name, FALSE)"})


@FAMILY.condition(
    "names_missing",
    in_emergency="later",
    mend="names",
    unmet_by=(
        {"each_by_name": True, "visit": {"headcount": 2}},
        {"each_by_name": True, "visit": {"headcount": 30}},
    ),
)
def names_missing(facts):
    # what a host plans ahead is a number of people, whom there is time to name
    if facts.names.each_by_name and facts.visit.headcount > 1 and not facts.ahead:
        return _lt("Each person of this group is named before entry. Enter the names.")
