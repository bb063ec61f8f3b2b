"""What people are told of by the channels of a site: the one table of it.

A new event is a row here, a record in ``data/visitor_notice_data.xml``, and a call of
``visitor.notice.channel._tell`` where it happens.
"""

from typing import NamedTuple


class Event(NamedTuple):
    """Something that happens at a site.

    ``label`` is the first line of what is said, without personal data. ``host`` says
    whether the host of the visit may hear of it: of alarms only those may whom the
    administrator names.
    """

    label: str
    host: bool = False


EVENTS = {
    "arrived": Event("Visitor has arrived", host=True),
    "approval": Event("Visit waits for approval", host=True),
    "waiting": Event("Visitor stands at the door", host=True),
    "left": Event("Visitor has left", host=True),
    "overstaying": Event("Visitor stays too long", host=True),
    "watchlist": Event("Watchlist alarm"),
    "violation": Event("Violation reported"),
    "muster": Event("Roll call begun"),
    "emergency": Event("Emergency entry"),
    "delivery": Event("Delivery over time"),
    "permit_suspended": Event("Work permit suspended"),
    "device_silent": Event("Device is silent"),
    "help": Event("Somebody calls for help"),
}
SELECTION = [(code, event.label) for code, event in EVENTS.items()]
TEST = "test"

# What a record is called without naming a person: a field, by its model. Of others
# nothing but the event is said.
NUMBERS = {
    "visitor.visit": "name",
    "visitor.registration": "visit_id.name",
    "visitor.watchlist.hit": "visit_id.name",
    "visitor.violation": "name",
    "visitor.permit": "name",
    "visitor.delivery": "kind_id.name",
    "visitor.gate": "name",
}
# The page that a message opens, where it is not the record itself
OPENS = {"visitor.registration": "visit_id"}
# The visit that a record is about: whose host is told, and who is named where the
# channel names people
VISITS = {
    "visitor.visit": "",
    "visitor.registration": "visit_id",
    "visitor.watchlist.hit": "visit_id",
}
