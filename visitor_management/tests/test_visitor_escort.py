"""Escorts: who may, how many, what admission says, and the life of one."""

from contextlib import suppress
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from ..tools import escort_plan
from .common import GROUP
from .escort_common import HOUR, EscortCommon

NOON = datetime(2026, 11, 24, 12)
MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestEscortNeeded(EscortCommon):
    """By the kind of visit, or by an area, and how many."""

    def _area(self, name="Plant", parent=None, **values):
        return self.env["visitor.area"].create(
            {
                "name": name,
                "site_id": self.site.id,
                "parent_id": parent.id if parent else False,
                **values,
            }
        )

    def test_a_new_kind_area_or_site_asks_for_none(self):
        visit = self._visit(area_ids=[Command.set(self._area().ids)], headcount=40)
        self.assertEqual(visit.escorts_needed, 0)
        self.assertEqual(self._area("Yard").guests_per_escort, 5)
        self.assertFalse(self.site.important_escort)

    def test_the_kind_of_visit_asks(self):
        for people, needed in ((1, 1), (5, 1), (6, 2), (12, 3)):
            visit = self._visit(type_id=self.type_escort.id, headcount=people)
            self.assertEqual(visit.escorts_needed, needed, people)

    def test_an_area_asks_for_all_inside_of_it(self):
        plant = self._area(escort_required=True, guests_per_escort=2)
        hall = self._area("Hall", parent=plant)
        visit = self._visit(area_ids=[Command.set(hall.ids)], headcount=5)
        self.assertEqual(visit.escorts_needed, 3)

    def test_the_strictest_area_counts(self):
        strict = self._area(escort_required=True, guests_per_escort=2)
        wide = self._area("Yard", escort_required=True, guests_per_escort=10)
        visit = self._visit(area_ids=[Command.set((strict | wide).ids)], headcount=4)
        self.assertEqual(visit.escorts_needed, 2)
        visit.area_ids = wide
        self.assertEqual(visit.escorts_needed, 1)

    def test_rules_that_change_are_followed_by_what_lies_ahead(self):
        area = self._area()
        visit = self._visit(area_ids=[Command.set(area.ids)], headcount=6)
        visit.action_submit()
        area.escort_required = True
        self.assertEqual(visit.escorts_needed, 2)
        area.guests_per_escort = 3
        area.guests_per_escort = 2
        self.assertEqual(visit.escorts_needed, 3)
        over = self._visit()
        over.action_submit()
        over.action_cancel("Not today")
        self.type_open.escort_required = True
        self.assertEqual(over.escorts_needed, 0, "what is over stays as it was")
        self.assertEqual(self._visit().escorts_needed, 1)

    def test_important_visitors_where_the_site_says_so(self):
        firm = self.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "visitor_important": True}
        )
        visit = self._visit(partner_id=firm.id)
        self.assertEqual(visit.escorts_needed, 0)
        self.site.important_escort = True
        self.assertEqual(visit.escorts_needed, 1)
        firm.visitor_important = False
        self.assertEqual(visit.escorts_needed, 0)

    def test_the_host_is_told_while_planning(self):
        visit = self._visit(
            type_id=self.type_escort.id,
            headcount=12,
            start=self._now() + HOUR,
            stop=self._now() + 2 * HOUR,
        )
        self.assertIn("escort_missing", visit.ahead_codes)
        self.assertIn("3 escorts are needed for 12 people", visit.ahead)
        form = (
            self.env["visitor.visit"]
            .with_user(self.user_host)
            .new(
                {
                    "type_id": self.type_escort.id,
                    "site_id": self.site.id,
                    "start": self._now() + HOUR,
                    "stop": self._now() + 2 * HOUR,
                }
            )
        )
        self.assertIn("escort_missing", form.ahead_codes)

    def test_needed_as_a_number(self):
        needed = escort_plan.needed
        self.assertEqual(needed(40, []), 0)
        self.assertEqual(needed(0, [], by_rule=True), 1)
        self.assertEqual(needed(6, [], by_rule=True), 2)
        self.assertEqual(needed(6, [], [10], by_rule=True), 1)
        self.assertEqual(needed(6, [3], [2]), 2, "the second area asks for none")
        self.assertEqual(needed(6, [3], [2], by_rule=True), 3)


