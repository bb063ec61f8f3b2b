from odoo import models
from odoo.fields import Domain

from ..visit.visitor_registration import OPEN_STATES


class VisitorPermit(models.Model):
    """The visitors who are the workers of a permit."""

    _inherit = "visitor.permit"

    def _people(self):
        """Who works under these permits: named by a line, or by its linked contact.

        :return: ``visitor.registration`` with superuser rights
        """
        workers_sudo = self.sudo().worker_ids  # who is inside, for who decides
        people_sudo = workers_sudo.registration_ids | workers_sudo.registration_id
        contacts = workers_sudo.partner_id
        if contacts:
            people_sudo |= people_sudo.search(
                Domain("partner_id", "in", contacts.ids)
                & Domain("site_id", "in", self.sudo().site_id.ids)
                & Domain("state", "in", OPEN_STATES)
            )
        return people_sudo

    def _on_visit(self, visit):
        """The workers who are announced for a visit already."""
        self.ensure_one()
        people = visit.registration_ids
        return self.worker_ids.filtered(
            lambda worker: worker.sudo().registration_ids & people.sudo()
        )

    def _link_known(self):
        """Add the open visits of known contacts to the history of their lines."""
        self._people().filtered("partner_id")._note_permits()
