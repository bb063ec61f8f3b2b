from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.overstay import due_alarms
from ...tools.transaction import apart, batches

EVENTS = {
    "host": "overstaying",
    "desk": "overstaying_desk",
    "manager": "overstaying_manager",
}


class VisitorVisit(models.Model):
    """Who is told that visitors stay longer than announced: host, desk, then manager.

    Each once for one end of the visit; once it was extended, anew.
    """

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_overstay(self, limit=200):
        """Tell whose visitors are still inside although the time is over."""
        now = fields.Datetime.now()
        waiting = Domain("state", "=", "in_progress") & Domain("stop", "<", now)
        for visits in batches(self, waiting, limit):
            late = visits.filtered(lambda visit: visit._overstay_alarms_due(now))
            for visit in late.try_lock_for_update():
                with apart(visit):
                    visit._raise_overstay_alarms(now)

    def _overstay_alarms_due(self, now):
        """Who is to be told now.

        :param datetime now: naive UTC
        :return: list of keys of ``EVENTS``
        """
        self.ensure_one()
        kind = self.type_id
        return due_alarms(
            now - self.stop,
            {
                "host": kind.overstay_host_minutes or self.site_id.grace_after,
                "desk": kind.overstay_desk_minutes,
                "manager": kind.overstay_manager_minutes,
            },
            self._overstay_told_now(),
        )

    def _overstay_told_now(self):
        """Who was told of the end as it is; of one that was put off nobody was."""
        told = self.overstay_told_at and self.overstay_told_at >= self.stop
        return (self.overstay_told or "").split() if told else []

    def _raise_overstay_alarms(self, now):
        due = self._overstay_alarms_due(now)
        inside = self.registration_ids.filtered(lambda each: each.state == "inside")
        if not due or not inside:
            return
        before = self._overstay_told_now()
        if not before:
            self.env["visitor.notice.channel"]._tell(
                self.site_id, "overstaying", self, inside
            )
        told = " ".join(before + due)
        self.write({"overstay_told_at": now, "overstay_told": told})
        for whom in due:
            for partner in self._overstay_partners(whom):
                self._tell_event(partner, EVENTS[whom], inside)

    def _overstay_partners(self, whom):
        """The contacts of those who are told.

        :param str whom: a key of ``EVENTS``
        """
        if whom == "host":
            return self._host_partner()
        if whom == "desk":
            return self.site_id._receptionists().partner_id
        employee_sudo = self.sudo().host_id  # who is above a host, to be told
        above = self.env["visitor.stand.in"]._superior(employee_sudo, signs_in=True)
        users = above.sudo().user_id or self.site_id._security_officers()
        return users.partner_id
