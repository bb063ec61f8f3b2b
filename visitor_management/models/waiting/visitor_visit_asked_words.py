from odoo import api, models
from odoo.tools import format_datetime, format_list, format_time

from ...tools import waiting
from .visitor_waiting import RUNNING


class VisitorVisit(models.Model):
    """Who was asked for a visit, when, and who is next, for whoever reads its form."""

    _inherit = "visitor.visit"

    @api.depends("state", "type_id", "waiting_ids.state", "waiting_ids.rung")
    @api.depends_context("lang")
    def _compute_asked_words(self):
        for visit in self:
            # those who came together are asked for together
            wait = visit.waiting_ids.filtered(lambda each: each.state == RUNNING)[:1]
            if wait:
                visit.asked_words = "\n".join(visit._asked_lines(wait))
            elif visit.state == "pending" and visit.type_id.approval == "security":
                visit.asked_words = self.env._("Security is asked to approve it.")
            else:
                visit.asked_words = False

    def _asked_lines(self, wait):
        """A line for each rung that was asked, and one for the next.

        :param wait: ``visitor.waiting``, running
        """
        asked = waiting.RUNGS[: waiting.RUNGS.index(wait.rung) + 1] if wait.rung else ()
        lines = [
            self.env._("%(time)s: %(who)s", time=self._asked_at(at), who=who)
            for rung, at in wait._plan().items()
            if rung in asked and (who := self._asked_at_rung(rung, wait))
        ]
        if wait.next_at:
            following = [rung for rung in wait._plan() if rung not in asked][:1]
            for who in (self._asked_at_rung(rung, wait) for rung in following):
                at = self._asked_at(wait.next_at)
                lines.append(self.env._("Next, %(time)s: %(who)s", time=at, who=who))
        return lines

    def _asked_at(self, moment):
        """A moment on the clock of the site; with its day where that is another."""
        site = self.site_id
        today = site._to_local(moment).date() == site._today()
        said = format_time if today else format_datetime
        return said(self.env, moment, site._tz(), "short")

    def _asked_at_rung(self, rung, wait):
        """Who is asked at a rung, in words. Names no other occupant of a unit."""
        if rung == "phone":
            return self.env._("reception calls")
        if rung == "desk":
            return self.env._("reception decides")
        if rung == "host":
            return self.env._("%s is asked", self.host_name or "–")
        deputies = [
            (partner.name, user)
            for each, partner, user in self._whom_to_ask()
            if each == rung
        ]
        names = [name for name, user in deputies if user and not user.share]
        if len(names) < len(deputies):
            names.append(self.env._("other occupants of the unit"))
        return self.env._("%s, in the host's stead", format_list(self.env, names))
