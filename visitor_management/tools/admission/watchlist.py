"""Whether somebody is on the watchlist: stored hits, looked up and nothing else.

Who is meant was found out when the visitor or the entry was written, see
``visitor.watchlist``. Reception reads what to do, never who is on the list or why.
"""

from datetime import date
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..groups import SECURITY
from .family import Family

_lt = LazyTranslate(__name__)


class Hit(NamedTuple):
    """A stored match. ``until``: the last day of the entry, empty for no end.

    ``let_in_by``: how many of security have set the condition aside since it was found.
    """

    evidence: str
    state: str
    until: str
    let_in_by: str = "0"


class Watchlist(NamedTuple):
    """``hits``: those that are not cleared, of entries that refuse or ask.

    ``two_people``: the site wants two of security to let such a person in.
    """

    hits: tuple = ()
    two_people: bool = False


FAMILY = Family(
    "watchlist",
    Watchlist,
    {
        "hits": """
            ARRAY(
                SELECT ARRAY[
                    h.evidence, h.state, COALESCE(e.until::text, ''),
                    (SELECT COUNT(DISTINCT w.user_id)::text FROM visitor_waiver w
                      WHERE w.registration_id = r.id AND w.code = 'watchlisted'
                        AND w.id > h.waived_before AND w.ends_id IS NULL
                        AND NOT EXISTS (
                            SELECT FROM visitor_waiver x WHERE x.ends_id = w.id
                        ))
                ]
                  FROM visitor_watchlist_hit h
                  JOIN visitor_watchlist e ON e.id = h.entry_id
                 WHERE h.registration_id = r.id AND h.state IN ('open', 'confirmed')
                   AND e.level IN ('deny', 'approve') AND e.state = 'active'
                   AND e.active
                   AND (e.site_id IS NULL OR e.site_id = v.site_id)
                   AND (e.unit_id IS NULL OR e.unit_id = v.unit_id)
            )""",
        "two_people": "COALESCE(s.watchlist_two_people, FALSE)",
    },
)


def standing(facts):
    """The hits whose entry has not ended: it counts until the end of its last day."""
    today = facts.local_date(facts.moment)
    hits = (Hit(*each) for each in facts.watchlist.hits)
    return [
        hit for hit in hits if not hit.until or date.fromisoformat(hit.until) >= today
    ]


def let_in(facts):
    """Whether as many of security as the site wants set aside what was found.

    A hit that was found later is another question.
    """
    needed = 2 if facts.watchlist.two_people else 1
    return all(int(hit.let_in_by) >= needed for hit in standing(facts))


@FAMILY.condition(
    "watchlisted",
    in_emergency="asked",
    waiver=SECURITY,
    label=_lt("Watchlist"),
    mend="watchlist",
    told=False,
    waiver_counts=let_in,
    unmet_by=(
        {"hits": (("weak", "open", "", "1"),)},
        {"hits": (("medium", "open", "", "1"),)},
        {"hits": (("strong", "open", "", "1"), ("weak", "open", "2000-01-01", "0"))},
        {"hits": (("weak", "confirmed", "", "1"),)},
        {"hits": (("strong", "open", "", "2"),), "two_people": True},
    ),
)
def watchlisted(facts):
    hits = standing(facts)
    if not hits:
        return None
    if facts.watchlist.two_people and "watchlisted" in facts.waived:
        if all(int(hit.let_in_by) for hit in hits):
            return _lt("One of security has agreed. A second one has to agree as well.")
    if any(hit.state == "confirmed" for hit in hits):
        return _lt("Security knows this person. Only security lets them in.")
    if all(hit.evidence == "weak" for hit in hits):
        return _lt(
            "Somebody on the watchlist has such a name. Same person? Security decides."
        )
    return _lt("On the watchlist. Security decides whether the person comes in.")
