from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..tools.entered_times import BEHIND


class VisitorReviewGenerate(models.TransientModel):
    _name = "visitor.review.generate"
    _description = "Make the Review of a Month"
    _inherit = ["client.times.mixin"]
    _times = {"month": BEHIND}

    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of it.",
    )
    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env["visitor.site"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
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
        reviews = self.env["visitor.review"]
        review_id = reviews.generate(self.month.replace(day=1), self.site_id.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": reviews._name,
            "res_id": review_id,
            "views": [(False, "form")],
        }

    def _clock_company(self):
        return self.site_id.sudo().company_id or self.env.company  # its clock
