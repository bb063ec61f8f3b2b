from odoo import models


class ResCompany(models.Model):
    """A day off of a company is one of its regular visitors as well."""

    _inherit = "res.company"

    def _follow_days_off(self):
        result = super()._follow_days_off()
        if self:
            self.env["visitor.visit.hours"]._recount(self)
        return result
