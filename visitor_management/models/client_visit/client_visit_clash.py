from odoo import api, models
from odoo.tools import format_time

from .client_visit import AHEAD_STATES


class ClientVisit(models.Model):
    """Nobody is at two clients at once: it is said where visits are planned.

    It is not refused: one of the two may be about to be moved.
    """

    _inherit = "client.visit"

    @api.depends(
        *("appointment_at", "appointment_stop", "state", "line_ids.employee_id"),
    )
    @api.depends_context("lang")
    def _compute_clash(self):
        others = self._visits_of_the_same_people()
        for visit in self:
            visit.clash = "\n".join(
                visit._clash_words(line) for line in visit._clashing(others)
            )

    def _visits_of_the_same_people(self):
        """Who of those who make the visits goes where in their time.

        :return: ``client.visit.line``, sudo
        """
        lines_sudo = self.env["client.visit.line"].sudo()  # numbers and times only
        ahead = self.filtered(lambda visit: visit._may_clash())
        if not ahead:
            return lines_sudo
        return lines_sudo.search(
            [
                ("employee_id", "in", ahead.sudo().line_ids.employee_id.ids),
                ("visit_id.state", "in", AHEAD_STATES),
                ("visit_id.appointment_at", "<", max(ahead.mapped("appointment_stop"))),
                ("visit_id.appointment_stop", ">", min(ahead.mapped("appointment_at"))),
            ]
        )

    def _may_clash(self):
        return self.state in AHEAD_STATES and bool(self.appointment_stop)

    def _clashing(self, lines_sudo):
        if not self._may_clash():
            return lines_sudo.browse()
        people = self.sudo().line_ids.employee_id.ids
        return lines_sudo.filtered(
            lambda line: (
                line.employee_id.id in people
                and line.visit_id.id != self._origin.id
                and line.visit_id.appointment_at < self.appointment_stop
                and line.visit_id.appointment_stop > self.appointment_at
            )
        )

    def _clash_words(self, line_sudo):
        other_sudo = line_sudo.visit_id
        tz = other_sudo.company_id._client_tz()
        return self.env._(
            "%(employee)s is on visit %(visit)s then, from %(start)s to %(stop)s.",
            employee=line_sudo.employee_id.name,
            visit=other_sudo.name,
            start=format_time(self.env, other_sudo.appointment_at, tz, "short"),
            stop=format_time(self.env, other_sudo.appointment_stop, tz, "short"),
        )
