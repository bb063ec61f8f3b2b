from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.names import readable
from ..visit.visitor_visit import ASKS, TO_COME

# What an occupant says of a visit that waits for approval.
APPROVAL = ("approve", "refuse")
# What is left of the ladder's words where somebody stands there.
AT_THE_DOOR = ("coming", "send_up", "wait", "refuse")


class VisitorVisit(models.Model):
    """What residents and tenants see of the visits to their units, and what they say.

    The portal has no right of its own to a visit: its pages go through these methods,
    which begin with the check who asks and read as superuser what a host needs to
    know. Who lives or works in the unit now sees its visits, whoever they were to;
    who has moved out sees none, also of those that were to them.
    """

    _name = "visitor.visit"
    _inherit = ["visitor.visit", "visitor.resident.mixin"]

    # ------------------------------------------------------------
    # WHOSE
    # ------------------------------------------------------------

    @api.model
    def _portal_domain(self):
        """The visits that the user sees: to the own units, and to oneself without any.

        What somebody is still writing is nobody's business. Of who comes every week
        there are the hours of the own unit; the visit behind them, which may be to
        others as well, only to approve it.
        """
        partner = self._portal_partner()
        to_nowhere = Domain("unit_id", "=", False)
        own = Domain("unit_id", "in", self._portal_units().ids) | (
            to_nowhere & Domain("host_partner_id", "=", partner.id)
        )
        announced = Domain("state", "!=", "draft") & Domain("sample", "=", False)
        once = Domain("hours_ids", "=", False) | Domain("state", "=", "pending")
        return own & announced & once

    @api.model
    def _portal_search(self, domain=Domain.TRUE, **arguments):
        """The visits that the user sees, as superuser.

        :param domain: which of them
        :param arguments: of ``search``
        """
        visits_sudo = self.sudo()  # those of the own units only
        return visits_sudo.search(self._portal_domain() & domain, **arguments)

    @api.model
    def _portal_count(self, domain=Domain.TRUE):
        """How many visits the user sees.

        :param domain: which of them
        """
        return self.sudo().search_count(self._portal_domain() & domain)

    @api.model
    def _portal_find(self, visit_id):
        """One visit that the user sees, as superuser.

        :param int visit_id: as it stood in an address
        :return: the visit, or nothing: unknown, or to another unit
        """
        return self._portal_search(Domain("id", "=", visit_id))

    @api.model
    def _portal_is_host(self):
        """Whether the pages of visits are something for this user."""
        return bool(self._portal_units() or self._portal_count())

    def _portal_check(self):
        """
        :return: the visit, as superuser, which the user sees
        :raise AccessError: it is to another unit
        """
        self.ensure_one()
        visit_sudo = self._portal_find(self.id)
        if not visit_sudo:
            raise AccessError(self.env._("This visit is not to your unit."))
        return visit_sudo

    # ------------------------------------------------------------
    # WHAT IS SHOWN
    # ------------------------------------------------------------

    def _portal_people(self):
        """The visitors as a host knows them; how they are reached, only if the user
        said so.

        :return: list of ``{"name", "organization", "headcount", "state", "label",
            "came", "left", "reach", "missing"}``; times naive UTC
        """
        visit_sudo = self._portal_check()
        labels = dict(
            visit_sudo.registration_ids._fields["state"]._description_selection(
                self.env
            )
        )
        mine = visit_sudo.create_uid == self.env.user
        return [
            {
                "name": person_sudo.name,
                "organization": person_sudo.organization or "",
                "headcount": person_sudo.headcount,
                "state": person_sudo.state,
                "label": labels[person_sudo.state],
                "came": person_sudo.checked_in_at,
                "left": person_sudo.checked_out_at,
                "reach": mine and (person_sudo.email or person_sudo.phone) or "",
                # for hosts: what is between the desk and the visitor is not said
                "missing": person_sudo.blockers or "",
            }
            for person_sudo in visit_sudo.registration_ids.sorted("id")
        ]

    def _portal_decisions(self):
        """What the user may say to the visit now.

        :return: tuple of decisions, see ``_answer``; empty: nothing is asked, or
            somebody else is
        """
        return self._portal_check()._decisions_of(self._portal_partner())

    def _portal_standing(self):
        """Its visitors who stand there and wait for a word, as superuser."""
        return self._portal_check()._standing_there()

    def _decisions_of(self, partner):
        """What a person may say to the visit, see :meth:`_portal_decisions`."""
        asked = self.state == "pending" and self.type_id.approval == "host"
        standing = self._standing_there()
        if not (asked or standing) or not self._asks(partner):
            return ()
        return AT_THE_DOOR if standing else APPROVAL

    def _asks(self, partner):
        """Whether it is this person who is asked: the host, or somebody instead."""
        return any(partner == asked for _rung, asked, _user in self._whom_to_ask())

    def _portal_may_cancel(self):
        """Whether the user may call the visit off: as its host, or who announced it."""
        visit_sudo = self._portal_check()
        return visit_sudo.state in TO_COME and visit_sudo._portal_is_own()

    def _portal_is_own(self):
        """Whether the visit is to the user, or the user announced it."""
        to_user = self.host_partner_id == self._portal_partner()
        return to_user or self.create_uid == self.env.user

    @api.model
    def _portal_asking(self):
        """The visits that wait for an answer of this user, as superuser."""
        partner = self._portal_partner()
        pending = Domain("state", "=", "pending") & Domain(
            "type_id.approval", "=", "host"
        )
        announced = self._portal_search(Domain("state", "in", ASKS))
        standing = announced._standing_there().visit_id
        return announced.filtered(
            lambda visit: (
                (visit in standing or visit.filtered_domain(pending))
                and visit._decisions_of(partner)
            )
        )

    def _portal_hours(self):
        """The weekly hours of the visit with the units of the user, as superuser."""
        own = self._portal_units()
        return self._portal_check().hours_ids.filtered(lambda line: line.unit_id in own)

    # ------------------------------------------------------------
    # WHAT IS SAID
    # ------------------------------------------------------------

    def _portal_answer(self, decision, reason=""):
        """The user says something to a visit to the own unit. The first answer counts.

        :param str decision: of :meth:`_portal_decisions`
        :param str reason: kept with the visit
        :return: as ``_answer``
        :raise AccessError: it is to another unit, or somebody else is asked
        :raise UserError: it can't be said now
        """
        visit_sudo, partner = self._portal_check(), self._portal_partner()
        if not visit_sudo._asks(partner):
            raise AccessError(self.env._("Somebody else is asked about this visit."))
        if decision not in APPROVAL + AT_THE_DOOR:
            raise UserError(self.env._("Choose one of the answers."))
        reason = self._portal_line(reason)
        if decision == "refuse" and not readable(reason):
            reason = self.env._("Refused on the portal.")
        return visit_sudo._answer(decision, partner, "portal", reason)

    def _portal_cancel(self, reason=""):
        """The user calls the own visit off.

        :param str reason: kept with the visit
        :raise AccessError: it is to another unit, or somebody else's
        :raise UserError: somebody came already
        """
        visit_sudo = self._portal_check()
        if not visit_sudo._portal_is_own():
            raise AccessError(self.env._("The host cancels this visit."))
        reason = self._portal_line(reason)
        visit_sudo.action_cancel(reason or self.env._("Cancelled on the portal."))
