from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.transaction import lock

# What somebody says who is asked; the first three let visitors come.
DECISIONS = ("approve", "coming", "send_up", "wait", "refuse")
APPROVING = DECISIONS[:3]
# So many people of a group are named.
MOST_NAMES = 40


class VisitorVisit(models.Model):
    """Who is asked for a visit one after the other, and what an answer does."""

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def _whom_to_ask(self):
        """Whom to ask for this visit: the host, then whoever answers in the stead.

        Who is on leave is left out, unless there is nobody else; who has left always.

        :return: list of ``(rung, partner, user)``; rung is ``host`` or ``deputy``, the
            user is empty where nobody signs in
        """
        self.ensure_one()
        host = self._host_partner()
        if self._has_moved_out(host):
            host = host.browse()
        found = [("host", host, self._signs_in(host))]
        stand_in = self.env["visitor.stand.in"]
        host_sudo = self.sudo().host_id  # who is asked, not shown
        if host_sudo:
            named = stand_in._at_work(host_sudo.visitor_deputy_ids, self.company_id)
            deputies_sudo = named.sudo().filtered("user_id")
            if not deputies_sudo:
                deputies_sudo = stand_in._superior(host_sudo, signs_in=True).sudo()
            for deputy_sudo in deputies_sudo - host_sudo:
                user = deputy_sudo.user_id
                found.append(("deputy", user.partner_id, user))
        for partner in self._occupants().filtered("active") - self.host_partner_id:
            if self.unit_id._is_occupied_by(partner):
                found.append(("deputy", partner, self._signs_in(partner)))
        found = [each for each in found if each[1]]
        return [each for each in found if not self._is_away(each[1])] or found[:1]

    def _signs_in(self, partner):
        users_sudo = partner.sudo().user_ids.filtered("active")  # who signs in
        return self.env["res.users"].browse(users_sudo[:1].ids)

    def _is_away(self, partner):
        """Whether somebody of ours is on leave just now."""
        users_sudo = partner.sudo().user_ids  # whether, and nothing of the leave
        employees_sudo = users_sudo.employee_ids.filtered(
            lambda each: each.company_id == self.company_id
        )
        return bool(employees_sudo) and employees_sudo._is_on_leave()

    def _is_asked(self, partner):
        """Whether somebody was asked, and nobody has answered yet."""
        self.ensure_one()
        # sudo: the names of who was asked are compared
        asked = self._is_answer_awaited() and partner in self.sudo().asked_ids
        return asked and not self._has_moved_out(partner)

    def _has_moved_out(self, partner):
        """Whether a resident neither lives nor works in the unit any more.

        Where nobody is named as an occupant, nobody knows.
        """
        visit_sudo = self.sudo()  # compared, not shown
        occupants_sudo = visit_sudo._occupants()
        if not occupants_sudo or partner in occupants_sudo:
            return False
        if partner == visit_sudo.host_partner_id:
            return True
        # of those who were asked the others are our own, in the stead of the host
        return all(user.share for user in partner.sudo().user_ids)

    def _is_answer_awaited(self):
        """Whether approval is asked, or somebody stands there and has no answer."""
        return self.state == "pending" or self._is_somebody_here()

    def _settle_asked(self):
        """Once nobody waits for an answer, who was asked is asked no more."""

    # ------------------------------------------------------------
    # ANSWER
    # ------------------------------------------------------------

    def _answer(self, decision, partner, channel, reason=""):
        """What somebody who was asked says: the one place where an answer counts.

        The first word about a visit that waits for approval counts, later ones get its
        state back. Nobody is checked in by it, and "no" to somebody who stands there
        and was approved before cancels nothing: the desk reads it.

        :param str decision: of :data:`DECISIONS`
        :param partner: ``res.partner`` whose word it is; the caller checked that it is
            asked of that person
        :param str channel: by which way, see ``confirmation_channel``
        :param str reason: said with it; a refusal needs one
        :return: ``{"state", "visit", "visitors"}``, see ``GET answer`` in
            ``docs/openapi.yaml``
        :raise UserError: no such answer, or a refusal without a reason
        """
        self.ensure_one()
        self._check_decision(decision)
        visit_sudo = self.sudo()  # the caller checked
        visit_sudo._lock_answers()
        if visit_sudo.state == "pending":
            if not visit_sudo._is_for(partner):
                pass  # security approves it: the host only says something to the desk
            elif decision in APPROVING:
                visit_sudo._approve(channel, partner)
            elif decision == "refuse":
                visit_sudo._refuse(self._reason(reason))
        visit_sudo._settle_asked()
        return visit_sudo._answer_shown()

    def _check_decision(self, decision):
        if not isinstance(decision, str) or decision not in DECISIONS:
            raise UserError(self.env._("Choose one of the answers."))

    def _is_for(self, partner):
        """Whether somebody who was asked may let the visitors come, or not."""
        if self.type_id.approval != "security":
            return True
        return partner in self.site_id._security_officers().partner_id

    def _lock_answers(self):
        """Of two answers at one moment the second waits, and reads the first."""
        self.registration_ids._lock()
        lock(self)

    def _answer_shown(self):
        """What who is asked is shown: names, and nothing else of the visitors."""
        self.ensure_one()
        to_string = fields.Datetime.to_string
        return {
            "state": self.state,
            "visit": {
                "name": self.name or "",
                "kind": self.type_id.name,
                "site": self.site_id.name,
                "host": self.host_name or "",
                "purpose": self.purpose or "",
                "time": self.local_window or "",
                "start": to_string(self.start),
                "stop": to_string(self.stop),
                "tz": self.site_id._tz(),
                "headcount": self.headcount,
                "changed": self.reopened,
                "here": self._is_somebody_here(),
            },
            "visitors": [
                {"name": person.name, "organization": person.organization or ""}
                for person in self.registration_ids.sorted("id")[:MOST_NAMES]
            ],
        }

    def _is_somebody_here(self):
        """Whether a visitor stands there, and nobody has answered."""
        return False
