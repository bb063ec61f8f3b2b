from odoo import fields, models
from odoo.fields import Domain

from .visitor_waiting import RUNNING


class VisitorReception(models.AbstractModel):
    """Who waits for the host: rung, seconds and answer, on line and panel."""

    _inherit = "visitor.reception"

    def _rows(self, people, visits=None):
        rows = super()._rows(people, visits)
        waits = self._waits([visit["id"] for visit in rows["visits"]])
        of_people = {wait.registration_id.id: wait for wait in waits}
        of_visits = {
            wait.visit_id.id: wait for wait in waits if not wait.registration_id
        }
        now = fields.Datetime.now()
        for row in rows["people"]:
            row["wait"] = self._wait(of_people.get(row["id"]), now)
        for row in rows["visits"]:
            row["wait"] = self._wait(of_visits.get(row["id"]), now)
        return rows

    def _waits(self, visit_ids):
        """The waits of visits that the screen shows: nobody has answered yet, or the
        visitor still stands there.
        """
        shown = Domain("stands", "=", True) | Domain("state", "=", RUNNING)
        return self.env["visitor.waiting"].search(
            Domain("visit_id", "in", visit_ids) & shown, order="id"
        )

    def _wait(self, wait, now):
        """A wait as the screen counts it on: ages in seconds, not moments, because the
        clock of the browser may be another.

        :return: ``{"id", "kind", "age", "steps": [{"rung", "after"}], "answer", "by",
            "channel", "seconds"}``, or False where nobody waits; ``after``: so many
            seconds after the beginning the rung is reached
        """
        if not wait:
            return False

        def after(moment):
            return int((moment - wait.since).total_seconds())

        return {
            "id": wait.id,
            "kind": wait.kind,
            "running": wait.state == RUNNING,
            "age": after(now),
            "steps": [
                {"rung": rung, "after": after(moment)}
                for rung, moment in wait._plan().items()
            ],
            "answer": wait.answer or "",
            "by": wait.answered_by_id.name or "",
            "channel": wait.channel or "",
            "seconds": wait.seconds,
        }

    def _visit_details(self, visit):
        """Whom to call, and the calls made, where somebody waits."""
        details = super()._visit_details(visit)
        waits = self._waits(visit.ids)
        outcomes = self.env["visitor.waiting.call"]._fields["outcome"]
        words = dict(outcomes._description_selection(self.env))
        numbers = visit.sudo()._whom_to_call() if waits else []  # numbers of work
        return {
            **details,
            "wait": self._wait(
                waits.filtered(lambda wait: not wait.registration_id)[:1],
                fields.Datetime.now(),
            ),
            "numbers": [
                {name: each[name] for name in ("key", "name", "about", "phone")}
                for each in numbers
            ],
            "calls": [
                {
                    "at": fields.Datetime.to_string(call.at),
                    "called": call.called,
                    "outcome": words[call.outcome],
                    "by": call.user_id.name,
                }
                for call in waits.call_ids.sorted("id")
            ],
        }
