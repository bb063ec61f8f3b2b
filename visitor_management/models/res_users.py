from odoo import models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "visitor.held.mixin"]

    def write(self, vals):
        if "active" not in vals:
            return super().write(vals)
        handover = self.env["visitor.handover"]
        before = handover._of_people(self)
        result = super().write(vals)
        handover._after_change(self, before)
        return result
