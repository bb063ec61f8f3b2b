from odoo import fields, models


class VisitorEscortHandOver(models.TransientModel):
    """Say which colleague is asked to go on with the visitors."""

    _name = "visitor.escort.hand.over"
    _description = "Hand Over an Escort"

    escort_id = fields.Many2one(
        "visitor.escort",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Colleague",
        required=True,
        domain="[('may_escort', '=', True)]",
        help="Who is asked. Until they have accepted you stay responsible.",
    )

    def action_confirm(self):
        """Ask the colleague, see ``visitor.escort.action_hand_over``.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.escort_id.action_hand_over(self.employee_id.id)
        return {"type": "ir.actions.act_window_close"}