@tagged("post_install", "-at_install")
class TestEscortAdmission(EscortCommon):
    tz = "UTC"  # what is noon at the site is noon in the test

    def test_refused_until_enough_have_accepted(self):
        visit = self._guided(headcount=6)
        self.assertEqual(self._codes(visit), ["escort_missing"])
        answer = self._people(visit).check_in()
        self.assertEqual(answer["status"], "denied")
        self.assertEqual(answer["reasons"][0]["waiver"], f"{GROUP}visitor_security")
        escort = self._asked(visit)
        self.assertEqual(
            self._codes(visit), ["escort_missing"], "asked is not accepted"
        )
        escort.with_user(self.user_anna).action_accept()
        self.assertEqual(self._codes(visit), ["escort_missing"], "two are needed")
        self._accepted(visit, self.tom)
        self.assertEqual(self._codes(visit), [])
        self.assertEqual(self._people(visit).check_in()["status"], "granted")

    def test_security_sets_it_aside_and_reception_may_not(self):
        visit = self._guided()
        person = self._people(visit)
        with self.assertRaises(AccessError):
            person.waive("escort_missing", "He knows the way")
        person.with_user(self.user_security).waive("escort_missing", "He knows the way")
        self.assertEqual(person.check_in()["status"], "granted")
        self.assertFalse(self._asked(visit).accepted_at)

    def test_the_window_of_the_escort_with_the_grace_of_the_site(self):
        self.site.write({"grace_before": 30, "grace_after": 15})
        with freeze_time(NOON):
            visit = self._guided(start=NOON, stop=NOON + 4 * HOUR)
            self._accepted(visit, start=NOON + HOUR, stop=NOON + 2 * HOUR)
        for at, codes in (
            (NOON + 29 * MINUTE, ["escort_missing"]),
            (NOON + 30 * MINUTE, []),
            (NOON + 135 * MINUTE, []),
            (NOON + 136 * MINUTE, ["escort_missing"]),
        ):
            with self.subTest(at=at), freeze_time(at):
                self.assertEqual(self._codes(visit), codes)

    def test_the_list_of_the_day_does_not_warn_of_who_comes_later(self):
        with freeze_time(NOON):
            visit = self._guided(start=NOON + 5 * HOUR, stop=NOON + 6 * HOUR)
            self.assertIn("escort_missing", self._codes(visit))
            self._accepted(visit)
            self.assertEqual(self._codes(visit), ["outside_hours"])
            person = self._people(visit)
            person.waive("outside_hours", "They are early")
            self.assertEqual(self._codes(visit), ["escort_missing"], "nobody is there")

    def _device(self, gate):
        return gate._device(SQL("g.id = %s", gate.id))

    def test_the_pass_says_so(self):
        """In the band, where whoever meets the person looks first."""
        sheets = self.env["report.visitor_management.visitor_pass_card"]
        for kind, said in ((self.type_escort, True), (self.type_open, False)):
            visit = self._guided(type_id=kind.id)
            words = sheets._words(visit.sudo().registration_ids.pass_ids)
            self.assertEqual("WITH ESCORT" in words["type"], said)

    def test_a_gate_into_an_area_that_asks_for_one(self):
        visit = self._guided(type_id=self.type_open.id, headcount=6)
        person = self._people(visit)
        person.check_in()
        self.lobby.write({"escort_required": True, "guests_per_escort": 3})
        facts = self.env["visitor.admission"]
        device = self._device(self.gate)
        found = facts._facts(person.sudo(), gate=device)[person.id].escort
        self.assertEqual((found.here, found.people, *found.accepted), (3, 6, 0, 0))
        inner = self._device(self.gate_lab)
        found = facts._facts(person.sudo(), gate=inner)[person.id].escort
        self.assertEqual(found.here, 3, "inherited down the tree")


