from odoo import api, fields, models

RECEPTION = "visitor_management.group_visitor_reception"


class ResPartner(models.Model):
    _inherit = "res.partner"

    visitor_visit_count = fields.Integer(
        "Visits to Us", compute="_compute_visitor_visit_count", groups=RECEPTION
    )
    client_calendar_id = fields.Many2one(
        "resource.calendar",
        "Hours for Our Visits",
        help="We visit the client within these hours only. Empty: our own.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visitor_visit_count(self):
        for partner in self:
            visits = self.env["visitor.visit"]
            partner.visitor_visit_count = partner.id and visits.search_count(
                partner._visitor_visit_domain()
            )

    def _visitor_visit_domain(self):
        """Visits of the contact, of its people, or to it as a resident."""
        self.ensure_one()
        return [
            "|",
            "|",
            ("partner_id", "child_of", self.id),
            ("registration_ids.partner_id", "child_of", self.id),
            ("host_partner_id", "child_of", self.id),
        ]

    def action_visitor_visits(self):
        """Open the visits of this contact."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_visit_action"
        )
        return action | {"domain": self._visitor_visit_domain(), "context": {}}
