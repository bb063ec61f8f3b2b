from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ADMIN
from ...tools.names import readable

_lt = LazyTranslate(__name__)

TO_DECIDE = "visitor_management.mail_activity_type_violation_ban"
# Whoever should stay away for longer is banned again.
LONGEST_BAN = timedelta(days=3660)


class VisitorViolation(models.Model):
    """Bans: security proposes one, an administrator decides.

    The person stands on the watchlist from the decision on, with an end.
    """

    _inherit = "visitor.violation"

    def action_ban(self, until, reason):
        """Propose that the person is not admitted any more; an administrator decides.

        An administrator who calls this has decided: about what was proposed, too.

        :param until: the last day, a date or ISO text, on the clock of the site
        :param str reason: kept with the entry of the watchlist
        :return: True
        :raise AccessError: not security
        :raise UserError: no reason, no day ahead, or it is closed
        """
        self._check_security()
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why the person is banned."))
        decides = self.env.su or self.env.user.has_group(ADMIN)
        for violation_sudo in self._begin():
            last = violation_sudo._last_day(until)
            values = {"ban_until": last, "ban_reason": reason}
            if violation_sudo.state == "closed":
                raise violation_sudo._step_not_allowed("handling")
            if violation_sudo.ban_decided_at:
                raise UserError(
                    self.env._("This ban is decided. The watchlist has its end.")
                )
            if decides:
                violation_sudo._ban_now(values)
            else:
                violation_sudo._set_state(
                    "handling", **values, ban_proposed_by_id=self.env.uid
                )
                violation_sudo._ask_administrators()
        return True

    def action_decide_ban(self):
        """Decide that the ban is put in force as it is proposed.

        :return: True
        :raise AccessError: not an administrator
        :raise UserError: no ban waits for a decision
        """
        self._check_decides()
        for violation in self:
            violation_sudo = violation.sudo()  # an administrator, checked above
            if not violation_sudo._waits_for_ban():
                raise UserError(self.env._("No ban waits for a decision."))
            violation.action_ban(violation_sudo.ban_until, violation_sudo.ban_reason)
        return True

    def action_decline_ban(self, reason):
        """Decide that a proposed ban is not needed; security chooses another measure.

        :param str reason: kept in the history
        :return: True
        :raise AccessError: not an administrator
        :raise UserError: no reason, or no ban waits for a decision
        """
        self._check_decides()
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why there is no ban."))
        for violation_sudo in self._begin():
            if not violation_sudo._waits_for_ban():
                raise UserError(self.env._("No ban waits for a decision."))
            violation_sudo.write(
                {
                    "ban_until": False,
                    "ban_reason": False,
                    "ban_proposed_by_id": False,
                }
            )
            violation_sudo.activity_unlink([TO_DECIDE])
            violation_sudo._log_said(
                _lt(
                    "%(user)s declined the ban: %(reason)s",
                    user=self.env.user.name,
                    reason=reason,
                )
            )
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _check_decides(self):
        """
        :raise AccessError: the user is not an administrator of the company
        """
        self._check_security()
        if not self.env.su and not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("An administrator decides about bans."))

    def _last_day(self, until):
        """
        :raise UserError: it is no day ahead at the site
        """
        try:
            last = fields.Date.to_date(until)
        except (ValueError, TypeError):
            last = None
        today = self.site_id._today()
        if not last or not today < last <= today + LONGEST_BAN:
            raise UserError(
                self.env._(
                    "A ban ends on a day that is still to come, within ten years."
                )
            )
        return last

    def _waits_for_ban(self):
        return bool(self.ban_until and not self.ban_decided_at)

    def _check_no_ban(self):
        """
        :raise UserError: a proposed ban waits for its decision
        """
        if self._waits_for_ban():
            raise UserError(
                self.env._(
                    "A ban is proposed. An administrator decides about it first."
                )
            )

    def _ban_now(self, values):
        self._set_state(
            "handling",
            **values,
            **self._decided("ban", values["ban_reason"]),
            ban_decided_by_id=self.env.uid,
            ban_decided_at=fields.Datetime.now(),
        )
        self.env["visitor.watchlist"]._ban(
            self.registration_id, self.ban_until, self.ban_reason, proposed=False
        )
        self.activity_unlink([TO_DECIDE])

    def _ask_administrators(self):
        self.activity_unlink([TO_DECIDE])  # proposed anew
        for user in self._administrators(self.company_id):
            self.activity_schedule(TO_DECIDE, user_id=user.id)

    @api.model
    def _administrators(self, company):
        """The administrators of a company who are at work; not Odoo's own, if there is
        somebody else."""
        group_sudo = self.env.ref(ADMIN).sudo()  # who is asked, not shown
        users = group_sudo.user_ids.filtered(lambda user: company in user.company_ids)
        users = self.env["visitor.stand.in"]._at_work(users, company)
        return users.filtered(lambda user: not user._is_system()) or users
