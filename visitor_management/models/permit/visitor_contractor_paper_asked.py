from odoo import api, fields, models

from .visitor_permit import LIVE


class VisitorContractorPaper(models.Model):
    """Papers are asked for where a permit that is not over names them."""

    _inherit = "visitor.contractor.paper"

    @api.model
    def _asked(self, company):
        permits = self.env["visitor.permit"].search(
            [
                ("company_id", "=", company.id),
                ("state", "in", LIVE),
                ("stop", ">", fields.Datetime.now()),
            ]
        )
        return super()._asked(company) + permits._asked_papers()
