from odoo import fields, models

from ...tools.name_field import Line


class VisitorFootageLook(models.Model):
    """Who looked at which recording, when, why and for whom: written once.

    Order 799 of the State Council, article 16 (3), asks for it.
    """

    _name = "visitor.footage.look"
    _description = "Recording Looked At"
    _inherit = ["visitor.kept.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("at", "at")
    _rec_name = "movement_id"

    movement_id = fields.Many2one(
        "visitor.movement",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # plain copies: what is logged does not change with what it is about
    gate_id = fields.Many2one(
        "visitor.gate", required=True, readonly=True, index=True, ondelete="restrict"
    )
    site_id = fields.Many2one(
        "visitor.site", required=True, readonly=True, index=True, ondelete="restrict"
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    recorded_at = fields.Datetime(
        "Recording Of", required=True, readonly=True, help="The moment that it shows."
    )
    at = fields.Datetime("Looked At On", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Looked At By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reason = Line("Why It Was Looked At", required=True, readonly=True)
    shown_to = Line(
        "Shown To",
        readonly=True,
        help="Somebody else who looked: name and unit, as the police station.",
    )
