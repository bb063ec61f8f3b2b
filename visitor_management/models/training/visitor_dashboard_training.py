from odoo import api, models


class VisitorDashboard(models.AbstractModel):
    """How many of those who work at reception lack a valid training."""

    _inherit = "visitor.dashboard"

    @api.model
    def read_figures(self, days=30, first=False, last=False, site_id=False):
        """As before, with ``untrained``: how many people work at reception without a
        valid training, of how many who are asked for one (``asked_training``).
        """
        figures = super().read_figures(days, first, last, site_id)
        companies = self.env.companies
        if figures["site_id"]:
            companies = self.env["visitor.site"].browse(figures["site_id"]).company_id
        # sudo: numbers only, of companies whose figures the user reads
        lines_sudo = self.env["visitor.induction.due"].sudo()
        lines_sudo = lines_sudo.search([("company_id", "in", companies.ids)])
        untrained = lines_sudo.filtered(lambda line: line.life in ("due", "expired"))
        return {
            **figures,
            "untrained": len(untrained.employee_id),
            "asked_training": len(lines_sudo.employee_id),
        }
