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
    client_service_department_id = fields.Many2one(
        related="company_id.client_service_department_id", readonly=False
    )
    client_repeat_complaints = fields.Integer(
        related="company_id.client_repeat_complaints", readonly=False
    )
    client_repeat_repairs = fields.Integer(
        related="company_id.client_repeat_repairs", readonly=False
    )
    client_reminder_days = fields.Integer(
        related="company_id.client_reminder_days", readonly=False
    )

    def _compute_visitor_secret_source(self):
        self.visitor_secret_source = keys.secret_source()
