from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MAX_INSTRUCTIONS = 30


class VisitorUnitInstruction(models.Model):
    """What residents ask of the desk for their unit, and how they end it."""

    _name = "visitor.unit.instruction"
    _inherit = ["visitor.unit.instruction", "visitor.resident.mixin"]

    @api.model
    def _portal_search(self, domain=Domain.TRUE):
        """What holds for the units of the user, or will; as superuser.

        :param domain: which of it
        """
        return (
            self._of_units_of(self._portal_partner())
            .filtered_domain(domain)
            .filtered(lambda each: each.until >= each.site_id._today())
        )

    @api.model
    def _portal_say(self, unit_id, kind, until, note="", since="", token=""):
        """Tell the desk something for the own unit.

        :param int unit_id: one of :meth:`_portal_units`
        :param str kind: of the selection
        :param str until: the last day, ``YYYY-MM-DD``
        :param str note: what the desk has to know besides
        :param str since: the first day; empty: today
        :param str token: of the form; sent again, it says nothing new
        :raise UserError: something is missing or can't be; says what to do
        """
        if self._portal_sent(token):
            return
        unit_sudo = self._portal_unit(unit_id)
        kind, note = self._portal_choice("kind", kind), self._portal_line(note)
        first, last = self._portal_day(since), self._portal_day(until)
        today = unit_sudo.site_id._today()
        if not last or last < today:
            raise UserError(self.env._("Say until which day: today or later."))
        if first and first > last:
            raise UserError(
                self.env._("The last day of an instruction is after its first.")
            )
        with self.env.cr.savepoint():  # what is refused was not sent
            typed = (unit_id, kind, first, last, note)
            self._portal_take(token, typed, "instruction", MAX_INSTRUCTIONS)
            self._say_for_unit(
                unit_sudo, self._portal_partner(), kind, last, note, first
            )

    @api.model
    def _portal_end(self, instruction_id):
        """End an instruction of the own unit.

        :param int instruction_id: as it stood in an address
        :return: whether there is one
        """
        found_sudo = self._portal_search(Domain("id", "=", instruction_id))
        found_sudo._end_for_unit(self._portal_partner())
        return bool(found_sudo)
