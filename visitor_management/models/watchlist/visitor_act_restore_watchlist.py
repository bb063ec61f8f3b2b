from odoo import models

from ..desk.visitor_act import PERSON
from .visitor_watchlist_match import EXPECTED


class VisitorActRestore(models.AbstractModel):
    """Who is expected again was not compared with what was entered meanwhile."""

    _inherit = "visitor.act.restore"

    def _restore_people(self, before):
        people = self.env[PERSON].browse(before)
        gone = people.filtered(lambda person: person.state not in EXPECTED)
        moved = super()._restore_people(before)
        (gone & moved)._match_watchlist()
        return moved