@tagged("post_install", "-at_install")
class TestEscortLife(EscortCommon):
    def test_begins_with_the_first_who_comes_and_ends_with_the_last_who_leaves(self):
        visit = self._guided(names=("Zhang Wei", "Li Na"))
        escort = self._accepted(visit)
        first, second = self._people(visit)
        first.check_in()
        self.assertEqual(escort.state, "active")
        second.check_in()
        first.check_out()
        self.assertEqual(escort.state, "active")
        second.step_out()
        self.assertEqual(escort.state, "active", "who is out for now comes back")
        second.step_in()
        second.check_out()
        self.assertEqual(escort.state, "done")
        self.assertTrue(escort.started_at and escort.ended_at)

    def test_active_counts_until_done(self):
        with freeze_time(NOON):
            visit = self._guided(
                names=("Zhang Wei", "Li Na"), start=NOON, stop=NOON + 8 * HOUR
            )
            escort = self._accepted(visit, stop=NOON + HOUR)
            self._people(visit)[0].check_in()
        with freeze_time(NOON + 5 * HOUR):
            late = self._people(visit)[1]
            late.invalidate_recordset()
            self.assertFalse(late.blocker_codes)
            escort.with_user(self.user_anna).action_done()
            late.invalidate_recordset()
            self.assertEqual(late.blocker_codes, ["escort_missing"])
            leaving = self._people(visit)[0]
            self.assertEqual(leaving.check_out(), {"open": []}, "nobody is kept inside")

    def test_taking_the_entry_back_takes_the_beginning_back(self):
        visit = self._guided()
        escort = self._accepted(visit)
        person = self._people(visit)
        person.check_in()
        person.undo()
        self.assertEqual(escort.state, "accepted")
        person.check_in()
        person.check_out()
        self.assertEqual(escort.state, "done")
        person.undo()
        self.assertEqual(escort.state, "active")

    def test_taking_back_does_not_wait_for_the_escort(self):
        visit = self._guided()
        escort = self._accepted(visit)
        person = self._people(visit)
        person.check_in()
        escort.with_user(self.user_anna).action_done()
        person.undo()
        self.assertEqual((person.state, escort.state), ("expected", "done"))

    def test_who_is_with_others_is_not_begun_by_the_door(self):
        first, second = self._guided(), self._guided()
        one, other = self._accepted(first), self._accepted(second)
        self._people(first).check_in()
        self.assertEqual(self._people(second).check_in()["status"], "granted")
        self.assertEqual((one.state, other.state), ("active", "accepted"))
        with self.assertRaisesRegex(UserError, "with other visitors"):
            other.with_user(self.user_anna).action_start()
        one.with_user(self.user_anna).action_done()
        other.with_user(self.user_anna).action_start()
        self.assertEqual(other.state, "active")

    def test_a_start_before_now_is_allowed(self):
        visit = self._guided()
        escort = self._asked(visit, start=self._now() - 3 * HOUR)
        escort.with_user(self.user_anna).action_accept()
        self.assertEqual(escort.state, "accepted")

    def test_cancelling_the_visit_calls_them_off(self):
        visit = self._guided(start=self._now() + HOUR, stop=self._now() + 2 * HOUR)
        asked, accepted = self._asked(visit), self._accepted(visit, self.tom)
        visit.action_cancel("They are ill")
        self.assertEqual({asked.state, accepted.state}, {"cancelled"})
        self.assertTrue(self._told(self.user_tom, "need not accompany"))
        with self.assertRaisesRegex(UserError, "over"):
            self._asked(visit, self.tom)

    def test_another_time_is_another_promise(self):
        start = self._now() + 24 * HOUR
        visit = self._guided(start=start, stop=start + HOUR)
        escort = self._accepted(visit)
        visit.with_user(self.user_reception).sudo().write(
            {"start": start + 3 * HOUR, "stop": start + 4 * HOUR}
        )
        self.assertEqual(escort.state, "cancelled")
        again = visit.sudo().escort_ids - escort.sudo()
        self.assertEqual(
            (again.employee_id, again.state, again.start),
            (self.anna, "requested", visit.start),
        )

    def test_declined(self):
        visit = self._guided()
        escort = self._asked(visit).with_user(self.user_anna)
        with self.assertRaises(UserError):
            escort.action_decline("  ")
        escort.action_decline("I am in Berlin")
        self.assertEqual((escort.state, escort.reason), ("declined", "I am in Berlin"))
        self.assertTrue(self._told(self.user_hr, "was declined"))
        with self.assertRaisesRegex(UserError, "Declined.*Accepted"):
            escort.action_accept()

    def test_handed_over_only_when_the_other_accepts(self):
        visit = self._guided()
        escort = self._accepted(visit)
        self._people(visit).check_in()
        escort.with_user(self.user_anna).action_hand_over(self.tom.id)
        other = escort.replaced_by_ids
        self.assertEqual((escort.state, other.state), ("active", "requested"))
        self.assertEqual(self._codes(visit), [])
        other.with_user(self.user_tom).action_accept()
        self.assertEqual((escort.state, other.state), ("handed_over", "active"))
        with self.assertRaises(UserError):
            escort.with_user(self.user_anna).action_done()
        other.with_user(self.user_tom).action_done()
        self.assertEqual(other.state, "done")

    def test_a_colleague_who_declines_leaves_the_first_one_responsible(self):
        visit = self._guided()
        escort = self._accepted(visit)
        escort.with_user(self.user_anna).action_hand_over(self.tom.id)
        escort.replaced_by_ids.with_user(self.user_tom).action_decline("No time")
        self.assertEqual(escort.state, "accepted")
        self.assertEqual(self._codes(visit), [])

    def test_nobody_hands_over_to_who_may_not_or_to_oneself(self):
        escort = self._accepted(self._guided()).with_user(self.user_anna)
        for employee in (self.employee2, self.anna):
            with self.assertRaises(UserError):
                escort.action_hand_over(employee.id)
        self.assertFalse(escort.replaced_by_ids)

    def test_twice_at_the_same_time_is_one(self):
        visit = self._guided()
        self._asked(visit)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._asked(visit)
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestWhoMayEscort(EscortCommon):
    def test_the_coordinator_marks_without_rights_of_hr(self):
        employee = self.employee2
        hr = self.env["hr.employee.public"].with_user(self.user_hr).browse(employee.id)
        with self.assertRaises(AccessError):
            self.env["hr.employee"].with_user(self.user_hr).search([]).mapped(
                "private_email"
            )
        self.assertFalse(hr.may_escort)
        hr.action_may_escort()
        self.env.invalidate_all()
        self.assertTrue(hr.may_escort and employee.may_escort)
        hr.action_may_not_escort()
        self.env.invalidate_all()
        self.assertFalse(hr.may_escort)

    def test_nobody_else_marks(self):
        for user in (self.user_host, self.user_reception, self.user_security):
            employee = self.employee2.with_user(user)
            self.assertRaises(AccessError, employee.set_may_escort, True)
        officer = self._user("hr_officer", "hr.group_hr_manager")
        with self.assertRaises(AccessError):
            self.employee2.with_user(officer).write({"may_escort": True})
        self.assertFalse(self.employee2.may_escort)

    def test_who_is_not_marked_is_not_asked(self):
        with self.assertRaisesRegex(UserError, "may not escort"):
            self._asked(self._guided(), self.employee2)

    def test_who_was_archived_is_not_asked_nor_marked(self):
        visit = self._guided()
        escort = self._accepted(visit)
        self.anna.active = False
        self.assertEqual(escort.state, "cancelled")
        self.assertTrue(self._told(self.user_hr, "missing again"))
        self.assertEqual(self._codes(visit), ["escort_missing"])
        with self.assertRaisesRegex(UserError, "has left"):
            self._asked(visit)
        with self.assertRaisesRegex(UserError, "has left"):
            self.anna.with_user(self.user_hr).set_may_escort(True)

    def test_only_with_a_valid_training_where_one_is_marked_for_escorts(self):
        visit = self._guided()
        escort = self._asked(visit)
        training = self.env["visitor.induction"].create(
            {"name": "Escorts of this house", "for_escorts": True, "shows_route": False}
        )
        for call in (
            lambda: escort.with_user(self.user_anna).action_accept(),
            lambda: self._asked(visit, self.tom),
            lambda: self.employee2.with_user(self.user_hr).set_may_escort(True),
            lambda: self.board.assign(visit.id, self.tom.id, True),
        ):
            with self.assertRaisesRegex(UserError, "no valid training"):
                call()
        board = self.board.open_need(visit.id)
        self.assertNotIn(self.tom.id, [e["employee_id"] for e in board["choices"]])
        training._take_as(self.anna, False)
        escort.with_user(self.user_anna).action_accept()
        self.assertEqual(escort.state, "accepted")

    def test_who_is_not_marked_any_more_can_not_begin(self):
        escort = self._asked(self._guided())
        self.anna.with_user(self.user_hr).set_may_escort(False)
        self.assertEqual(escort.state, "cancelled")


