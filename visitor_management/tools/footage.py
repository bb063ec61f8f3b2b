"""The address of a recording: a template of the gate with the moment put in.

Nothing but times goes into it: no name, no number, no pass. A pure function.
"""

import re
from datetime import UTC, timedelta
from urllib.parse import quote, urlsplit

from .opening_hours import to_local

SCHEMES = ("http", "https", "rtsp")
# What may stand in braces, and what it becomes.
PLACES = ("start", "stop", "iso", "epoch", "start_epoch", "stop_epoch")
PLACES += ("start_local", "stop_local", "date", "time")
PLACE = re.compile(r"\{([^{}]*)\}")
ISO, LOCAL = "%Y-%m-%dT%H:%M:%SZ", "%Y%m%dT%H%M%S"
WRONG_SCHEME, WRONG_PLACE, WRONG_HOST, NO_TIME = "scheme", "place", "host", "time"


def fault(template):
    """What is wrong with a template.

    :param str template: an address with places in braces
    :return: one of ``scheme place host time``, or "" if it may be used
    """
    if any(each.isspace() or not each.isprintable() for each in template):
        return WRONG_HOST
    if re.search(r"[\\\"'<>`]", template):
        return WRONG_HOST
    try:
        parts = urlsplit(template)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return WRONG_HOST
    if parts.scheme not in SCHEMES:
        return WRONG_SCHEME
    # where it leads to is fixed, and who may look there is asked there
    if not host or "@" in parts.netloc or re.search(r"[{}%]", parts.netloc):
        return WRONG_HOST
    places = PLACE.findall(template)
    if set(places) - set(PLACES) or re.search(r"[{}]", PLACE.sub("", template)):
        return WRONG_PLACE
    return "" if places else NO_TIME


def address(template, at, before, after, tz):
    """Where the recording of a moment is.

    :param str template: without a fault
    :param datetime at: the moment, naive UTC
    :param int before, after: seconds of the recording around it
    :param str tz: the clock of the site
    :return: str
    """
    start, stop = at - timedelta(seconds=before), at + timedelta(seconds=after)
    local, local_start, local_stop = (to_local(each, tz) for each in (at, start, stop))
    values = {
        "start": start.strftime(ISO),
        "stop": stop.strftime(ISO),
        "iso": at.strftime(ISO),
        "epoch": str(_epoch(at)),
        "start_epoch": str(_epoch(start)),
        "stop_epoch": str(_epoch(stop)),
        "start_local": local_start.strftime(LOCAL),
        "stop_local": local_stop.strftime(LOCAL),
        "date": local.strftime("%Y-%m-%d"),
        "time": local.strftime("%H:%M:%S"),
    }
    return PLACE.sub(lambda found: quote(values[found[1]], safe=""), template)


def _epoch(moment):
    """Seconds since 1970 of a naive UTC moment."""
    return int(moment.replace(tzinfo=UTC).timestamp())
