from odoo import models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "visitor.held.mixin"]

    def write(self, vals):
        if "active" not in vals:
            return super().write(vals)
        with self.env["visitor.handover"]._following(self):
            return super().write(vals)
