from odoo import api, fields, models


class VisitorStayWizard(models.TransientModel):
    """Correct a time in the register; the history keeps both and the reason."""

    _name = "visitor.stay.wizard"
    _description = "Correct a Time"

    stay_id = fields.Many2one(
        "visitor.stay",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    tz = fields.Selection(related="stay_id.tz")
    is_open = fields.Boolean(compute="_compute_times", store=True)
    in_at = fields.Datetime(
        "Time In", compute="_compute_times", store=True, readonly=False, required=True
    )
    out_at = fields.Datetime(
        "Time Out", compute="_compute_times", store=True, readonly=False
    )
    reason = fields.Char(required=True)

    @api.depends("stay_id")
    def _compute_times(self):
        for wizard in self:
            wizard.in_at = wizard.stay_id.in_at
            wizard.out_at = wizard.stay_id.out_at
            wizard.is_open = not wizard.stay_id.out_at

    def action_correct(self):
        """Correct the stay.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.stay_id.correct(self.in_at, self.out_at, self.reason)
        return {"type": "ir.actions.act_window_close"}
