"""Admission: may this person pass here, now?

One pure function of the facts answers that for the desk, the gate, the kiosk and
the host's screen alike: :func:`unmet` lists the conditions that are not met. It
reads no database and writes nothing; ``visitor.admission`` gathers the facts.

A family is one file: its facts and the conditions that look at them. A new one is a new
file and a line of ``ORDER`` for each of its codes, see ``docs/architecture.md``.
"""

import importlib
import pkgutil

from odoo.tools.translate import LazyTranslate

from . import visit
from .family import MET, Facts, Family, Gate, Later, Unmet
from .labels import NAMES

_lt = LazyTranslate(__name__)

# In which order they are answered: the pass, its site, anti-passback, then the rest.
ORDER = (
    "pass_lost",
    "pass_revoked",
    "pass_returned",
    "pass_expired",
    "pass_not_yet_valid",
    "wrong_site",
    "already_inside",
    "not_approved",
    "not_checked_in",
    "outside_hours",
    "area_not_allowed",
    "watchlisted",
    "names_missing",
    "identity_missing",
    "identity_expired",
    "photo_missing",
    "signature_missing",
    "policy_missing",
    "induction_missing",
    "permit_missing",
    "escort_missing",
    "capacity_full",
)


def _all_families():
    """Those of the files of this package, by name."""
    modules = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
    )
    return {
        module.FAMILY.name: module.FAMILY
        for module in modules
        if hasattr(module, "FAMILY")
    }


def in_order(families, order):
    """The conditions of families by their code, in the order they are answered.

    :param dict families: :class:`Family` by name
    :param order: codes
    :return: dict of :class:`Condition`
    :raise ValueError: a code is doubled, or there is not one condition for it
    """
    declared = [each for family in families.values() for each in family.conditions]
    codes = sorted(each.code for each in declared)
    if codes != sorted(order) or len(set(codes)) < len(codes):
        raise ValueError(f"Conditions {codes} are not those of the order {order}")
    return {
        each.code: each for each in sorted(declared, key=lambda c: order.index(c.code))
    }


FAMILIES = _all_families()
CONDITIONS = in_order(FAMILIES, ORDER)


# ------------------------------------------------------------------------------------
# Facts
# ------------------------------------------------------------------------------------


def columns():
    """What a statement selects: all facts of all families, see :class:`Family`."""
    return ",\n".join(family.columns for family in FAMILIES.values())


def later(found):
    """What is still to be read of people, as little is asked of so many.

    :param found: facts by family, as :func:`read` answers them, by id
    :return: list of a family, its facts that are read later, and the ids of whom
    """
    return [
        (family, list(family.later), ids)
        for family in FAMILIES.values()
        if family.later
        and (
            ids := [
                known_id
                for known_id, facts in found.items()
                if any(
                    getattr(facts[family.name], each.asked)
                    for each in family.later.values()
                )
            ]
        )
    ]


def read(row):
    """The facts of a row of :func:`columns`, by family."""
    facts, first = {}, 0
    for name, family in FAMILIES.items():
        last = first + len(family.facts._fields)
        facts[name] = family.facts._make(row[first:last])
        first = last
    return facts


def known(*, moment, site_id, tz, registration_id=0, **known_facts):
    """Facts that are not read from the database.

    :param known_facts: by family a dict of its facts, those with a default may be left
        out; or one that is of no family
    :return: :class:`Facts`
    """
    families = {
        name: family.facts(**known_facts.pop(name, {}))
        for name, family in FAMILIES.items()
    }
    return Facts(moment, registration_id, site_id, tz, families, **known_facts)


# ------------------------------------------------------------------------------------
# Decisions
# ------------------------------------------------------------------------------------


