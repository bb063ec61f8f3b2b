from odoo import fields, models


class VisitorAreaOpening(models.Model):
    """A restricted area opened to a visit, or that opening ended. Never changed.

    The latest record of an area and a visit says whether it is open.
    """

    _name = "visitor.area.opening"
    _description = "Opening of an Area"
    _inherit = ["visitor.kept.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("at", "at")
    _rec_name = "area_id"

    visit_id = fields.Many2one(
        "visitor.visit", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(related="visit_id.site_id")
    tz = fields.Selection(related="visit_id.tz", string="Site Time Zone")
    area_id = fields.Many2one(
        "visitor.area", required=True, index=True, ondelete="restrict", readonly=True
    )
    kind = fields.Selection(
        [
            ("opened", "Opened"),
            ("changed", "Ended: the plan was changed"),
            ("dropped", "Ended: not asked for any more"),
        ],
        "What Happened",
        required=True,
        readonly=True,
    )
    at = fields.Datetime("When", required=True, readonly=True, index=True)
    opened_as = fields.Selection(
        [
            ("occupant", "Occupant of the unit"),
            ("responsible", "Responsible for the area"),
            ("security", "Security"),
            ("approval", "With the approval, before areas were opened apart"),
        ],
        "In What Capacity",
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Opened By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose word it was.",
    )
    channel = fields.Selection(
        lambda self: (
            self.env["visitor.visit"]
            ._fields["confirmation_channel"]
            ._description_selection(self.env)
        ),
        readonly=True,
        help="How that person answered.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Noted By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
