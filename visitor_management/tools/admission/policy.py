"""The rules of conduct that are asked for, and which of them the person accepted."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..same_person import SAME_PERSON
from .family import MET, Family

_lt = LazyTranslate(__name__)


class Policy(NamedTuple):
    """``accepted``: of each text that is asked for, whether it is accepted."""

    accepted: tuple = ()


# Whatever version of a text is named by the kind of visit, the site, an area of the
# visit or one around it, or the area that the gate opens into: the one in force.
ASKED = """
    SELECT DISTINCT ON (text.series)
           text.id, text.series, text.counts_from, text.sequence
      FROM (
               SELECT policy_id FROM visitor_visit_type_policy_rel
                WHERE type_id = t.id
            UNION ALL
               SELECT policy_id FROM visitor_site_policy_rel WHERE site_id = s.id
            UNION ALL
               SELECT named.policy_id
                 FROM visitor_area_visitor_visit_rel asked
                 JOIN visitor_area place ON place.id = asked.visitor_area_id
                 JOIN visitor_area_policy_rel named ON named.area_id = ANY(
                          STRING_TO_ARRAY(RTRIM(place.parent_path, '/'), '/')::int[])
                WHERE asked.visitor_visit_id = v.id
            UNION ALL
               SELECT policy_id FROM visitor_area_policy_rel
                WHERE area_id = ANY(
                          STRING_TO_ARRAY(RTRIM(here.parent_path, '/'), '/')::int[])
           ) named
      JOIN visitor_policy whichever ON whichever.id = named.policy_id
      JOIN visitor_policy text ON text.series = whichever.series
     WHERE text.state = 'published' AND text.valid_from <= %(moment)s
       AND (text.company_id IS NULL OR text.company_id = v.company_id)
  ORDER BY text.series, text.valid_from DESC, text.version DESC
"""
# By the person, or by somebody who is the same, under the name that stands there still.
# Who signs for a group has signed for as many.
ACCEPTED = f"""
    EXISTS (
        SELECT FROM visitor_registration same
          JOIN visitor_policy_acceptance given
            ON given.registration_id = same.id AND given.name = same.name
         WHERE {SAME_PERSON}
           AND given.series = text.series AND given.version >= text.counts_from
           AND given.headcount >= r.headcount
           AND (given.valid_until IS NULL OR given.valid_until > %(moment)s)
    )
"""

FAMILY = Family(
    "policy",
    Policy,
    {"accepted": f"ARRAY(SELECT {ACCEPTED} FROM ({ASKED}) text)"},
)


@FAMILY.condition(
    "policy_missing",
    met=_lt("Rules of conduct accepted"),
    mend="policy",
    unmet_by=(
        {"accepted": (False,)},
        {"accepted": (True, False)},
        {"accepted": (False,), "ahead": True},
    ),
)
def policy_missing(facts):
    if not facts.policy.accepted:
        return None
    if all(facts.policy.accepted):
        return MET
    if facts.ahead:
        return _lt("Visitors read and accept the rules of conduct before they come in.")
    return _lt("The rules of conduct are not accepted yet. Show them.")
