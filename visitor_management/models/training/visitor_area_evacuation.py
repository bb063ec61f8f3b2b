from odoo import models


class VisitorArea(models.Model):
    _name = "visitor.area"
    _inherit = ["visitor.area", "visitor.evacuation.mixin"]
