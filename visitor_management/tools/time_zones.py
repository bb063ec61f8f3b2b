"""Time zones by name: the one place where a name becomes a clock.

Databases keep names for decades, systems drop old ones: ``Asia/Saigon`` and
``Asia/Calcutta`` are unknown where tzdata comes without its "backward" links. What a
system does not know is called as Odoo calls it now; what nobody knows is UTC, for a
gate has to answer whatever stands in a field.
"""

import logging
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from odoo._monkeypatches.pytz import _tz_mapping as NEW_NAMES

_logger = logging.getLogger(__name__)


def known(name):
    """The name under which this system knows a time zone; ``UTC`` if under none.

    :param str name: IANA name, of today or of former times, or nothing
    """
    for each in (name, NEW_NAMES.get(name)):
        if each and _zone(each):
            return each
    if name:
        _tell(name)
    return "UTC"


def zone(name):
    """The :class:`ZoneInfo` of a name, see :func:`known`."""
    return ZoneInfo(known(name))


def in_sql(name):
    """The same for the database, which may know less names than this system."""
    return NEW_NAMES.get(known(name), known(name))


def foreign(name):
    """The :class:`ZoneInfo` of a name that somebody else's program wrote.

    :param str name: an IANA name, or one of Windows
    :return: None under which nothing is known here; nobody is told, who could mend it?
    """
    name = get_global("windows_zone_mapping").get(name, name)
    return _zone(name) or _zone(NEW_NAMES.get(name))


def _zone(name):
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, TypeError, ValueError):
        return None  # unknown, or no name at all


@lru_cache(maxsize=64)
def _tell(name):
    """Once, not with each scan."""
    _logger.error("Unknown time zone %r: taken for UTC. Choose another one.", name)
