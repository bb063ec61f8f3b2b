from odoo import models


class VisitorRegistration(models.Model):
    """Letting in is for trained staff; letting out is for everybody."""

    _inherit = "visitor.registration"

    def check_in(self, card_number=""):
        self._check_reception()
        self.site_id._check_staff_trained()
        return super().check_in(card_number)

    def check_in_group(self):
        self._check_reception()
        self.site_id._check_staff_trained()
        return super().check_in_group()
