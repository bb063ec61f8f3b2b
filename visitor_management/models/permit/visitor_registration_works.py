from odoo import models

from ...tools.admission import works
from ...tools.groups import check_reception


class VisitorRegistration(models.Model):
    """Where the desk mends what is missing for works: permit, worker or papers."""

    _inherit = "visitor.registration"

    def action_open_works(self):
        """Open what is missing: the papers of the permit that names the person, the
        list of the visit's permit to pick the worker from, else the permits of today.

        :return: an action
        :raise AccessError: not reception
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("read")
        facts = self.env["visitor.admission"]._facts(self)[self.id]
        found = works.permits(facts)
        permits = self.env["visitor.permit"]
        if not found and self.visit_id.permit_id:
            return self.visit_id.action_pick_workers()
        named = permits.search(
            [
                ("site_id", "=", self.site_id.id),
                ("name", "in", [each.name for each in found]),
            ]
        )
        asking = [each.name for each in found if works.papers_missing(facts, each)]
        if asking:
            permit = named.filtered(lambda each: each.name == asking[0])
            firm = permit.partner_id.commercial_partner_id
            people = firm | permit.worker_ids.partner_id | self.partner_id
            return self.env["ir.actions.act_window"]._for_xml_id(
                "visitor_management.visitor_contractor_paper_action"
            ) | {
                "domain": [("partner_id", "in", people.ids)],
                "context": {"default_partner_id": firm.id},
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Work Permits"),
            "res_model": permits._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("id", "in", named.ids) if named else ("site_id", "=", self.site_id.id)
            ],
        }