@tagged("post_install", "-at_install")
class TestEscortRights(EscortCommon):
    """Who reads what: names, languages, firm, time and areas, never more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._guided(area_ids=[Command.set(cls.lobby.ids)])
        cls.person = cls.visit.registration_ids
        cls.person.sudo().write(
            {
                "organization": "Acme",
                "phone": "13812345678",
                "email": "zhang@acme.example",
                "vehicle_plate": "沪A12345",
                "lang": "en_US",
            }
        )
        cls.escort = cls._asked(cls.visit)

    def test_the_employee_reads_the_own_and_what_has_to_be_known(self):
        mine = self.escort.with_user(self.user_anna)
        self.assertEqual(mine.visitors, "Zhang Wei")
        self.assertEqual(mine.organization, "Acme")
        self.assertEqual(mine.area_names, "Lobby")
        self.assertIn("English", mine.languages)
        self.assertTrue(mine.local_window)
        self.assertEqual(mine.search([]), mine)
        self.assertFalse(self.escort.with_user(self.user_tom).search([]))
        self.assertRaises(AccessError, self.escort.with_user(self.user_tom).read)

    def test_the_coordinator_reads_needs(self):
        need = self.board.env["visitor.escort.need"].search(
            [("id", "=", self.visit.id)]
        )
        self.assertEqual(need.visitors, "Zhang Wei")
        self.assertEqual((need.needed, need.accepted, need.asked), (1, 0, 1))

    def test_neither_reads_the_visit_or_the_visitor(self):
        for user in (self.user_hr, self.user_anna):
            for record in (self.visit, self.person):
                with self.subTest(user=user.login, model=record._name):
                    mine = record.with_user(user)
                    self.assertFalse(mine.search([("id", "=", record.id)]))
                    self.assertRaises(AccessError, mine.read, ["name"])

    def test_phone_mail_and_plate_are_not_found_by_a_detour(self):
        for user in (self.user_hr, self.user_anna):
            escorts = self.escort.with_user(user)
            for name in ("phone", "email", "vehicle_plate", "words"):
                path = f"visit_id.registration_ids.{name}"
                for domain in (
                    [(path, "!=", False)],
                    [(path, "ilike", "1")],
                    [(path, "=", False)],
                ):
                    with self.subTest(user=user.login, domain=domain):
                        with suppress(AccessError):
                            self.assertFalse(escorts.search(domain))
                with self.assertRaises(AccessError):
                    escorts.mapped(path)
            self.assertNotIn("13812345678", str(escorts.read()))

    def test_the_board_tells_no_more(self):
        day = str(self.site._to_local(self.visit.start).date())
        told = str(self.board.read_board(self.site.id, day))
        told += str(self.board.open_need(self.visit.id))
        self.assertIn("Zhang Wei", told)
        for secret in ("13812345678", "zhang@acme.example", "沪A12345"):
            self.assertNotIn(secret, told)

    def test_reception_reads_and_changes_nothing(self):
        for user in (self.user_reception, self.user_security):
            escort = self.escort.with_user(user)
            self.assertEqual(escort.state, "requested")
            self.assertRaises(AccessError, escort.write, {"remarks": "x"})
            self.assertRaises(AccessError, escort.action_accept)
            self.assertRaises(AccessError, escort.action_cancel, "No")
            with self.assertRaises(AccessError):
                escort.create({"visit_id": self.visit.id, "employee_id": self.tom.id})

    def test_an_answer_to_somebody_elses_escort(self):
        for user in (self.user_tom, self.user_hr, self.user_host, self.user_admin):
            with self.assertRaisesRegex(AccessError, "Somebody else is asked"):
                self.escort.with_user(user).action_accept()
            with self.assertRaisesRegex(AccessError, "Somebody else is asked"):
                self.escort.with_user(user).action_decline("No")
        self.assertEqual(self.escort.state, "requested")

    def test_the_coordinator_notes_the_answer_of_who_can_not_sign_in(self):
        guard = self.env["hr.employee"].create({"name": "Wang Guard"})
        guard.with_user(self.user_hr).set_may_escort(True)
        escort = self._asked(self.visit, guard)
        escort.action_accept()
        self.assertEqual(escort.state, "accepted")

    def test_an_employee_notes_incidents_and_nothing_else(self):
        mine = self.escort.with_user(self.user_anna)
        mine.remarks = "One took photographs"
        self.assertRaises(AccessError, mine.write, {"stop": self._now() + 9 * HOUR})

    def test_the_coordinator_names_no_visit_that_needs_none(self):
        visit = self._guided(type_id=self.type_open.id)
        with self.assertRaises(AccessError):
            self._asked(visit)

    def test_only_the_coordinator_sees_the_board(self):
        for user in (self.user_host, self.user_reception, self.user_anna):
            board = self.board.with_user(user)
            self.assertRaises(AccessError, board.read_board, self.site.id)
            self.assertRaises(AccessError, board.open_need, self.visit.id)
            self.assertRaises(AccessError, board.assign, self.visit.id, self.tom.id)
