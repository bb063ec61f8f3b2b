from odoo import models


class VisitorSite(models.Model):
    _name = "visitor.site"
    _inherit = ["visitor.site", "visitor.evacuation.mixin"]
