from odoo import api, models

from ...tools import search_words


class VisitorRegistration(models.Model):
    """What reception's search box looks at: one line of words of each visitor."""

    _inherit = "visitor.registration"

    @api.depends(
        "name",
        "organization",
        "vehicle_plate",
        "phone_key",
        "visit_id.name",
        "visit_id.purpose",
        "visit_id.partner_id.name",
        "visit_id.host_id.name",
        "visit_id.host_partner_id.name",
        "visit_id.unit_id.display_name",
    )
    def _compute_words(self):
        for person in self:
            person.words = person._line_of_words(person.visit_id)

    def _line_of_words(self, visit):
        """What a visitor is found by; of no visitor, what a visit is found by.

        :param visit: ``visitor.visit`` with what all its visitors have in common
        :return: str, see :func:`..tools.search_words.of_visitor`
        """
        return search_words.of_visitor(
            self.name,
            visit.name,
            self.vehicle_plate,
            self.phone_key,
            firms=(self.organization, visit.partner_id.name),
            hosts=(
                visit.host_id.name or visit.host_partner_id.name,
                visit.unit_id.display_name,
            ),
            purpose=visit.purpose,
        )
