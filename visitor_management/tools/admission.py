"""Admission: may this person pass here, now?

One pure function of the facts answers that for the desk, the gate, the kiosk and
the host's screen alike: :func:`unmet` lists the conditions that are not met. It
reads no database and writes nothing; ``visitor.admission`` gathers the facts.

A new condition is one function below, decorated with :func:`condition`: it returns
``None`` when met, and otherwise the sentence for the person at the desk.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from . import opening_hours

_lt = LazyTranslate(__name__)

RECEPTION = "visitor_management.group_visitor_reception"
SECURITY = "visitor_management.group_visitor_security"

CONDITIONS = {}


class Condition(NamedTuple):
    """A rule of admission: its code, its check and the group that may waive it.

    ``label`` is what a waiver of it is called. What is ``discreet`` is told to
    reception only, see :func:`for_everybody`.
    """

    code: str
    check: callable
    waiver: str | None
    label: object
    discreet: bool


class Unmet(NamedTuple):
    """A condition that is not met: ``waiver`` is a group's xml id or ``None``."""

    code: str
    message: object
    waiver: str | None


@dataclass(frozen=True)
class Facts:
    """All that admission looks at. Times are naive UTC.

    ``gate_id`` is 0 at the reception desk. Of a moment that lies ahead ``inside_count``
    is how many others are expected then. ``pass_state`` is empty for a walk-in that
    has no pass yet; ``code_state`` tells what became of the code that was shown.
    """

    moment: datetime
    registration_id: int
    registration_state: str
    headcount: int
    visit_id: int
    visit_state: str
    start: datetime
    stop: datetime
    site_id: int
    company_id: int
    tz: str
    grace_before: int = 0
    grace_after: int = 0
    opening: opening_hours.Calendar | None = None
    capacity: int = 0
    inside_count: int = 0
    # a visit by nobody, see visitor_visit_sample.py
    sample: bool = False
    # the pass that was shown, or the latest one
    pass_id: int = 0
    pass_state: str = ""
    code_state: str = "current"
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    scanned_in: bool = False
    # the gate and the area it opens into
    gate_id: int = 0
    gate_kind: str = "desk"
    gate_site_id: int = 0
    checks_in: bool = True
    area_id: int = 0
    area_restricted: bool = False
    area_named: bool = False
    area_holds_pass: bool = False
    area_capacity: int = 0
    area_inside_count: int = 0
    # what the kind of visit asks for
    approval: str = "none"
    id_required: bool = False
    photo_required: bool = False
    signature_required: bool = False
    identity_seen: bool = False
    identity_expires_on: date | None = None
    has_photo: bool = False
    has_signature: bool = False
    waived: frozenset = frozenset()
    # the moment lies ahead: what the host is told while there is time to prepare
    ahead: bool = False

    @property
    def by_hand(self):
        """At a desk or kiosk, whose entries do not arm anti-passback."""
        return self.gate_kind in ("desk", "kiosk")

    def local(self, moment):
        """A moment as the people at the site read it on their clock."""
        local = opening_hours.to_local(moment, self.tz)
        today = opening_hours.to_local(self.moment, self.tz).date()
        return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")


def condition(code, waiver=None, label=None, discreet=False):
    """Register a check under a code of the protocol.

    :param str code: what programs are told; several checks may share one
    :param str waiver: xml id of the group that may set it aside, if any may
    :param label: lazily translated name of what is set aside, with a waiver
    :param bool discreet: whether hosts and visitors are not told
    """

    def register(check):
        CONDITIONS[check.__name__] = Condition(code, check, waiver, label, discreet)
        return check

    return register


def unmet(facts):
    """The conditions that are not met, the one to answer first.

    The order is: the pass, its site, the registration, anti-passback, then the rest.
    A code is listed once; waived conditions are left out.

    :param Facts facts: what is known at this moment
    :return: list of :class:`Unmet`, empty when the person may pass
    """
    over = not facts.gate_site_id and registration_over(facts)
    if over:  # what else is missing matters no more, and the desk knows what to do
        return [Unmet("pass_revoked", over, None)]
    found = {}
    for code, check, waiver, *_rest in CONDITIONS.values():
        if code in found or (waiver and code in facts.waived):
            continue
        message = check(facts)
        if message is not None:
            found[code] = Unmet(code, message, waiver)
    return list(found.values())


