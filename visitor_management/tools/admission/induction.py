"""Which safety training the visit asks for, and what the person has of it."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .. import importance
from ..groups import SECURITY
from ..same_person import SAME_PERSON
from ..sentences import Names
from .family import MET, Family

_lt = LazyTranslate(__name__)

# Of a training without an end.
NO_END = "9999-12-31"


class Training(NamedTuple):
    """A training that is asked for, and what the person has of it.

    ``until``: the last day (ISO) of the latest one passed under a version that still
    counts, or None. ``away``: it lapsed, because the person stayed away too long.
    ``passed``: one was passed, whether or not it counts. ``times``: how often tried.
    """

    id: int
    name: dict
    until: str | None = None
    away: bool = False
    passed: bool = False
    times: int = 0


class Induction(NamedTuple):
    """``asked``: of each training that is asked for what makes a `Training`."""

    asked: list | None = None


# The areas that the visit asks for, the one that a gate opens into, and all above.
AREAS = """
    SELECT above.visitor_induction_id
      FROM visitor_area place
      JOIN visitor_area_visitor_induction_rel above
        ON above.visitor_area_id = ANY (
               STRING_TO_ARRAY(TRIM(TRAILING '/' FROM place.parent_path), '/')::int[]
           )
     WHERE place.id = here.id
        OR place.id IN (
               SELECT named.visitor_area_id FROM visitor_area_visitor_visit_rel named
                WHERE named.visitor_visit_id = v.id
           )
"""
# Whether the person stayed away for too long since the training, once or until now.
AWAY = """
    SELECT BOOL_OR(gap.next > gap.at + MAKE_INTERVAL(months => n.absence_months))
      FROM (
          SELECT seen.at, LEAD(seen.at, 1, %(moment)s::timestamp)
                          OVER (ORDER BY seen.at) AS next
            FROM (
                SELECT record.at
                 UNION ALL
                SELECT stay.in_at FROM visitor_stay stay
                 WHERE stay.registration_id IN (SELECT id FROM known)
                   AND stay.in_at > record.at
                 UNION ALL
                SELECT stay.out_at FROM visitor_stay stay
                 WHERE stay.registration_id IN (SELECT id FROM known)
                   AND stay.out_at > record.at
            ) seen
      ) gap
"""
# By the person, under the name that stands there still.
ASKED = f"""(
    WITH known AS (
        SELECT same.id, same.name FROM visitor_registration same
         WHERE {SAME_PERSON}
    )
    SELECT JSONB_AGG(
               JSONB_BUILD_ARRAY(
                   n.id, n.name, counts.until, counts.away, tried.passed, tried.times
               ) ORDER BY n.sequence, n.id
           )
      FROM visitor_induction n
 LEFT JOIN LATERAL (
               SELECT COALESCE(
                          BOOL_OR(record.passed AND record.name = known.name), FALSE
                      ) AS passed,
                      COUNT(*) AS times
                 FROM known
                 JOIN visitor_induction_record record
                   ON record.registration_id = known.id
                WHERE record.induction_id = n.id
           ) tried ON TRUE
 LEFT JOIN LATERAL (
               SELECT COALESCE(record.valid_until, '{NO_END}'::date) AS until,
                      CASE WHEN n.absence_months > 0 THEN ({AWAY}) ELSE FALSE END
                      AS away
                 FROM known
                 JOIN visitor_induction_record record
                   ON record.registration_id = known.id AND record.name = known.name
                WHERE record.induction_id = n.id AND record.passed
                  AND record.version >= n.asked_version
             ORDER BY record.at DESC, record.id DESC
                LIMIT 1
           ) counts ON TRUE
     WHERE n.active AND (n.company_id IS NULL OR n.company_id = r.company_id)
       AND (
           n.id IN (
               SELECT rel.visitor_induction_id
                 FROM visitor_induction_visitor_visit_type_rel rel
                WHERE rel.visitor_visit_type_id = t.id
           )
           OR n.id IN (
               SELECT rel.visitor_induction_id
                 FROM visitor_induction_visitor_site_rel rel
                WHERE rel.visitor_site_id = s.id
           )
           OR n.id IN ({AREAS})
           OR n.for_important AND {importance.PERSON}
       )
)"""

FAMILY = Family("induction", Induction, {"asked": ASKED})


def trainings(facts):
    """The trainings that are asked for.

    :param Facts facts: of one person
    :return: list of :class:`Training`
    """
    return [Training(*each) for each in facts.induction.asked or ()]


def missing(facts):
    """Those that are asked for and are not there, or do not count any more.

    :param Facts facts: of one person
    :return: list of :class:`Training`
    """
    today = facts.local_date(facts.moment).isoformat()
    return [
        each
        for each in trainings(facts)
        if not each.until or each.until < today or each.away
    ]


@FAMILY.condition(
    "induction_missing",
    in_emergency="later",
    waiver=SECURITY,
    label=_lt("Safety training"),
    met=_lt("Safety training taken"),
    mend="induction",
    unmet_by=(
        {"asked": [[1, {"en_US": "Works"}]]},
        {"asked": [[1, {"en_US": "Works"}]], "ahead": True},
        {"asked": [[1, {"en_US": "Works"}, None, False, False, 2]]},
        {"asked": [[1, {"en_US": "Works"}, "2000-01-01", False, True, 1]]},
        {"asked": [[1, {"en_US": "Works"}, NO_END, True, True, 1]]},
        {
            "asked": [
                [1, {"en_US": "Works"}, NO_END, True, True, 1],
                [2, {"en_US": "Laboratory"}],
            ]
        },
    ),
)
def induction_missing(facts):
    if not facts.induction.asked:
        return None
    found = missing(facts)
    if not found:
        return MET
    names = Names(each.name for each in found)
    if facts.ahead:
        return _lt(
            "Visitors take a safety training before entry: %(names)s", names=names
        )
    if all(each.passed for each in found):
        return _lt(
            "The safety training is out of date: %(names)s. Let the visitor take it "
            "again.",
            names=names,
        )
    if all(each.times and not each.passed for each in found):
        return _lt(
            "The safety training was not passed: %(names)s. Let the visitor try again.",
            names=names,
        )
    return _lt(
        "The safety training is missing: %(names)s. Let the visitor take it.",
        names=names,
    )
