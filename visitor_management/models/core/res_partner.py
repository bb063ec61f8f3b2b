from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import RECEPTION, SERVICE


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "visitor.held.mixin"]

    visitor_visit_count = fields.Integer(
        "Visits to Us", compute="_compute_visitor_visit_count", groups=RECEPTION
    )
    visitor_important = fields.Boolean(
        "Important Visitor",
        groups=RECEPTION,
        copy=False,
        help="A person, or a firm with all its people. Rules of the house may ask for "
        "training or an escort.",
    )
    visitor_paper_contact = fields.Boolean(
        "Told of Papers",
        groups=RECEPTION,
        copy=False,
        help="Of a contractor: is written to when papers of the firm or of its workers "
        "are missing, refused or end soon. Where nobody is named, the firm itself is.",
    )
    visitor_paper_count = fields.Integer(
        "Papers", compute="_compute_visitor_paper_count", groups=RECEPTION
    )
    client_calendar_id = fields.Many2one(
        "resource.calendar",
        "Hours for Our Visits",
        groups=SERVICE,
        index="btree_not_null",
        ondelete="restrict",
        help="We visit the client within these hours only. Empty: our own.",
    )

    client_complaint_count = fields.Integer(
        "Complaints", compute="_compute_client_counts", groups=SERVICE
    )
    client_callback_count = fields.Integer(
        "Callbacks", compute="_compute_client_counts", groups=SERVICE
    )
    client_visit_count = fields.Integer(
        "Our Visits", compute="_compute_client_counts", groups=SERVICE
    )
    client_satisfaction = fields.Float(
        "Mean Satisfaction",
        compute="_compute_client_counts",
        digits=(2, 1),
        groups=SERVICE,
        help="Mean of what the client said when called back, from 1 to 5.",
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

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_client_counts(self):
        """Of the firm and its people, read for all contacts at once."""
        firms = self.commercial_partner_id
        for name, model in (
            ("client_complaint_count", "client.complaint"),
            ("client_callback_count", "client.callback"),
            ("client_visit_count", "client.visit"),
        ):
            counts = {}
            for partner, count in self.env[model]._read_group(
                [("partner_id.commercial_partner_id", "in", firms.ids)],
                ["partner_id"],
                ["__count"],
            ):
                firm = partner.commercial_partner_id
                counts[firm] = counts.get(firm, 0) + count
            for partner in self:
                partner[name] = counts.get(partner.commercial_partner_id, 0)
        means = dict(
            self.env["client.timeline"]._read_group(
                [("client_id", "in", firms.ids), ("result", "!=", False)],
                ["client_id"],
                ["result:avg"],
            )
        )
        for partner in self:
            partner.client_satisfaction = means.get(partner.commercial_partner_id, 0)

    def action_client_timeline(self):
        """Open what was between us and the firm of this contact."""
        return self._client_action(
            "client_timeline_action", "client_id", f"{SERVICE},{RECEPTION}"
        )

    def action_client_satisfaction(self):
        """Open how satisfied the firm of this contact was, over time."""
        action = self._client_action("client_satisfaction_action", "client_id")
        return action | {"domain": [*action["domain"], ("result", "!=", False)]}

    def action_client_complaints(self):
        """Open the complaints of the firm of this contact."""
        return self._client_action(
            "client_complaint_action", "partner_id.commercial_partner_id"
        )

    def action_client_callbacks(self):
        """Open the callbacks of the firm of this contact."""
        return self._client_action(
            "client_callback_action", "partner_id.commercial_partner_id"
        )

    def action_client_visits(self):
        """Open our visits to the firm of this contact."""
        return self._client_action(
            "client_visit_action", "partner_id.commercial_partner_id"
        )

    def _client_action(self, name, field, groups=SERVICE):
        if not self.env.user.has_groups(groups):
            raise AccessError(self.env._("Only customer service can do this."))
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"visitor_management.{name}"
        )
        return action | {
            "domain": [(field, "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }
