from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.names import readable

MAX_PASSES = 20
MAX_THINGS = 50
MAX_QUANTITY = 9999


class VisitorItemPass(models.Model):
    """Exit passes of the own unit: residents ask for them and let things go.

    Who asks and does not carry the things has said yes with it. Who carries them
    asks another occupant, or security.
    """

    _name = "visitor.item.pass"
    _inherit = ["visitor.item.pass", "visitor.resident.mixin"]

    # ------------------------------------------------------------
    # SEE
    # ------------------------------------------------------------

    @api.model
    def _portal_domain(self):
        """The exit passes of the units of the user."""
        return Domain("unit_id", "in", self._portal_units().ids)

    @api.model
    def _portal_search(self, domain=Domain.TRUE, **arguments):
        """The exit passes that the user sees, as superuser.

        :param domain: which of them
        :param arguments: of ``search``
        """
        passes_sudo = self.sudo()  # those of the own units only
        return passes_sudo.search(self._portal_domain() & domain, **arguments)

    @api.model
    def _portal_find(self, item_pass_id):
        """One exit pass that the user sees, as superuser.

        :param int item_pass_id: as it stood in an address
        :return: the exit pass, or nothing: unknown, or another unit's
        """
        return self._portal_search(Domain("id", "=", item_pass_id))

    def _portal_check(self):
        """
        :return: the exit pass, as superuser, which the user sees
        :raise AccessError: it is another unit's
        """
        self.ensure_one()
        pass_sudo = self._portal_find(self.id)
        if not pass_sudo:
            raise AccessError(self.env._("This exit pass is not of your unit."))
        return pass_sudo

    def _portal_may_withdraw(self):
        """Whether the user may take back what was approved and nobody used."""
        pass_sudo = self._portal_check()
        return (
            pass_sudo.state == "approved"
            and not pass_sudo.stopped
            and bool(pass_sudo._answers_as())
        )

    # ------------------------------------------------------------
    # SAY
    # ------------------------------------------------------------

    @api.model
    def _portal_request(self, unit_id, lines, token="", **words):
        """Ask for an exit pass of the own unit.

        :param int unit_id: one of :meth:`_portal_units`
        :param lines: pairs of a thing and how many, both as typed
        :param str token: of the form
        :param words: ``kind``, ``capacity``, ``carrier``, ``plate``, ``valid_on``
            (``YYYY-MM-DD``), ``reason``, as typed
        :return: the exit pass, as superuser, or nothing: the form was sent before
        :raise UserError: something is missing or can't be; says what to do
        """
        passes_sudo = self.sudo()  # nothing yet
        if self._portal_sent(token):
            return passes_sudo.browse()
        unit_sudo = self._portal_unit(unit_id)
        things = self._portal_things(lines)
        values = {
            name: self._portal_line(words.get(name))
            for name in ("carrier", "plate", "reason")
        }
        values["kind"] = self._portal_choice("kind", words.get("kind"))
        if capacity := words.get("capacity"):
            values["capacity"] = self._portal_choice("capacity", capacity)
        if valid_on := self._portal_day(words.get("valid_on")):
            values["valid_on"] = valid_on
        with self.env.cr.savepoint():  # what is refused was not sent
            self._portal_take(token, (things, values), "exit_pass", MAX_PASSES)
            pass_sudo = self._request(
                unit_sudo, self._portal_partner(), things, **values
            )
            if pass_sudo.valid_on < unit_sudo.site_id._today():
                raise UserError(
                    self.env._("This day is over. Choose today or a day ahead.")
                )
            if pass_sudo._answers_as():
                pass_sudo.action_approve()
        return pass_sudo

    def _portal_approve(self):
        """Let the things go, as an occupant of the unit.

        :raise AccessError: it is another unit's, or the user carries the things
        :raise UserError: it was decided about, or its day is over
        """
        self._portal_check().action_approve()

    def _portal_refuse(self, reason=""):
        """Let nothing go, as an occupant of the unit.

        :param str reason: kept with the exit pass
        :raise AccessError: it is another unit's, or the user carries the things
        :raise UserError: it was used or refused already
        """
        reason = readable(reason) or self.env._("Refused on the portal.")
        self._portal_check().action_refuse(self._portal_line(reason))

    @api.model
    def _portal_things(self, lines):
        """Pairs of a thing and a number, without empty lines.

        :raise UserError: nothing is to be taken out, too much, or no number
        """
        if len(lines) > MAX_THINGS:
            raise UserError(
                self.env._("Enter %s things at most on one exit pass.", MAX_THINGS)
            )
        things = []
        for name, quantity in lines:
            name = self._portal_line(name)
            if not name:
                continue
            number = int(quantity or 1) if (quantity or "1").isdecimal() else 0
            if not 0 < number <= MAX_QUANTITY:
                raise UserError(self.env._("Say of each thing how many there are."))
            things.append((name, number))
        if not things:
            raise UserError(self.env._("Enter the things that are taken out first."))
        return things
