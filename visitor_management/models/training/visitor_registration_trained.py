from odoo import models


class VisitorRegistration(models.Model):
    """Letting in is for trained staff; letting out is for everybody."""

    _inherit = "visitor.registration"

    def check_in(self, card_number=""):
        self._check_reception()
        self._sites_of_trained()._check_staff_trained()
        return super().check_in(card_number)

    def check_in_group(self):
        self._check_reception()
        self._sites_of_trained()._check_staff_trained()
        return super().check_in_group()

    def _sites_of_trained(self):
        """Where who lets these people in has to be trained: an emergency waits for
        nobody's training."""
        return self.filtered(lambda person: not person.visit_id.emergency).site_id
