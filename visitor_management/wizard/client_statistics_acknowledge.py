from odoo import Command, api, fields, models


class ClientStatisticsAcknowledge(models.TransientModel):
    """Leadership's instruction, and the orders that it becomes."""

    _name = "client.statistics.acknowledge"
    _description = "Acknowledge Statistics"

    statistics_id = fields.Many2one(
        "client.callback.statistics", required=True, readonly=True
    )
    state = fields.Selection(related="statistics_id.state")
    instruction = fields.Text()
    order_ids = fields.One2many("client.statistics.order", "wizard_id", "Orders")

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        form = self.env["client.callback.statistics"].browse(
            self.env.context.get("active_id")
        )
        defaults.update(statistics_id=form.id, instruction=form.instruction)
        if form.state == "acknowledged":
            defaults["order_ids"] = [Command.create({"department_id": False})]
        return defaults

    def action_confirm(self):
        """Acknowledge the form if it is not yet, and give the orders.

        :return: action that closes the dialog
        """
        self.ensure_one()
        if self.state == "submitted":
            self.statistics_id.action_acknowledge(self.instruction)
        for order in self.order_ids:
            self.statistics_id.give_order(
                order.requirement,
                order.department_id.id,
                order.deadline,
                order.employee_id.id,
            )
        return {"type": "ir.actions.act_window_close"}