def for_everybody(unmet_conditions):
    """The same for hosts and visitors: what is not for their eyes is one condition.

    :param unmet_conditions: list of :class:`Unmet`
    :return: list of :class:`Unmet`; ``ask_reception`` stands in it once at most
    """
    discreet = {each.code for each in CONDITIONS.values() if each.discreet}
    told = [each for each in unmet_conditions if each.code not in discreet]
    if len(told) < len(unmet_conditions):
        told.append(Unmet("ask_reception", _lt("Please ask reception."), None))
    return told


def waivable():
    """What can be waived: list of (code, label), in the order it is answered."""
    return [(each.code, each.label) for each in CONDITIONS.values() if each.waiver]


def waiver_of(code):
    """The group (xml id) that may waive a code, ``None`` if nobody may.

    :raise KeyError: there is no condition with this code
    """
    return {each.code: each.waiver for each in CONDITIONS.values()}[code]


# ------------------------------------------------------------------------------------
# The pass
# ------------------------------------------------------------------------------------


@condition("pass_lost")
def code_lost(facts):
    if facts.code_state == "lost" or facts.pass_state == "lost":
        return _lt("This pass was reported lost. Keep it and call security.")


@condition("pass_revoked")
def code_revoked(facts):
    if facts.code_state == "revoked" or facts.pass_state == "revoked":
        return _lt("This pass was withdrawn. Send the person to reception.")


@condition("pass_returned")
def pass_returned(facts):
    if facts.pass_state in ("returned", "left_open"):
        return _lt("The holder of this pass has left. Send the person to reception.")


@condition("pass_expired")
def pass_expired(facts):
    over = facts.valid_to and facts.moment >= facts.valid_to
    if facts.pass_state == "expired" or (facts.pass_state and over):
        return _lt("This pass is no longer valid. Ask the host for a new visit.")


@condition("pass_not_yet_valid")
def pass_not_yet_valid(facts):
    if facts.pass_state and facts.valid_from and facts.moment < facts.valid_from:
        return _lt(
            "This pass is valid from %(day)s on.",
            day=opening_hours.to_local(facts.valid_from, facts.tz).date().isoformat(),
        )


@condition("wrong_site")
def wrong_site(facts):
    if facts.gate_site_id and facts.gate_site_id != facts.site_id:
        return _lt("This pass is for another site of the company.")


# ------------------------------------------------------------------------------------
# The registration
# ------------------------------------------------------------------------------------


@condition("pass_revoked")
def registration_over(facts):
    if facts.registration_state == "left":
        return _lt(
            "This person has left. Undo that within ten minutes, or announce the "
            "visit again."
        )
    if facts.registration_state in ("cancelled", "refused"):
        return _lt(
            "This registration was cancelled or refused. Undo that within ten minutes, "
            "or announce the visit again."
        )


@condition("already_inside", waiver=RECEPTION, label=_lt("Already inside"))
def already_inside(facts):
    if facts.by_hand:
        inside = facts.registration_state == "inside"
    else:
        inside = facts.scanned_in and (not facts.area_id or facts.area_holds_pass)
    if inside:
        return _lt("Already inside with this pass. Check that it was not passed on.")


# ------------------------------------------------------------------------------------
# The rest, in the order they are answered
# ------------------------------------------------------------------------------------


@condition("not_approved")
def only_a_sample(facts):
    if facts.sample:
        return _lt("A sample to look at: nobody comes. Register a walk-in to try it.")


@condition("not_approved")
def not_approved(facts):
    if facts.visit_state not in ("approved", "in_progress"):
        if facts.approval == "security":
            return _lt("The visit is not approved. Ask security to approve it.")
        return _lt("The visit is not approved. Ask the host to approve it.")


@condition("not_checked_in")
def not_checked_in(facts):
    if facts.pass_state == "ready" and not facts.checks_in:
        return _lt("Not checked in yet. Send the person to reception first.")


