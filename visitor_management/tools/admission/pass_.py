"""The pass that is shown, or the latest one; a walk-in has none yet."""

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from . import area, visit
from .family import Family

_lt = LazyTranslate(__name__)


class Pass(NamedTuple):
    """``state`` is empty without a pass; ``code_state`` is that of the code shown."""

    id: int = 0
    state: str = ""
    code_state: str = "current"
    valid_from: datetime | None = None
    valid_to: datetime | None = None


FAMILY = Family(
    "pass_",
    Pass,
    {
        "id": "COALESCE(p.id, 0)",
        "state": "COALESCE(p.state, '')",
        "code_state": """
            COALESCE(
                (SELECT c.state FROM visitor_pass_code c WHERE c.id = %(code)s),
                'current'
            )""",
        "valid_from": "p.valid_from",
        "valid_to": "p.valid_to",
    },
)


@FAMILY.condition(
    "pass_lost",
    in_emergency="asked",
    on_exit="not_the_holder",
    unmet_by=({"state": "lost"}, {"code_state": "lost"}),
)
def pass_lost(facts):
    if "lost" in (facts.pass_.state, facts.pass_.code_state):
        return _lt("This pass was reported lost. Keep it and call security.")


@FAMILY.condition(
    "pass_revoked",
    in_emergency="asked",
    on_exit="dead_pass",
    unmet_by=(
        {"state": "revoked"},
        {"code_state": "revoked"},
        {"visit": {"registration_state": "left"}},
        {"visit": {"registration_state": "cancelled"}},
        {"visit": {"registration_state": "refused"}},
    ),
)
def pass_revoked(facts):
    if "revoked" in (facts.pass_.state, facts.pass_.code_state):
        return _lt("This pass was withdrawn. Send the person to reception.")
    # A gate tells first what it reads on the pass itself.
    before = (pass_returned, pass_expired, pass_not_yet_valid, area.wrong_site)
    ended = visit.ended(facts)
    if ended and not any(check(facts) for check in before):
        return ended


@FAMILY.condition(
    "pass_returned",
    in_emergency="asked",
    on_exit="not_the_holder",
    unmet_by=({"state": "returned"}, {"state": "left_open"}),
)
def pass_returned(facts):
    if facts.pass_.state in ("returned", "left_open"):
        return _lt("The holder of this pass has left. Send the person to reception.")


@FAMILY.condition(
    "pass_expired",
    in_emergency="asked",
    on_exit="dead_pass",
    unmet_by=({"state": "expired"}, {"valid_to": timedelta(0)}),
)
def pass_expired(facts):
    shown = facts.pass_
    over = shown.valid_to and facts.moment >= shown.valid_to
    if shown.state == "expired" or (shown.state and over):
        return _lt("This pass is no longer valid. Ask the host for a new visit.")


@FAMILY.condition(
    "pass_not_yet_valid",
    in_emergency="asked",
    on_exit="dead_pass",
    unmet_by=({"valid_from": timedelta(seconds=1)},),
)
def pass_not_yet_valid(facts):
    shown = facts.pass_
    if shown.state and shown.valid_from and facts.moment < shown.valid_from:
        return _lt(
            "This pass is valid from %(day)s on.",
            day=facts.local_date(shown.valid_from).isoformat(),
        )
