from datetime import datetime, timedelta
from typing import get_args

from ..tools import admission, opening_hours

NOON = datetime(2026, 11, 24, 4)  # in Shanghai
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def standing(**changes):
    """A visitor checked in for a visit of today who stands at a gate, at noon."""
    lines = [opening_hours.Attendance(day, 8, 18, None) for day in range(7)]
    facts = admission.known(
        moment=NOON,
        registration_id=1,
        site_id=7,
        tz="Asia/Shanghai",
        gate=admission.Gate("gate", site_id=7, checks_in=False),
        visit={"state": "in_progress", "registration_state": "inside", "headcount": 1},
        hours={
            "start": NOON - timedelta(hours=1),
            "stop": NOON + timedelta(hours=1),
            "grace_before": 30,
            "grace_after": 30,
            "opening": opening_hours.Calendar("Asia/Shanghai", lines, []),
        },
        pass_={
            "id": 1,
            "state": "issued",
            "valid_from": datetime(2026, 11, 23, 16),
            "valid_to": datetime(2026, 11, 24, 16),
        },
    )
    return facts.but(**changes)


def as_in(facts, condition, example):
    """Facts with one of the examples by which a condition is not met."""
    fields = admission.FAMILIES[condition.family].facts._fields
    own = {name: value for name, value in example.items() if name in fields}
    others = {name: value for name, value in example.items() if name not in fields}
    changes = {condition.family: own, **others}
    for name in admission.FAMILIES.keys() & changes.keys():
        kinds = admission.FAMILIES[name].facts.__annotations__
        changes[name] = {
            fact: _moved(facts, kinds[fact], value)
            for fact, value in changes[name].items()
        }
    return facts.but(**changes)


def _moved(facts, kind, value):
    """A moment or a day that is told by the time from the moment of the facts."""
    if not isinstance(value, timedelta):
        return value
    moment = facts.moment + value
    return moment if datetime in (get_args(kind) or (kind,)) else moment.date()


def examples():
    """All conditions, each with each example by which it is not met."""
    for condition in admission.CONDITIONS.values():
        for example in condition.unmet_by:
            yield condition, example


def codes_of(facts):
    return [each.code for each in admission.unmet(facts)]
