from odoo import models

from ..visit.visitor_visit import STANDS

# What visitors are told of a visit; any of it changes what it says as a whole.
TOLD = {
    "type_id",
    "site_id",
    "unit_id",
    "host_id",
    "host_partner_id",
    "start",
    "stop",
    "headcount",
    "planned_headcount",
}


class VisitorVisit(models.Model):
    """A visit that is approved or changes is mailed to its visitors."""

    _inherit = "visitor.visit"

    def write(self, vals):
        result = super().write(vals)
        if TOLD & vals.keys():
            visits_sudo = self.sudo()  # what follows from what was written
            visits_sudo = visits_sudo.filtered(lambda visit: visit.state in STANDS)
            if visits_sudo:
                self.env["visitor.invitation"]._follow_visits(visits_sudo)
                visits_sudo.registration_ids._invitation_changed()
        return result

    def _approve(self, channel=False, partner=None):
        result = super()._approve(channel, partner)
        people_sudo = self.sudo().registration_ids  # of a visit just approved
        people_sudo._invite_by_kind()
        people_sudo._invitation_changed()  # who was invited before it was asked again
        return result
