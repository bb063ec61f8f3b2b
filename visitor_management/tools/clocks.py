"""Which clock a place goes by: pure functions over countries and time zones.

Odoo's own default is the zone of the user who makes a record, and ``UTC`` where that
user has none: on an empty database nearly always. A visit at nine would be at five in
the afternoon.
"""

from datetime import timedelta, timezone
from typing import NamedTuple

import pytz

from . import time_zones

# Names that are nobody's place: what is left when nobody was asked.
NOWHERE = {"GMT", "GMT0", "Greenwich", "UCT", "UTC", "Universal", "Zulu"}
HALF_A_YEAR = timedelta(days=182)


class Guess(NamedTuple):
    """A time zone, and whether it is more than a guess."""

    tz: str
    sure: bool


def is_nowhere(name):
    """Whether a name says nothing of a place: ``UTC`` by any of its names."""
    return not name or name.rpartition("/")[2] in NOWHERE


def of_country(code):
    """The time zones of a country, the one of most people first.

    :param str code: ISO 3166, two letters, or nothing
    """
    try:
        names = pytz.country_timezones[code or ""]
    except KeyError:
        return []
    return [name for name in names if time_zones.known(name) == name]


def same_clock(one, other, moment):
    """Whether two zones show the same time, now and half a year later.

    :param datetime moment: naive UTC
    """
    return all(
        _offset(one, at) == _offset(other, at) for at in (moment, moment + HALF_A_YEAR)
    )


def fits(name, code, moment):
    """Whether a zone can be that of a place in a country.

    Where the country is not known every place fits, ``UTC`` alone does not.

    :param str name: IANA name
    :param str code: of the country, may be empty
    :param datetime moment: naive UTC
    """
    zones = of_country(code)
    if not zones:
        return not is_nowhere(name)
    return any(same_clock(name, zone, moment) for zone in zones)


def guess(code, moment, company=(), browser=""):
    """The zone of a new place.

    What the company says counts first, then the country, where it has but one clock,
    then the browser of who asks.

    :param str code: of the country, may be empty
    :param datetime moment: naive UTC
    :param company: names that the company has in its records, the nearest first
    :param str browser: the zone of who asks, may be empty
    :return: :class:`Guess`; UTC and not sure, if nobody knows anything
    """
    said = [
        name for name in company if not is_nowhere(name) and fits(name, code, moment)
    ]
    if said:
        return Guess(time_zones.known(said[0]), True)
    zones = of_country(code)
    here = ""
    if not is_nowhere(browser) and fits(browser, code, moment):
        here = time_zones.known(browser)
    if zones:
        one = all(same_clock(zone, zones[0], moment) for zone in zones)
        return Guess(zones[0] if one or not here else here, one)
    return Guess(here or "UTC", False)


def _offset(name, moment):
    aware = moment.replace(tzinfo=timezone.utc)
    return aware.astimezone(time_zones.zone(name)).utcoffset()
