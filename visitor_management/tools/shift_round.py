"""What the round at the end of a shift goes through, in this order."""

from typing import NamedTuple


class Section(NamedTuple):
    """A kind of thing that is still open.

    ``label``; ``people``: heads are counted, not lines; ``model``: of the record that
    ``res_id`` of a line names, where it is no visitor's.
    """

    label: str
    people: bool = False
    model: str = ""


SECTIONS = {
    "unseen": Section("Not seen leaving", people=True),
    "overstaying": Section("Overstaying", people=True),
    "inside": Section("Inside", people=True),
    "card": Section("Card or pass out"),
    "deposit": Section("In deposit", model="visitor.belonging"),
    "permit": Section("Works permitted", model="visitor.permit"),
    "permit_back": Section("Permit handed back", model="visitor.permit"),
    "delivery": Section("Delivery inside", model="visitor.delivery"),
    "emergency": Section("Emergency still owes", model="visitor.visit"),
    "escort": Section("Escort going on", model="visitor.escort"),
}
KINDS = [(kind, section.label) for kind, section in SECTIONS.items()]
