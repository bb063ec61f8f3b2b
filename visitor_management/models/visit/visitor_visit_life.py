from datetime import timedelta

from odoo import api, fields, models

from ...tools.transaction import apart, batches


class VisitorVisit(models.Model):
    """How a visit goes on and ends with the people on it."""

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def check_out_all(self, remarks="", not_returned=()):
        """Let everybody who is still in leave for good, in one action.

        :param str remarks: noted on each departure
        :param list not_returned: ids of the registrations of those who did not give
            back what was handed out to them
        :return: list of ``{"registration_id", "open"}``, see
            ``visitor.registration.check_out``
        """
        inside = self.registration_ids.filtered(
            lambda person: person.state in ("inside", "outside")
        )
        return inside.check_out_group(remarks, not_returned)

    def _settle(self):
        """Follow what became of the visitors: the visit is done.

        A visit is done when all have left for good, or when its time is over and
        nobody is inside: who is out then has left, who did not come stayed away.
        """
        now = fields.Datetime.now()
        for visit in self.filtered(lambda visit: visit.state == "in_progress"):
            states = set(visit.registration_ids.mapped("state"))
            if "inside" in states:
                continue
            if not states & {"outside", "expected"} and not visit._unnamed():
                visit._set_state("done")
            elif now > visit._over_at():
                visit.registration_ids._leave_for_good("outside")
                visit.registration_ids._stay_away("expected")
                visit._set_state("done")

    def _settle_back(self, before):
        """Follow what the visitors are again, after an act with them was taken back.

        :param str before: what the visit was before the act, empty if the act did not
            change that
        """
        came = {"inside", "outside", "left"} & set(
            self.registration_ids.mapped("state")
        )
        if came and self.state != "in_progress":
            self._step_back("in_progress")
        elif not came and self.state in ("in_progress", "done"):
            begun = not before or before in ("in_progress", "done")
            self._step_back("approved" if begun else before)

    def _over_at(self):
        """When the visit is over (naive UTC): its end and the grace of the site.

        Who waits for approval may be late as well: until the day is over.
        """
        site = self.site_id
        if self.state == "pending":
            return site._day_bounds(site._to_local(self.stop).date())[1]
        return self.stop + timedelta(minutes=site.grace_after)

    def _close(self):
        """The time is over: nobody answered or came, or those who came are gone."""
        self.ensure_one()
        if self.sample:
            self._end_sample()
        elif self.state == "pending":
            self._give_up_waiting()
        elif self.state == "approved":
            self.registration_ids._stay_away("expected")
            self._set_state("no_show")
        else:
            self._settle()

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_close(self, limit=200):
        """Close visits whose time is over: nobody came, or all have left.

        Those that nobody approved in time are cancelled.
        """
        now = fields.Datetime.now()
        waiting = ("pending", "approved", "in_progress")
        domain = [("state", "in", waiting), ("stop", "<", now)]
        for visits in batches(self, domain, limit):
            over = visits.filtered(lambda visit: visit._over_at() < now)
            for visit in over.try_lock_for_update():
                with apart(visit):
                    visit._close()
