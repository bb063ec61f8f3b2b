from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import check_reception
from ...tools.names import readable
from ...tools.transaction import read_committed
from .visitor_waiting import ANSWERS, BY_DESK, RUNNING
from .visitor_waiting_call import OUTCOMES

_lt = LazyTranslate(__name__)


class VisitorWaiting(models.Model):
    """What the desk does for who waits: it calls, and in the end it decides."""

    _inherit = "visitor.waiting"

    def note_call(
        self, called, outcome, answer="", reason="", channel="phone", person=""
    ):
        """Note whom the desk tried to reach, and what was said.

        What was said is the word of whoever was reached, for the host: the first answer
        counts, as if it had come by mail.

        :param str called: a key of the numbers that the screen offers, or empty
        :param str outcome: ``reached``, ``no_answer``, ``busy`` or ``wrong_number``
        :param str answer: ``approve``, ``refuse``, ``coming``, ``send_up`` or ``wait``,
            of somebody who was reached; empty: nothing was said
        :param str reason: what was said with it
        :param str channel: ``phone``, ``intercom`` or ``in_person``
        :param str person: who was reached, if it was somebody else
        :return: True
        :raise AccessError: not reception
        :raise UserError: it does not say whom, or nobody waits any more
        """
        wait_sudo = self._begin_act()
        self._check_known(called, outcome, answer, reason, channel, person)
        visit_sudo = wait_sudo.visit_id
        number = self._called(visit_sudo, called)
        person = readable(person)
        partner = self.env["res.partner"].browse(number.get("partner_id") or ())
        if not number and not person:
            raise UserError(self.env._("Say whom you tried to reach."))
        if answer and outcome != "reached":
            raise UserError(self.env._("Only somebody you reached can have answered."))
        wait_sudo.env["visitor.waiting.call"].create(
            {
                "waiting_id": wait_sudo.id,
                "at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "channel": channel,
                "called": person or number["name"],
                "partner_id": partner.id if not person else False,
                "outcome": outcome,
                "answer": answer,
                "reason": readable(reason),
            }
        )
        if answer:
            self.visit_id._answer(answer, partner, channel, readable(reason))
        wait_sudo._bus_changed(visit_sudo)
        return True

    def action_decide(self, decision, reason):
        """Nobody has answered: the desk decides, and says why.

        :param str decision: ``approve`` or ``refuse``
        :param str reason: kept with the wait and with the visit
        :return: True
        :raise AccessError: not reception, or security approves this kind of visit
        :raise UserError: no reason, somebody else is still being asked, or the wait
            has ended
        """
        wait_sudo = self._begin_act()
        visit_sudo = wait_sudo.visit_id
        reason = visit_sudo._reason(reason)
        if decision not in ("approve", "refuse"):
            raise UserError(self.env._("Choose one of the answers."))
        wait_sudo._check_desk_decides()
        asked = visit_sudo.state == "pending"
        if asked and visit_sudo.type_id.approval != "host":
            raise self.visit_id._not_the_approver()
        me = self.env.user.partner_id
        running_sudo = self.sudo()._running(visit_sudo)
        people_sudo = running_sudo.registration_id
        running_sudo._answered(decision, me, "desk", reason)
        if decision == "approve":
            visit_sudo._log_said(
                _lt("Nobody answered, and the desk decided to let in: %s", reason)
            )
            if asked:
                visit_sudo.with_user(self.env.user).sudo()._approve("odoo", me)
        elif asked:
            self.visit_id.action_refuse(reason)
        else:
            people_sudo.with_user(self.env.user).sudo(False).action_refuse(reason)
        return True

    def _check_desk_decides(self):
        """
        :raise UserError: it is not the desk's turn; says what to do
        """
        if self.state != RUNNING:
            raise UserError(self.env._("This wait has ended. Look at the visit again."))
        if self._rung_now() != "desk":
            raise UserError(
                self.env._(
                    "Others are still being asked. Call them and note the answer; the "
                    "desk decides when nobody has answered in time."
                )
            )

    def _begin_act(self):
        """Check that reception asks, lock; answer a superuser record."""
        self.ensure_one()
        check_reception(self.env)
        self.check_access("read")
        read_committed(self.env)
        wait_sudo = self.sudo()  # reception, checked above
        # as everything that admits or refuses: the visitors first
        wait_sudo.visit_id.registration_ids._lock()
        wait_sudo._lock_waits()
        return wait_sudo

    def _check_known(self, called, outcome, answer, reason, channel, person):
        words = (called, outcome, answer, reason, channel, person)
        known = (
            all(isinstance(each, str) for each in words)
            and outcome in dict(OUTCOMES)
            and channel in dict(BY_DESK)
            and (not answer or answer in dict(ANSWERS))
        )
        if not known:
            raise UserError(self.env._("Choose one of the answers."))

    def _called(self, visit_sudo, key):
        """What the screen offered under a key, empty if nothing was chosen.

        :raise UserError: it is not among those of the visit any more
        """
        if not key:
            return {}
        for each in visit_sudo._whom_to_call():
            if each["key"] == key:
                return each
        raise UserError(
            self.env._("This number is not among those of the visit any more.")
        )
