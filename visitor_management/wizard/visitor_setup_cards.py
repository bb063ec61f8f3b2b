import re

from odoo import api, fields, models
from odoo.exceptions import UserError

MOST = 1000
NUMBER = re.compile(r"[0-9]{1,12}")


class VisitorSetupCards(models.TransientModel):
    """Many cards in one go: 0401 to 0500."""

    _name = "visitor.setup.cards"
    _description = "Make Cards"

    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        default=lambda self: self.env["visitor.site"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    prefix = fields.Char(help="Stands before each number, e.g. a letter.")
    first = fields.Char(
        "First Card",
        compute="_compute_range",
        store=True,
        readonly=False,
        required=True,
        help="With the zeros before it.",
    )
    last = fields.Char(
        "Last Card",
        compute="_compute_range",
        store=True,
        readonly=False,
        required=True,
    )
    summary = fields.Char("What Is Made", compute="_compute_summary")

    @api.depends("site_id")
    def _compute_range(self):
        """From the number after the highest one to the end of its hundred."""
        for wizard in self:
            cards = self.env["visitor.card"].search(
                [("site_id", "=", wizard.site_id.id)]
            )
            plain = filter(NUMBER.fullmatch, cards.mapped("number"))
            highest = max(plain, key=int, default="0400")
            first = int(highest) + 1
            last = first + -first % 100
            wizard.first = str(first).zfill(len(highest))
            wizard.last = str(last).zfill(len(highest))

    @api.depends("site_id", "prefix", "first", "last")
    def _compute_summary(self):
        for wizard in self:
            try:
                numbers = wizard._numbers()
                taken = wizard._taken(numbers)
            except UserError as error:
                wizard.summary = str(error)
                continue
            if taken:
                wizard.summary = wizard._refused(taken)
            else:
                wizard.summary = self.env._(
                    "%(count)s cards: %(first)s to %(last)s",
                    count=len(numbers),
                    first=numbers[0],
                    last=numbers[-1],
                )

    def action_confirm(self):
        """Make the cards; all or none.

        :return: action that closes the dialog
        :raise AccessError: not the administrator of visitors
        :raise UserError: no such range, too many, or some are there already
        """
        self.ensure_one()
        numbers = self._numbers()
        if taken := self._taken(numbers):
            raise UserError(self._refused(taken))
        self.env["visitor.card"].create(
            [{"number": number, "site_id": self.site_id.id} for number in numbers]
        )
        return {"type": "ir.actions.act_window_close"}

    def _numbers(self):
        """The numbers of the range, as they are printed on the cards."""
        first, last = (self.first or "").strip(), (self.last or "").strip()
        for number in (first, last):
            if not NUMBER.fullmatch(number):
                raise UserError(
                    self.env._("From and to are numbers; letters stand in the prefix.")
                )
        low, high = int(first), int(last)
        if low > high:
            raise UserError(self.env._("The first number is greater than the last."))
        if high - low >= MOST:
            raise UserError(
                self.env._("At most %s cards in one go. Make the rest after.", MOST)
            )
        prefix = (self.prefix or "").strip()
        return [f"{prefix}{n:0{len(first)}d}" for n in range(low, high + 1)]

    def _taken(self, numbers):
        """Those that are there already, at the site."""
        cards = self.env["visitor.card"].search(
            [("site_id", "=", self.site_id.id), ("number", "in", numbers)],
            order="number",
        )
        return cards.mapped("number")

    def _refused(self, taken):
        shown = ", ".join(taken[:5]) + (" …" if len(taken) > 5 else "")
        return self.env._(
            "%(count)s of these cards are there already: %(numbers)s",
            count=len(taken),
            numbers=shown,
        )
