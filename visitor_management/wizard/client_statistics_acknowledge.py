from odoo import Command, api, fields, models

# Where the form stands in the dialog, by its model.
FORMS = {"client.callback.statistics": "statistics_id", "visitor.review": "review_id"}


class ClientStatisticsAcknowledge(models.TransientModel):
    """Leadership's instruction, and the orders that it becomes."""

    _name = "client.statistics.acknowledge"
    _description = "Acknowledge Statistics"

    statistics_id = fields.Many2one("client.callback.statistics", readonly=True)
    review_id = fields.Many2one("visitor.review", "Monthly Review", readonly=True)
    state = fields.Selection(
        lambda self: (
            self.env["visitor.monthly.form.mixin"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        "Status",
        compute="_compute_state",
    )
    instruction = fields.Text()
    order_ids = fields.One2many("client.statistics.order", "wizard_id", "Orders")

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        model = self.env.context.get("active_model")
        name = FORMS.get(model, "statistics_id")
        form = self.env[self._fields[name].comodel_name].browse(
            self.env.context.get("active_id")
        )
        defaults.update({name: form.id, "instruction": form.instruction})
        if form.state == "acknowledged":
            defaults["order_ids"] = [Command.create({"department_id": False})]
        return defaults

    @api.depends("statistics_id.state", "review_id.state")
    def _compute_state(self):
        for wizard in self:
            wizard.state = wizard._form().state

    def _form(self):
        """The form of a month that is acknowledged."""
        return self.review_id or self.statistics_id

    def action_confirm(self):
        """Acknowledge the form if it is not yet, and give the orders.

        :return: action that closes the dialog
        """
        self.ensure_one()
        if self.state == "submitted":
            self._form().action_acknowledge(self.instruction)
        for order in self.order_ids:
            self._form().give_order(
                order.requirement,
                order.department_id.id,
                order.deadline,
                order.employee_id.id,
            )
        return {"type": "ir.actions.act_window_close"}
