from odoo import api, fields, models


class VisitorHostMixin(models.AbstractModel):
    """An employee, or what everybody may see of one, with the visits hosted."""

    _name = "visitor.host.mixin"
    _description = "Host of visits"

    visitor_visit_count = fields.Integer(
        "Visits Hosted", compute="_compute_visitor_visit_count"
    )

    @api.depends_context("uid")
    def _compute_visitor_visit_count(self):
        rows = self.env["visitor.visit"]._read_group(  # those the user may see
            [("host_id", "in", self.ids)], ["host_id"], ["__count"]
        )
        counts = {employee.id: count for employee, count in rows}
        for employee in self:
            employee.visitor_visit_count = counts.get(employee.id, 0)

    def action_visitor_visits(self):
        """Open the visits hosted, those the user may see."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_visit_action"
        )
        return action | {"domain": [("host_id", "in", self.ids)], "context": {}}
