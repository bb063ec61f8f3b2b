from odoo import models
from odoo.tools.translate import LazyTranslate

from .visitor_act import CARD

_lt = LazyTranslate(__name__)

# Told to whoever was told of the act.
CORRECTIONS = {
    "arrive": _lt("The visitors are not here: reception said so by mistake."),
    "check_in": _lt("The visitors are not here yet: they were checked in by mistake."),
    "step_in": _lt("The visitors are not back yet: they were let in by mistake."),
    "step_out": _lt("The visitors are still here: they were let out by mistake."),
    "check_out": _lt("The visitors are still here: they were checked out by mistake."),
    "refuse": _lt("The visitors are expected: they were refused by mistake."),
    "cancel": _lt("The visitors are expected: they were cancelled by mistake."),
    "refuse_visit": _lt("The visit was refused by mistake: it goes on."),
    "cancel_visit": _lt("The visit was cancelled by mistake: it goes on."),
}
CORRECTION = _lt("What you were told of this visit was a mistake. It was taken back.")


class VisitorAct(models.Model):
    """An act at the desk in one sentence, for the people at the desk."""

    _inherit = "visitor.act"

    def _correction(self):
        """What is told to whoever was told of the act: a lazy translation."""
        return CORRECTIONS.get(self.kind, CORRECTION)

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _sentences(self):
        """Each act in one sentence, with the card: “Zhang Wei checked out · …”.

        :return: dict from act to str
        """
        moved = {  # sudo: of the changes no more than the numbers of cards
            act: [row[1:] for row in act.sudo().changes["changed"] if row[0] == CARD]
            for act in self
        }
        cards = self.env[CARD].browse(
            {row[0] for rows in moved.values() for row in rows}
        )
        numbers = {card.id: card.number for card in cards}  # read together
        sentences = {}
        for act, rows in moved.items():
            words = [act._what()]
            for card_id, old, new in rows:
                if (old["state"], new["state"]) == ("free", "issued"):
                    words.append(self.env._("card %s handed out", numbers[card_id]))
                elif new["state"] == "free":
                    words.append(self.env._("card %s returned", numbers[card_id]))
            sentences[act] = " · ".join(words)
        return sentences

    def _what(self):
        who = self._who()
        return {
            "arrive": lambda: self.env._("%s is here and waits", who),
            "check_in": lambda: self.env._("%s checked in", who),
            "step_in": lambda: self.env._("%s back in", who),
            "step_out": lambda: self.env._("%s out for now", who),
            "check_out": lambda: self.env._("%s checked out", who),
            "waive": lambda: self.env._("Condition set aside for %s", who),
            "refuse": lambda: self.env._("%s refused", who),
            "cancel": lambda: self.env._("%s cancelled", who),
            "refuse_visit": lambda: self.env._("Visit of %s refused", who),
            "cancel_visit": lambda: self.env._("Visit of %s cancelled", who),
            "revoke": lambda: self.env._("Pass of %s withdrawn", who),
            "lose": lambda: self.env._("Pass of %s reported lost", who),
            "give_back": lambda: self.env._("Pass of %s given back", who),
        }.get(self.kind, self._kind_label)()

    def _who(self):
        """The people of the act: their name, or how many they are."""
        people = self.registration_ids
        count = sum(people.mapped("headcount"))
        if count <= 1:
            return people.name or self.visit_id.name
        return self.env._("%s people", count)
