from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class VisitorRegisterPrint(models.TransientModel):
    _name = "visitor.register.print"
    _description = "Print the Register of a Day"

    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        default=lambda self: self.env["visitor.site"].search([], limit=1),
    )
    day = fields.Date(
        compute="_compute_day",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="In the time zone of the site.",
    )

    @api.depends("site_id")
    def _compute_day(self):
        for wizard in self:
            if not wizard.day and wizard.site_id:
                wizard.day = wizard.site_id._today()

    def action_print(self):
        """Print who came to the site on the day.

        :return: the report action
        :raise UserError: nobody came
        """
        self.ensure_one()
        since, until = self.site_id._day_bounds(self.day)
        stays = self.env["visitor.stay"].search(
            [
                ("site_id", "=", self.site_id.id),
                ("in_at", ">=", since),
                ("in_at", "<", until),
            ],
            order="in_at, id",
        )
        if not stays:
            raise UserError(
                self.env._(
                    "Nobody came to %(site)s on %(day)s. Choose another day.",
                    site=self.site_id.name,
                    day=format_date(self.env, self.day),
                )
            )
        report = self.env.ref("visitor_management.report_visitor_register")
        return {
            **report.report_action(stays, config=False),
            "close_on_report_download": True,
        }
