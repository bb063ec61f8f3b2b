from odoo import fields, models

from ..tools import keys


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visitor_secret_source = fields.Selection(
        [
            ("environment", "Environment variable"),
            ("configuration", "Server configuration"),
            ("file", "File in the data folder of this server"),
        ],
        "Secret Kept In",
        compute="_compute_visitor_secret_source",
    )

    def _compute_visitor_secret_source(self):
        self.visitor_secret_source = keys.secret_source()
