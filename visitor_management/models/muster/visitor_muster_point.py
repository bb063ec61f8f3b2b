from odoo import api, fields, models

from ...tools.name_field import Line


class VisitorMusterPoint(models.Model):
    """Where people gather: each point has its wardens and its figures."""

    _name = "visitor.muster.point"
    _description = "Assembly Point"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "site_id, sequence, name, id"
    _fixed_fields = frozenset({"site_id"})

    name = Line("Assembly Point", required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    capacity = fields.Integer("Room For", help="How many people. 0: no limit.")
    directions = Line("How to Find It")

    _capacity_positive = models.Constraint(
        "CHECK(capacity >= 0)", "The capacity can't be negative."
    )

    @api.model
    def _named(self, site, text):
        """The point of a site by its id or its name, or none.

        :param site: ``visitor.site``
        :param str text: as a phone or another program says it
        """
        if not text:
            return self.browse()
        points = self.with_context(active_test=False).search(
            [("site_id", "=", site.id)], order="id"
        )
        return (
            points.filtered(lambda point: str(point.id) == str(text))
            or points.filtered(lambda point: point.name == text)
        )[:1]
