from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import RECEPTION, SECURITY
from ...tools.names import readable
from ...tools.sentences import say
from ...tools.transaction import locked

_lt = LazyTranslate(__name__)
STOPPED = "visitor_management.mail_activity_type_items_stopped"
# What an occupant says of a pass that is asked for.
REQUESTED = {
    *("kind", "capacity", "carrier", "plate", "valid_on", "expected_at"),
    *("reason", "return_on", "lift"),
}
# How reception asks somebody who is no user; the answer is that person's.
ASKED = ("phone", "in_person", "letter")


class VisitorItemPass(models.Model):
    """Who lets things go: whose they are, or security; never who carries them."""

    _inherit = "visitor.item.pass"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_approve(self, channel="odoo", partner_id=False):
        """Approve exit passes, or write down that somebody did who was asked.

        :param str channel: ``odoo`` for one's own approval; ``phone``, ``in_person``
            or ``letter`` where reception asked
        :param int partner_id: then who answered: an occupant of the unit, or the host
        :return: True
        :raise AccessError: it is somebody else's to approve, or one carries the things
        :raise UserError: it was decided about, names no thing, or its day is over
        """
        self.check_access("read")
        for each in self._decide():
            who = each._approver(channel, partner_id)
            each._check_may_go()
            each.sudo().line_ids._mark(False)
            each.sudo()._set_state(  # who approves was checked above
                "approved",
                approved_by_id=who[0].id,
                approved_as=who[1],
                approved_at=fields.Datetime.now(),
                channel=channel,
            )
        return True

    def action_refuse(self, reason):
        """Refuse exit passes, or withdraw approved ones that nobody used.

        :param str reason: kept with the pass, and shown to whom it is refused
        :return: True
        :raise AccessError: neither who may approve it nor reception
        :raise UserError: no reason, it was used or refused already, or things stopped
            with it: then somebody says how it ended
        """
        self.check_access("read")
        reason = readable(reason)
        for each in self._decide():
            if not each._answers_as() and not self.env.user.has_group(RECEPTION):
                raise each._not_the_approver()
            if not reason:
                raise UserError(self.env._("Say why."))
            if each.stopped:
                raise UserError(
                    self.env._("Things were stopped with this pass: say how it ended.")
                )
            # who refuses was checked above
            each.sudo()._set_state("refused", refusal=reason)
        return True

    @api.model
    def _request(self, unit, partner, lines, **words):
        """An occupant asks for a pass of the own unit; by a page of the portal, too.

        It waits for an approval like any other: the occupant's own, unless the occupant
        carries the things.

        :param unit: ``visitor.unit``
        :param partner: ``res.partner`` who asks, whom the caller has authenticated
        :param list lines: pairs of name and quantity
        :param words: those of :data:`REQUESTED`
        :return: ``visitor.item.pass``, for the caller to show to that person only
        :raise AccessError: somebody who does not live or work there
        :raise UserError: something of it can't be
        """
        unit_sudo = unit.sudo()  # where it is, besides
        if not unit_sudo._is_occupied_by(partner):
            raise AccessError(self.env._("Only occupants of the unit can do this."))
        if words.keys() - REQUESTED:
            raise UserError(self.env._("This can't be said of an exit pass."))
        passes_sudo = self.sudo()  # of an occupant, checked above
        return passes_sudo.create(
            {
                **words,
                "unit_id": unit.id,
                "site_id": unit_sudo.site_id.id,
                "applicant": partner.sudo().name,
                "line_ids": [
                    fields.Command.create({"name": name, "quantity": quantity})
                    for name, quantity in lines
                ],
            }
        )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _answers_as(self, partner=None):
        """As what somebody may approve the pass.

        :param partner: ``res.partner``; default: the user
        :return: ``occupant``, ``host``, ``head``, ``security``, or False: it is not
            theirs, or they carry the things
        """
        self.ensure_one()
        own_sudo = self.sudo()  # compared only
        who = partner or self.env.user.partner_id
        if own_sudo._is_carrier(who.sudo()):
            return False
        visit_sudo = own_sudo.registration_id.visit_id
        users_sudo = who.sudo().user_ids
        if own_sudo.unit_id and own_sudo.unit_id._is_occupied_by(who):
            return "occupant"
        host_sudo = visit_sudo.host_id
        if who & visit_sudo.host_partner_id or users_sudo & host_sudo.user_id:
            return "host"
        if partner and visit_sudo and who.sudo() & visit_sudo._host_partner():
            return "host"  # who has no login, or answers instead of who has left
        if users_sudo & own_sudo.department_id.manager_id.user_id:
            return "head"
        if not partner and self.env.user.has_group(SECURITY):
            return "security"
        return False

    def _approver(self, channel, partner_id):
        """Who approves, and as what.

        :return: pair of ``res.partner`` and an ``approved_as``
        :raise AccessError: it is somebody else's to approve
        :raise UserError: there is no such way to ask
        """
        partners = self.env["res.partner"]
        if channel == "odoo":
            who = self.env.user.partner_id
            if role := self._answers_as():
                return who, role
            raise self._not_the_approver()
        if channel not in ASKED:
            raise UserError(self.env._("Choose how it was approved."))
        # who carries writes down no word of somebody else either
        if not self.env.user.has_group(RECEPTION) or self._is_mine():
            raise self._not_the_approver()
        who = partners.browse(partner_id if type(partner_id) is int else ()).exists()
        role = who and self._answers_as(who)
        if role not in ("occupant", "host"):
            raise UserError(
                self.env._(
                    "Choose who was asked: an occupant of the unit or the host, who "
                    "does not carry the things."
                )
            )
        return who, role

    def _not_the_approver(self):
        if self._is_mine():
            return AccessError(
                self.env._(
                    "Who carries the things does not approve the pass. Ask an occupant "
                    "of the unit, the host, the head of the department or security."
                )
            )
        return AccessError(
            self.env._(
                "An occupant of the unit, the host, the head of the department or "
                "security approves an exit pass."
            )
        )

    def _check_may_go(self):
        """
        :raise UserError: there is nothing to take out, or its day is over
        """
        if self.state != "draft":
            raise self._step_not_allowed("approved")
        if not self.line_ids:
            raise UserError(self.env._("Enter the things that are taken out first."))
        if self.valid_on < self.site_id._today():
            raise UserError(
                self.env._("The day of this exit pass is over. Make a new one.")
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _decide(self):
        """Lock the passes and read them anew: two do not decide about one."""
        locked(self.sudo())  # whose right to read was checked
        return self

    def _asked_partners(self):
        """Whom reception may ask: the occupants of the unit and the host.

        :return: ``res.partner``
        """
        own_sudo = self.sudo()  # who answers for the things, of a pass the user reads
        partners_sudo = own_sudo.unit_id.partner_ids
        for visit_sudo in own_sudo.registration_id.visit_id:
            partners_sudo |= visit_sudo._host_partner()
        return self.env["res.partner"].browse(partners_sudo.ids)

    def _ask_approvers(self):
        """Tell those who may approve it, where they sign in; others are asked."""
        self.ensure_one()
        partners = self._asked_partners()
        partners |= self.department_id.manager_id.user_id.partner_id
        told = self.env["visitor.told"]
        for partner in partners.filtered(
            lambda each: any(not user.share for user in each.user_ids)
        ):
            if partner == self.env.user.partner_id or self._is_carrier(partner):
                continue

            def words(env):
                asked = self.with_env(env)
                return (
                    say(env, _lt("Exit pass %s waits for your approval", asked.name)),
                    env._(
                        "Somebody wants to take things out at %s. Look at them, then "
                        "approve or refuse.",
                        asked.site_id.name,
                    ),
                )

            told._notify(partner, words, about=self, otherwise=self.site_id._lang())
