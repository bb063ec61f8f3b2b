"""Whether a visitor is somebody on the watchlist, and how sure that is.

A pure decision over what is written down of both; ``visitor.watchlist`` gathers it, and
finds by keys (:func:`keys_of`) whom it is worth asking about.
"""

from datetime import date
from typing import NamedTuple

from . import masks, name_keys, search_words
from .identity_documents import HIDDEN

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"
# The surest first.
EVIDENCE = (STRONG, MEDIUM, WEAK)


class Traits(NamedTuple):
    """What tells who somebody is. Of an entry there may be several names."""

    names: tuple = ()
    phone: str = ""  # key, see phone.key
    email: str = ""  # normalised
    plate: str = ""
    organization: str = ""
    documents: frozenset = frozenset()  # keyed fingerprints
    born: date | None = None


class Match(NamedTuple):
    """How sure, and by which field; both values covered."""

    evidence: str
    field: str
    entry_value: str
    person_value: str


def keys_of(traits):
    """What somebody is looked up by; two who share none are not the same.

    :param Traits traits: of an entry or of a visitor
    :return: set of str, see :mod:`.name_keys`; ``p:`` a phone number, ``e:`` an e-mail
        address, ``c:`` a plate, ``d:`` a document
    """
    found = set()
    for name in traits.names:
        found |= name_keys.keys(name)
    addresses = (
        ("p:", traits.phone),
        ("e:", traits.email),
        ("c:", _plate(traits.plate)),
        *(("d:", each) for each in traits.documents),
    )
    found |= {
        mark + value.replace(name_keys.SEPARATOR, "")
        for mark, value in addresses
        if value
    }
    return found


def tells_somebody(traits):
    """Whether it says who is meant; else an entry would meet everybody."""
    known = keys_of(traits._replace(names=()))
    return bool(known) or any(map(name_keys.is_whole, traits.names))


def is_by_name_only(traits):
    """Whether nothing but a name tells who is meant."""
    return not (traits.phone or traits.email or traits.plate or traits.documents)


def match(entry, person, shared=frozenset()):
    """Compare an entry with a visitor.

    :param Traits entry: of the watchlist
    :param Traits person: a visitor
    :param shared: phone keys and e-mail addresses that several people gave: they tell
        nobody for certain, no more than a number without a country does
    :return: :class:`Match` or None
    """
    found = [*_by_document(entry, person), *_by_address(entry, person, shared)]
    plate = _plate(entry.plate)
    if plate and plate == _plate(person.plate):
        # somebody else may sit in it
        found.append(
            Match(MEDIUM, "plate", masks.plate(entry.plate), masks.plate(person.plate))
        )
    found += _by_name(entry, person)
    return min(found, key=lambda each: EVIDENCE.index(each.evidence), default=None)


def _plate(plate):
    """What plates are compared by; one character is no plate, but says "none"."""
    key = search_words.together(plate)
    return key if len(key) > 1 else ""


def _by_document(entry, person):
    if entry.documents & person.documents:
        yield Match(STRONG, "document", HIDDEN, HIDDEN)


def _by_address(entry, person, shared):
    if entry.phone and entry.phone == person.phone:
        certain = entry.phone.startswith("+") and entry.phone not in shared
        masked = masks.phone(entry.phone)
        yield Match(STRONG if certain else WEAK, "phone", masked, masked)
    if entry.email and entry.email == person.email:
        masked = masks.email(entry.email)
        certain = entry.email not in shared
        yield Match(STRONG if certain else WEAK, "email", masked, masked)


def _by_name(entry, person):
    names = (
        (mine, theirs)
        for mine in entry.names
        for theirs in person.names
        if name_keys.same_name(mine, theirs)
    )
    for mine, theirs in names:
        covered = masks.name(mine), masks.name(theirs)
        firm = name_keys.firm(entry.organization)
        if entry.born and entry.born == person.born:
            yield Match(MEDIUM, "birth_date", *covered)
        elif firm and firm == name_keys.firm(person.organization):
            yield Match(MEDIUM, "organization", *covered)
        else:
            yield Match(WEAK, "name", *covered)


def is_surer(evidence, other):
    """Whether one kind of evidence is surer than another; both of ``EVIDENCE``."""
    return EVIDENCE.index(evidence) < EVIDENCE.index(other)
