from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ADMIN, SECURITY
from ...tools.names import readable
from ...tools.transaction import apart, batches
from .visitor_watchlist import REVIEW_AFTER

_lt = LazyTranslate(__name__)

REVIEW = "visitor_management.mail_activity_type_watchlist_review"


class VisitorWatchlist(models.Model):
    """How an entry comes into force, is reviewed, and ends."""

    _inherit = "visitor.watchlist"

    # ------------------------------------------------------------
    # PROPOSED, AGREED
    # ------------------------------------------------------------

    def action_accept(self):
        """Put a proposed entry into force: an administrator decides.

        :return: True
        :raise AccessError: not an administrator
        :raise UserError: it is not proposed
        """
        self._check_decides()
        for entry_sudo in self.sudo():  # an administrator, checked above
            entry_sudo._set_state("active")
            entry_sudo._log_said(_lt("Agreed: the entry is in force."))
            entry_sudo._match_people()
        return True

    def action_reject(self, reason):
        """Do not agree to a proposed entry.

        :param str reason: kept in the history of the entry
        :return: True
        :raise AccessError: not an administrator
        :raise UserError: no reason, or it is not proposed
        """
        self._check_decides()
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why, please."))
        for entry_sudo in self.sudo():  # an administrator, checked above
            entry_sudo._set_state("rejected")
            entry_sudo._log_said(_lt("Not agreed: %s", reason))
        return True

    def _check_decides(self):
        if not self.env.su and not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only an administrator decides about a ban."))
        self.check_access("write")

    @api.model
    def _ban(self, person, until, reason, proposed=False):
        """Enter a visitor who is not to come in again; the caller checks who asks.

        :param person: ``visitor.registration``, as it is written down
        :param until: the last day, a date or ``YYYY-MM-DD``
        :param str reason: kept with the entry, for security
        :param bool proposed: whether an administrator has to agree before it works
        :return: ``visitor.watchlist``
        :raise UserError: nothing tells who the person is, or no day, or no reason
        """
        person.ensure_one()
        until, reason = fields.Date.to_date(until or False), readable(reason)
        if not reason:
            raise UserError(self.env._("Say why, please."))
        if not until or until < person.sudo().site_id._today():
            raise UserError(self.env._("Say until which day: today or later."))
        person_sudo = person.sudo()  # the caller checked who asks
        identity_sudo = person_sudo.identity_ids[:1]
        values = {
            "level": "deny",
            "name": person_sudo.name,
            "phone": person_sudo.phone,
            "email": person_sudo.email,
            "organization": person_sudo.organization,
            "reason": reason,
            "until": until,
            "company_id": person_sudo.company_id.id,
            "user_id": self._of_security(self.env.user.filtered("active")).id,
            **self._document_of(identity_sudo),
        }
        entries_sudo = self.sudo()
        if proposed:
            return entries_sudo._create_proposed([values])
        return entries_sudo.create(values)

    @api.model
    def _document_of(self, identity):
        if not identity.number_hash:
            return {}
        return {
            "document_type": identity.document_type,
            "document_masked": identity.number,
            "document_hash": identity.number_hash,
        }

    @api.model
    def _bar_for_unit(self, unit, partner, reason, **traits):
        """An occupant does not want somebody at the own door.

        Nobody but the occupants of the unit and security sees it; it counts for visits
        to this unit only.

        :param unit: ``visitor.unit``
        :param partner: ``res.partner``, one of its occupants
        :param str reason: kept with the entry
        :param traits: ``name``, ``phone``, ``email``, ``plate``, ``until``
        :return: ``visitor.watchlist``
        :raise AccessError: not an occupant
        :raise UserError: it would be everybody
        """
        if not unit._is_occupied_by(partner):
            raise AccessError(self.env._("Only who lives or works there can do this."))
        allowed = {"name", "phone", "email", "plate", "until"}
        unit_sudo = unit.sudo()
        officers = unit_sudo.site_id._security_officers()
        return self.sudo().create(
            {
                **{name: traits[name] for name in allowed & traits.keys()},
                "level": "deny",
                "reason": reason,
                "unit_id": unit.id,
                "company_id": unit_sudo.company_id.id,
                "user_id": officers[:1].id,
            }
        )

    @api.model
    def _of_units_of(self, partner):
        """The entries that an occupant may see: of the own units.

        :param partner: ``res.partner``
        :return: ``visitor.watchlist``, superuser
        """
        units_sudo = self.env["visitor.unit"]._of_occupant(partner)
        return self.sudo().search([("unit_id", "in", units_sudo.ids)])

    def _end_for_unit(self, partner):
        """An occupant lets somebody in again whom the unit did not want to see.

        :param partner: ``res.partner``
        :raise AccessError: not an occupant, or it is not the unit's own entry
        """
        for entry_sudo in self.sudo():  # each is checked
            unit = entry_sudo.unit_id
            if not unit or not unit._is_occupied_by(partner):
                raise AccessError(
                    self.env._("Only who lives or works there can do this.")
                )
            if not entry_sudo._is_of_unit():
                raise AccessError(
                    self.env._("Security entered this. Ask security to end it.")
                )
            entry_sudo.active = False

    def _is_of_unit(self):
        """Whether an occupant said it; else security entered it for the unit."""
        author = self.create_uid
        return author.share or self.unit_id._is_occupied_by(author.partner_id)

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def action_reviewed(self):
        """Keep the entry for six months more.

        :return: True
        :raise AccessError: not security
        """
        self.check_access("write")
        for entry in self:
            entry.review_on = fields.Date.context_today(entry) + REVIEW_AFTER
            entry.sudo()._log_said(_lt("Reviewed: the entry stays."))
        self.sudo().activity_unlink([REVIEW])  # of entries the user writes
        return True

    @api.model
    def _cron_remind(self, limit=200):
        """Put entries that are due on the list of who answers for them."""
        today = fields.Date.today()
        waiting = (
            Domain("state", "=", "active")
            & Domain("review_on", "<=", today)
            & (Domain("until", "=", False) | Domain("until", ">=", today))
            & ~Domain("activity_ids.activity_type_id", "=", self.env.ref(REVIEW).id)
        )
        for entries in batches(self, waiting, limit):
            for entry in entries:
                with apart(entry):
                    entry._remind()

    def _remind(self):
        stand_in = self.env["visitor.stand.in"]
        user = self._of_security(stand_in._at_work(self.user_id, self.company_id))
        # they have left: somebody of security looks after it
        user = user or stand_in._of_group(SECURITY, self.company_id)
        if user:
            self.activity_schedule(
                REVIEW, date_deadline=self.review_on, user_id=user.id
            )
