from odoo import fields, models


class VisitorShiftAnswer(models.TransientModel):
    """What the next at the desk says: accepted, with objections, or not accepted."""

    _name = "visitor.shift.answer"
    _description = "Taking Over a Shift"

    shift_id = fields.Many2one(
        "visitor.shift",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    result = fields.Selection(
        [
            ("accepted", "All is in order"),
            ("remarks", "Accepted, with objections"),
            ("refused", "Not accepted"),
        ],
        "How It Was Found",
        required=True,
        default="accepted",
    )
    remarks = fields.Char("What Is Not in Order")
    signature = fields.Binary()

    def action_confirm(self):
        """Take the shift over, or not.

        :return: action that closes the dialog
        :raise UserError: as ``visitor.shift.action_take_over`` and ``action_refuse``
        """
        self.ensure_one()
        if self.result == "refused":
            self.shift_id.action_refuse(self.remarks or "")
        else:
            with_remarks = self.result == "remarks"
            self.shift_id.action_take_over(
                self.remarks or "" if with_remarks else "", self.signature
            )
        return {"type": "ir.actions.act_window_close"}
