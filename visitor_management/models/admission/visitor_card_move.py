from odoo import api, fields, models


class VisitorCardMove(models.Model):
    """A card was handed out, came back, was lost or found: what a count goes by.

    It says nothing about whose card it was: the pass does.
    """

    _name = "visitor.card.move"
    _description = "Movement of a Card"
    _inherit = ["visitor.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "card_id"

    card_id = fields.Many2one(
        "visitor.card", required=True, index=True, ondelete="cascade", readonly=True
    )
    site_id = fields.Many2one(
        "visitor.site", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    was = fields.Selection("_whereabouts", "Card Was", required=True, readonly=True)
    became = fields.Selection(
        "_whereabouts", "Card Became", required=True, readonly=True
    )
    at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", readonly=True
    )

    _site_at_idx = models.Index("(site_id, at)")

    @api.model
    def _whereabouts(self):
        """Where a card can be: as its status says, or put aside because it broke."""
        states = self.env["visitor.card"]._fields["state"]
        return [
            *states._description_selection(self.env),
            ("damaged", self.env._("Damaged")),
        ]

    @api.model
    def _note(self, cards, before):
        """Note what became of cards.

        :param cards: ``visitor.card``
        :param dict before: where each was
        """
        self.sudo().create(  # what the program has just done with them
            [
                {
                    "card_id": card.id,
                    "site_id": card.site_id.id,
                    "was": before[card],
                    "became": card._whereabouts(),
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
                for card in cards
                if before[card] != card._whereabouts()
            ]
        )
