from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import waiting
from ...tools.groups import check_reception
from ...tools.transaction import apart, lock, read_committed
from .visitor_waiting import RUNNING

CRON = "visitor_management.ir_cron_visitor_waiting"
# What says how a wait ended.
ENDED = ("answer", "answered_by_id", "channel", "reason", "ended_at", "seconds")
# What is an answer only to somebody who stands there.
AT_THE_DOOR = ("coming", "send_up", "wait")
# How far ahead the opening hours of a site are looked at.
LONGEST_AHEAD = timedelta(days=31)
# After so long nobody stands there any more: the visitor went, and nobody said so.
LONGEST_AT_THE_DOOR = timedelta(hours=8)
# So many of them are ended at once.
MOST_GIVEN_UP = 200


class VisitorWaiting(models.Model):
    """How a wait begins and goes on: each rung is asked once, at its second.

    A job is called for the moment of each rung, and looks each minute besides, because
    Odoo's scheduler is as exact as that; an open reception screen is exact to the
    second. Who of them comes first asks, the others find that it is done.
    """

    _inherit = "visitor.waiting"

    # ------------------------------------------------------------
    # BEGIN
    # ------------------------------------------------------------

    @api.model
    def _begin(self, visit, people=None):
        """Begin a wait, for each of some people who stand there, or for the visit.

        Superuser; the caller checked who asks, and that nobody of them waits already.

        :param visit: ``visitor.visit``
        :param people: ``visitor.registration`` of it who stand there
        :return: ``visitor.waiting``
        """
        now = fields.Datetime.now()
        common = {
            "visit_id": visit.id,
            "kind": "arrived" if people else "ahead",
            "stands": bool(people),
            "since": now,
            **self._planned(visit, now, bool(people)),
        }
        waits = self.create(
            [
                {**common, "registration_id": each}
                for each in (people.ids if people else [False])
            ]
        )
        waits._climb(now)
        if people:
            channels = self.env["visitor.notice.channel"]
            channels._tell(visit.site_id, "waiting", visit, people)
        return waits

    @api.model
    def _planned(self, visit, since, arrived):
        """When whom to ask, as values of a wait."""
        site, reachable = visit.site_id, visit._reachable()
        if arrived:
            said = waiting.Times(site.wait_host, site.wait_deputy, site.wait_phone)
            lasting = waiting.times(said, waiting.AT_THE_DOOR)
            moments = waiting.plan(since, lasting, reachable)
        else:
            minutes = (site.ahead_host, site.ahead_deputy, site.ahead_phone)
            said = waiting.Times(*(60 * each for each in minutes))
            moments = waiting.plan(
                since,
                waiting.times(said, waiting.AHEAD),
                reachable,
                opened=site._opened(since, since + LONGEST_AHEAD),
                until=visit.start,
            )
        return {f"{rung}_at": moments.get(rung, False) for rung in waiting.RUNGS}

    def _plan_again(self):
        """Somebody else is to be asked from now on: the ladder begins anew."""
        now = fields.Datetime.now()
        for wait in self.filtered(lambda each: each.state == RUNNING):
            planned = self._planned(wait.visit_id, now, wait.kind == "arrived")
            wait.write({**planned, "rung": False})
        self._climb(now)

    # ------------------------------------------------------------
    # GO ON
    # ------------------------------------------------------------

    def _climb(self, now):
        """Ask whom the plans name that were reached, of a visit in one message.

        Superuser, of waits that are new or locked.

        :param datetime now: naive UTC
        """
        running = self.filtered(lambda wait: wait.state == RUNNING)
        for visit, waits in running.grouped("visit_id").items():
            due = {}
            for wait in waits:
                for rung in waiting.reached(wait._plan(), wait.rung or "", now):
                    due[rung] = due.get(rung, self.browse()) | wait
            for rung in waiting.RUNGS:
                if rung in due:
                    due[rung].rung = rung
                    due[rung]._ask(rung)
            for wait in waits:
                wait.next_at = waiting.next_at(wait._plan(), wait.rung or "")
            if due:
                waits._bus_changed(visit)
        self._look_again_at(running.filtered("next_at").mapped("next_at"))

    def _look_again_at(self, moments):
        if moments:
            # sudo: of our own job, when to look again
            self.env.ref(CRON).sudo()._trigger(at=sorted(set(moments)))

    def _bus_changed(self, visit):
        visit.site_id._bus_changed(visit.registration_ids, visit)

    @api.model
    def _due(self, now, domain=()):
        """The waits of which somebody is to be asked by now."""
        due = Domain("state", "=", RUNNING) & Domain("next_at", "<=", now)
        return self.search(due & Domain(domain), order="id")

    def _advance(self):
        """Ask who is due, each once whoever comes: who is second waits, and reads."""
        self._lock_waits()
        self._climb(fields.Datetime.now())

    def _lock_waits(self):
        lock(self)

    @api.model
    def _cron_climb(self):
        """Ask who is next where nobody has answered; end waits that nobody ended."""
        now, crons = fields.Datetime.now(), self.env["ir.cron"]
        due = self._due(now)
        for visit_id in due.visit_id.ids:
            read_committed(self.env)
            waits = self._due(now, [("visit_id", "=", visit_id)])
            with apart(waits):
                waits._advance()
            if not crons._commit_progress(1):
                return
        self._give_up(now)

    @api.model
    def _give_up(self, now):
        """Who stood there hours ago and never came in has gone."""
        stale = Domain("stands", "=", True) & Domain(
            "since", "<", now - LONGEST_AT_THE_DOOR
        )
        for wait in self.search(stale, limit=MOST_GIVEN_UP).try_lock_for_update():
            with apart(wait):
                wait._end()

    @api.model
    def advance(self, site_id):
        """Ask who is due at a site: the reception screen calls it at the second.

        :param int site_id: of the user's companies
        :return: True
        :raise AccessError: not reception of the site's company
        """
        check_reception(self.env)
        site = self.env["visitor.site"].browse(int(site_id))
        site.check_access("read")
        read_committed(self.env)
        here = [("site_id", "=", site.id)]
        waits_sudo = self.sudo()._due(fields.Datetime.now(), here)  # checked above
        waits_sudo._advance()
        return True

    # ------------------------------------------------------------
    # END
    # ------------------------------------------------------------

    @api.model
    def _standing(self, people):
        """The waits of people who stand there, answered or not.

        :param people: ``visitor.registration``
        """
        here = Domain("registration_id", "in", people.ids) & Domain("stands", "=", True)
        return self.search(here)

    @api.model
    def _running(self, visits, people=None):
        """The running waits of visits, or of some people on them only.

        :param visits: ``visitor.visit``
        :param people: ``visitor.registration``
        """
        domain = Domain("state", "=", RUNNING) & Domain("visit_id", "in", visits.ids)
        if people is not None:
            domain &= Domain("registration_id", "in", people.ids)
        return self.search(domain)

    def _answered(self, answer, partner=None, channel="odoo", reason=""):
        """The first answer ends a wait; those that have one keep it.

        Superuser, of locked waits.

        :param str answer: of ``ANSWERS``
        :param partner: ``res.partner`` who gave it
        :param str channel: of the field
        :return: the waits it ended
        """
        running = self.filtered(lambda wait: wait.state == RUNNING)
        if answer in AT_THE_DOOR:
            running = running.filtered(lambda wait: wait.kind == "arrived")
        running._close(
            "answered",
            answer=answer,
            answered_by_id=partner.id if partner else False,
            channel=channel,
            reason=reason,
        )
        return running

    def _end(self):
        """The person comes in or goes: a wait without an answer is over."""
        running = self.filtered(lambda wait: wait.state == RUNNING)
        running._close("over", stands=False)
        self.filtered("stands").stands = False
        return running

    def _close(self, state, **vals):
        now = fields.Datetime.now()
        for wait in self:
            waited = int((now - wait.since).total_seconds())
            wait._set_state(state, ended_at=now, seconds=waited, next_at=False, **vals)
        for visit, waits in self.grouped("visit_id").items():
            waits._bus_changed(visit)
            visit._settle_asked()

    # ------------------------------------------------------------
    # TAKEN BACK
    # ------------------------------------------------------------

    def _take_back(self):
        """Nobody stood there: it was said by mistake."""
        self.filtered(lambda wait: wait.state == RUNNING)._close("taken_back")
        answered = self.filtered(lambda wait: wait.state == "answered")
        answered._set_state("taken_back")
        self.stands = False

    def _go_on(self, state, stands):
        """What ended a wait was taken back at the desk: it is as it was.

        Those who would have been asked meanwhile are asked now.

        :param str state: what it was
        :param bool stands: whether the visitor stood there
        """
        self.ensure_one()
        vals = {"stands": stands}
        if state != self.state:
            if state == RUNNING:
                vals |= dict.fromkeys(ENDED, False)
            self._step_back(state, **vals)
        else:
            self.write(vals)
        self._climb(fields.Datetime.now())
