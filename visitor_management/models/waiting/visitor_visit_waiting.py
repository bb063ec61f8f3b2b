from odoo import models

from ..visit.visitor_visit import OVER

# whoever of these changes, others are to be asked
ASKED_BY = {"host_id", "host_partner_id", "unit_id", "type_id", "site_id"}


class VisitorVisit(models.Model):
    """Whom to ask and to call for a visit, and what ends its waits."""

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # BEGIN
    # ------------------------------------------------------------

    def _ask_host(self, answered=False):
        """A visit that waits for the host begins to wait; so do those who stand there.

        Security approves by itself, and has no deputies.
        """
        super()._ask_host(answered)
        if answered:
            return
        waits_sudo = self.env["visitor.waiting"].sudo()  # of a visit the user wrote
        for visit_sudo in self.sudo():
            asks_host = visit_sudo.type_id.approval == "host"
            if visit_sudo.state != "pending" or not asks_host:
                continue
            if not waits_sudo._running(visit_sudo):
                here = visit_sudo.walk_in and visit_sudo.registration_ids
                waits_sudo._begin(visit_sudo, here)

    def write(self, vals):
        result = super().write(vals)
        if ASKED_BY & vals.keys():
            waits_sudo = self.env["visitor.waiting"].sudo()  # who is asked follows
            waits_sudo._running(self)._plan_again()
        return result

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def _reachable(self):
        """The rungs of the ladder on which there is somebody: a set."""
        rungs = {rung for rung, _partner, _user in self._whom_to_ask()}
        if self._whom_to_call():
            rungs.add("phone")
        return rungs

    def _whom_to_call(self):
        """Whom the desk may call for the host, in this order: the host, the occupants
        of the unit, the deputies, and the numbers named for unit, department and site.

        Superuser. What of an employee is public: the numbers of work.

        :return: list of ``{"key", "name", "about", "phone", "partner_id"}``, each
            number once
        """
        self.ensure_one()
        people = [
            ("host", self._host_partner(), self.host_id),
            *(
                (rung, partner, user.employee_id)
                for rung, partner, user in self._whom_to_ask()
                if rung != "host"
            ),
            *(
                ("occupant", partner, self.env["hr.employee"])
                for partner in self._occupants() - self.host_partner_id
            ),
        ]
        labels = self._call_labels()
        found = [
            {
                "key": f"{rung}-{partner.id}-{place}",
                "name": employee.name or partner.name or "",
                "about": labels[rung],
                "phone": phone,
                "partner_id": partner.id,
            }
            for rung, partner, employee in people
            for place, phone in enumerate(self._numbers_of(partner, employee))
        ]
        found += [
            {
                "key": f"number-{number.id}",
                "name": number.name,
                "about": number.unit_id.display_name
                or number.department_id.name
                or labels["number"],
                "phone": number.phone,
                "partner_id": False,
            }
            for number in self.env["visitor.call.number"]._of_visit(self)
        ]
        once = {
            self.site_id._phone_key(each["phone"]) or each["phone"]: each
            for each in reversed(found)
        }
        return [each for each in found if each in once.values()]

    def _numbers_of(self, partner, employee):
        of_work = (employee.work_phone, employee.mobile_phone)
        return [each for each in (of_work if employee else (partner.phone,)) if each]

    def _call_labels(self):
        return {
            "host": self.env._("the host"),
            "deputy": self.env._("in the host's stead"),
            "occupant": self.env._("lives or works in the unit"),
            "number": self.env._("of the site"),
        }

    def _standing_there(self):
        """The visitors who stand there and wait for a word, as superuser."""
        waits_sudo = self.env["visitor.waiting"].sudo()  # of visits checked before
        return waits_sudo._running(self).registration_id

    def _is_somebody_here(self):
        return bool(self._standing_there())

    # ------------------------------------------------------------
    # END
    # ------------------------------------------------------------

    def _answer(self, decision, partner, channel, reason=""):
        """The first answer ends the waits of a visit, and is kept with them.

        (Who may answer, and what it does to the visit, is not decided here: what is
        refused there is not kept.)
        """
        self._check_decision(decision)
        self.sudo()._lock_answers()  # the visitors first, then what waits
        if decision == "refuse" and self._is_somebody_here():  # one tap there
            reason = reason or self.env._("The host said no.")
        waits_sudo = self.env["visitor.waiting"].sudo()  # they follow the visit
        running_sudo = waits_sudo._running(self)
        running_sudo._lock_waits()
        running_sudo._answered(decision, partner, channel, reason)
        return super()._answer(decision, partner, channel, reason)

    def _set_state(self, state, **vals):
        """What becomes of a visit ends its waits."""
        result = super()._set_state(state, **vals)
        waits_sudo = self.env["visitor.waiting"].sudo()  # they follow the visit
        running_sudo = waits_sudo._running(self)
        if state == "approved":
            for wait in running_sudo:
                visit = wait.visit_id
                if wait.kind == "arrived" and visit.type_id.approval == "security":
                    continue  # security has approved it; the host has not come yet
                wait._answered(
                    "approve", visit.confirmed_by_id, visit.confirmation_channel
                )
        elif state == "refused":
            running_sudo._answered("refuse", self.env.user.partner_id)
        elif state in OVER:
            running_sudo._end()
        return result
