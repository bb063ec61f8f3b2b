"""How many escorts visitors need, and who is the best to ask: pure functions."""

from datetime import datetime
from math import ceil
from typing import NamedTuple

# A house value where no area says another: nobody prescribes one.
GUESTS = 5
PROPOSED = 3


class Need(NamedTuple):
    """What a visit asks of an escort; times are naive UTC, languages codes."""

    start: datetime
    stop: datetime
    languages: frozenset = frozenset()
    department_id: int = 0


class Person(NamedTuple):
    """Somebody who may escort. ``busy`` and ``away`` are (from, to) of naive UTC.

    ``works`` are the working hours as such pairs, None for somebody without any that
    are fixed. ``load`` is how many escorts the person has that day.
    """

    id: int
    name: str
    language: str = ""
    department_id: int = 0
    load: int = 0
    busy: tuple = ()
    away: tuple = ()
    works: tuple | None = None


def needed(people, asking, others=(), by_rule=False):
    """How many escorts accompany a number of people.

    :param int people: as planned
    :param asking: guests per escort of each area that asks for one
    :param others: the same of the areas that do not
    :param bool by_rule: the kind of visit asks, or the visitors are important: then
        all areas are walked through accompanied
    :return: number, 0 where nobody asks for an escort
    """
    asking = list(asking)
    if not asking and not by_rule:
        return 0
    limits = [*asking, *(others if by_rule else ())]
    return ceil(max(people, 1) / min(limits, default=GUESTS))


def reasons_against(start, stop, person):
    """What speaks against somebody, and is asked about: it forbids nothing.

    :return: list of ``overlap``, ``leave``, ``hours``
    """
    found = []
    if _touches(person.busy, start, stop):
        found.append("overlap")
    if _touches(person.away, start, stop):
        found.append("leave")
    if person.works is not None and not _covers(person.works, start, stop):
        found.append("hours")
    return found


def proposals(need, people, most=PROPOSED):
    """Who is free, the best first: same language, same department, least to do.

    :param Need need: of the visit
    :param people: :class:`Person`
    :param int most: how many
    :return: list of :class:`Person`
    """
    free = [each for each in people if not reasons_against(need.start, need.stop, each)]
    return sorted(free, key=lambda each: rank(need, each))[:most]


def speaks(need, person):
    """Whether a person speaks a language of the visitors; dialects are one language."""
    spoken = person.language.split("_")[0]
    return bool(spoken) and spoken in {each.split("_")[0] for each in need.languages}


def rank(need, person):
    """How well a person fits: the less, the better."""
    same_department = need.department_id and need.department_id == person.department_id
    return (
        not speaks(need, person),
        not same_department,
        person.load,
        person.name,
        person.id,
    )


def _touches(pairs, start, stop):
    return any(low < stop and high > start for low, high in pairs)


def _covers(pairs, start, stop):
    return any(low <= start and high >= stop for low, high in pairs)
