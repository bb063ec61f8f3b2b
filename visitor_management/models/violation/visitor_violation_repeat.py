from odoo import models
from odoo.fields import Domain

# What tells that two visitors are one person, see ``_same_person_domain``: the contact
# that is linked now, and how they were known when it was reported.
CONTACT = "registration_id.partner_id"
KNOWN_BY = ("known_by_phone", "known_by_email")


class VisitorViolation(models.Model):
    """Whose second or third violation it is, by person and by firm."""

    _inherit = "visitor.violation"

    def _compute_times(self):
        """In few queries for any number of violations; those of one company count."""
        known_sudo = self._of_the_same_sudo()
        for violation in self:
            until_now = known_sudo.filtered(violation._came_before)
            people = until_now.filtered(violation._is_by_same_person)
            firms = until_now.filtered(violation._is_by_same_firm)
            violation.person_times = len(people | violation._origin)
            violation.firm_times = violation.firm_key and len(firms | violation._origin)

    def action_open_person(self):
        """Open the violations of the same person, this one among them.

        :return: window action
        :raise AccessError: not security
        """
        self._check_security()
        self.ensure_one()
        same_sudo = self._of_the_same_sudo().filtered(self._is_by_same_person)
        return self._open_violations(same_sudo | self)

    def action_open_firm(self):
        """Open the violations of people of the same firm.

        :return: window action
        :raise AccessError: not security
        """
        self._check_security()
        self.ensure_one()
        same_sudo = self._of_the_same_sudo().filtered(self._is_by_same_firm)
        return self._open_violations(same_sudo | self)

    def _open_violations(self, violations):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_violation_action"
        )
        return action | {"domain": [("id", "in", violations.ids)], "context": {}}

    def _of_the_same_sudo(self):
        """What may be of the same people or firms: read once for all of them."""
        own_sudo = self.sudo()  # compared, never shown
        same = Domain("registration_id", "in", own_sudo.registration_id.ids)
        same |= Domain(CONTACT, "in", own_sudo.registration_id.partner_id.ids)
        for name in ("firm_key", *KNOWN_BY):
            same |= Domain(name, "in", [*filter(None, own_sudo.mapped(name))])
        here = Domain("company_id", "in", own_sudo.company_id.ids)
        return own_sudo.search(here & same)

    def _came_before(self, other):
        """Whether another one happened before this one, or is this one."""
        mine, theirs = self._origin, other
        return (theirs.at, theirs.id) <= (mine.at or self.at, mine.id or theirs.id)

    def _is_by_same_person(self, other):
        if other.company_id != self.company_id:
            return False
        own_sudo = self.sudo()  # compared, never shown
        mine, theirs = own_sudo.registration_id, other.registration_id
        return (
            mine == theirs
            or bool(mine.partner_id and mine.partner_id == theirs.partner_id)
            or any(
                own_sudo[name] and own_sudo[name] == other[name] for name in KNOWN_BY
            )
        )

    def _is_by_same_firm(self, other):
        return (
            bool(self.firm_key)
            and other.company_id == self.company_id
            and other.firm_key == self.firm_key
        )
