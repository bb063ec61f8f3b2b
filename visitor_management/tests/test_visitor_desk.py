"""What the desk does: in, out, out for now, cards, waivers, and mistakes undone."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import VisitorCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 01:00:00")
class TestComing(VisitorCommon):
    tz = "Asia/Shanghai"

    def test_checked_in(self):
        person = self._registration()
        answer = person.check_in()
        self.assertEqual(answer["status"], "granted")
        self.assertEqual(answer["reasons"], [])
        self.assertEqual(answer["pass_id"], person.pass_ids.id)
        self.assertEqual(
            (person.state, person.visit_id.state), ("inside", "in_progress")
        )
        self.assertEqual(person.pass_ids.state, "issued")
        stay = person.stay_ids
        self.assertEqual((stay.in_at, stay.out_at), (fields.Datetime.now(), False))
        movement = self._movements(person)
        self.assertEqual((movement.direction, movement.granted), ("in", True))
        self.assertEqual(movement.user_id, self.user_reception)
        self.assertFalse(movement.gate_id)

    def test_the_host_is_told_once_without_waiting_for_mail(self):
        visit = self._visit(names=("Zhang Wei", "Li Qiang"))
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        people.check_in_group()
        told = self._told(visit)
        self.assertEqual(len(told), 1)
        self.assertNotIn("Zhang", told.subject, "names stand in the body alone")
        people[0].step_out()
        people[0].step_in()
        self.assertEqual(self._told(visit), told, "out for a moment is no news")

    def test_denied_is_an_answer_and_is_written_down(self):
        person = self._pending()
        answer = person.check_in()
        self.assertEqual(answer["status"], "denied")
        self.assertFalse(answer["pass_id"])
        self.assertEqual(self._codes(answer), ["not_approved"])
        self.assertTrue(answer["reasons"][0]["message"])
        self.assertEqual(answer["reasons"][0]["waiver"], False)
        self.assertEqual(person.state, "expected")
        self.assertFalse(person.stay_ids)
        movement = self._movements(person)  # as at a gate
        self.assertEqual((movement.direction, movement.granted), ("in", False))
        self.assertEqual(movement.reason, "not_approved")
        self.assertEqual(movement.message, answer["reasons"][0]["message"])
        self.assertEqual(movement.user_id, self.user_reception)
        self.assertFalse(movement.gate_id)

    def test_a_double_click_is_one_refusal(self):
        person = self._pending()
        with freeze_time("2026-11-23 01:00:00"):
            for _click in range(3):
                self.assertEqual(person.check_in()["status"], "denied")
        self.assertEqual(len(self._movements(person)), 1)
        with freeze_time("2026-11-23 01:05:00"):
            person.check_in()
        self.assertEqual(len(self._movements(person)), 2, "tried again")

    def test_a_double_click_is_one_check_in(self):
        person = self._inside()
        answer = person.check_in()
        self.assertEqual(self._codes(answer), ["already_inside"])
        self.assertEqual(len(person.stay_ids), 1)
        self.assertEqual(len(self._movements(person)), 1)

    def test_nobody_who_left_comes_back_on_the_old_visit(self):
        person = self._inside()
        person.check_out()
        answer = person.check_in()
        self.assertEqual(answer["status"], "denied")
        self.assertEqual(person.state, "left")
        reason = answer["reasons"]  # one, and what to do; not that of the pass or host
        self.assertEqual(self._codes(answer), ["pass_revoked"])
        self.assertRegex(reason[0]["message"], "has left.*Undo.*announce")

    def test_only_the_desk_of_this_company(self):
        self._other_company()
        person = self._registration()
        for user in (self.user_host, self.user_host2, self.user_reception2):
            for call in ("check_in", "check_in_group", "step_in"):
                with self.subTest(user=user.login, call=call):
                    self.assertRaises(
                        AccessError, getattr(person.with_user(user), call)
                    )
        self.assertEqual(person.state, "expected")

    def test_nobody_to_check_in(self):
        nobody = self.env["visitor.registration"].with_user(self.user_reception)
        self.assertEqual(nobody.check_in_group(), [])
        for call in ("check_in", "check_out", "step_out"):
            with self.subTest(call), self.assertRaises(ValueError):
                getattr(nobody, call)()
        with self.assertRaisesRegex(UserError, "Nothing was done"):
            nobody.undo()

    def test_a_group_at_once_and_those_who_wait(self):
        """Thirty people, one action; who is blocked is named with the reason."""
        visit = self._visit(names=[f"Guest {number}" for number in range(30)])
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        people[7].pass_ids.revoke("Not this one")
        answers = {each["registration_id"]: each for each in people.check_in_group()}
        self.assertEqual(set(answers), set(people.ids))
        blocked = answers.pop(people[7].id)
        self.assertEqual(self._codes(blocked), ["pass_revoked"])
        self.assertEqual({each["status"] for each in answers.values()}, {"granted"})
        self.assertEqual(people.mapped("state").count("inside"), 29)

    def test_a_group_up_to_the_capacity(self):
        """Those before count; no more get in than the site holds."""
        self.site.capacity = 3
        visit = self._visit(names=("One", "Two", "Three", "Four"))
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        answers = people.check_in_group()
        statuses = [each["status"] for each in answers]
        self.assertEqual(statuses, ["granted"] * 3 + ["denied"])
        self.assertEqual(self._codes(answers[3]), ["capacity_full"])
        self.assertEqual(self.site.inside_count, 3)

    def test_two_sites_at_once_have_two_capacities(self):
        self.site.capacity = 1
        other = self.env["visitor.site"].create({"name": "B", "tz": "UTC"})
        other.capacity = 1
        here = self._registration()
        there = self._registration(site_id=other.id)
        answers = (here | there).check_in_group()
        self.assertEqual([each["status"] for each in answers], ["granted"] * 2)

    def test_a_late_comer_after_all(self):
        """Given up for lost, then at the desk: expected again, and in."""
        person = self._no_show(grace_after=0)
        answer = person.check_in()
        self.assertEqual(self._codes(answer), ["outside_hours"])
        self.assertEqual(person.state, "no_show", "denied changes nothing")
        self.assertEqual(person.visit_id.state, "no_show")
        self.assertEqual(person.blocker_codes, ["outside_hours"], "the screen agrees")
        person.waive("outside_hours", "The train was late")
        self.assertEqual(person.check_in()["status"], "granted")
        self.assertEqual(
            (person.state, person.visit_id.state), ("inside", "in_progress")
        )
        self.assertEqual(sorted(person.pass_ids.mapped("state")), ["expired", "issued"])

    def test_out_for_now_and_back(self):
        person = self._inside()
        self.assertEqual(person.step_out()["status"], "granted")
        self.assertEqual(person.state, "outside")
        self.assertEqual(person.pass_ids.state, "issued", "the pass stays valid")
        self.assertTrue(person.stay_ids.out_at)
        self.assertEqual(person.visit_id.state, "in_progress")
        self.assertEqual(person.step_in()["status"], "granted")
        self.assertEqual(person.state, "inside")
        self.assertEqual(len(person.stay_ids), 2)
        self.assertEqual(person.pass_ids.state, "issued")

    def test_out_for_now_only_from_inside(self):
        person = self._registration()
        with self.assertRaisesRegex(UserError, "Expected.*Out for Now"):
            person.step_out()
        person.check_in()
        person.step_out()
        with self.assertRaisesRegex(UserError, "Out for Now.*Out for Now"):
            person.step_out()

    def _pending(self):
        visit = self._visit(type_id=self.type_security.id)
        visit.action_submit()
        return visit.registration_ids.with_user(self.user_reception)

    def _no_show(self, **site):
        self.site.write(site)
        now = fields.Datetime.now()
        with freeze_time(now - timedelta(hours=2)):  # announced in time
            person = self._registration(
                start=now - timedelta(hours=2), stop=now - timedelta(minutes=40)
            )
        person.visit_id.sudo()._close()
        self.assertEqual((person.state, person.visit_id.state), ("no_show", "no_show"))
        return person

    def _movements(self, person):
        return self.env["visitor.movement"].search(
            [("registration_id", "=", person.id)]
        )


@tagged("post_install", "-at_install")
class TestLeaving(VisitorCommon):
    def test_left_for_good(self):
        person = self._inside()
        self.assertEqual(person.check_out(remarks="In a hurry"), {"open": []})
        self.assertEqual((person.state, person.visit_id.state), ("left", "done"))
        self.assertEqual(person.pass_ids.state, "returned")
        stay = person.stay_ids
        self.assertEqual((stay.closed_by, stay.remarks), ("desk", "In a hurry"))
        self.assertEqual(person.checked_out_at, stay.out_at)

    def test_leaving_from_outside(self):
        person = self._inside()
        person.step_out()
        gone_at = person.stay_ids.out_at
        person.check_out(remarks="Called: not coming back")
        self.assertEqual(person.state, "left")
        self.assertEqual(person.stay_ids.out_at, gone_at, "left when they went out")
        self.assertEqual(person.stay_ids.remarks, "Called: not coming back")

    def test_who_did_not_come_does_not_leave(self):
        person = self._registration()
        with self.assertRaisesRegex(UserError, "Expected.*Left"):
            person.check_out()
        person.check_in()
        person.check_out()
        with self.assertRaisesRegex(UserError, "Left.*Left"):
            person.check_out()
        self.assertEqual(len(person.stay_ids), 1)

    def test_something_was_left_behind(self):
        person = self._inside()
        answer = person.check_out(nothing_left=False, remarks="A blue umbrella")
        self.assertEqual(
            answer, {"open": [{"kind": "found", "name": "A blue umbrella"}]}
        )
        self.assertEqual(person.stay_ids.remarks, "A blue umbrella")
        activity = person.visit_id.activity_ids
        self.assertIn("A blue umbrella", activity.note)
        self.assertEqual(activity.user_id, self.user_reception)
        self.assertEqual(person.state, "left", "leaving is never refused")

    def test_what_was_typed_of_it_is_text(self):
        """No page is loaded from anywhere by whoever opens the list of the day."""
        person = self._inside()
        person.check_out(nothing_left=False, remarks="<img src='//evil'> 1 < 2 bags")
        note = person.visit_id.activity_ids.note
        self.assertNotIn("<img", note)
        self.assertIn("1 &lt; 2 bags", note)

    def test_the_pass_was_not_given_back(self):
        """It stays open and visible until it comes, or is given up."""
        person = self._inside()
        issued = person.pass_ids
        answer = person.check_out(card_returned=False)
        self.assertEqual(
            answer, {"open": [{"kind": "card", "name": issued.short_code}]}
        )
        self.assertEqual((person.state, issued.state), ("left", "left_open"))
        self.assertIn(issued, issued.search([("state", "=", "left_open")]))
        issued.action_returned()
        self.assertEqual(issued.state, "returned")
        with self.assertRaisesRegex(UserError, "Returned.*Returned"):
            issued.action_returned()

    def test_card_and_printed_pass_are_two_answers(self):
        answers = {
            (True, True): ("returned", "free", []),
            (True, False): ("left_open", "free", ["short"]),
            (False, True): ("left_open", "issued", ["card"]),
            (False, False): ("left_open", "issued", ["card"]),
        }
        for number, (answer, (state, card_state, names)) in enumerate(answers.items()):
            with self.subTest(answer):
                card = self._card(f"05{number}")
                person = self._registration()
                person.check_in(card.number)
                issued = person.pass_ids
                issued.note_printed()
                card_back, printed_back = answer
                still_open = person.check_out(
                    card_returned=card_back, printed_returned=printed_back
                )["open"]
                self.assertEqual((issued.state, card.state), (state, card_state))
                known = {"short": issued.short_code, "card": card.number}
                self.assertEqual(
                    [each["name"] for each in still_open],
                    [known[name] for name in names],
                )

    def test_the_whole_visit_leaves(self):
        visit = self._visit(names=("One", "Two", "Three"))
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        people[:2].check_in_group()
        people[0].step_out()
        answers = visit.with_user(self.user_reception).check_out_all("Bus at the door")
        self.assertEqual([each["registration_id"] for each in answers], people[:2].ids)
        self.assertEqual(people.mapped("state"), ["left", "left", "expected"])
        self.assertEqual(visit.state, "in_progress", "one may still come")
        with self.assertRaises(AccessError):
            self._inside().visit_id.with_user(self.user_host).check_out_all()

    def test_leaving_is_never_refused(self):
        """Not with a withdrawn pass, not late, not from a site that is full."""
        person = self._inside()
        person.pass_ids.revoke("Misused")
        self.site.capacity = 1
        with freeze_time(fields.Datetime.now() + timedelta(days=9)):
            person.check_out()
        self.assertEqual(person.state, "left")


@tagged("post_install", "-at_install")
class TestCards(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._card("0412")

    def test_handed_out_and_given_back(self):
        person = self._with_card()
        self.assertEqual(self.card.state, "issued")
        self.assertEqual(self.card.pass_id, person.pass_ids)
        person.check_out()
        self.assertEqual(self.card.state, "free")
        self.assertFalse(self.card.pass_id)
        self.assertEqual(person.pass_ids.card_id, self.card, "the register remembers")

    def test_taken_home_and_brought_back(self):
        person = self._with_card()
        answer = person.check_out(card_returned=False)
        self.assertEqual(answer["open"], [{"kind": "card", "name": "0412"}])
        self.assertEqual(
            (person.pass_ids.state, self.card.state), ("left_open", "issued")
        )
        with self.assertRaisesRegex(UserError, "not free"):
            self._registration().check_in("0412")
        person.pass_ids.action_returned()
        self.assertEqual((person.pass_ids.state, self.card.state), ("returned", "free"))

    def test_never_brought_back(self):
        person = self._with_card()
        person.check_out(card_returned=False)
        person.pass_ids.report_lost()
        self.assertEqual((person.pass_ids.state, self.card.state), ("lost", "lost"))
        with self.assertRaisesRegex(UserError, "not free"):
            self._registration().check_in("0412")
        found = self.card.with_user(self.user_reception)
        found.action_found()
        self.assertEqual(self.card.state, "free")
        self.assertEqual(self._registration().check_in("0412")["status"], "granted")

    def test_reported_lost_in_the_list_of_cards(self):
        """Then nobody gets in with its pass either."""
        person = self._with_card()
        self.card.with_user(self.user_reception).action_report_lost()
        self.assertEqual((self.card.state, person.pass_ids.state), ("lost", "lost"))

    def test_a_withdrawn_pass_still_owes_its_card(self):
        person = self._with_card()
        person.pass_ids.revoke("Misused")
        self.assertEqual(self.card.state, "issued")
        answer = person.check_out(card_returned=False)
        self.assertEqual(answer["open"], [{"kind": "card", "name": "0412"}])
        person.pass_ids.action_returned()
        self.assertEqual((person.pass_ids.state, self.card.state), ("revoked", "free"))

    def test_the_next_holders_card_is_left_alone(self):
        """What an earlier pass does no longer concerns the card."""
        first = self._with_card()
        first.pass_ids.revoke("Misused")
        first.pass_ids.action_returned()
        second = self._with_card()
        first.check_out()
        self.assertEqual(self.card.state, "issued")
        self.assertEqual(self.card.pass_id, second.pass_ids)

    def test_not_a_card_of_this_site(self):
        other = self.env["visitor.site"].create({"name": "B", "tz": "UTC"})
        self._card("0999", other)
        person = self._registration()
        for number in ("0999", "4711", "412"):
            with self.subTest(number), self.assertRaisesRegex(UserError, number):
                person.check_in(number)
        self.assertEqual(person.state, "expected", "nothing is half done")

    def test_one_card_a_person(self):
        self._card("0413")
        person = self._with_card()
        person.step_out()
        with self.assertRaisesRegex(UserError, "has a card already"):
            person.check_in("0413")
        self.assertEqual(person.step_in()["status"], "granted")

    def test_denied_keeps_the_card_at_the_desk(self):
        visit = self._visit(type_id=self.type_security.id)
        visit.action_submit()
        person = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(person.check_in("0412")["status"], "denied")
        self.assertEqual(self.card.state, "free")

    def test_a_wrong_check_in_frees_the_card(self):
        person = self._with_card()
        person.undo()
        self.assertEqual(self.card.state, "free")
        self.assertFalse(person.pass_ids.card_id)

    def test_reception_counts_cards_but_does_not_make_them(self):
        card = self.card.with_user(self.user_reception)
        for change in ({"number": "1"}, {"site_id": self.site.id}):
            with self.assertRaises(AccessError):
                card.write(change)
        with self.assertRaises(AccessError):
            card.create({"number": "1", "site_id": self.site.id})
        with self.assertRaises(AccessError):
            self.card.with_user(self.user_host).action_report_lost()
        with self.assertRaisesRegex(UserError, "Free.*Free"):
            card.action_found()

    def _with_card(self):
        person = self._registration()
        self.assertEqual(person.check_in("0412")["status"], "granted")
        return person


@tagged("post_install", "-at_install")
class TestPasses(VisitorCommon):
    def test_withdrawn_with_a_reason(self):
        person = self._inside()
        with self.assertRaisesRegex(UserError, "Say why"):
            person.pass_ids.revoke("  ")
        person.pass_ids.revoke("Seen in the server room")
        self.assertEqual(person.pass_ids.state, "revoked")
        history = person.visit_id.message_ids[0].body
        self.assertIn("Seen in the server room", history)
        self.assertNotIn("Zhang", history)
        with self.assertRaisesRegex(UserError, "Withdrawn.*Withdrawn"):
            person.pass_ids.revoke("Twice")

    def test_lost_and_replaced(self):
        person = self._inside()
        lost = person.pass_ids
        lost.report_lost()
        self.assertEqual(lost.state, "lost")
        lost.reissue()
        successor = person.pass_ids - lost
        self.assertEqual(successor.state, "issued")
        self.assertNotEqual(successor.short_code, lost.short_code)
        with self.assertRaisesRegex(UserError, "another valid pass"):
            lost.reissue()
        person.check_out()
        self.assertEqual(successor.state, "returned")

    def test_no_new_pass_for_who_has_left(self):
        person = self._inside()
        person.check_out(card_returned=False)
        person.pass_ids.report_lost()
        with self.assertRaisesRegex(UserError, "has left"):
            person.pass_ids.reissue()

    def test_the_same_pass_with_a_new_code(self):
        for person in (self._registration(), self._inside()):
            old, token = person.pass_ids.short_code, person.pass_ids._token()
            person.pass_ids.reissue()
            self.assertEqual(len(person.pass_ids), 1)
            self.assertNotEqual(person.pass_ids.short_code, old)
            self.assertNotEqual(person.pass_ids._token(), token)

    def test_what_is_over_is_not_reissued(self):
        person = self._inside()
        person.check_out()
        with self.assertRaisesRegex(UserError, "Returned.*Issued"):
            person.pass_ids.reissue()

    def test_a_pass_in_the_drawer_is_not_lost(self):
        with self.assertRaisesRegex(UserError, "Ready.*Lost"):
            self._registration().pass_ids.report_lost()

    def test_only_reception(self):
        issued = self._inside().pass_ids
        for user in (self.user_host, self.user_host2):
            for call, args in (
                ("revoke", ["Because"]),
                ("report_lost", []),
                ("reissue", []),
                ("action_returned", []),
                ("_token", []),
            ):
                with self.subTest(user=user.login, call=call):
                    method = getattr(issued.with_user(user), call)
                    self.assertRaises(AccessError, method, *args)


@tagged("post_install", "-at_install")
class TestCorrecting(VisitorCommon):
    tz = "Asia/Shanghai"

    def setUp(self):
        super().setUp()
        with freeze_time("2026-11-23 01:00:00"):
            self.person = self._inside(
                start=datetime(2026, 11, 23, 1, 0), stop=datetime(2026, 11, 23, 9, 0)
            )
        with freeze_time("2026-11-23 04:00:00"):
            self.person.step_out()
        with freeze_time("2026-11-23 05:00:00"):
            self.person.step_in()
        self.open, self.closed = self.person.stay_ids
        self.startClassPatcher(freeze_time("2026-11-23 06:00:00").freezer)

    def test_a_wrong_time_is_corrected_and_the_history_keeps_both(self):
        self.closed.correct(
            in_at="2026-11-23 00:45:00", reason="Waited while the printer was stuck"
        )
        self.assertEqual(self.closed.in_at, datetime(2026, 11, 23, 0, 45))
        self.assertEqual(self.closed.out_at, datetime(2026, 11, 23, 4, 0))
        self.assertTrue(self.closed.corrected)
        history = self.person.visit_id.message_ids[0].body.replace("\u202f", " ")
        self.assertIn("9:00 AM", history, "before, on the clock of the site")
        self.assertIn("8:45 AM", history)
        self.assertIn("printer was stuck", history)
        self.assertNotIn("Zhang", history, "no names in what is never emptied by hand")

    def test_it_needs_a_reason_and_a_change(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self.closed.correct(in_at="2026-11-23 00:45:00")
        with self.assertRaisesRegex(UserError, "right time"):
            self.closed.correct(reason="Just so")
        with self.assertRaisesRegex(UserError, "right time"):
            self.closed.correct(in_at=self.closed.in_at, reason="Just so")
        self.assertFalse(self.closed.corrected)

    def test_no_time_to_come(self):
        with self.assertRaisesRegex(UserError, "not come yet"):
            self.open.correct(in_at="2026-11-23 06:00:01", reason="Typing error")

    def test_nobody_leaves_before_coming(self):
        with self.assertRaisesRegex(UserError, "before coming"):
            self.closed.correct(out_at="2026-11-23 00:30:00", reason="Typing error")

    def test_who_is_inside_is_checked_out_first(self):
        with self.assertRaisesRegex(UserError, "still inside"):
            self.open.correct(out_at="2026-11-23 05:30:00", reason="Saw them go")

    def test_two_stays_do_not_overlap(self):
        with self.assertRaisesRegex(UserError, "overlap"):
            self.open.correct(in_at="2026-11-23 03:59:00", reason="Earlier")
        with self.assertRaisesRegex(UserError, "overlap"):
            self.closed.correct(out_at="2026-11-23 05:00:01", reason="Later")
        self.open.correct(in_at="2026-11-23 04:00:00", reason="Came right back")

    def test_only_reception_of_this_company(self):
        self._other_company()
        for user in (self.user_host, self.user_host2, self.user_reception2):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.closed.with_user(user).correct(
                    in_at="2026-11-23 00:45:00", reason="Mine"
                )

    def test_nothing_else_changes_the_register(self):
        for user in (self.user_reception, self.user_admin):
            stay = self.closed.with_user(user)
            with self.subTest(user=user.login):
                self.assertRaises(AccessError, stay.write, {"in_at": False})
                self.assertRaises(AccessError, stay.unlink)
        with self.assertRaisesRegex(UserError, "keeps every line"):
            self.closed.sudo().unlink()


@tagged("post_install", "-at_install")
class TestExceptions(VisitorCommon):
    """Conditions set aside, and people turned away."""

    def setUp(self):
        super().setUp()
        self.type_open.photo_required = True

    def test_set_aside_with_a_reason_until_they_leave(self):
        person = self._registration()
        self.assertEqual(self._codes(person.check_in()), ["photo_missing"])
        with self.assertRaisesRegex(UserError, "Say why"):
            person.waive("photo_missing", " ")
        self.assertIs(person.waive("photo_missing", "The camera is broken"), True)
        waiver = person.waiver_ids
        self.assertEqual(waiver.user_id, self.user_reception)
        self.assertEqual(waiver.reason, "The camera is broken")
        self.assertEqual(person.check_in()["status"], "granted")
        person.step_out()
        self.assertEqual(person.step_in()["status"], "granted", "still the same visit")
        person.check_out()
        with self.assertRaisesRegex(UserError, "not expected any more"):
            person.waive("photo_missing", "Again")

    def test_it_holds_for_this_person_only(self):
        visit = self._visit(names=("One", "Two"))
        visit.action_submit()
        one, two = visit.registration_ids.with_user(self.user_reception)
        one.waive("photo_missing", "The camera is broken")
        answers = (one | two).check_in_group()
        self.assertEqual([each["status"] for each in answers], ["granted", "denied"])

    def test_what_nobody_may_set_aside(self):
        person = self._registration()
        for code in (
            "not_approved",
            "pass_revoked",
            "wrong_site",
            "nonsense",
            "",
            False,
        ):
            for user in (self.user_reception, self.user_security, self.user_admin):
                with (
                    self.subTest(code=code, user=user.login),
                    self.assertRaisesRegex(UserError, "has to be mended"),
                ):
                    person.with_user(user).waive(code, "Please")

    def test_what_only_security_may(self):
        person = self._registration()
        with self.assertRaisesRegex(AccessError, "Security"):
            person.waive("area_not_allowed", "They asked nicely")
        person.with_user(self.user_security).waive("area_not_allowed", "Escorted by me")

    def test_not_the_host(self):
        person = self._registration()
        with self.assertRaises(AccessError):
            person.with_user(self.user_host).waive("photo_missing", "I know them")

    def test_anti_passback_set_aside_at_the_desk_makes_no_second_stay(self):
        person = self._registration()
        person.waive("photo_missing", "The camera is broken")
        person.check_in()
        person.waive("already_inside", "Climbed over the fence")
        self.assertEqual(person.check_in()["status"], "granted")
        self.assertEqual(len(person.stay_ids), 1)

    def test_a_waiver_stays_as_it_was_given(self):
        person = self._registration()
        person.waive("photo_missing", "The camera is broken")
        waiver = person.waiver_ids
        with self.assertRaises(UserError):
            waiver.sudo().reason = "Another one"
        with self.assertRaises(UserError):
            waiver.sudo().unlink()

    def test_turned_away(self):
        person = self._registration()
        with self.assertRaisesRegex(UserError, "Say why"):
            person.action_refuse("")
        with self.assertRaises(AccessError):
            person.with_user(self.user_host).action_refuse("Mine")
        person.action_refuse("Drunk")
        self.assertEqual(person.state, "refused")
        self.assertEqual(person.pass_ids.state, "revoked")
        self.assertIn("Drunk", person.visit_id.message_ids[0].body)

    def test_nobody_inside_is_turned_away(self):
        self.type_open.photo_required = False
        person = self._inside()
        with self.assertRaisesRegex(UserError, "Inside.*Refused"):
            person.action_refuse("Too late")
        self.assertEqual(person.pass_ids.state, "issued")
