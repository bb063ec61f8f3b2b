from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..tools.entered_times import BEHIND


class ClientStatisticsGenerate(models.TransientModel):
    _name = "client.statistics.generate"
    _description = "Make the Statistics of a Month"
    _inherit = ["client.times.mixin"]
    _times = {"month": BEHIND}

    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of it.",
    )
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        default=lambda self: self.env.company.client_service_department_id,
        domain="[('company_id', 'in', [False] + allowed_company_ids)]",
    )

    def _default_month(self):
        """The last month that is over."""
        today = self.env.company._client_today()
        return today.replace(day=1) - relativedelta(months=1)

    def action_generate(self):
        """Make or refresh the draft, and open it.

        :return: window action
        """
        self.ensure_one()
        forms = self.env["client.callback.statistics"]
        form_id = forms.generate(self.month.replace(day=1), self.department_id.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": forms._name,
            "res_id": form_id,
            "views": [(False, "form")],
        }

    def _clock_company(self):
        return self.department_id.sudo().company_id or self.env.company  # its clock