def unmet(facts):
    """The conditions that are neither met nor waived, the one to answer first.

    An emergency is asked for little, by what the conditions say of it; :func:`owed`
    answers the rest.

    :param Facts facts: what is known at this moment
    :return: list of :class:`Unmet`, empty when the person may pass
    """
    over = not facts.gate.site_id and visit.ended(facts)
    if over:  # what else is missing matters no more, and the desk knows what to do
        return [Unmet("pass_revoked", over, None)]
    if facts.visit.emergency:
        return _unmet_of(facts, lambda each: each.in_emergency == "asked")
    return _unmet_of(facts)


def owed(facts):
    """What an emergency still owes, in the order it is answered, also of who has left.

    :param Facts facts: what is known at this moment
    :return: list of :class:`Unmet`, empty of visits that are no emergency
    """
    if not facts.visit.emergency:
        return []
    return _unmet_of(facts, lambda each: each.in_emergency == "later")


def _unmet_of(facts, asked=lambda each: True):
    found = []
    for code, condition in CONDITIONS.items():
        if not asked(condition) or condition.is_waived(facts):
            continue
        message = condition.check(facts)
        if message is not None and message is not MET:
            found.append(Unmet(code, message, condition.waiver))
    return found


def met(facts):
    """What was asked for and is there: a list of lazily translated sentences."""
    return [
        each.met
        for each in CONDITIONS.values()
        if each.met and each.check(facts) is MET
    ]


def wrong_exit(facts):
    """What makes an exit look wrong. Who is inside may go, whatever the hour.

    :return: list of :class:`Unmet`, empty where the holder of the pass was inside
    """
    found = unmet(facts)
    wrong = [each for each in found if is_of_another(each.code)]
    if not wrong and facts.visit.registration_state != "inside":
        dead = [each for each in found if CONDITIONS[each.code].on_exit == "dead_pass"]
        wrong = dead or [Unmet("not_checked_in", _lt("Was not checked in."), None)]
    return wrong


def is_of_another(code):
    """Whether an exit with this code does not tell that the pass's holder went out."""
    return code in CONDITIONS and CONDITIONS[code].on_exit == "not_the_holder"


def of_the_pass(unmet_conditions):
    """Those of unmet conditions that are about the pass as such."""
    return [
        each for each in unmet_conditions if CONDITIONS[each.code].family == "pass_"
    ]


def whatever_the_hour(unmet_conditions):
    """Those of unmet conditions that will be missing at any hour of the day."""
    return [
        each for each in unmet_conditions if not CONDITIONS[each.code].of_the_moment
    ]


def of_the_hour(unmet_conditions):
    """Those of unmet conditions that may be met at another hour."""
    return [each for each in unmet_conditions if CONDITIONS[each.code].of_the_moment]


def for_everybody(unmet_conditions):
    """The same for hosts and visitors: what is not for their eyes is one condition.

    :param unmet_conditions: list of :class:`Unmet`
    :return: list of :class:`Unmet`; ``ask_reception`` stands in it once at most
    """
    told = [each for each in unmet_conditions if CONDITIONS[each.code].told]
    if len(told) < len(unmet_conditions):
        told.append(Unmet("ask_reception", _lt("Please ask reception."), None))
    return told


def code_for_everybody(code):
    """A code as hosts and visitors are told it, see :func:`for_everybody`."""
    if code in CONDITIONS and not CONDITIONS[code].told:
        return "ask_reception"
    return code


def unknown_pass():
    """The answer to a code that is no pass of this company: there are no facts."""
    return Unmet(
        "pass_unknown", _lt("Unknown code. Send the person to reception."), None
    )


def name_of(code):
    """What a code is called where it is counted: lazily translated, or the code."""
    condition = CONDITIONS.get(code)
    return (condition and condition.label) or NAMES.get(code) or code or ""


# ------------------------------------------------------------------------------------
# Waivers
# ------------------------------------------------------------------------------------


def waivable():
    """What can be waived: list of (code, label), in the order it is answered."""
    return [(each.code, each.label) for each in CONDITIONS.values() if each.waiver]


def waiver_of(code):
    """The group (xml id) that may waive a code, ``None`` if nobody may.

    :raise KeyError: there is no condition with this code
    """
    return CONDITIONS[code].waiver