@condition("outside_hours", waiver=RECEPTION, label=_lt("Hours of the Visit"))
def outside_hours(facts):
    if facts.moment < facts.start - timedelta(minutes=facts.grace_before):
        return _lt("Too early: the visit begins at %(t)s.", t=facts.local(facts.start))
    if facts.moment > facts.stop + timedelta(minutes=facts.grace_after):
        return _lt("Too late: the visit ended at %(t)s.", t=facts.local(facts.stop))
    if facts.opening and not opening_hours.is_open(facts.opening, facts.moment):
        return (
            _closed_then(facts)
            if facts.ahead
            else _lt("The site is closed at this hour.")
        )


def _closed_then(facts):
    day = opening_hours.to_local(facts.moment, facts.tz).date()
    opened = opening_hours.intervals(
        facts.opening, *opening_hours.day_bounds(day, facts.tz)
    )
    hours = ", ".join(
        "–".join(
            opening_hours.to_local(moment, facts.tz).strftime("%H:%M")
            for moment in each
        )
        for each in opened
    )
    if hours:
        return _lt(
            "On %(day)s the site is open at %(hours)s.",
            day=day.isoformat(),
            hours=hours,
        )
    return _lt("On %(day)s the site is closed.", day=day.isoformat())


@condition("area_not_allowed", waiver=SECURITY, label=_lt("Restricted area"))
def area_not_allowed(facts):
    if facts.area_restricted and not facts.area_named:
        return _lt("The pass does not name this restricted area.")


@condition("identity_missing", waiver=RECEPTION, label=_lt("Identity check"))
def identity_missing(facts):
    if facts.id_required and not facts.identity_seen:
        if facts.ahead:
            return _lt("Visitors show an identity document at reception.")
        return _lt("Identity document not seen yet. Check it and enter it.")


@condition("identity_expired", waiver=RECEPTION, label=_lt("Expired document"))
def identity_expired(facts):
    today = opening_hours.to_local(facts.moment, facts.tz).date()
    expires_on = facts.identity_expires_on
    if facts.id_required and expires_on and expires_on < today:
        return _lt("The identity document has expired. Ask for another one.")


@condition("photo_missing", waiver=RECEPTION, label=_lt("Photo"))
def photo_missing(facts):
    if facts.photo_required and not facts.has_photo:
        if facts.ahead:
            return _lt("A photo of each visitor is taken at reception.")
        return _lt("No photo yet. Take one.")


@condition("signature_missing", waiver=RECEPTION, label=_lt("Signature"))
def signature_missing(facts):
    if facts.signature_required and not facts.has_signature:
        if facts.ahead:
            return _lt("Visitors sign at reception.")
        return _lt("Not signed yet. Ask for a signature.")


@condition("capacity_full", waiver=RECEPTION, label=_lt("Capacity"))
def capacity_full(facts):
    entering = facts.registration_state != "inside"
    after = facts.inside_count + facts.headcount
    if entering and facts.capacity and after > facts.capacity:
        if facts.ahead:
            return _lt(
                "The site holds %(capacity)s people: with these visitors %(expected)s "
                "are expected then.",
                capacity=facts.capacity,
                expected=after,
            )
        return _lt(
            "The site is full: %(inside)s of %(capacity)s people inside.",
            inside=facts.inside_count,
            capacity=facts.capacity,
        )
    after = facts.area_inside_count + facts.headcount
    if (
        facts.area_capacity
        and not facts.area_holds_pass
        and after > facts.area_capacity
    ):
        return _lt(
            "The area is full: %(inside)s of %(capacity)s people inside.",
            inside=facts.area_inside_count,
            capacity=facts.area_capacity,
        )


# ------------------------------------------------------------------------------------
# Where the code is no pass of this company at all, there are no facts
# ------------------------------------------------------------------------------------


def unknown_pass():
    """The answer to a code that is no pass of this company."""
    return Unmet(
        "pass_unknown", _lt("Unknown code. Send the person to reception."), None
    )


def never_came_in():
    """What flags an exit of somebody who is not inside."""
    return Unmet("not_checked_in", _lt("Was not checked in."), None)
