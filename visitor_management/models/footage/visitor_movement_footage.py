from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import names
from ...tools.groups import SECURITY


class VisitorMovement(models.Model):
    """A movement at a gate with a camera opens its recording; who looked is kept."""

    _inherit = "visitor.movement"

    def _compute_has_footage(self):
        for movement in self:
            movement.has_footage = bool(movement.gate_id.sudo().camera_url)  # whether

    def action_ask_footage(self):
        """Ask why the recording has to be seen.

        :return: the action of the dialog
        :raise AccessError: not security
        """
        self.ensure_one()
        self._check_footage()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Look at the Recording"),
            "res_model": "visitor.footage.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_movement_id": self.id},
        }

    def open_footage(self, reason, shown_to=""):
        """Where the recording of a movement is; who looks, at what and why is kept.

        :param str reason: why it has to be seen
        :param str shown_to: somebody else who looks, with the unit
        :return: the address, which holds times and nothing else
        :raise AccessError: not security, or a movement of another company
        :raise UserError: no reason, or the gate has no camera
        """
        self.ensure_one()
        self._check_footage()
        address = self.gate_id._footage_address(self.at) if self.gate_id else ""
        if not address:
            raise UserError(
                self.env._(
                    "This gate has no recordings. An administrator enters their "
                    "address with the gate."
                )
            )
        if not names.readable(reason):
            raise UserError(self.env._("Say why the recording has to be seen."))
        self.env["visitor.footage.look"].sudo().create(  # security, checked above
            {
                "movement_id": self.id,
                "gate_id": self.gate_id.id,
                "site_id": self.gate_id.site_id.id,
                "company_id": self.gate_id.company_id.id,
                "recorded_at": self.at,
                "at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "reason": reason,
                "shown_to": shown_to,
            }
        )
        return address

    def _check_footage(self):
        if not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Only security looks at recordings."))
        self.check_access("read")
