from odoo import models

from ..desk.visitor_act import VISIT, WAIT


class VisitorActRestore(models.AbstractModel):
    """Who was said to be there by mistake waits for nobody; who was let in, refused or
    cancelled by mistake waits again."""

    _inherit = "visitor.act.restore"

    def _restore(self, act, now):
        result = super()._restore(act, now)
        waits = self.env[WAIT]
        created = [row[1] for row in act.changes["created"] if row[0] == WAIT]
        waits.browse(created)._take_back()
        if act.kind == "arrive":  # a visit that nobody came to was opened again
            for row in act.changes["changed"]:
                if row[0] == VISIT:
                    act.visit_id._step_back(row[2]["state"])
        before = {row[1]: row[2] for row in act.changes["changed"] if row[0] == WAIT}
        for wait, row in self._each(WAIT, before):
            wait._go_on(**row)
        return result
