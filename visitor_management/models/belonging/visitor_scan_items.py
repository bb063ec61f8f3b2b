from odoo import fields, models
from odoo.tools import SQL

# Whether it is worth while to look for an exit pass.
MAY_TAKE = """,
    EXISTS (
        SELECT FROM visitor_item_pass i
         WHERE i.site_id = r.site_id AND i.state = 'approved'
           AND i.valid_on BETWEEN %(day)s - 1 AND %(day)s + 1
           AND (i.registration_id = r.id OR i.partner_id = r.partner_id
                OR i.plate_key IS NOT NULL AND r.vehicle_plate IS NOT NULL)
    ) AS may_take
"""


class VisitorScan(models.AbstractModel):
    """What may be taken out stands in the answer to whoever goes out with it."""

    _inherit = "visitor.scan"

    def _more_of_pass(self):
        more = super()._more_of_pass()
        return SQL("%s %s", more, SQL(MAY_TAKE, day=fields.Datetime.now().date()))

    def _items(self, shown, gate, movement):
        """The person goes, whatever is carried; the guard looks at the things.

        Not at an inner door, where nothing leaves the site, nor for the eyes of
        visitors; and of what happened while the device was offline nothing is asked.
        """
        items = super()._items(shown, gate, movement)
        if (
            not shown
            or not shown["may_take"]
            or movement["direction"] != "out"
            or not movement["granted"]
            or movement["offline"]
            or not gate.out_leaves_site
            or gate.for_visitors
        ):
            return items
        passes = self.env["visitor.item.pass"]
        return items | passes._at_exit(gate.site_id, shown["registration_id"])
