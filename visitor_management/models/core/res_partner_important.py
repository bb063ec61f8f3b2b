from odoo import models

from ...tools.groups import check_reception


class ResPartner(models.Model):
    """Important visitors: a person, or a firm with all its people.

    Rules of the house may ask more of them, or for them: training, an escort. So it is
    said by reception, not by whoever invites them.
    """

    _inherit = "res.partner"

    def action_mark_important(self):
        """Mark the contacts as important visitors.

        :return: True
        :raise AccessError: not reception
        """
        return self._mark_important(True)

    def action_unmark_important(self):
        """Take the mark off again.

        :return: True
        :raise AccessError: not reception
        """
        return self._mark_important(False)

    def _mark_important(self, important):
        check_reception(self.env)
        self.check_access("read")
        # sudo: reception, checked above, keeps no contacts otherwise
        self.sudo().visitor_important = important
        return True

    def _read_marks(self):
        """Read together what :meth:`_is_important` looks at, one by one, afterwards."""
        both_sudo = self.sudo() | self.sudo().commercial_partner_id  # the mark only
        both_sudo.fetch(["visitor_important", "commercial_partner_id"])

    def _is_important(self):
        """Whether one of the contacts, or its firm, is marked."""
        both_sudo = self.sudo() | self.sudo().commercial_partner_id  # the mark only
        return any(both_sudo.mapped("visitor_important"))
