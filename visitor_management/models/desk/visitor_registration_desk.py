from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import admission
from ...tools.transaction import read_committed


class VisitorRegistration(models.Model):
    """What the desk does with a registration: in, out, out for now.

    Refusals are answers, not errors: the list of what is missing, and who may set it
    aside. Leaving is never refused.
    """

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # IN
    # ------------------------------------------------------------

    def check_in(self, card_number=""):
        """Check a person in at the desk: movement, stay, pass issued, host told.

        :param str card_number: the plastic card handed out, if any
        :return: ``{"status": "granted" or "denied", "reasons": [{"code", "message",
            "waiver"}], "pass_id": id or False}``; denied is an answer, and changes
            nothing but that it is written down
        :raise AccessError: not reception
        :raise UserError: the card is not free
        """
        self.ensure_one()
        self._check_reception()
        return self.sudo()._check_in(card_number)[self.id]

    def check_in_group(self):
        """Check several people in, in one action: those who may come in do.

        :return: list of ``{"registration_id", **answer of check_in}``
        :raise AccessError: not reception
        """
        self._check_reception()
        answers = self.sudo()._check_in()
        return [{"registration_id": key, **answer} for key, answer in answers.items()]

    def step_in(self):
        """Let a person who is out for now back in: as :meth:`check_in`."""
        return self.check_in()

    def _check_in(self, card_number=""):
        """Superuser part of the check-in; the callers checked who asks."""
        read_committed(self.env)
        self._lock_visits()
        card = self._free_card(card_number)
        conditions = self.env["visitor.admission"]
        now = fields.Datetime.now()
        facts = conditions._facts(self, moment=now)
        answers, granted, entering = {}, self.browse(), Counter()
        for person in self:
            # within one action nobody is inside yet, but those before count
            mine = facts[person.id]
            before = mine.capacity.inside + entering[mine.site_id]
            mine = mine.but(capacity={"inside": before})
            reasons = conditions._reasons(admission.unmet(mine))
            answers[person.id] = {
                "status": "denied" if reasons else "granted",
                "reasons": reasons,
                "pass_id": False,
            }
            if not reasons:
                granted |= person
                entering[mine.site_id] += mine.visit.headcount
        denied = {each: answers[each.id]["reasons"][0] for each in self - granted}
        conditions._record_denied(denied, facts, now)
        with self.env["visitor.act"]._recording("check_in", granted, cards=card):
            for person, issued in granted._enter(now, facts, card).items():
                answers[person.id]["pass_id"] = issued.id
        return answers

    def _enter(self, now, facts, card):
        """Enter those who may: people who come for the first time are announced."""
        if not self:
            return {}
        self._come_after_all()
        passes = {}
        first = self.filtered(lambda person: person.state == "expected")
        for person in self:
            open_pass = person.pass_ids.browse(facts[person.id].pass_.id or ())
            if not open_pass:
                open_pass = open_pass.create({"registration_id": person.id})
            passes[person] = open_pass
        issued = self.env["visitor.pass"].union(*passes.values())
        if card:
            card._hand_out(issued)
        conditions = self.env["visitor.admission"]
        conditions._record_entry(issued, now)
        conditions._after_entry(self, first)
        return passes

    def _come_after_all(self):
        """People given up for lost who stand at the desk are expected again."""
        late = self.filtered(lambda person: person.state == "no_show")
        for visit in late.visit_id:
            if visit.state == "no_show":
                visit._set_state("approved")
        late._set_state("expected")

    def _free_card(self, number):
        """The card with a number, free at the site.

        :raise UserError: there is none, or it is not free
        """
        number = (number or "").strip()
        cards = self.env["visitor.card"]
        if not number:
            return cards
        card = cards.search(
            [("number", "=", number), ("site_id", "=", self.site_id.id)], limit=1
        )
        if not card:
            raise UserError(self.env._("This site has no card %s.", number))
        card._lock()
        if self.pass_ids.filtered(lambda each: each._holds_card()):
            raise UserError(self.env._("This visitor has a card already."))
        if card.state != "free" or card.damaged:
            raise UserError(
                self.env._("Card %s is not free. Take another one.", number)
            )
        return card

    def _tell_hosts(self, event, gate_id=False):
        """Tell each host once what became of the visitors, see ``visitor.visit``."""
        for visit, people in self.grouped("visit_id").items():
            visit._tell_host(event, people, gate_id)
            self.env["visitor.notice.channel"]._tell(
                visit.site_id, event, visit, people, gate_id
            )

    # ------------------------------------------------------------
    # OUT
    # ------------------------------------------------------------

    def step_out(self):
        """Let a person out for now: the pass stays valid.

        :return: as :meth:`check_in`
        :raise UserError: the person is not inside
        """
        self.ensure_one()
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        read_committed(self.env)
        person_sudo._lock_visits()
        if person_sudo.state != "inside":
            raise person_sudo._step_not_allowed("outside")
        open_pass = person_sudo._open_pass()
        conditions_sudo = person_sudo.env["visitor.admission"]
        with self.env["visitor.act"]._recording("step_out", person_sudo):
            conditions_sudo._record_exit(person_sudo, open_pass, fields.Datetime.now())
        conditions_sudo._after_exit(person_sudo)
        return {"status": "granted", "reasons": [], "pass_id": open_pass.id}

    def check_out(
        self, card_returned=True, nothing_left=True, remarks="", printed_returned=None
    ):
        """Let a person leave for good. Never refused: what is open is listed.

        :param bool card_returned: the card was given back, and the printed pass
        :param bool nothing_left: the person left nothing behind
        :param str remarks: for the register; says what was left behind
        :param bool printed_returned: the printed pass was given back, where it is
            another answer than for the card
        :return: ``{"open": [{"kind", "name"}]}``; kinds ``card`` and ``found``
        :raise AccessError: not reception
        :raise UserError: the person did not come, or has left already
        """
        self.ensure_one()
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        read_committed(self.env)
        person_sudo._lock_visits()
        if person_sudo.state not in ("inside", "outside"):
            raise person_sudo._step_not_allowed("left")
        with self.env["visitor.act"]._recording("check_out", person_sudo):
            still_open = person_sudo._leave(
                fields.Datetime.now(),
                card_returned,
                remarks=remarks,
                printed_returned=printed_returned,
            )[person_sudo.id]
            person_sudo.stay_ids._note_seen_leaving()
            if not nothing_left:
                still_open.append({"kind": "found", "name": remarks or ""})
            person_sudo.env["visitor.admission"]._after_exit(
                person_sudo,
                for_good=True,
                left_behind=None if nothing_left else remarks or "",
            )
        return {"open": still_open}

    def check_out_group(self, remarks="", not_returned=()):
        """Let several people leave for good, in one action: those who are here do.

        :param str remarks: noted on each departure
        :param list not_returned: ids of those who did not give back what was handed
            out to them
        :return: list of ``{"registration_id", "open"}``, see :meth:`check_out`
        :raise AccessError: not reception
        """
        self._check_reception()
        people_sudo = self.sudo()  # reception, checked above
        read_committed(self.env)
        people_sudo._lock_visits()
        here_sudo = people_sudo.filtered(
            lambda person: person.state in ("inside", "outside")
        )
        kept_sudo = here_sudo.filtered(lambda person: person.id in not_returned)
        now = fields.Datetime.now()
        with self.env["visitor.act"]._recording("check_out", here_sudo):
            still_open = (here_sudo - kept_sudo)._leave(now, True, remarks=remarks)
            still_open |= kept_sudo._leave(now, False, remarks=remarks)
            here_sudo.stay_ids._note_seen_leaving()
            here_sudo.env["visitor.admission"]._after_exit(here_sudo, for_good=True)
        return [
            {"registration_id": person.id, "open": still_open[person.id]}
            for person in here_sudo
        ]

    def _auto_out(self, closing):
        """Closing time has come: out for now, or gone on the last day of the visit."""
        local = self.site_id._to_local
        if local(closing).date() < local(self.visit_id.stop).date():
            conditions = self.env["visitor.admission"]
            conditions._record_exit(self, self._open_pass(), closing, closed_by="auto")
            conditions._after_exit(self)
        else:
            self._leave(closing, card_returned=None, closed_by="auto")

    def _leave(
        self, at, card_returned, closed_by="desk", remarks="", printed_returned=None
    ):
        """Leave for good at a moment; see :meth:`check_out`.

        :return: dict from registration id to what stays open
        """
        inside = self.filtered(lambda person: person.state == "inside")
        if inside:
            passes = self.env["visitor.pass"].union(
                *(person._open_pass() for person in inside)
            )
            self.env["visitor.admission"]._record_exit(
                inside, passes, at, closed_by=closed_by
            )
        for person in self if remarks else ():
            person.stay_ids.sorted(lambda s: (s.in_at, s.id))[-1:].remarks = remarks
        self._set_state("left")
        still_open = {
            person.id: person.pass_ids._end_with_departure(
                card_returned, printed_returned
            )
            for person in self
        }
        self.visit_id._settle()
        return still_open

    def _open_pass(self):
        return self.pass_ids.filtered(lambda each: each.state == "issued")[-1:]

    # ------------------------------------------------------------
    # WAIVERS
    # ------------------------------------------------------------

    def waive(self, code, reason):
        """Set one admission condition aside for this person, until they leave.

        :param str code: of the condition
        :param str reason: kept with the waiver
        :return: True
        :raise UserError: nobody may waive this, or no reason
        :raise AccessError: somebody else may; says who
        """
        self.ensure_one()
        self._check_reception()
        self.visit_id._check_no_sample()
        self.env["visitor.waiver"]._check_may_waive(code)
        self._check_not_over()
        reason = self.visit_id._reason(reason)
        person_sudo = self.sudo()  # the group was checked above
        read_committed(self.env)
        person_sudo._lock_visits()
        with self.env["visitor.act"]._recording("waive", person_sudo):
            person_sudo.env["visitor.waiver"].create(
                {
                    "registration_id": self.id,
                    "code": code,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
            )
        self._bus_changed()
        return True
