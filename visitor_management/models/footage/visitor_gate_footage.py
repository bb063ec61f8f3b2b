from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools import footage


class VisitorGate(models.Model):
    """Where the recordings of a gate are: an address with the moment in it."""

    _inherit = "visitor.gate"

    @api.constrains("camera_url")
    def _check_camera_url(self):
        for gate in self.sudo():  # as it is written, by whomever
            fault = gate.camera_url and footage.fault(gate.camera_url)
            if fault:
                raise ValidationError(self._camera_fault(fault))

    @api.model
    def _camera_fault(self, fault):
        return {
            footage.WRONG_SCHEME: self.env._(
                "The address of recordings begins with http://, https:// or rtsp://."
            ),
            footage.WRONG_HOST: self.env._(
                "The address of recordings needs the name of a server, without blanks, "
                "quotes, passwords or times in that name."
            ),
            footage.WRONG_PLACE: self.env._(
                "In braces the address of recordings may hold: %s",
                ", ".join(f"{{{place}}}" for place in footage.PLACES),
            ),
            footage.NO_TIME: self.env._(
                "Say with {start} or {epoch} where the time stands in the address of "
                "recordings."
            ),
        }[fault]

    def _footage_address(self, at):
        """Where the recording of a moment at the gate is, or "" without a camera.

        :param datetime at: naive UTC
        """
        self.ensure_one()
        gate_sudo = self.sudo()  # the caller is security and writes down who looks
        if not gate_sudo.camera_url:
            return ""
        return footage.address(
            gate_sudo.camera_url,
            at,
            gate_sudo.camera_before,
            gate_sudo.camera_after,
            gate_sudo.site_id._tz(),
        )
