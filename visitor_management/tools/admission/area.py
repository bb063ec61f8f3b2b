"""Where the pass may go: its site, the area the gate opens into, and anti-passback."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..groups import RECEPTION, SECURITY
from .family import Family

_lt = LazyTranslate(__name__)


class Area(NamedTuple):
    """Of the area a gate opens into; ``id`` is 0 where it opens into the site itself.

    ``named``: the pass names it. ``holds_pass``: the pass was scanned into it, or into
    one below it. ``scanned_in``: it was scanned in anywhere, and not out again.
    """

    id: int = 0
    restricted: bool = False
    named: bool = False
    holds_pass: bool = False
    scanned_in: bool = False


FAMILY = Family(
    "area",
    Area,
    {
        "id": "COALESCE(here.id, 0)",
        "restricted": "COALESCE(here.restricted, FALSE)",
        # where there is no area, PostgreSQL sees that there is nothing to look up
        "named": """
            here.id IS NOT NULL AND EXISTS (
                SELECT FROM visitor_pass_area_rel named
                 WHERE named.pass_id = p.id AND named.area_id = here.id
            )""",
        "holds_pass": """
            here.id IS NOT NULL AND EXISTS (
                SELECT FROM visitor_area place
                 WHERE place.id = p.area_id
                   AND place.parent_path LIKE here.parent_path || '%%'
            )""",
        "scanned_in": "COALESCE(p.scanned_in, FALSE)",
    },
)


@FAMILY.condition(
    "wrong_site",
    in_emergency="asked",
    on_exit="not_the_holder",
    unmet_by=({"gate": {"site_id": 8}},),
)
def wrong_site(facts):
    if facts.gate.site_id and facts.gate.site_id != facts.site_id:
        return _lt("This pass is for another site of the company.")


@FAMILY.condition(
    "already_inside",
    in_emergency="asked",  # at the desk, or one would be entered twice
    waiver=RECEPTION,
    label=_lt("Already inside"),
    unmet_by=(
        {"scanned_in": True},
        {"scanned_in": True, "id": 3, "holds_pass": True},
        {"gate": {"kind": "desk"}},
        {"gate": {"kind": "kiosk"}},
    ),
)
def already_inside(facts):
    if facts.gate.by_hand:
        inside = facts.visit.registration_state == "inside"
    elif facts.visit.emergency:
        return None  # firemen pass a hose through a door
    else:
        inside = facts.area.scanned_in and (not facts.area.id or facts.area.holds_pass)
    if inside:
        return _lt("Already inside with this pass. Check that it was not passed on.")


@FAMILY.condition(
    "area_not_allowed",
    in_emergency="never",
    waiver=SECURITY,
    label=_lt("Restricted area"),
    unmet_by=({"id": 3, "restricted": True},),
)
def area_not_allowed(facts):
    if facts.area.restricted and not facts.area.named:
        return _lt("The pass does not name this restricted area.")
