from odoo import models


class VisitorScan(models.AbstractModel):
    """What may be taken out stands in the answer to whoever goes out with it."""

    _inherit = "visitor.scan"

    def _items(self, shown, gate, movement):
        """The person goes, whatever is carried; the guard looks at the things.

        Not at an inner door, where nothing leaves the site, nor for the eyes of
        visitors; and of what happened while the device was offline nothing is asked.
        """
        items = super()._items(shown, gate, movement)
        if (
            not shown
            or movement["direction"] != "out"
            or not movement["granted"]
            or movement["offline"]
            or not gate.out_leaves_site
            or gate.for_visitors
        ):
            return items
        passes = self.env["visitor.item.pass"]
        return items | passes._at_exit(gate.site_id, shown["registration_id"])
