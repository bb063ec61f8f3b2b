from odoo import api, models
from odoo.fields import Domain

from ...tools.ours import ADDON


class IrRule(models.Model):
    """What somebody writes in a dialog is theirs until it is done.

    Odoo asks of a dialog for the rights to its model only: who may open one would read
    and change what others have open, words and records in it included.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        model = self.env[model_name]
        if model._transient and model._original_module == ADDON and not self.env.su:
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain
