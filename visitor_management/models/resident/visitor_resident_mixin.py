from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.names import clean
from ..core.visitor_throttle import HOUR

MAX_LINE = 200


class VisitorResidentMixin(models.AbstractModel):
    """What the pages of residents and tenants have in common: who asks, for which
    unit, and what was typed.
    """

    _name = "visitor.resident.mixin"
    _description = "Of residents and tenants, on the portal"

    @api.model
    def _portal_partner(self):
        """
        :return: the contact of the user
        :raise AccessError: nobody is signed in
        """
        if self.env.user._is_public():
            raise AccessError(self.env._("Sign in first."))
        return self.env.user.partner_id

    @api.model
    def _portal_units(self):
        """The units of the user, as superuser."""
        return self.env["visitor.unit"]._of_occupant(self._portal_partner())

    @api.model
    def _portal_unit(self, unit_id):
        """
        :param int unit_id: as a form has it
        :return: a unit of the user, as superuser
        :raise UserError: it is none of them
        """
        unit_sudo = self._portal_units().filtered(lambda unit: unit.id == unit_id)
        if not unit_sudo:
            raise UserError(self.env._("Choose one of your units."))
        return unit_sudo

    # ------------------------------------------------------------
    # WHAT WAS TYPED
    # ------------------------------------------------------------

    @api.model
    def _portal_line(self, text):
        """
        :raise UserError: it is too long
        """
        text = clean(text or "")
        if len(text) > MAX_LINE:
            raise UserError(
                self.env._("Please use %s characters at most.", f"{MAX_LINE:,}")
            )
        return text

    @api.model
    def _portal_day(self, text):
        """
        :param str text: ``YYYY-MM-DD`` or empty
        :return: date or False
        :raise UserError: it is none
        """
        try:
            return date.fromisoformat(text) if text else False
        except (TypeError, ValueError):
            raise UserError(self.env._("Choose a day from the calendar.")) from None

    @api.model
    def _portal_choice(self, name, key):
        """
        :param str name: of a selection of this model
        :param str key: as a form has it
        :raise UserError: there is no such choice
        """
        if key not in dict(self._fields[name].selection):
            raise UserError(self.env._("Choose one from the list."))
        return key

    # ------------------------------------------------------------
    # ONCE, AND NOT TOO OFTEN
    # ------------------------------------------------------------

    @api.model
    def _portal_sent(self, token):
        """The form that was sent with a token before, as superuser."""
        client = self._portal_partner().commercial_partner_id
        return self.env["client.portal.form"]._sent(client, token)

    @api.model
    def _portal_take(self, token, typed, what, limit):
        """Note that a form is being sent; what is sent with it again finds it.

        :param str token: of the form
        :param typed: what was typed
        :param str what: is counted
        :param int limit: how many within an hour
        :return: the form, as superuser, or nothing
        :raise UserError: too many
        """
        partner = self._portal_partner()
        if not self.env["visitor.throttle"]._take(what, partner.id, limit, HOUR):
            raise UserError(
                self.env._(
                    "You sent many of these just now. Please call reception instead."
                )
            )
        client = partner.commercial_partner_id
        return self.env["client.portal.form"]._take(client, token, repr(typed))
