import hmac
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools import keys
from ...tools.ours import ADDON

PURPOSE = "permit sheet"
CODE = re.compile(r"([1-9][0-9]{0,9})\.([0-9a-f]{32})", re.ASCII)
# How long the code of a sheet that still hangs somewhere tells that the works are over.
AFTER = timedelta(days=30)
PRINTED = ("approved", "suspended")
HUNG_UP = ("approved", "suspended", "handed_back", "closed", "cancelled")


class VisitorPermit(models.Model):
    """The sheets that hang at the place of the works, and what their code tells.

    The code is made of the permit's id, of how often its sheets were withdrawn, and of
    the secret of the installation: nothing of a person is in it, nothing is stored.
    """

    _inherit = "visitor.permit"

    def action_withdraw_sheets(self):
        """End the code of all sheets that hang; what is printed later has another.

        :return: True
        :raise AccessError: the permit is not the user's to write
        :raise UserError: the permit was never approved: nothing hangs
        """
        self.check_access("write")
        self._check_hung_up(HUNG_UP)
        for permit_sudo in self.sudo():  # a count of the program, checked above
            permit_sudo.sheet_issue += 1
        return True

    def action_print_cards(self):
        """Print the cards of the workers (施工出入证).

        :return: an action
        :raise AccessError: the permit is not the user's to read
        :raise UserError: the permit was never approved, or names no workers
        """
        self.check_access("read")
        self._check_hung_up()
        if not self.worker_ids:
            raise UserError(self.env._("The permit names no workers."))
        report = self.env.ref(f"{ADDON}.report_visitor_permit_worker_card")
        return report.report_action(self.worker_ids)

    def _check_hung_up(self, states=PRINTED):
        """
        :param states: in which there is something to hang up
        :raise UserError: the works are not approved yet, or over
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for permit in self:
            if permit.state not in states:
                raise UserError(
                    self.env._(
                        "Only an approved permit is hung up, and %(permit)s is "
                        "“%(state)s”. Print the permit form to collect signatures.",
                        permit=permit.name,
                        state=labels[permit.state],
                    )
                )

    def _sheet_url(self):
        """Where the code of a sheet leads: it stands behind the #.

        :raise UserError: there is no good secret
        """
        self.ensure_one()
        self.env["visitor.secret"]._check()  # whether there is one
        return f"{self.get_base_url()}/visitor/permit#{self._sheet_code()}"

    def _sheet_code(self):
        self.ensure_one()
        return f"{self.id}.{_mac(self.id, self.sudo().sheet_issue)}"

    @api.model
    def _of_token(self, token):
        """The permit that a code is of, as superuser: the code is the right to ask.

        :param str token: as it stands on a sheet
        :return: ``visitor.permit``, empty for anything else: another code, a sheet that
            was withdrawn, works that were over long ago
        """
        found = CODE.fullmatch(token)
        permits_sudo = self.sudo()
        if not found:
            return permits_sudo.browse()
        permit_sudo = permits_sudo.search(
            [
                ("id", "=", int(found[1])),
                ("state", "in", HUNG_UP),
                ("stop", ">", fields.Datetime.now() - AFTER),
            ]
        )
        try:
            right = _mac(int(found[1]), permit_sudo.sheet_issue)
        except keys.SecretError:
            return permits_sudo.browse()
        if not hmac.compare_digest(right, found[2]):
            return permits_sudo.browse()
        return permit_sudo

    def _live(self):
        """What whoever stands before a sheet is told: how it is at this moment.

        Nothing about a person, and nothing that somebody typed about the works.

        :return: ``{"result": "allowed", "other_hour", "not_yet", "suspended",
            "handed_back", "over", "closed" or "cancelled", "number", "kind", "level",
            "site", "area", "window", "hours", "again", "watch", "at": texts on the
            clock of the site, empty if there is nothing to say}``
        """
        self.ensure_one()
        now = fields.Datetime.now()
        result = self._now(now)
        following = self._next_window(now) if result == "other_hour" else None
        tz = self.site_id._tz()
        return {
            "result": result,
            "number": self.name,
            "kind": self.kind_id.name,
            "level": self.counted_level_id.name or "",
            "site": self.site_id.name,
            "area": self.area_id.complete_name or "",
            "window": self.local_window,
            "hours": self.hours_text or "",
            "again": (
                format_datetime(self.env, following[0], tz, "short")
                if following
                else ""
            ),
            "watch": self._watch_ends() if self.watching else "",
            "at": format_datetime(self.env, now, tz, "short"),
        }

    def _record_for(self, user):
        """Where somebody who is signed in and reads the permit opens it, or nothing.

        :param user: ``res.users`` who asks, also the public one
        """
        mine = self.with_user(user)
        if not user._is_internal() or not mine.has_access("read"):
            return ""
        return f"/odoo/visitor-permits/{self.id}"

    def _now(self, now):
        """How the permit is at a moment of naive UTC, in one word."""
        if self.state != "approved":
            return self.state
        if now < self.start:
            return "not_yet"
        if now >= self.stop:
            return "over"
        return "allowed" if self._in_hours(now) else "other_hour"


def _mac(number, issue):
    return keys.digest(PURPOSE, f"{number}.{issue}")[:32]
