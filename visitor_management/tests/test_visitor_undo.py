"""Every act at the desk can be taken back for ten minutes, if nothing followed."""

from datetime import datetime

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.desk.visitor_act_words import CORRECTIONS
from ..tools.sentences import say
from .common import GROUP, VisitorCommon

AT = "2026-11-23 01:00:00"  # nine in the morning at the site
SOON = "2026-11-23 01:09:00"
# What was before an act on a person, and the act itself; each makes its own person.
ACTS = (
    "check_in",
    "check_in with a card",
    "check_in after all",
    "check_in of a walk-in",
    "step_in",
    "step_out",
    "check_out",
    "check_out with a card",
    "check_out without the pass",
    "check_out, something left",
    "check_out from outside",
    "check_out through gates",
    "check_out when the visit is over",
    "arrive",
    "arrive after all",
    "check_in of who waits",
    "waive",
    "refuse",
    "refuse while it waits",
    "cancel",
    "refuse_visit",
    "cancel_visit",
    "cancel_visit that waits",
    "cancel_visit draft",
    "revoke",
    "revoke before they come",
    "lose",
    "lose after they left",
    "give_back",
    "give_back of a withdrawn one's card",
)


class UndoCase(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception3 = cls._user(
            "reception_late_shift", f"{GROUP}visitor_reception"
        )
        cls.card = cls._card("0412")
        cls.acts = cls.env["visitor.act"].with_user(cls.user_reception)

    @classmethod
    def _visit(cls, user=None, names=("Zhang Wei",), **values):
        start, stop = datetime(2026, 11, 23, 1), datetime(2026, 11, 23, 3)
        return super()._visit(user, names, **{"start": start, "stop": stop, **values})

    def _around(self, visit):
        """All that an act may change of a visit, as it is now."""
        self.env.flush_all()
        self.env.invalidate_all()
        visit = visit.sudo()
        people = visit.registration_ids
        facts = self.env["visitor.admission"].sudo()._facts(people)
        passes = people.pass_ids.sorted("id")
        return {
            "visit": visit.state,
            "people": people.sorted("id").mapped("state"),
            "stays": [
                (stay.in_at, stay.out_at, stay.closed_by, stay.remarks)
                for stay in people.stay_ids.sorted("id")
            ],
            "passes": [
                (each.state, each.issue, each.card_id.number, each.scanned_in)
                + (each.area_id.name,)
                for each in passes
            ],
            "codes": [(c.code_hash, c.state) for c in passes.code_ids.sorted("id")],
            "card": (self.card.sudo().state, self.card.sudo().pass_id),
            "waits": [
                (each.state, each.stands, each.answer)
                for each in visit.waiting_ids.sorted("id")
                if each.state != "taken_back"
            ],
            "waived": [facts[person.id].waived for person in people],
            "asked": sorted(
                (each.activity_type_id.id, each.user_id.id)
                for each in visit.activity_ids
            ),
        }

    # ------------------------------------------------------------
    # WHAT WAS BEFORE, AND THE ACT
    # ------------------------------------------------------------

    def _before(self, name):
        """A person as before the act, and the act as a call."""
        kind, _by, rest = name.partition(" ")
        make = getattr(self, f"_for_{kind.rstrip(',')}")
        return make(rest)

    def _for_check_in(self, how):
        if how == "of a walk-in":
            desk = self.env["visitor.registration"].with_user(self.user_reception)
            answer = desk.register_walk_in(
                {
                    "name": "Wang Fang",
                    "site_id": self.site.id,
                    "type_id": self.type_open.id,
                    "host_id": self.employee.id,
                    "stop": datetime(2026, 11, 23, 3),
                }
            )
            person = desk.browse(answer["registration_id"])
        else:
            person = self._registration()
        if how == "of who waits":
            person.arrive()
        if how == "after all":
            person.visit_id.sudo()._close()
            self.assertEqual(person.state, "no_show")
        return person, lambda: person.check_in("0412" if "card" in how else "")

    def _for_arrive(self, how):
        person = self._registration()
        if how:
            person.visit_id.sudo()._close()
            self.assertEqual(person.state, "no_show")
        return person, person.arrive

    def _for_step_in(self, how):
        person = self._inside()
        person.step_out()
        return person, person.step_in

    def _for_step_out(self, how):
        person = self._inside()
        return person, person.step_out

    def _for_check_out(self, how):
        names = ("Zhang Wei", "Li Na") if "over" in how else ("Zhang Wei",)
        person = self._registration(names=names)
        person.check_in("0412" if "card" in how else "")
        if "outside" in how:
            person.step_out()
        if "gates" in how:
            self._put(person.sudo().pass_ids, scanned_in=True, area_id=self.lab.id)
        if "over" in how:
            self._put(
                person.visit_id,
                start=datetime(2026, 11, 23, 0, 10),
                stop=datetime(2026, 11, 23, 0, 20),
            )
        return person, lambda: person.check_out(
            card_returned="without" not in how,
            nothing_left="left" not in how,
            remarks="An umbrella" if "left" in how else "",
        )

    def _for_waive(self, how):
        person = self._registration()
        return person, lambda: person.waive("outside_hours", "Agreed with the host")

    def _for_refuse(self, how):
        kind = self.type_host if how else self.type_open
        person = self._registration(user=self.user_host2, host_id=self.employee.id,
                                    type_id=kind.id)  # fmt: skip
        return person, lambda: person.action_refuse("No appointment")

    def _for_cancel(self, how):
        person = self._registration()
        return person, person.action_cancel

    def _for_refuse_visit(self, how):
        person = self._registration(
            user=self.user_host2, host_id=self.employee.id, type_id=self.type_host.id
        )
        visit = person.visit_id
        self.assertEqual(visit.state, "pending")
        return person, lambda: visit.action_refuse("Not today")

    def _for_cancel_visit(self, how):
        kind = self.type_host if "waits" in how else self.type_open
        visit = self._visit(user=self.user_host2, host_id=self.employee.id,
                            type_id=kind.id, names=("Zhang Wei", "Li Na"))  # fmt: skip
        if how != "draft":
            visit.action_submit()
        visit = visit.with_user(self.user_reception)
        return visit.registration_ids[:1], lambda: visit.action_cancel("Postponed")

    def _for_revoke(self, how):
        person = self._registration() if how else self._inside()
        return person, lambda: person.pass_ids.revoke("Misused")

    def _for_lose(self, how):
        person = self._registration()
        person.check_in("0412")
        if how:
            person.check_out(card_returned=False)
        return person, person.pass_ids.report_lost

    def _for_give_back(self, how):
        person = self._registration()
        person.check_in("0412")
        if how:
            person.pass_ids.revoke("Misused")
        else:
            person.check_out(card_returned=False)
        return person, person.pass_ids.action_returned


@tagged("post_install", "-at_install")
@freeze_time(AT)
class TestUndo(UndoCase):
    def test_every_kind_of_act_is_tried(self):
        kinds = dict(self.acts._fields["kind"]._description_selection(self.env))
        tried = {name.split(" ")[0].rstrip(",") for name in ACTS}
        self.assertEqual(tried, set(kinds) - {"undo"})

    def test_what_was_before_is_there_again(self):
        """State, stay, pass with the same code, card, place, waiver, activities."""
        for name in ACTS:
            with self.subTest(name), self.env.cr.savepoint() as start:
                person, act = self._before(name)
                before = self._around(person.visit_id)
                act()
                done = self.acts._latest(person)
                self.assertEqual(done.kind, name.split(" ")[0].rstrip(","))
                self.assertNotEqual(self._around(person.visit_id), before)
                with freeze_time(SOON):
                    other = person.with_user(self.user_reception3)
                    self.assertIs(other.undo(), True, "by whoever is at the desk")
                after = self._around(person.visit_id)
                if name == "check_in of a walk-in":
                    self.assertEqual([each[0] for each in after["passes"]], ["ready"])
                    before |= {"passes": after["passes"], "codes": after["codes"]}
                if name == "check_in after all":  # the pass made for it is over
                    old, new = after["passes"]
                    self.assertEqual((old[0], new[0]), ("expired", "expired"))
                    before |= {"passes": after["passes"], "codes": after["codes"]}
                self.assertEqual(after, before)
                self.assertEqual(done.annulled_by_ids.user_id, self.user_reception3)
                start.rollback()

    def test_what_was_taken_back_can_be_done_again(self):
        for name in ACTS:
            with self.subTest(name), self.env.cr.savepoint() as start:
                person, act = self._before(name)
                act()
                then = self._around(person.visit_id)
                person.undo()
                act()
                again = self._around(person.visit_id)
                for part in ("visit", "people", "waived", "card"):
                    self.assertEqual(again[part], then[part], part)
                start.rollback()

    def test_nothing_is_erased(self):
        """Two acts and two movements, the second of each takes the first back."""
        person = self._inside()
        person.check_out()
        person.undo()
        acts = self.acts.search([("visit_id", "=", person.visit_id.id)])
        self.assertEqual(acts.mapped("kind"), ["undo", "check_out", "check_in"])
        self.assertEqual(acts[0].annuls_id, acts[1])
        moves = self.env["visitor.movement"].search(
            [("registration_id", "=", person.id)], order="id"
        )
        self.assertEqual(moves.mapped("direction"), ["in", "out", "in"])
        self.assertEqual(moves[2].annuls_id, moves[1])
        for record, values in ((acts[:1], {"kind": "waive"}), (acts[1:2], {})):
            with self.assertRaises(UserError):
                record.sudo().write(values or {"annuls_id": False})
            with self.assertRaises(UserError):
                record.sudo().unlink()

    def test_back_and_back_again(self):
        """What came last first, as long as ten minutes have not passed."""
        person = self._inside()
        person.check_out()
        person.undo()
        self.assertEqual(person.state, "inside")
        person.undo()
        self.assertEqual(person.state, "expected")
        self.assertFalse(person.stay_ids, "the register has no such line")
        with self.assertRaisesRegex(UserError, "Nothing was done"):
            person.undo()

    def test_not_after_ten_minutes(self):
        person = self._inside()
        with freeze_time("2026-11-23 01:10:00"), self.env.cr.savepoint() as start:
            person.undo()
            start.rollback()
        with (
            freeze_time("2026-11-23 01:10:01"),
            self.assertRaisesRegex(UserError, "ten minutes"),
        ):
            person.undo()
        self.assertEqual(person.state, "inside")

    def test_not_when_something_followed(self):
        """A gate, a job or the host has gone on from there."""
        person = self._inside()
        act = self.acts._latest(person)

        def scan():
            self._scan(person, "out")

        def close():
            person.sudo()._auto_out(fields.Datetime.now())

        def cancel():
            self._put(person, state="cancelled")

        for follow in (scan, close, cancel, person.step_out, person.pass_ids.reissue):
            with self.subTest(follow), self.env.cr.savepoint() as start:
                follow()
                self.env.invalidate_all()
                state = person.state
                with self.assertRaisesRegex(UserError, "(?i)since then"):
                    person.undo(act.id)
                self.assertEqual(person.state, state)
                start.rollback()

    def test_of_a_group_not_when_one_has_gone_on(self):
        people = self._group()
        people.check_in_group()
        people[0].check_out()
        with self.assertRaisesRegex(UserError, "since then"):
            people[1].undo()
        people[0].undo()
        people[1].undo()
        self.assertEqual(set(people.mapped("state")), {"expected"})

    def test_a_waiver_on_one_of_a_group_has_followed(self):
        people = self._group()
        people.check_in_group()
        people[0].waive("photo_missing", "The camera is broken")
        with self.assertRaisesRegex(UserError, "since then"):
            people[1].undo()

    def test_a_group_in_and_out_is_one_act(self):
        people = self._group()
        visit = people.visit_id
        before = self._around(visit)
        people[:2].check_in_group()
        inside = self._around(visit)
        visit.with_user(self.user_reception).check_out_all(not_returned=people[:1].ids)
        self.assertEqual(people[:2].mapped("state"), ["left", "left"])
        states = [person.pass_ids.state for person in people[:2]]
        self.assertEqual(states, ["left_open", "returned"])
        people[1].undo()
        self.assertEqual(self._around(visit), inside)
        people.undo()
        self.assertEqual(self._around(visit), before)

    def test_the_others_stay_as_they_are(self):
        people = self._group()
        people[0].check_in()
        people[1].check_in()
        people[0].undo()
        self.assertEqual(people.mapped("state"), ["expected", "inside", "expected"])
        self.assertEqual(people.visit_id.state, "in_progress")
        people[1].undo()
        self.assertEqual(people.visit_id.state, "approved")

    def test_a_card_that_somebody_else_has_stays_there(self):
        person = self._registration()
        person.check_in("0412")
        person.check_out()
        other = self._registration()
        other.check_in("0412")
        person.undo()
        self.assertEqual(person.state, "inside")
        self.assertEqual(self.card.pass_id, other.pass_ids)

    def test_what_a_screen_shows_is_taken_back_and_nothing_else(self):
        """Somebody else was quicker: the act before is not taken back by mistake."""
        person = self._inside()
        person.check_out()
        shown = self.acts._latest(person).id
        person.undo(shown)
        with self.assertRaisesRegex(UserError, "taken back already, at 9:00"):
            person.undo(shown)
        self.assertEqual(person.state, "inside")
        for act in (self.acts.search([], limit=1).id, 2**31 - 1):
            with self.assertRaisesRegex(UserError, "Nothing was done"):
                person.undo(act)  # what took back is not taken back; no such act
        self.assertEqual(person.state, "inside")
        with self.assertRaisesRegex(UserError, "Nothing was done"):
            self._registration().undo(shown)

    def test_only_the_desk_of_this_company(self):
        self._other_company()
        person = self._inside()
        for user in (self.user_host, self.user_host2, self.user_reception2):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                person.with_user(user).undo()
        self.assertEqual(person.state, "inside")

    def test_what_hosts_do_is_not_taken_back_at_the_desk(self):
        person = self._registration()
        person.waive("outside_hours", "Agreed with the host")
        person.visit_id.with_user(self.user_host).action_cancel("Postponed")
        with self.assertRaisesRegex(UserError, "since then"):
            person.undo()
        self.assertEqual(person.visit_id.state, "cancelled")

    def test_a_waiver_is_ended_by_a_second_record(self):
        visit = self._visit(
            start=datetime(2026, 11, 23, 5), stop=datetime(2026, 11, 23, 6)
        )
        visit.action_submit()
        person = visit.registration_ids.with_user(self.user_reception)
        person.waive("outside_hours", "Agreed with the host")
        person.undo()
        first, second = person.waiver_ids.sorted("id")
        self.assertEqual(second.ends_id, first)
        self.assertEqual(second.user_id, self.user_reception)
        self.assertEqual(self._codes(person.check_in()), ["outside_hours"])
        person.waive("outside_hours", "Agreed after all")
        self.assertEqual(person.check_in()["status"], "granted")

    def test_what_was_taken_back_makes_no_scan_late(self):
        """The last movement of a person is the last that stands."""
        person = self._inside()
        with freeze_time("2026-11-23 01:04:00"):
            person.check_out()
        with freeze_time("2026-11-23 01:05:00"):
            person.undo()
        scans = self.env["visitor.scan"].sudo()
        late = datetime(2026, 11, 23, 0, 59), datetime(2026, 11, 23, 1, 2)
        self.assertEqual([scans._is_late(person, at) for at in late], [True, False])

    def test_constant_queries(self):
        few, many = self._group(3), self._group(12)

        def back(people):
            def call():
                people.check_in_group()
                people.undo()

            return call

        def back_out(people):
            visit = people.visit_id.with_user(self.user_reception)
            people.check_in_group()

            def call():
                visit.check_out_all()
                people.undo()

            return call

        for way in (back, back_out):
            with self.subTest(way):
                counts = [self._count_queries(way(people)) for people in (few, many)]
                self.assertEqual(*counts)

    def _group(self, count=3):
        visit = self._visit(names=[f"Guest {n}" for n in range(count)])
        visit.action_submit()
        people = self.env["visitor.registration"].with_user(self.user_reception)
        return people.browse(visit.registration_ids.ids)  # as a call names them

    def _scan(self, person, direction):
        movement = {"direction": direction, "granted": True}
        admission = self.env["visitor.admission"].sudo()
        admission._record_exit(
            person.sudo(), person.sudo().pass_ids, fields.Datetime.now(), **movement
        )


@tagged("post_install", "-at_install")
@freeze_time(AT)
class TestUndoIsTold(UndoCase):
    """Who was told of it is told that it was a mistake, in their language."""

    def test_the_host_of_a_wrong_check_in(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user_host.lang = "zh_CN"
        person = self._inside()
        person.undo()
        mistake = self._told(person.visit_id)[:1]
        reader = self.env(context={**self.env.context, "lang": "zh_CN"})
        self.assertIn(say(reader, CORRECTIONS["check_in"]), mistake.body)
        self.assertNotIn("Zhang", mistake.subject, "no names in subjects")

    def test_whoever_announced_a_visit_that_was_refused(self):
        person, refuse = self._for_refuse_visit("")
        refuse()
        person.undo()
        told = self.env["mail.message"].search(
            [("model", "=", "visitor.visit"), ("res_id", "=", person.visit_id.id)]
        )
        told = told.filtered(
            lambda m: self.user_host2.partner_id in m.notified_partner_ids
        )
        self.assertEqual(len(told), 2)
        self.assertIn("mistake", told[0].subject)
        self.assertIn("goes on", told[0].body)

    def test_who_was_told_nothing_is_told_nothing(self):
        person = self._inside()
        person.step_out()
        told = self._told(person.visit_id)
        person.undo()
        self.assertEqual(self._told(person.visit_id), told)

    def test_the_history_says_it(self):
        person = self._inside()
        person.check_out()
        person.undo()
        self.assertIn("Checked out", person.visit_id.message_ids[0].body)


@tagged("post_install", "-at_install")
@freeze_time(AT)
class TestUndoOnScreen(UndoCase):
    def test_the_bar_of_every_desk_of_the_site(self):
        person = self._registration()
        person.check_in("0412")
        person.check_out()
        day = self._day(self.user_reception3)
        self.assertEqual(
            [(act["text"], act["registration_id"]) for act in day["acts"][:2]],
            [
                ("Zhang Wei checked out · card 0412 returned", person.id),
                ("Zhang Wei checked in · card 0412 handed out", person.id),
            ],
        )
        self.assertEqual(day["acts"][0]["seconds_left"], 600)
        person.undo(day["acts"][0]["id"])
        self.assertEqual(len(self._day(self.user_reception)["acts"]), 1)
        with freeze_time("2026-11-23 01:10:01"):
            self.assertFalse(self._day(self.user_reception)["acts"])

    def test_a_group_is_counted(self):
        visit = self._visit(
            names=(), registration_ids=[
                Command.create({"name": "A"}), Command.create({"name": "B"})
            ],
        )  # fmt: skip
        visit.action_submit()
        visit.registration_ids.with_user(self.user_reception).check_in_group()
        self.assertEqual(
            self._day(self.user_reception)["acts"][0]["text"], "2 people checked in"
        )

    def test_other_sites_are_not_shown(self):
        self._inside()
        site = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        self.assertFalse(screen.read_day(site.id)["acts"])

    def test_constant_queries(self):
        def read():
            self._day(self.user_reception)

        def in_and_out(number):
            person = self._registration()
            person.check_in(self._card(number).number)
            person.check_out()

        in_and_out("0413")
        few = self._count_queries(read)
        for number in range(414, 418):
            in_and_out(f"0{number}")
        self.assertEqual(self._count_queries(read), few)

    def test_the_form_offers_it(self):
        person = self._registration()
        self.assertFalse(person.may_undo)
        person.check_in()
        person.invalidate_recordset()
        self.assertTrue(person.may_undo)

    def _day(self, user):
        return self.env["visitor.reception"].with_user(user).read_day(self.site.id)
