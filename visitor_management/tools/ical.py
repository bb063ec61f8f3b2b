"""Calendar files (RFC 5545, 5546) for appointments, as mail programs read them.

Pure functions: what is written to those who are invited, and what their calendars
answer. No text that somebody typed begins a line of its own: line breaks and other
control characters become blanks in all values.
"""

import re
from datetime import datetime, timezone
from typing import NamedTuple

from . import time_zones

# What is told of an appointment: the method of the file, the status of the event, and
# what those invited say to it.
TOLD = {
    "invited": ("REQUEST", "CONFIRMED", "NEEDS-ACTION"),  # it stands, will they come?
    "shown": ("PUBLISH", "CONFIRMED", ""),  # to keep, by somebody who is not asked
    "asked": ("REQUEST", "TENTATIVE", "NEEDS-ACTION"),
    "confirmed": ("REQUEST", "CONFIRMED", "ACCEPTED"),  # they agreed before
    "moved": ("REQUEST", "CONFIRMED", "NEEDS-ACTION"),
    "cancelled": ("CANCEL", "CANCELLED", "NEEDS-ACTION"),
}
ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
PRODUCT = "-//Visitor Management//Odoo//EN"
ORGANIZER = re.compile(r"^(ORGANIZER;CN=\"[^\"\r\n]*\":mailto:)[^\r\n]*", re.M)
OCTETS = 75  # of a line, without its end
LONGEST_ANSWER = 200_000  # characters of a calendar file that is read
LONGEST_COMMENT = 250
BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
PROPERTY = re.compile(r"([A-Za-z0-9-]+)")


class Event(NamedTuple):
    """An appointment to tell people of.

    ``uid`` is the same for ever, ``sequence`` higher with each mail; ``begin``, ``end``
    and ``stamp`` are aware; what is called off needs no time. ``organizer`` is a pair
    of a name and an address, which is replaced by that of who sends the mail;
    ``attendees`` are pairs of a name and a normalised address.
    """

    uid: str
    sequence: int
    begin: datetime
    end: datetime
    stamp: datetime
    summary: str
    description: str
    place: str
    organizer: tuple
    attendees: list
    lang: str


class Answer(NamedTuple):
    """What the calendar of somebody who was invited says; nothing in it is proven.

    ``says`` is ``accepted``, ``declined``, ``tentative`` or ``counter``, or an empty
    text; ``begin`` is when they propose instead (aware), or None; ``comment`` is what
    they add.
    """

    uid: str
    sequence: int
    says: str
    begin: datetime
    comment: str = ""


# ------------------------------------------------------------
# WRITE
# ------------------------------------------------------------


def invitation(event, kind):
    """An appointment as a calendar file.

    :param Event event: the appointment
    :param str kind: of ``TOLD``
    :return: str, for :func:`sent_by`
    """
    method, status, says = TOLD[kind]
    asks = "TRUE" if method == "REQUEST" and says == "NEEDS-ACTION" else "FALSE"
    name, address = event.organizer
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_moment(event.stamp)}",
        *([f"DTSTART:{_moment(event.begin)}"] if event.begin else []),
        *([f"DTEND:{_moment(event.end)}"] if event.end else []),
        f"STATUS:{status}",
        f"ORGANIZER;CN={_quoted(name)}:mailto:{one_line(address)}",
        *(
            f"ATTENDEE;CN={_quoted(name or address)};ROLE=REQ-PARTICIPANT;"
            f"PARTSTAT={says};RSVP={asks}:mailto:{one_line(address)}"
            for name, address in event.attendees
        ),
        *_worded("SUMMARY", event.summary, event.lang),
        *_worded("DESCRIPTION", event.description, event.lang),
        *_worded("LOCATION", event.place, event.lang),
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def sent_by(text, address):
    """A calendar file as it leaves.

    :param str text: by :func:`invitation`
    :param str address: of who sends the mail, and so is the organizer
    :return: str with lines of 75 octets at most
    """
    text = ORGANIZER.sub(lambda found: found[1] + one_line(address), text, count=1)
    return "".join(f"{fold(line)}\r\n" for line in text.split("\r\n") if line)


