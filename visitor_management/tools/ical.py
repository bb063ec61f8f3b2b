"""Calendar files (RFC 5545) for appointments, as mail programs read them."""

import vobject

METHODS = {"asked": "REQUEST", "confirmed": "REQUEST", "cancelled": "CANCEL"}
STATUS = {"asked": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED"}


def appointment(
    *,
    uid,
    sequence,
    begin,
    end,
    stamp,
    summary,
    description,
    place,
    organizer,
    attendee,
    event,
):
    """One appointment as a calendar file.

    :param str uid: the same for every file about this appointment
    :param int sequence: higher with each file
    :param datetime begin: aware, as ``end`` and ``stamp``
    :param datetime end: when it is over
    :param datetime stamp: when the file was made
    :param str summary: the title
    :param str description: what it is about
    :param str place: where
    :param tuple organizer: name and e-mail address
    :param tuple attendee: name and e-mail address
    :param str event: ``asked``, ``confirmed`` or ``cancelled``
    :return: bytes
    """
    calendar = vobject.iCalendar()
    calendar.add("method").value = METHODS[event]
    entry = calendar.add("vevent")
    entry.add("uid").value = uid
    entry.add("sequence").value = str(sequence)
    entry.add("status").value = STATUS[event]
    entry.add("dtstamp").value = stamp
    entry.add("dtstart").value = begin
    entry.add("dtend").value = end
    entry.add("summary").value = summary
    if description:
        entry.add("description").value = description
    if place:
        entry.add("location").value = place
    for role, (name, address) in (("organizer", organizer), ("attendee", attendee)):
        if address:
            line = entry.add(role)
            line.value = f"mailto:{address}"
            line.params["CN"] = [(name or address).replace('"', "'")]
            if role == "attendee":
                line.params["PARTSTAT"] = ["NEEDS-ACTION"]
                line.params["RSVP"] = ["TRUE"]
    return calendar.serialize().encode()
