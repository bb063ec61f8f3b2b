from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _follow_days_off(self):
        result = super()._follow_days_off()
        if self:
            self.env["visitor.visit.hours"]._recount(self)
        return result
