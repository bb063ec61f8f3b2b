from odoo import api, models

from ..visit.visitor_visit import STANDS
from .visitor_registration_invitation import COMING


class VisitorRegistration(models.Model):
    """Who is invited hears of what changes."""

    _inherit = "visitor.registration"

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        visits = people.visit_id.filtered(lambda visit: visit.state in STANDS)
        if visits:
            visits_sudo = visits.sudo()  # they follow from what was made
            added_sudo = people.sudo() & visits_sudo.registration_ids
            added_sudo._invite_by_kind()
            (visits_sudo.registration_ids - added_sudo)._invitation_changed()
        return people

    def write(self, vals):
        addresses = {}
        if "email" in vals and not self.env.su:
            addresses = {person: person._mail_address() for person in self}
        result = super().write(vals)
        people_sudo = self.sudo()  # what follows from what was written
        if "headcount" in vals:
            people_sudo.visit_id.registration_ids._invitation_changed()
        if "name" in vals and not self.env.su:  # who corrects the own name knows it
            people_sudo._invitation_changed(always=True)
        for person, address in addresses.items():
            if person._mail_address() != address:
                person.sudo()._invitation_readdressed()  # follows from it, too
        return result

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        if state == "cancelled":
            self.sudo()._invitation_called_off()  # follows from the state
        elif state == "refused":  # at the desk they were told in person
            people_sudo = self.sudo()  # the same
            people_sudo.filtered(
                lambda person: person.visit_id.state == "refused"
            )._invitation_called_off()
        return result

    def _step_back(self, state, **vals):
        result = super()._step_back(state, **vals)
        if state == "expected":
            self.sudo()._invitation_changed()  # follows from the state
        return result

    def _invitation_readdressed(self):
        """What was mailed went to somebody else's address: its links end."""
        if self.invitation_state == "none":
            return
        self.env["visitor.invitation"]._end_links(self)
        self._set_invitation_state("none")
        stands = self.visit_id.state in STANDS
        if stands and self.state in COMING and self._mail_address():
            self._invite()
