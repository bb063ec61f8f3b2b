from odoo import fields, models

from ..tools.entered_times import AHEAD


class ClientStatisticsOrder(models.TransientModel):
    _name = "client.statistics.order"
    _description = "Order of Leadership"
    _inherit = ["client.times.mixin"]
    _times = {"deadline": AHEAD}

    wizard_id = fields.Many2one(
        "client.statistics.acknowledge", required=True, index=True, ondelete="cascade"
    )
    requirement = fields.Text("What Is To Be Done", required=True)
    department_id = fields.Many2one("hr.department", required=True)
    employee_id = fields.Many2one("hr.employee", "Carried Out By")
    deadline = fields.Date(required=True)

    def _clock_company(self):
        return self.wizard_id._form().company_id or self.env.company
