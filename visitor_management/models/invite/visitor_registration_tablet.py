from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import qr_code
from ...tools.transaction import read_committed

PAGE = "/visitor/tablet"


class VisitorRegistration(models.Model):
    """The tablet that the desk hands to a visitor for the steps."""

    _inherit = "visitor.registration"

    def hand_over_tablet(self):
        """Open the steps of a visitor on a tablet, for 15 minutes after each step.

        One at a time: what was handed over before ends.

        :return: ``{"url", "expires_at", "qr": {"modules", "path"}}``: the address, this
            once, until when it is valid if nothing is done (UTC), and what a camera
            reads, as the path of an SVG
        :raise AccessError: not reception
        :raise UserError: nobody expects this visitor any more
        """
        self.ensure_one()
        self._check_reception()
        self.visit_id._check_no_sample()
        person_sudo = self.sudo()  # reception, checked above
        read_committed(self.env)
        person_sudo._lock()
        if not person_sudo._has_open_steps():
            raise UserError(self.env._("This visitor is not expected any more."))
        secret, invitation_sudo = self.env["visitor.invitation"]._hand_over(person_sudo)
        self._bus_changed()
        url = f"{self.get_base_url()}{PAGE}#{secret}"
        return {
            "url": url,
            "expires_at": fields.Datetime.to_string(invitation_sudo.expires_at),
            "qr": qr_code.symbol(url)._asdict(),
        }

    def take_back_tablet(self):
        """End what was handed over to a visitor: the tablet shows nothing any more.

        :return: True
        :raise AccessError: not reception
        """
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        if self.env["visitor.invitation"]._take_back(person_sudo):
            self._bus_changed()
        return True

    def _tablet(self):
        """How far a visitor is with the tablet, for the panel of the desk.

        :return: ``{"steps", "done", "opened", "expires_at"}`` (UTC), or False where
            none is handed over
        """
        self.ensure_one()
        # sudo: of somebody whom the caller may read
        invitation_sudo = self.env["visitor.invitation"].sudo()._open_of(self)[:1]
        if not invitation_sudo or not invitation_sudo._is_valid():
            return False
        done, steps = self.sudo()._steps_done()
        return {
            "steps": steps,
            "done": done,
            "opened": bool(invitation_sudo.opened_at),
            "expires_at": fields.Datetime.to_string(invitation_sudo.expires_at),
        }
