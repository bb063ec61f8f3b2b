from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.sentences import say
from .visitor_waiting import RUNNING

_lt = LazyTranslate(__name__)

# What the visitor is told, without names: a kiosk shows it to whoever stands there.
TO_THE_VISITOR = {
    "host": _lt("Your host is told that you are here. Please take a seat."),
    "deputy": _lt("Your host has not answered yet. We are asking a colleague."),
    "phone": _lt("Reception is calling for you. Please wait a moment."),
    "desk": _lt("Please speak to reception."),
    "approve": _lt("You are welcome. Please go to reception."),
    "coming": _lt("Your host is coming to meet you."),
    "send_up": _lt("You are expected. Please go to reception, then go up."),
    "wait": _lt("Your host knows that you are here and asks you to wait a moment."),
    "refuse": _lt("Please speak to reception."),
}
# What is pushed to the desk.
PUSHED = {
    "phone": (_lt("A visitor waits without an answer"), _lt("Call, and note it.")),
    "desk": (_lt("A visitor waits without an answer"), _lt("The desk decides now.")),
}


class VisitorWaiting(models.Model):
    """Who is asked at each rung, and what the visitor and the desk read of it."""

    _inherit = "visitor.waiting"

    def _ask(self, rung):
        """Ask the people of a rung, of waits of one visit.

        The host of a visit ahead was asked as it was announced. The desk reads its
        screen, and is pushed when it is its turn.

        :param str rung: of :data:`..tools.waiting.RUNGS`
        """
        visit, people = self.visit_id, self.registration_id
        if rung in ("host", "deputy"):
            arrived = bool(people)
            for each, partner, _user in visit._whom_to_ask():
                if each == rung and (arrived or rung == "deputy"):
                    self._ask_one(rung, partner, arrived)
            return
        desk = visit.site_id._receptionists()
        if people:
            self.env["visitor.told"]._push(desk, *PUSHED[rung], visit)
        elif rung == "desk":
            for user in desk:
                about = visit.registration_ids
                visit._tell_event(user.partner_id, "nobody_answers", about)

    def _ask_one(self, rung, partner, arrived):
        visit = self.visit_id
        visit._tell_event(
            partner,
            self._event(rung, arrived),
            self.registration_id or visit.registration_ids,
        )

    def _event(self, rung, arrived):
        """A key of the words in which somebody is asked."""
        if rung == "deputy":
            return "waits_for_deputy" if arrived else "asked_for_deputy"
        approves = self.visit_id.type_id.approval == "host"
        return "at_desk" if approves and self.visit_id.state == "pending" else "waits"

    def _shown(self, registration):
        """What is shown of a visitor's wait, at the desk and on a kiosk.

        :param registration: ``visitor.registration``; the caller checked who asks
        :return: ``{"rung", "since", "seconds", "answer", "message"}``: who is being
            asked (empty: nobody waits), since when (UTC, empty), how many seconds ago
            that was or how many the answer took, what the host said (empty: nothing
            yet), and a sentence for the visitor, in the language of the environment and
            without names
        """
        wait = self.sudo()._standing(registration)[:1]
        if not wait:
            return {"rung": "", "since": "", "seconds": 0, "answer": "", "message": ""}
        rung = wait._rung_now()
        words = TO_THE_VISITOR.get(wait.answer or rung)
        return {
            "rung": rung,
            "since": fields.Datetime.to_string(wait.since),
            "seconds": wait._waited(),
            "answer": wait.answer or "",
            "message": say(self.env, words) if words else "",
        }

    def _waited(self, now=None):
        """How many seconds a wait has taken until now, or took."""
        if self.state != RUNNING:
            return self.seconds
        now = now or fields.Datetime.now()
        return int((now - self.since).total_seconds())
