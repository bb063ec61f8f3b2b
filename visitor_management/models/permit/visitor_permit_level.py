from odoo import api, fields, models

from ...tools.name_field import Line


class VisitorPermitLevel(models.Model):
    """How dangerous works of a kind are, and how long a permit lasts then.

    The first is the most dangerous one.
    """

    _name = "visitor.permit.level"
    _description = "Level of Works"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "kind_id, sequence, id"
    _fixed_fields = frozenset({"kind_id"})

    kind_id = fields.Many2one(
        "visitor.permit.kind", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="kind_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    name = Line("Level", required=True, translate=True)
    max_hours = fields.Integer(
        "Longest Permit (hours)", help="0: as the kind of works says."
    )
    source = Line("Source of the Limit", help="The rule that the limit comes from.")

    approver_ids = fields.Many2many(
        "res.users",
        "visitor_permit_level_approver_rel",
        "level_id",
        "user_id",
        "Works of This Level Approved By",
        domain="[('share', '=', False)]",
        ondelete="restrict",
        help="Who decides about permits that count as this level. Empty, or none of "
        "them at work: as the kind of works says.",
    )

    _max_hours_sane = models.Constraint(
        "CHECK(max_hours BETWEEN 0 AND 87600)",
        "The longest permit takes between no limit (0) and ten years.",
    )

    @api.constrains("approver_ids")
    def _check_approvers(self):
        self.kind_id._check_people()

    def _above(self):
        """The level that is one stricter; the strictest is above itself."""
        levels = self.kind_id.level_ids.sorted(lambda each: (each.sequence, each.id))
        place = levels.ids.index(self.id) if self in levels else 0
        return levels[max(place - 1, 0)] if self else self
