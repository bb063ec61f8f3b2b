from odoo import api, models
from odoo.fields import Domain

MARK = "visitor_important"
FIRM_MARK = f"commercial_partner_id.{MARK}"


class VisitorVisit(models.Model):
    """Important visitors and delegations."""

    _inherit = "visitor.visit"

    @api.depends(
        f"partner_id.{MARK}",
        f"partner_id.{FIRM_MARK}",
        f"registration_ids.partner_id.{MARK}",
        f"registration_ids.partner_id.{FIRM_MARK}",
    )
    def _compute_important(self):
        (self.partner_id | self.registration_ids.partner_id)._read_marks()
        for visit in self:
            visit.important = visit._is_important()

    def _search_important(self, operator, value):
        if operator != "in":
            return NotImplemented
        contacts = ("partner_id", "registration_ids.partner_id")
        marked = Domain.OR(
            Domain(f"{contact}.{mark}", "=", True)
            for contact in contacts
            for mark in (MARK, FIRM_MARK)
        )
        # sudo: which visits are important; which of them are read is the caller's
        visits_sudo = self.sudo()._search(marked)
        return Domain("id", "in" if True in value else "not in", visits_sudo)

    def _is_important(self):
        """Whether the organization, or one of the visitors, is marked."""
        self.ensure_one()
        return (self.partner_id | self.registration_ids.partner_id)._is_important()
