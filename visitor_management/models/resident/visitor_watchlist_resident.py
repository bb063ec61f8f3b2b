from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MAX_ENTRIES = 20
TRAITS = ("name", "phone", "email", "plate")


class VisitorWatchlist(models.Model):
    """Whom residents do not want to see at their door, and let in again."""

    _name = "visitor.watchlist"
    _inherit = ["visitor.watchlist", "visitor.resident.mixin"]

    @api.model
    def _portal_search(self, domain=Domain.TRUE):
        """Who is not let in to the units of the user because an occupant said so.

        What security has entered for a unit is security's to tell. As superuser.

        :param domain: which of them
        """
        return (
            self._of_units_of(self._portal_partner())
            .filtered_domain(domain)
            .filtered(
                lambda each: (
                    each._is_of_unit()
                    and (not each.until or each.until >= each.unit_id.site_id._today())
                )
            )
        )

    @api.model
    def _portal_bar(self, unit_id, reason, until="", token="", **traits):
        """Say who is not to be let in to the own unit.

        :param int unit_id: one of :meth:`_portal_units`
        :param str reason: kept with the entry, for security
        :param str until: the last day, ``YYYY-MM-DD``; empty: until it is ended
        :param str token: of the form; sent again, it says nothing new
        :param traits: those of :data:`TRAITS`, as typed
        :raise UserError: something is missing or can't be; says what to do
        """
        if self._portal_sent(token):
            return
        unit_sudo = self._portal_unit(unit_id)
        last, reason = self._portal_day(until), self._portal_line(reason)
        told = {name: self._portal_line(traits.get(name)) for name in TRAITS}
        if not any(told.values()):
            raise UserError(
                self.env._(
                    "Say who is meant: a name, a phone number, an e-mail or a plate."
                )
            )
        if not reason:
            raise UserError(self.env._("Say why. Only security reads it."))
        if last and last < unit_sudo.site_id._today():
            raise UserError(self.env._("Say until which day: today or later."))
        with self.env.cr.savepoint():  # what is refused was not sent
            self._portal_take(token, (unit_id, told), "bar", MAX_ENTRIES)
            self._bar_for_unit(
                unit_sudo,
                self._portal_partner(),
                reason,
                until=last,
                **{name: text for name, text in told.items() if text},
            )

    @api.model
    def _portal_end(self, entry_id):
        """Let somebody in again.

        :param int entry_id: as it stood in an address
        :return: whether there is such an entry of the own unit
        """
        found_sudo = self._portal_search(Domain("id", "=", entry_id))
        found_sudo._end_for_unit(self._portal_partner())
        return bool(found_sudo)
