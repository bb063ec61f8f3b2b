from odoo import api, models


class VisitorRegistration(models.Model):
    """Important visitors: the rules of a site may ask more of them, or for them."""

    _inherit = "visitor.registration"

    @api.depends(
        "partner_id.visitor_important",
        "partner_id.commercial_partner_id.visitor_important",
        "visit_id.partner_id.visitor_important",
        "visit_id.partner_id.commercial_partner_id.visitor_important",
    )
    def _compute_important(self):
        (self.partner_id | self.visit_id.partner_id)._read_marks()
        for person in self:
            person.important = person._is_important()

    def _is_important(self):
        """Whether the contact, its firm, or the visit's organization is marked."""
        self.ensure_one()
        return (self.partner_id | self.visit_id.partner_id)._is_important()
