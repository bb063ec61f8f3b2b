from odoo import fields, models

from ...tools.name_field import Line


class VisitorDeliveryKind(models.Model):
    """Parcels, food, goods: how long bringing them may take before the desk is warned.

    Vehicles of the police, the fire brigade and the ambulance are kinds, too: they pass
    without formalities, of which only the time is kept.
    """

    _name = "visitor.delivery.kind"
    _description = "Kind of Delivery"
    _inherit = ["visitor.held.mixin"]
    _order = "sequence, id"

    name = Line("Kind of Delivery", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    minutes = fields.Integer(
        "Time Inside (minutes)",
        default=20,
        help="How long a delivery may stay before the desk is warned. 0: as long as it "
        "takes.",
    )
    emergency = fields.Boolean(
        "Emergency Vehicle",
        help="It passes at once: nobody asks for a firm, a unit or a plate, and only "
        "the time is kept.",
    )

    _minutes_positive = models.Constraint(
        "CHECK(minutes >= 0)", "The time inside can't be negative: enter 0 for none."
    )
