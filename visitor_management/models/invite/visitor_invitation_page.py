from odoo import api, models


class VisitorInvitation(models.Model):
    """What the page of a visitor's own link shows besides the steps."""

    _inherit = "visitor.invitation"

    def _document(self):
        document = super()._document()
        if self._is_own_link():
            document.update(self.registration_id._requests_shown())
        return document

    def _is_own_link(self):
        """Whether it is the visitor's own, at home: not a tablet of the desk."""
        return self.channel == "mail"

    def _way(self):
        """By which way rules and trainings are shown, as these note it."""
        return "invitation" if self._is_own_link() else self.channel

    @api.model
    def _end_all(self, person_sudo):
        """Nothing opens the steps of a visitor any more."""
        self._take_back(person_sudo)
        self._end_links(person_sudo)
