"""The visit, and the person's place in it."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .family import Family

_lt = LazyTranslate(__name__)


class Visit(NamedTuple):
    """``sample``: a visit by nobody, see ``visitor_visit_sample.py``.

    ``emergency``: of the fire brigade, an ambulance, engineers; said by reception when
    the visit was made.
    """

    state: str
    registration_state: str
    headcount: int
    approval: str = "none"
    sample: bool = False
    emergency: bool = False

    @property
    def approved(self):
        return self.state in ("approved", "in_progress")


FAMILY = Family(
    "visit",
    Visit,
    {
        "state": "v.state",
        "registration_state": "r.state",
        "headcount": "r.headcount",
        "approval": "t.approval",
        "sample": "COALESCE(v.sample, FALSE)",
        "emergency": "COALESCE(v.emergency, FALSE)",
    },
)


def ended(facts):
    """Why the person is not expected any more, or ``None``."""
    if facts.visit.registration_state == "left":
        return _lt(
            "This person has left. Undo that within ten minutes, or announce the "
            "visit again."
        )
    if facts.visit.registration_state in ("cancelled", "refused"):
        return _lt(
            "This registration was cancelled or refused. Undo that within ten minutes, "
            "or announce the visit again."
        )
    return None


@FAMILY.condition(
    "not_approved",
    in_emergency="never",
    mend="approval",
    unmet_by=(
        {"sample": True},
        {"state": "draft"},
        {"state": "pending"},
        {"state": "pending", "approval": "security"},
        {"state": "refused"},
        {"state": "cancelled"},
        {"state": "done"},
        {"state": "no_show"},
    ),
)
def not_approved(facts):
    if facts.visit.sample:
        return _lt("A sample to look at: nobody comes. Register a walk-in to try it.")
    if not facts.visit.approved:
        if facts.visit.approval == "security":
            return _lt("The visit is not approved. Ask security to approve it.")
        return _lt("The visit is not approved. Ask the host to approve it.")


@FAMILY.condition(
    "not_checked_in",
    in_emergency="never",
    unmet_by=({"registration_state": "expected", "pass_": {"state": "ready"}},),
)
def not_checked_in(facts):
    if facts.pass_.state == "ready" and not facts.gate.checks_in:
        return _lt("Not checked in yet. Send the person to reception first.")
