from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.groups import check_reception


class VisitorMovement(models.Model):
    """What a guard reports of somebody at a gate."""

    _inherit = "visitor.movement"

    def action_report_violation(self):
        """Open the form of a new violation of whoever stood at the gate.

        :return: window action
        :raise AccessError: not reception
        :raise UserError: nobody knows who it was
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("read")
        if not self.registration_id:
            raise UserError(
                self.env._("The code was unknown, so nobody knows who it was.")
            )
        return self.registration_id._open_violation_form(
            "gate",
            at=fields.Datetime.to_string(self.at),
            area_id=self.area_id.id or self.gate_id.area_id.id,
            place=self.gate_id.name or "",
        )
