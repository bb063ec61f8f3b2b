from datetime import datetime

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools import opening_hours, phone

# How much one resident announces within an hour, and with one visit.
MAX_VISITS = 30
MAX_PEOPLE = 50
# How people are reached at whom a resident looks on one line.
BETWEEN = (",", ";", "，", "；", "、")


class SaidFirst(UserError):
    """What the site asks of who announces; whoever has heard it announces anyway."""


class VisitorVisit(models.Model):
    """Residents and tenants announce a visit to their own unit, as its host."""

    _inherit = "visitor.visit"

    @api.model
    def _portal_kinds(self, units):
        """The kinds of visit that residents may choose, as superuser.

        :param units: ``visitor.unit``, those of the user
        """
        kinds_sudo = self.env["visitor.visit.type"].sudo()  # names and lengths
        return kinds_sudo.search(
            Domain("for_residents", "=", True)
            & Domain("company_id", "in", (False, *units.company_id.ids))
        )

    @api.model
    def _portal_announce(
        self,
        unit_id,
        type_id,
        start,
        stop="",
        people=(),
        token="",
        heard=False,
        **words,
    ):
        """Announce a visit to the own unit: its host is the user.

        A form that was sent before leads to the visit that it made then.

        :param int unit_id: one of :meth:`_portal_units`
        :param int type_id: one of :meth:`_portal_kinds`
        :param str start: ``YYYY-MM-DDTHH:MM`` on the clock of the site
        :param str stop: the same; empty: as long as visits of the kind take
        :param people: pairs of a name and a phone number or an e-mail address
        :param str token: of the form, see ``client.portal.form``
        :param bool heard: announce it although the site asks for another time
        :param words: ``headcount`` (int: more than are named), ``organization``,
            ``purpose``
        :return: the visit, as superuser
        :raise SaidFirst: the site asks for another time; says so
        :raise UserError: something is missing or can't be; says what to do
        """
        partner = self._portal_partner()
        if sent := self._portal_sent(token).filtered("visit_id"):
            return sent.visit_id
        unit_sudo = self._portal_unit(unit_id)
        kind_sudo = self._portal_kinds(unit_sudo).filtered(
            lambda kind: kind.id == type_id
        )
        if not kind_sudo:
            raise UserError(self.env._("Choose one of the kinds of visit."))
        site_sudo = unit_sudo.site_id
        values = {
            "unit_id": unit_sudo.id,
            "site_id": site_sudo.id,
            "type_id": kind_sudo.id,
            "host_partner_id": partner.id,
            "start": self._portal_moment(site_sudo, start),
            "purpose": self._portal_line(words.get("purpose")),
            "registration_ids": [
                Command.create(person)
                for person in self._portal_named(people, words.get("organization"))
            ],
        }
        if stop:
            values["stop"] = self._portal_moment(site_sudo, stop)
            if values["stop"] <= values["start"]:
                raise UserError(self.env._("A visit ends after it begins."))
        if words.get("headcount"):
            values["headcount"] = self._portal_number(words["headcount"])
        with self.env.cr.savepoint():  # what is refused was not sent
            sent = self._portal_take(
                token, sorted(values.items()), "announce", MAX_VISITS
            )
            visit_sudo = (
                self.sudo()  # to the own unit, as its host: checked above
                .with_company(unit_sudo.company_id)
                .with_context(mail_create_nosubscribe=True)
                .create(values)
            )
            said = visit_sudo._said_when_announced()
            if said and not heard:
                raise SaidFirst("\n".join(said))
            visit_sudo.action_submit()
            sent.visit_id = visit_sudo
        return visit_sudo

    # ------------------------------------------------------------
    # WHAT WAS TYPED
    # ------------------------------------------------------------

    def _portal_moment(self, site, text):
        """
        :return: naive UTC, of a moment on the clock of a site
        :raise UserError: it is none
        """
        try:
            local = datetime.fromisoformat(text)
            if local.tzinfo:
                raise ValueError
            return opening_hours.to_utc(local.replace(microsecond=0), site._tz())
        except (TypeError, ValueError, OverflowError):
            raise UserError(self.env._("Say when the visit begins.")) from None

    def _portal_number(self, number):
        if not 0 < number <= 1000:
            raise UserError(self.env._("Say how many people come: 1 to 1,000."))
        return number

    def _portal_named(self, people, organization):
        """Values of those who come, by name.

        :raise UserError: somebody has no name, or is reached in no way that there is
        """
        firm = self._portal_line(organization)
        if len(people) > MAX_PEOPLE:
            raise UserError(
                self.env._("Name %s people at most, and say how many come.", MAX_PEOPLE)
            )
        named = []
        for name, reach in people:
            name, reach = self._portal_line(name), self._portal_line(reach)
            if not name and not reach:
                continue
            if not name:
                raise UserError(
                    self.env._(
                        "Enter the name of each visitor, or leave the line empty."
                    )
                )
            named.append({"name": name, "organization": firm, **self._reached(reach)})
        return named

    def _reached(self, reach):
        """
        :param str reach: one phone number or one e-mail address, or nothing
        :raise UserError: it is neither, or several
        """
        if not reach:
            return {}
        if "@" in reach:
            if not any(mark in reach for mark in BETWEEN) and email_normalize(reach):
                return {"email": reach}
        elif phone.key(reach, self.env.company.country_id.code or ""):
            return {"phone": reach}
        raise UserError(
            self.env._(
                "Enter one phone number or one e-mail address for each visitor, or "
                "leave it empty."
            )
        )
