from collections import Counter

from odoo import models
from odoo.fields import Domain

from ...tools.card_ranges import ranges


class VisitorShift(models.Model):
    """What there should be at the desk: cards in ranges, deposits, things."""

    _inherit = "visitor.shift"

    def _count_anew(self):
        """Write down what there should be; what was counted and said stays."""
        for shift in self:
            wanted = {
                (values["kind"], values["name"]): {**values, "sequence": number}
                for number, values in enumerate(shift._stock())
            }
            there = {(line.kind, line.name): line for line in shift.count_ids}
            for key in there.keys() - wanted.keys():
                there[key].unlink()
            for key in there.keys() & wanted.keys():
                there[key].write(wanted[key])
            shift.count_ids.create(
                [
                    {"shift_id": shift.id, **values}
                    for key, values in wanted.items()
                    if key not in there
                ]
            )

    def _stock(self):
        """The values of the lines of the count, in their order."""
        return [
            *self._stock_of_cards(),
            *self._stock_of_deposits(),
            *self._stock_of_things(),
        ]

    # ------------------------------------------------------------
    # CARDS
    # ------------------------------------------------------------

    def _stock_of_cards(self):
        cards = self.env["visitor.card"].search_fetch(
            [("site_id", "=", self.site_id.id)], ["number", "state", "damaged"]
        )
        moves = Counter(
            (card.number, was, became) for card, was, became in self._card_moves()
        )
        by_number = {card.number: card for card in cards}
        return [
            self._stock_of_range(name, [by_number[each] for each in numbers], moves)
            for name, numbers in ranges(by_number).items()
        ]

    def _card_moves(self):
        """What became of cards in this shift: triples of card, was and became."""
        moves = self.env["visitor.card.move"].search_fetch(
            [
                ("site_id", "=", self.site_id.id),
                ("at", ">", self.start),
            ],
            ["card_id", "was", "became"],
        )
        return [(move.card_id, move.was, move.became) for move in moves]

    def _stock_of_range(self, name, cards, moves):
        def moved(was, became):
            return sum(moves[card.number, was, became] for card in cards)

        due = sum(card._whereabouts() == "free" for card in cards)
        issued = moved("free", "issued")
        returned = moved("issued", "free") + moved("lost", "free")
        lost = moved("free", "lost")
        damaged = moved("free", "damaged") - moved("damaged", "free")
        return {
            "kind": "card",
            "name": name,
            "opening": due + issued - returned + lost + damaged,
            "issued": issued,
            "returned": returned,
            "lost": lost,
            "lost_out": moved("issued", "lost"),
            "damaged": damaged,
            "due": due,
        }

    # ------------------------------------------------------------
    # DEPOSITS
    # ------------------------------------------------------------

    def _stock_of_deposits(self):
        """The ledger: what is kept, and what came and went in this shift."""
        env = self.with_context(lang=self.site_id._lang()).env
        names = {"deposit": env._("Things in Deposit"), "found": env._("Things Found")}
        return [
            values
            for kind, name in names.items()
            if (values := self._stock_of_kind(kind, name))
        ]

    def _stock_of_kind(self, kind, name):
        things = self.env["visitor.belonging"]
        of_kind = Domain("site_id", "=", self.site_id.id) & Domain("kind", "=", kind)
        since = Domain("create_date", ">", self.start)
        due = len(self._ledger(kind))
        taken_in = things.search_count(of_kind & since)
        given_out = things.search_count(of_kind & Domain("closed_at", ">", self.start))
        if not (due or taken_in or given_out):
            return None
        return {
            "kind": "deposit",
            "name": name,
            "opening": due + given_out - taken_in,
            "issued": given_out,
            "returned": taken_in,
            "due": due,
        }

    # ------------------------------------------------------------
    # THINGS
    # ------------------------------------------------------------

    def _stock_of_things(self):
        return [
            {
                "kind": "thing",
                "name": thing.name,
                "opening": thing.quantity,
                "due": thing.quantity,
            }
            for thing in self.site_id.shift_thing_ids
        ]
