from odoo import api, models

from ...tools.groups import check_reception


class ResPartner(models.Model):
    """Contractors: their papers, and who of a firm is told of them."""

    _inherit = "res.partner"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visitor_paper_count(self):
        papers = self.env["visitor.contractor.paper"]
        for partner in self:
            partner.visitor_paper_count = partner.id and papers.search_count(
                partner._visitor_paper_domain()
            )

    def _visitor_paper_domain(self):
        """The papers of the contact, and of the people of a firm."""
        self.ensure_one()
        return [("partner_id", "child_of", self.id)]

    def action_visitor_papers(self):
        """Open the papers of this contact and of its people."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_contractor_paper_action"
        )
        return action | {
            "domain": self._visitor_paper_domain(),
            "context": {"default_partner_id": self.id},
        }

    def action_tell_papers(self):
        """Let the contacts be written to when papers of their firm are missing.

        :return: True
        :raise AccessError: not reception
        """
        return self._tell_papers(True)

    def action_tell_no_papers(self):
        """Let the contacts not be written to any more.

        :return: True
        :raise AccessError: not reception
        """
        return self._tell_papers(False)

    def _tell_papers(self, told):
        check_reception(self.env)
        self.check_access("read")
        # sudo: reception, checked above, keeps no contacts otherwise
        self.sudo().visitor_paper_contact = told
        return True

    def _paper_people(self):
        """Who of a firm hears of its papers: those named for it, else the firm itself.

        :return: ``res.partner`` with an e-mail address, as superuser
        """
        self.ensure_one()
        # sudo: whom to write to
        named_sudo = self.sudo().search(
            [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("visitor_paper_contact", "=", True),
                ("email", "!=", False),
            ]
        )
        return named_sudo or self.sudo().commercial_partner_id.filtered("email")
