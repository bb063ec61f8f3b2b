from collections import defaultdict

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.sentences import say
from .visitor_act import CARD, ESCORT, OF_VISIT, PASS, PERSON, STAY

_lt = LazyTranslate(__name__)


class VisitorActRestore(models.AbstractModel):
    """What an act at the desk changed, put back as it was before.

    Whoever calls it holds the lock on the people and has checked that nothing followed.
    """

    _name = "visitor.act.restore"
    _description = "Taking back an act at the desk"

    def _restore(self, act, now):
        """Put back what was before an act, in as many queries whatever it changed.

        :param act: ``visitor.act``
        :param dict now: what is, see ``visitor.act._look``
        """
        created, before = defaultdict(list), defaultdict(dict)
        for model, record_id, _row in act.changes["created"]:
            created[model].append(record_id)
        for model, record_id, old, new in act.changes["changed"]:
            before[model][record_id] = {
                name: value for name, value in old.items() if value != new[name]
            }
        self.env.invalidate_all()
        self._annul_movements(act)
        self._restore_stays(before[STAY], created[STAY])
        self._restore_passes(before[PASS], before["visitor.pass.code"])
        self._restore_cards(act, before[CARD], now)
        moved = self._restore_people(before[PERSON])
        self._put_away_passes(created[PASS])
        self._end_waivers(act, created["visitor.waiver"])
        self.env["mail.activity"].browse(created["mail.activity"]).exists().unlink()
        self._restore_visit(act, before["visitor.visit"], moved)
        self._restore_escorts(act, before[ESCORT], now)
        (act.registration_ids | moved)._bus_changed()

    def _annul_movements(self, act):
        """Beside each movement of the act one that annuls it."""
        wrong = self.env["visitor.movement"].browse(
            [
                new["movement"]
                for model, _id, old, new in act.changes["changed"]
                if model == PERSON and old["movement"] != new["movement"]
            ]
        )
        now = fields.Datetime.now()
        wrong.create(
            [
                {
                    **wrong._defaults(),
                    "registration_id": each.registration_id.id,
                    "pass_id": each.pass_id.id,
                    "site_id": each.site_id.id,
                    "company_id": each.company_id.id,
                    "direction": "out" if each.direction == "in" else "in",
                    "granted": True,
                    "at": now,
                    "annuls_id": each.id,
                }
                for each in wrong
            ]
        )

    def _restore_stays(self, before, created):
        stays = self.env[STAY]
        stays.browse(created).unlink()  # nobody was in: no line of the register
        for stay, row in self._each(STAY, before):
            if "remarks" in row:
                row["remarks"] = False  # it was written along with the act
            stay.write(row)

    def _restore_passes(self, before, codes):
        for each, row in self._each(PASS, before):
            if "state" in row:
                each._step_back(**row)
            else:
                each.write(row)
        for code, row in self._each("visitor.pass.code", codes):
            code.write(row)

    def _restore_cards(self, act, before, now):
        """The cards, where nobody else has been given them since."""
        after = {each[1]: each[-1] for each in act._rows() if each[0] == CARD}
        for card, row in self._each(CARD, before):
            if now[CARD, card.id]["row"] == after[card.id]:
                card._step_back(**row)

    def _restore_people(self, before):
        """:return: those whose state was changed"""
        moved = self.env[PERSON]
        for person, row in self._each(PERSON, before):
            if "state" in row:
                person._step_back(row["state"])
                moved |= person
        return moved

    def _restore_escorts(self, act, before, now):
        """Escorts that began, ended or were called off with the act, where nobody has
        done anything with them since."""
        after = {each[1]: each[-1] for each in act._rows() if each[0] == ESCORT}
        for escort, row in self._each(ESCORT, before):
            left = now.get((ESCORT, escort.id), {"row": None})["row"]
            if left == after[escort.id] and escort._may_go_on(row["state"]):
                escort._step_back(**row)

    def _each(self, model, before):
        """Pairs of a record that was changed and what it was, read together."""
        records = self.env[model].browse(each for each, row in before.items() if row)
        return [(record, before[record.id]) for record in records]

    def _put_away_passes(self, created):
        """A pass made on the way in waits for its holder, or is over as before."""
        for each in self.env[PASS].browse(created):
            came = each.registration_id.state != "no_show"
            if each.state == "issued":
                each._step_back("ready" if came else "expired", card_id=False)

    def _end_waivers(self, act, created):
        waivers = self.env["visitor.waiver"]
        env = self.with_context(lang=act.site_id._lang()).env
        waivers.create(
            [
                {
                    "registration_id": each.registration_id.id,
                    "code": each.code,
                    "reason": say(env, _lt("Taken back")),
                    "user_id": self.env.uid,
                    "ends_id": each.id,
                }
                for each in waivers.browse(created)
            ]
        )

    def _restore_visit(self, act, before, moved):
        """What the act said of the visit, or what follows from its people now."""
        visit = act.visit_id
        state = before.get(visit.id, {}).get("state")
        if act.kind in OF_VISIT:
            visit._step_back(state)
            visit._put_on_list()
            visit._ask_openers()
        elif moved:
            visit._settle_back(state)
