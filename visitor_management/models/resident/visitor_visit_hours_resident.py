from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_time

WEEKS = 4
STEPS = {"pause": "action_pause", "resume": "action_resume", "end": "action_end"}


class VisitorVisitHours(models.Model):
    """The regulars of a unit as its residents see them: who comes when, and came.

    They pause, resume and end the hours by one tap; the visit behind them, which may
    be to other units as well, is not theirs to read.
    """

    _name = "visitor.visit.hours"
    _inherit = ["visitor.visit.hours", "visitor.resident.mixin"]

    @api.model
    def _portal_search(self, domain=Domain.TRUE):
        """The weekly hours of regulars with the units of the user, as superuser.

        Those in force first; of those that are over, the ones of the last weeks.

        :param domain: which of them
        """
        since = fields.Date.today() - timedelta(weeks=WEEKS)
        own = self._of_units_of(self._portal_partner()).filtered_domain(
            domain & Domain("date_to", ">=", since)
        )
        return own.sorted(lambda line: (line.standing == "over", line.date_to, line.id))

    @api.model
    def _portal_step(self, hours_id, step):
        """Pause, resume or end the hours of a regular with the own unit.

        :param int hours_id: as it stood in an address
        :param str step: of :data:`STEPS`
        :return: whether there are such hours
        :raise UserError: they have ended, or there is no such step
        """
        line_sudo = self._portal_search(Domain("id", "=", hours_id))
        if not line_sudo:
            return False
        if step not in STEPS:
            raise UserError(self.env._("Choose one of the answers."))
        getattr(line_sudo, STEPS[step])()
        return True

    def _portal_came(self):
        """When the regulars were there in the last weeks, for the unit that pays.

        :return: dict from the id of a line to ``{"times": [{"day", "hours",
            "duration"}], "duration"}``, the latest first; durations in hours, of which
            those that nobody knows are not counted
        """
        since = fields.Date.today() - timedelta(weeks=WEEKS)
        attendance_sudo = self.env["visitor.attendance"].sudo()  # of the own units
        found = attendance_sudo.search(
            [("hours_id", "in", self.ids), ("day", ">=", since)]
        ).grouped("hours_id")
        return {
            line.id: {
                "times": [each._portal_words() for each in found.get(line, ())],
                "duration": sum(each.duration for each in found.get(line, ())),
            }
            for line in self
        }


class VisitorAttendance(models.Model):
    """One time a regular was there, in words."""

    _inherit = "visitor.attendance"

    def _portal_words(self):
        """
        :return: ``{"day", "hours", "duration"}`` on the clock of the site; the duration
            in hours, 0 where nobody knows it
        """
        zone = self.site_id._tz()
        times = [
            format_time(self.env, moment, zone, "short") if moment else "…"
            for moment in (self.in_at, self.out_at)
        ]
        return {
            "day": format_date(self.env, self.day, date_format="EEE d MMM"),
            "hours": "–".join(times),
            "duration": self.duration,
        }
