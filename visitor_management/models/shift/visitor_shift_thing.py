from odoo import fields, models

from ...tools.name_field import Line


class VisitorShiftThing(models.Model):
    """Something that belongs to the desk and is counted at each handover."""

    _name = "visitor.shift.thing"
    _description = "Thing of the Desk"
    _inherit = ["visitor.fixed.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = Line(
        "Thing of the Desk", required=True, help="A radio, a key, a torch, a book."
    )
    quantity = fields.Integer("How Many", default=1, required=True)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Enter how many there are: one or more."
    )
    _name_uniq = models.UniqueIndex(
        "(site_id, name)", "This thing of the desk is on the list already."
    )
