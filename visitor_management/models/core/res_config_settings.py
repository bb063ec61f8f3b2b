from odoo import api, fields, models

from ...tools import keys


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visitor_secret_source = fields.Selection(
        [
            ("environment", "Environment variable"),
            ("configuration", "Server configuration"),
            ("file", "File in the data folder of this server"),
        ],
        "Secret Kept In",
        compute="_compute_visitor_secret",
    )
    visitor_secret_state = fields.Selection(
        [
            ("good", "In order"),
            ("new", "In order, not used yet"),
            ("differs", "Not the one of this database"),
            ("missing", "File missing"),
            ("weak", "Empty or easy to guess"),
            ("unsafe", "Not kept safely"),
        ],
        "State of the Secret",
        compute="_compute_visitor_secret",
    )
    visitor_secret_former = fields.Boolean(
        "Former Secret Set", compute="_compute_visitor_secret"
    )
    visitor_secret_advice = fields.Char(
        "What To Do About the Secret", compute="_compute_visitor_secret"
    )
    visitor_reception_export = fields.Boolean(
        related="company_id.visitor_reception_export", readonly=False
    )
    visitor_emergency_hours = fields.Integer(
        related="company_id.visitor_emergency_hours", readonly=False
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
    client_service_calendar_id = fields.Many2one(
        related="company_id.client_service_calendar_id", readonly=False
    )
    client_managing_company_id = fields.Many2one(
        related="company_id.client_managing_company_id", readonly=False
    )

    client_complaint_alias_name = fields.Char(
        "Address for Complaints",
        compute="_compute_client_complaint_alias_name",
        inverse="_inverse_client_complaint_alias_name",
    )
    client_complaint_alias_domain = fields.Char(
        related="company_id.alias_domain_id.name", string="Domain of the Address"
    )
    client_mail_receipts = fields.Boolean(
        related="company_id.client_mail_receipts", readonly=False
    )

    client_mail_servers = fields.Char(
        related="company_id.client_mail_servers", readonly=False
    )
    client_rating_by_mail = fields.Boolean(
        related="company_id.client_rating_by_mail", readonly=False
    )

    @api.depends("company_id")
    def _compute_client_complaint_alias_name(self):
        for settings in self:
            alias = settings.company_id.client_complaint_alias_id
            settings.client_complaint_alias_name = alias.alias_name

    def _inverse_client_complaint_alias_name(self):
        for settings in self:
            company, name = settings.company_id, settings.client_complaint_alias_name
            alias = company.client_complaint_alias_id
            if alias:
                alias.alias_name = name
            elif name:
                company.client_complaint_alias_id = self.env["mail.alias"].create(
                    {
                        "alias_name": name,
                        "alias_model_id": self.env["ir.model"]._get_id(
                            "client.complaint"
                        ),
                        "alias_defaults": str({"company_id": company.id}),
                        "alias_domain_id": company.alias_domain_id.id,
                    }
                )

    def _compute_visitor_secret(self):
        self.visitor_secret_source = keys.secret_source()
        self.visitor_secret_former = bool(keys.former_secret())
        state, advice = self.env["visitor.secret"]._state()
        self.visitor_secret_state, self.visitor_secret_advice = state, advice

    def action_visitor_reissue_passes(self):
        """Go on with the present secret: all open passes get new codes.

        :return: the action that says what was done
        :raise AccessError: not the administrator
        :raise UserError: the present secret is no good either
        """
        done = self.env["visitor.secret"]._reissue_all()
        said = [
            self.env._(
                "%s passes have new codes. Print those of visitors who are here again.",
                done["passes"],
            )
        ]
        if done["moved"]:
            said.append(
                self.env._("%s identity numbers were taken over.", done["moved"])
            )
        if done["lost"]:
            said.append(
                self.env._("%s identity numbers can't be read any more.", done["lost"])
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("All open passes were issued again"),
                "message": "\n".join(said),
                "className": "text-prewrap",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
