from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import RECEPTION
from ...tools.transaction import locked

_lt = LazyTranslate(__name__)

# What is noted in the visit, by step.
SAID = {
    "pause": lambda unit: _lt("The weekly hours of unit %s are paused.", unit),
    "resume": lambda unit: _lt("The weekly hours of unit %s hold again.", unit),
    "end": lambda unit: _lt("The weekly hours of unit %s have ended.", unit),
}


class VisitorVisitHours(models.Model):
    """Who pauses, resumes and ends the hours of a unit: at the next scan it holds.

    The occupants of the unit, who need not read the visit, its host, and reception.
    """

    _inherit = "visitor.visit.hours"

    @api.depends("unit_id", "visit_id")
    @api.depends_context("uid")
    def _compute_may_pause(self):
        for line in self:
            line.may_pause = line._may_pause()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_pause(self):
        """Nobody is let in at these hours until they are resumed.

        :return: True, also where they are paused already
        :raise AccessError: neither an occupant of the unit nor the host nor reception
        :raise UserError: they have ended
        """
        now = fields.Datetime.now()
        return self._step(
            "pause",
            lambda line: not line.paused,
            {"paused": True, "paused_at": now},
        )

    def action_resume(self):
        """The hours hold again.

        :return: True, also where they are not paused
        :raise AccessError: neither an occupant of the unit nor the host nor reception
        :raise UserError: they have ended
        """
        return self._step(
            "resume",
            lambda line: line.paused,
            {"paused": False, "paused_at": False},
        )

    def action_end(self):
        """The hours are over, before their last day. It can't be taken back.

        :return: True, also where they have ended already
        :raise AccessError: neither an occupant of the unit nor the host nor reception
        """
        now = fields.Datetime.now()
        return self._step(
            "end",
            lambda line: not line.ended_at,
            {"ended_at": now, "paused": False, "paused_at": False},
        )

    def _step(self, step, concerns, values):
        """Write a step of those lines that it concerns, and note it in the visit.

        :param str step: of ``SAID``
        :param concerns: called with a line, answers whether there is anything to do
        :param dict values: what is written
        """
        self._check_may_pause()
        lines_sudo = locked(self.sudo())  # who asks was checked above
        if step != "end" and any(line.ended_at for line in lines_sudo):
            raise UserError(
                self.env._("These weekly hours have ended. Agree on new ones.")
            )
        for line_sudo in lines_sudo.filtered(concerns):
            line_sudo.write(values)
            unit = line_sudo.unit_id.display_name
            line_sudo.visit_id._log_said(SAID[step](unit))
        for visit_sudo in lines_sudo.visit_id:
            visit_sudo.site_id._bus_changed(visit_sudo.registration_ids, visit_sudo)
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _may_pause(self):
        """Whether this user decides whether the visitor comes to the unit."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group(RECEPTION):
            return True
        line_sudo = self.sudo()  # whose it is
        visit_sudo = line_sudo.visit_id
        return (
            line_sudo.unit_id._is_occupied_by(user.partner_id)
            or visit_sudo.host_id.user_id == user
            or user._is_internal()
            and visit_sudo.create_uid == user
        )

    def _check_may_pause(self):
        """
        :raise AccessError: neither an occupant of the unit nor the host nor reception
        """
        self.check_access("read")
        if not all(line._may_pause() for line in self):
            raise AccessError(
                self.env._(
                    "The occupants of the unit, the host and reception pause, resume "
                    "or end these hours."
                )
            )

    # ------------------------------------------------------------
    # OF OCCUPANTS, BY THE PORTAL
    # ------------------------------------------------------------

    @api.model
    def _of_units_of(self, partner):
        """The weekly hours that an occupant may see: of the own units.

        :param partner: ``res.partner``
        :return: ``visitor.visit.hours``, superuser; not of visits that are drafts,
            refused or cancelled
        """
        units = self.env["visitor.unit"]._of_occupant(partner)
        return self.sudo().search(  # of the partner's units only
            [
                ("unit_id", "in", units.ids),
                ("visit_id.state", "not in", ("draft", "refused", "cancelled")),
            ]
        )