def fold(line):
    """A line in pieces of 75 octets at most, no letter torn."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece])


def method_of(text):
    """
    :param str text: a calendar file of ours
    :return: its method, which the mail has to name, too
    """
    return re.search(r"^METHOD:(\w+)\r?$", text, re.M)[1]


def _worded(name, value, lang):
    text = _text(value or "")
    if text:
        yield f"{name};LANGUAGE={lang.replace('_', '-').partition('@')[0]}:{text}"


def one_line(value):
    """A text without line breaks and other control characters."""
    return BREAKS.sub(" ", value).strip()


def _text(value):
    return re.sub(r"([\\;,])", r"\\\1", one_line(value))


def _quoted(value):
    return '"{}"'.format(one_line(value).replace('"', "'"))


def _moment(moment):
    return moment.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")


# ------------------------------------------------------------
# READ
# ------------------------------------------------------------


def read_answer(text, addresses):
    """What somebody's calendar answers.

    :param str text: a calendar file whose method is ``REPLY`` or ``COUNTER``
    :param addresses: those that the answer may be about, normalised
    :return: :class:`Answer`, or None if it can't be read
    """
    says, values, attendees, nested = "", {}, [], []
    text = re.sub(r"(?:\r\n|\n|\r)[ \t]", "", text[:LONGEST_ANSWER])
    lines = re.split(r"\r\n|\n|\r", text)
    for name, parameters, value in filter(None, map(_property, lines)):
        if name == "BEGIN":
            nested.append(value.upper())
        elif name == "END":
            nested = nested[:-1]
            if value.upper() == "VEVENT":
                break  # an answer is about one appointment
        elif nested == ["VCALENDAR"] and name == "METHOD":
            says = "counter" if value.strip().upper() == "COUNTER" else ""
        elif nested == ["VCALENDAR", "VEVENT"]:
            if name == "ATTENDEE":
                attendees.append((_address(value), parameters.get("PARTSTAT", "")))
            else:
                values.setdefault(name, (parameters, value))
    uid = _plain(values, "UID")
    sequence = _plain(values, "SEQUENCE") or "0"
    if not uid or not re.fullmatch(r"[0-9]{1,9}", sequence):
        return None
    own = [status for address, status in attendees if address in addresses]
    if not own and len(attendees) == 1:  # an alias of theirs
        own = [attendees[0][1]]
    if not says and len(set(own)) == 1:
        says = ANSWERS.get(own[0].upper(), "")
    begin = _when(*values["DTSTART"]) if "DTSTART" in values else None
    comment = one_line(_plain(values, "COMMENT").replace("\\n", " "))
    return Answer(uid, int(sequence), says, begin, comment[:LONGEST_COMMENT])


def _property(line):
    """Name, parameters and value of a line; None if it is none."""
    name = PROPERTY.match(line)
    if not name:
        return None
    parameters, at = {}, name.end()
    while found := PARAMETER.match(line, at):
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
    if line[at : at + 1] != ":":
        return None
    return name[1].upper(), parameters, line[at + 1 :]


def _plain(values, name):
    value = values.get(name, ({}, ""))[1].replace("\x00", "").strip()
    return re.sub(r"\\([\\;,])", r"\1", value)


def _address(value):
    return re.sub(r"^mailto:", "", value.strip(), flags=re.I).strip("<> ").lower()


def _when(parameters, value):
    """A moment of a calendar file, aware, or None: a date alone is no moment."""
    found = re.fullmatch(r"(\d{8}T\d{6})(Z?)", value.strip())
    if not found:
        return None
    name = parameters.get("TZID", "")
    zone = timezone.utc if found[2] else time_zones.foreign(name)
    try:
        moment = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone)
        return moment.astimezone(timezone.utc) if zone else None
    except (ValueError, OverflowError):
        return None
