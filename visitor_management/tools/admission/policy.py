"""The rules of conduct that are asked for, and which of them the person accepted."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..same_person import SAME_PERSON
from .family import MET, Family

_lt = LazyTranslate(__name__)


class Text(NamedTuple):
    """A version in force that is asked for, and whether the person accepted it."""

    id: int
    accepted: bool


class Policy(NamedTuple):
    """``asked``: of each text that is asked for what makes a `Text`."""

    asked: list | None = None


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
    {
        "asked": f"""(
            SELECT JSONB_AGG(
                       JSONB_BUILD_ARRAY(text.id, {ACCEPTED})
                       ORDER BY text.sequence, text.id
                   )
              FROM ({ASKED}) text
        )"""
    },
)


def texts(facts):
    """The texts that are asked for, in the order they are shown.

    :param Facts facts: of one person
    :return: list of :class:`Text`
    """
    return [Text(*each) for each in facts.policy.asked or ()]


def missing(facts):
    """Those of :func:`texts` that are not accepted, or not any more."""
    return [each for each in texts(facts) if not each.accepted]


@FAMILY.condition(
    "policy_missing",
    in_emergency="later",
    met=_lt("Rules of conduct accepted"),
    mend="policy",
    unmet_by=(
        {"asked": [[1, False]]},
        {"asked": [[1, True], [2, False]]},
        {"asked": [[1, False]], "ahead": True},
    ),
)
def policy_missing(facts):
    if not facts.policy.asked:
        return None
    if not missing(facts):
        return MET
    if facts.ahead:
        return _lt("Visitors read and accept the rules of conduct before they come in.")
    return _lt("The rules of conduct are not accepted yet. Show them.")
