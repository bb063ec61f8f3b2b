"""What a visitor does alone, on a tablet or behind a link: the admission list as steps.

Only what the visitor can do: what is unmet besides, and what visitors are not told of,
is the desk's.
"""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from . import admission
from .admission.family import MET

_lt = LazyTranslate(__name__)

OWN_DATA = "own_data"
# In which order they are done: who, what is asked to know, and the signature under it.
ORDER = (
    OWN_DATA,
    "photo_missing",
    "policy_missing",
    "induction_missing",
    "signature_missing",
)
# Conditions that take more than one thing, each with a name of its own.
OF_RECORDS = ("policy_missing", "induction_missing")
WORDS = {
    OWN_DATA: _lt("Your data"),
    "photo_missing": _lt("Your photo"),
    "signature_missing": _lt("Your signature"),
}


class Step(NamedTuple):
    """``of`` is the id of what it is about, where a condition takes several."""

    code: str
    message: object
    done: bool
    of: int = 0


class Asked(NamedTuple):
    """A text or a training that is asked for."""

    id: int
    name: str
    done: bool


def steps(facts, own_data_given, records):
    """The steps of a visitor.

    :param facts: :class:`admission.Facts` of the visitor
    :param bool own_data_given: the visitor said who they are
    :param dict records: by code the list of :class:`Asked`
    :return: list of :class:`Step`, in the order they are done
    """
    found = []
    for code in ORDER:
        if code == OWN_DATA:
            found.append(Step(code, WORDS[code], own_data_given))
        elif code in OF_RECORDS:
            found += [
                Step(code, each.name, each.done, each.id)
                for each in records.get(code, ())
                if each.done or code not in facts.waived
            ]
        elif (done := is_done(facts, code)) is not None:
            found.append(Step(code, WORDS[code], done))
    return found


def is_done(facts, code):
    """Whether what a condition asks for is there; None where it asks for nothing.

    :param facts: :class:`admission.Facts`
    :param str code: of a condition
    """
    condition = admission.CONDITIONS[code]
    answer = condition.check(facts)
    if answer is None or (answer is not MET and code in facts.waived):
        return None
    return answer is MET


def at_reception(facts):
    """What the visitor brings to the desk, as sentences for the visitor.

    :param facts: :class:`admission.Facts`
    :return: list of lazily translated sentences
    """
    if is_done(facts, "identity_missing") is False:
        return [_lt("Show your identity document at reception.")]
    return []
