from odoo import fields, models

from ..tools.name_field import Line


class VisitorFootageWizard(models.TransientModel):
    """Asks why a recording has to be seen, keeps that, and opens it."""

    _name = "visitor.footage.wizard"
    _description = "Look at a Recording"

    movement_id = fields.Many2one(
        "visitor.movement", required=True, readonly=True, ondelete="cascade"
    )
    gate_id = fields.Many2one(related="movement_id.gate_id")
    at = fields.Datetime("Recording Of", related="movement_id.at")
    tz = fields.Selection(related="movement_id.tz", string="Site Time Zone")
    reason = Line("Why It Has to Be Seen", required=True)
    shown_to = Line("Shown to Somebody Else")

    def action_open(self):
        """Open the recording; see ``visitor.movement.open_footage``.

        :return: the action that opens it beside
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self.movement_id.open_footage(self.reason, self.shown_to),
            "target": "new",
            "close": True,
        }
