"""What a roll call knows without a database: statuses, keys of people, its times."""

import hmac
import math
import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

STATUSES = [
    ("missing", "Unaccounted For"),
    ("safe", "Safe"),
    ("injured", "Injured"),
    ("off_site", "Had Left Before"),
]
KINDS = [("drill", "Drill"), ("real", "Real Emergency"), ("test", "Test")]
# Whoever nobody has seen for so long is shown in red.
RED_AFTER = timedelta(minutes=10)
# A warden may have begun without network, so long before the roll call was started. No
# longer: a phone that has not heard of the end of a drill goes on ticking, and tells
# nothing of an emergency an hour later.
BEGUN_BEFORE = timedelta(minutes=30)
SHARES = (95, 100)
# of what a phone sends
MOST_ROWS, MOST_NONCE = 500, 64
NONCE = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class Tick(NamedTuple):
    """Somebody was seen, as a phone or a screen says it.

    ``key`` or ``line_id`` or ``code`` (of the pass that was scanned) says who.
    """

    nonce: str
    status: str
    at: datetime  # naive UTC
    key: str | None = None
    line_id: int | None = None
    code: str | None = None
    point: str | None = None


def key_of(secret, site_id, person, number=1):
    """The key of one head: always the same, and nobody can guess it.

    :param bytes secret: of this purpose
    :param int site_id: people have another key at another site
    :param str person: ``r<id>`` of a registration, ``e<id>`` of an employee
    :param int number: of a group, which has one pass for several heads
    :return: 32 hexadecimal characters
    """
    text = f"{site_id}:{person}:{number}"
    return hmac.new(secret, text.encode(), sha256).hexdigest()[:32]


def read_ticks(rows, now):
    """What came from a phone or another program, as ticks.

    :param list rows: dicts of ``nonce``, ``status``, one of ``key``, ``line_id`` and
        ``code``, and ``at`` (UTC, ISO 8601; without it: now), ``point``
    :param datetime now: naive UTC; nothing happened later than that
    :return: list of :class:`Tick`
    :raise ValueError: it is anything else
    """
    if not isinstance(rows, (list, tuple)) or len(rows) > MOST_ROWS:
        raise ValueError("rows")
    try:
        return [_read_tick(row, now) for row in rows]
    except TypeError as error:
        raise ValueError("row") from error


def _read_tick(row, now):
    if not isinstance(row, dict):
        raise TypeError("row")
    if row.get("status") not in dict(STATUSES):
        raise ValueError("status")
    named = [name for name in ("key", "line_id", "code") if row.get(name)]
    if len(named) != 1:
        raise ValueError("who")
    line_id = row.get("line_id") or None
    if line_id is not None and (type(line_id) is not int or not 0 < line_id < 2**31):
        raise ValueError("line_id")
    return Tick(
        nonce=read_nonce(row.get("nonce")),
        status=row["status"],
        at=read_moment(row.get("at"), now),
        key=_text(row.get("key"), 64),
        line_id=line_id,
        code=_text(row.get("code"), 512),
        point=_text(row.get("point"), 200),
    )


def read_nonce(value):
    """
    :return: the number that a device gave to something, once
    :raise ValueError: it is none
    """
    if not isinstance(value, str) or not NONCE.fullmatch(value):
        raise ValueError("nonce")
    return value


def read_moment(value, now):
    """
    :param value: UTC as ISO 8601 or as Odoo writes it, a datetime, or nothing
    :param datetime now: naive UTC
    :return: naive UTC, not later than now
    :raise ValueError, TypeError: it is no moment
    """
    if not value:
        return now
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        raise TypeError("at")
    if value.tzinfo:
        try:
            value = (value - value.utcoffset()).replace(tzinfo=None)
        except OverflowError as error:
            raise ValueError("at") from error
    return min(value, now)


def _text(value, most):
    if value in (None, False, ""):
        return None
    if isinstance(value, int):
        value = str(value)
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ValueError("text")
    value.encode()  # lone surrogates are no text
    return value


def seconds_to(share, expected, since, moments):
    """How long it took until so many of those on the list were accounted for.

    :param int share: percent
    :param int expected: how many stood on the list
    :param datetime since: when it began
    :param moments: when each of them was accounted for
    :return: seconds, or None: so many are not
    """
    needed = math.ceil(expected * share / 100)
    if not needed or len(moments) < needed:
        return None
    last = sorted(moments)[needed - 1]
    return max(int((last - since).total_seconds()), 0)
