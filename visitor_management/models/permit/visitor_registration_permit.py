from odoo import api, models
from odoo.fields import Domain

from .visitor_permit import OVER


class VisitorRegistration(models.Model):
    """Visitors who are workers: known by their contact, or by the permit of the visit.

    Their visits are added to the history of the lines that name them.
    """

    _inherit = "visitor.registration"

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people._note_permits()
        return people

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self._note_permits()
        return result

    def _note_permits(self):
        """Add the visits to the lines that name the contacts of the visitors.

        One query, and none where nobody is a contact.
        """
        known_sudo = self.sudo().filtered("partner_id")  # whose visits, no more
        if not known_sudo:
            return
        lines_sudo = self.env["visitor.permit.worker"].sudo()
        by_contact = lines_sudo.search(
            Domain("partner_id", "in", known_sudo.partner_id.ids)
            & Domain("site_id", "in", known_sudo.site_id.ids)
            & Domain("permit_id.state", "not in", OVER)
        ).grouped(lambda line: (line.partner_id, line.site_id))
        for person in known_sudo:
            for line in by_contact.get((person.partner_id, person.site_id), ()):
                if person not in line.registration_ids:
                    line._add_visit(person)
