from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools.transaction import read_committed

_lt = LazyTranslate(__name__)

# Who came in once more was somewhere else, or never gone: the later stay tells.
NOT_SEEN = """
    SELECT stay.id FROM visitor_stay stay
     WHERE stay.closed_by = 'auto' AND stay.seen_leaving_at IS NULL
       AND NOT EXISTS (
           SELECT FROM visitor_stay later
            WHERE later.registration_id = stay.registration_id
              AND later.in_at > stay.in_at
       )
"""


class VisitorStay(models.Model):
    """Whom closing time checked out: not seen leaving until somebody confirms it."""

    _inherit = "visitor.stay"

    @api.depends(
        "closed_by", "seen_leaving_at", "in_at", "registration_id.stay_ids.in_at"
    )
    def _compute_not_seen_leaving(self):
        for stay in self:
            stay.not_seen_leaving = (
                stay.closed_by == "auto"
                and not stay.seen_leaving_at
                and stay.in_at == max(stay.registration_id.stay_ids.mapped("in_at"))
            )

    def _search_not_seen_leaving(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", SQL("(%s)", SQL(NOT_SEEN)))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_seen_leaving(self):
        """Confirm that people who were checked out by closing time are gone.

        Kept with who confirmed it and when. Confirmed once more it stays as it was.

        :return: True
        :raise AccessError: not reception
        :raise UserError: somebody is inside, or was checked out by a person
        """
        people = self.registration_id
        people._check_reception()
        self.check_access("read")
        read_committed(self.env)
        stays_sudo = self.sudo()  # reception, checked above
        stays_sudo.registration_id._lock()
        if any(stay.closed_by != "auto" for stay in stays_sudo):
            raise UserError(
                self.env._(
                    "Only who was checked out by closing time is confirmed as gone."
                )
            )
        noted_sudo = stays_sudo._note_seen_leaving()
        for stay_sudo in noted_sudo:
            person_sudo = stay_sudo.registration_id
            person_sudo.visit_id._log_said(
                _lt(
                    "Visitor %(id)s, checked out by closing time, is confirmed as "
                    "gone.",
                    id=person_sudo.id,
                )
            )
        noted_sudo.registration_id._bus_changed()
        return True

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _note_seen_leaving(self, scanned_at=None):
        """Note that whoever was not seen leaving is gone.

        :param datetime scanned_at: naive UTC, of the pass on the way out; default: the
            user says so, now
        :return: the ``visitor.stay`` of which it was not known
        """
        noted = self.filtered(
            lambda stay: (
                stay.closed_by == "auto"
                and not stay.seen_leaving_at
                and (not scanned_at or stay.in_at <= scanned_at)
            )
        )
        if noted:
            noted.write(
                {
                    "seen_leaving_at": scanned_at or fields.Datetime.now(),
                    "seen_leaving_by_id": False if scanned_at else self.env.uid,
                }
            )
        return noted
