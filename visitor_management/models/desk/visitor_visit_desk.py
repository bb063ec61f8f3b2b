from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import RECEPTION, check_reception
from ...tools.visit_terms import later
from ..visit.visitor_visit import STANDS

_lt = LazyTranslate(__name__)

LONGEST_EXTENSION = timedelta(days=1)
# What the desk says to a host by one key; others it writes itself.
MESSAGES = {
    "come": _lt("Please come to reception: your visitor is waiting."),
    "call": _lt("Please call reception."),
    "leave": _lt("The time of your visitor is over. Please bring them back."),
}
LONGEST_MESSAGE = 500


class VisitorVisit(models.Model):
    """What the desk does with a visit: more time, and a word to the host."""

    _inherit = "visitor.visit"

    def action_extend(self, minutes):
        """Let a visit end later: after its end, or after now if that is over.

        Reception may, and the host; of a visit that security approved, security. The
        history of the visit keeps both ends.

        :param int minutes: how much later, at most a day
        :return: True
        :raise AccessError: neither reception nor the host, or security decides
        :raise UserError: the visit is over, or that is no time
        """
        self.check_access("write")
        if not all(visit._is_at_desk_or_host() for visit in self):
            raise AccessError(self.env._("Reception or the host extends a visit."))
        lasting = timedelta(minutes=int(minutes))
        if not timedelta() < lasting <= LONGEST_EXTENSION:
            raise UserError(self.env._("Extend a visit by a day at most."))
        now = fields.Datetime.now()
        # the history keeps both ends, whatever the caller's context says
        for visit in self.with_context(tracking_disable=False, mail_notrack=False):
            if visit.state not in STANDS:
                raise UserError(self.env._("This visit is over. Announce a new one."))
            if not visit._may_change_plan():
                raise AccessError(
                    self.env._("Security approved this visit: ask them to extend it.")
                )
            visit.stop = later(max(visit.stop, now), lasting)
        return True

    def action_extend_once(self):
        """Extend visits by one tap: by as much as their kind says.

        :return: a notification that says until when
        :raise AccessError: as :meth:`action_extend`
        :raise UserError: as :meth:`action_extend`
        """
        for visit in self:
            visit.action_extend(visit.type_id.extend_minutes)
        windows = " · ".join(self.mapped("local_window"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The visit is extended: %s", windows),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def message_host(self, message="", text="", registration_id=False):
        """Write to the host of a visit from the desk: queued, in the host's language.

        :param str message: a key of ``MESSAGES``, or
        :param str text: own words
        :param int registration_id: the visitor it is about; default: all of the visit
        :return: True
        :raise AccessError: not reception
        :raise UserError: nothing is said, or the host can't be written to
        """
        self.ensure_one()
        self._check_at_desk()
        body = MESSAGES.get(message) or (text or "").strip()[:LONGEST_MESSAGE]
        if not body:
            raise UserError(self.env._("Say what the host is to be told."))
        partner = self._host_partner()
        if not partner:
            raise UserError(
                self.env._("This host reads no messages here. Call, or ask in person.")
            )
        people = self.registration_ids.filtered(
            lambda person: person.id == registration_id
        )
        visit_sudo = self.sudo()  # who may write to the host was checked
        visit_sudo._tell(
            partner,
            _lt("Message from reception (%s)", self.name),
            body,
            people.sudo(),
        )
        return True

    @api.depends("state", "host_id", "host_partner_id", "type_id")
    @api.depends_context("uid")
    def _compute_may_extend(self):
        for visit in self:
            visit.may_extend = visit._may_extend()

    def _may_extend(self):
        """Whether it goes on, and this user may give it more time."""
        return (
            self.state in STANDS
            and self._is_at_desk_or_host()
            and self._may_change_plan()
        )

    def _is_at_desk_or_host(self):
        """Whether this user is of reception, or is who is visited."""
        user = self.env.user
        return (
            self.env.su
            or user.has_group(RECEPTION)
            # the login of an employee is public, the employee's record is not
            or user == self.sudo().host_id.user_id
            or (bool(self.host_partner_id) and user.partner_id == self.host_partner_id)
        )

    def _check_at_desk(self):
        check_reception(self.env)
        self.check_access("write")
