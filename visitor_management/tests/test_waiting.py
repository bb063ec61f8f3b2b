"""The waiting ladder: who is asked while somebody waits, each at its second."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import VisitorCommon

NOON = datetime(2026, 11, 23, 4)


class WaitingCommon(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.write({"wait_host": 60, "wait_deputy": 90, "wait_phone": 30})
        cls.user_deputy = cls._user("deputy_of_anita", "base.group_user")
        cls.employee.parent_id = cls._employee("Dora Deputy", cls.user_deputy)
        cls.employee.work_phone = "+86 21 5555 0100"
        cls.number = cls.env["visitor.call.number"].create(
            {"name": "Duty manager", "phone": "8000", "site_id": cls.site.id}
        )

    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time(NOON))

    def _after(self, seconds):
        """It is so many seconds after noon, and the job has looked."""
        self.clock.move_to(NOON + timedelta(seconds=seconds))
        with self._in_slices():
            self.env["visitor.waiting"]._cron_climb()

    def _waits(self, visit):
        return self.env["visitor.waiting"].search([("visit_id", "=", visit.id)])

    def _told_now(self, visit):
        messages = self.env["mail.message"].search(
            [("model", "=", "visitor.visit"), ("res_id", "=", visit.id)]
        )
        return [
            name
            for name, user in (
                ("host", self.user_host),
                ("deputy", self.user_deputy),
                ("desk", self.user_reception),
            )
            for message in messages
            if user.partner_id in message.notified_partner_ids
        ]

    def _walk_in(self, **values):
        answer = (
            self.env["visitor.registration"]
            .with_user(self.user_reception)
            .register_walk_in(
                {
                    "site_id": self.site.id,
                    "type_id": self.type_host.id,
                    "host_id": self.employee.id,
                    "name": "Zhang Wei",
                    **values,
                }
            )
        )
        return (
            self.env["visitor.registration"]
            .browse(answer["registration_id"])
            .with_user(self.user_reception)
        )


@tagged("post_install", "-at_install")
class TestWaiting(WaitingCommon):
    def test_a_walk_in_climbs_by_itself_each_rung_at_its_second(self):
        person = self._walk_in()
        visit, wait = person.visit_id, self._waits(person.visit_id)
        self.assertEqual(wait.registration_id, person)
        for seconds, rung, told in (
            (0, "host", ["host"]),
            (59, "host", ["host"]),
            (60, "deputy", ["host", "deputy"]),
            (149, "deputy", ["host", "deputy"]),
            (150, "phone", ["host", "deputy"]),
            (179, "phone", ["host", "deputy"]),
            (180, "desk", ["host", "deputy"]),
            (4000, "desk", ["host", "deputy"]),
        ):
            self._after(seconds)
            self.assertEqual(wait.rung, rung, seconds)
            self.assertEqual(self._told_now(visit), told, seconds)
            shown = wait._shown(person)
            self.assertEqual((shown["rung"], shown["seconds"]), (rung, seconds))

    def test_the_screen_sees_the_rung_before_the_job_has_looked(self):
        person = self._walk_in()
        self.clock.move_to(NOON + timedelta(seconds=60))
        self.assertEqual(self._waits(person.visit_id)._shown(person)["rung"], "deputy")

    def test_the_job_is_called_for_the_moment(self):
        triggers = self.env["ir.cron.trigger"].search([])
        self._walk_in()
        new = self.env["ir.cron.trigger"].search([]) - triggers
        self.assertEqual(
            new.cron_id, self.env.ref("visitor_management.ir_cron_visitor_waiting")
        )
        self.assertEqual(new.mapped("call_at"), [NOON + timedelta(seconds=60)])

    def test_the_screen_asks_who_is_due_and_the_job_finds_it_done(self):
        person = self._walk_in()
        self.clock.move_to(NOON + timedelta(seconds=60))
        waits = self.env["visitor.waiting"].with_user(self.user_reception)
        self.assertTrue(waits.advance(self.site.id))
        self._after(61)
        self.assertEqual(self._told_now(person.visit_id), ["host", "deputy"])
        with self.assertRaises(AccessError):
            waits.with_user(self.user_host).advance(self.site.id)

    def test_an_expected_visitor_who_stands_there(self):
        person = self._registration()
        self.assertFalse(self._waits(person.visit_id))
        self.assertIs(person.arrive(), True)
        wait = self._waits(person.visit_id)
        self.assertEqual(
            (wait.kind, wait.rung, person.state), ("arrived", "host", "expected")
        )
        self._after(30)
        self.assertIs(person.arrive(), True)
        self.assertEqual(
            self._waits(person.visit_id), wait, "who waits goes on waiting"
        )
        self.assertEqual(self._told_now(person.visit_id), ["host"])

    def test_a_group_is_asked_for_in_one_message(self):
        visit = self._visit(names=("Zhang Wei", "Li Na", "Wang Fang"))
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        people.arrive()
        self.assertEqual(len(self._waits(visit)), 3)
        self.assertEqual(self._told_now(visit), ["host"])
        self._after(60)
        self.assertEqual(self._told_now(visit), ["host", "deputy"])

    def test_checked_in_nobody_waits_any_more(self):
        person = self._registration()
        person.arrive()
        self.clock.move_to(NOON + timedelta(seconds=40))
        self.assertEqual(person.check_in()["status"], "granted")
        wait = self._waits(person.visit_id)
        self.assertEqual((wait.state, wait.seconds, wait.stands), ("over", 40, False))
        self.assertEqual(wait._shown(person)["rung"], "")
        person.undo()
        self.assertEqual((wait.state, wait.stands), ("running", True))
        self._after(60)
        self.assertEqual(wait.rung, "deputy", "it goes on")

    def test_refused_and_cancelled_nobody_is_asked_any_more(self):
        for end in (
            lambda person: person.action_refuse("Wrong house"),
            lambda person: person.action_cancel(),
            lambda person: person.visit_id.action_cancel("Put off"),
            lambda person: person.action_gone(),
        ):
            person = self._registration()
            person.arrive()
            end(person)
            wait = self._waits(person.visit_id)
            self.assertEqual(
                (wait.state, wait.stands, wait.next_at), ("over", False, False)
            )

    def test_a_wrong_arrival_is_taken_back(self):
        person = self._registration()
        person.arrive()
        wait = self._waits(person.visit_id)
        self.assertIs(person.undo(), True)
        self.assertEqual((wait.state, wait.stands), ("taken_back", False))
        self.assertEqual(self._told_now(person.visit_id), ["host", "host"], "a mistake")
        self._after(60)
        self.assertNotIn("deputy", self._told_now(person.visit_id))
        person.arrive()
        self.assertEqual(len(self._waits(person.visit_id)), 2)

    def test_who_may_say_that_somebody_is_there(self):
        person = self._registration()
        with self.assertRaises(AccessError):
            person.with_user(self.user_host).arrive()
        draft = self._visit().registration_ids.with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "not announced yet"):
            draft.arrive()
        person.check_in()
        with self.assertRaisesRegex(UserError, "inside already"):
            person.arrive()

    def test_who_did_not_come_and_stands_there_after_all(self):
        person = self._registration()
        visit = person.visit_id
        self._after(24 * 3600)
        visit.sudo()._close()
        self.assertEqual(person.state, "no_show")
        person.arrive()
        self.assertEqual((person.state, visit.state), ("expected", "approved"))

    def test_another_host_is_asked_anew(self):
        person = self._walk_in()
        self._after(61)
        person.visit_id.host_id = self.employee2
        wait = self._waits(person.visit_id)
        self.assertEqual((wait.rung, wait.deputy_at), ("host", False))
        self.assertEqual(wait.phone_at, NOON + timedelta(seconds=121))

    def test_the_desk_decides_when_it_is_its_turn_and_says_why(self):
        person = self._walk_in()
        wait = self._waits(person.visit_id).with_user(self.user_reception)
        self._after(179)
        with self.assertRaisesRegex(UserError, "still being asked"):
            wait.action_decide("approve", "Known to us")
        self._after(180)
        with self.assertRaisesRegex(UserError, "Say why"):
            wait.action_decide("approve", " ")
        with self.assertRaises(AccessError):
            wait.with_user(self.user_host).action_decide("approve", "Known to us")
        self.assertIs(wait.action_decide("approve", "Known to us"), True)
        visit = person.visit_id
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.confirmed_by_id, self.user_reception.partner_id)
        self.assertEqual(
            (wait.answer, wait.channel, wait.reason, wait.seconds),
            ("approve", "desk", "Known to us", 180),
        )
        with self.assertRaisesRegex(UserError, "ended"):
            wait.action_decide("refuse", "Second thoughts")

    def test_the_desk_decides_against(self):
        for person in (self._walk_in(), self._registration()):
            person.arrive()
            wait = self._waits(person.visit_id).with_user(self.user_reception)
            self.clock.move_to(NOON + timedelta(hours=1))
            wait.action_decide("refuse", "Nobody knows them")
            self.assertEqual(person.state, "refused")
            self.assertEqual((wait.answer, wait.channel), ("refuse", "desk"))
            self.clock.move_to(NOON)

    def test_security_approves_what_is_security_s(self):
        person = self._walk_in(type_id=self.type_security.id)
        self.assertFalse(self._waits(person.visit_id), "the host decides nothing")
        person.arrive()
        wait = self._waits(person.visit_id).with_user(self.user_reception)
        self._after(4000)
        with self.assertRaisesRegex(AccessError, "Security"):
            wait.action_decide("approve", "Known to us")

    def test_whom_the_desk_may_call(self):
        visit = self._walk_in().visit_id
        self.employee.parent_id.work_phone = "+86 21 5555 0101"
        found = visit.sudo()._whom_to_call()
        self.assertEqual(
            [(each["name"], each["phone"]) for each in found],
            [
                (self.employee.name, "+86 21 5555 0100"),
                (self.employee.parent_id.name, "+86 21 5555 0101"),
                ("Duty manager", "8000"),
            ],
        )
        self.assertEqual(len({each["key"] for each in found}), 3)

    def test_numbers_of_other_units_are_not_offered(self):
        self._resident(phone="+86 139 0000 0001")
        flat = self.env["visitor.unit"].create(
            {"name": "1203", "site_id": self.site.id}
        )
        self.env["visitor.call.number"].create(
            [
                {
                    "name": "Their son",
                    "phone": "8001",
                    "site_id": self.site.id,
                    "unit_id": self.unit.id,
                },
                {
                    "name": "Next door",
                    "phone": "8002",
                    "site_id": self.site.id,
                    "unit_id": flat.id,
                },
            ]
        )
        visit = self._walk_in(
            host_id=False, host_partner_id=self.resident.id, unit_id=self.unit.id
        ).visit_id
        self.assertEqual(
            [each["phone"] for each in visit.sudo()._whom_to_call()],
            ["+86 139 0000 0001", "8001", "8000"],
        )

    def test_a_call_is_noted_with_channel_person_and_time(self):
        person = self._walk_in()
        wait = self._waits(person.visit_id).with_user(self.user_reception)
        keys = [each["key"] for each in person.visit_id.sudo()._whom_to_call()]
        self._after(150)
        wait.note_call(keys[0], "no_answer")
        self._after(160)
        wait.note_call(keys[1], "reached", "coming", person="Mr Chen")
        first, second = wait.call_ids
        self.assertEqual(
            (first.called, first.outcome, first.channel, first.user_id, first.at),
            (
                self.employee.name,
                "no_answer",
                "phone",
                self.user_reception,
                NOON + timedelta(seconds=150),
            ),
        )
        self.assertEqual((second.called, second.answer), ("Mr Chen", "coming"))
        self.assertEqual(person.visit_id.state, "approved")
        self.assertEqual(
            (wait.state, wait.channel, wait.seconds), ("answered", "phone", 160)
        )
        for wrong in (
            ("", "reached"),
            ("number-0", "reached"),
            (keys[0], "sung"),
            (keys[0], "no_answer", "coming"),
        ):
            with self.assertRaises(UserError):
                wait.note_call(*wrong)
        with self.assertRaises(AccessError):
            wait.with_user(self.user_host).note_call(keys[0], "no_answer")

    def test_the_first_answer_counts(self):
        person = self._registration()
        person.arrive()
        wait, visit = self._waits(person.visit_id), person.visit_id
        self._after(42)
        host = self.user_host.partner_id
        visit.sudo()._answer("wait", host, "odoo")
        self.assertEqual(
            (wait.state, wait.answer, wait.answered_by_id, wait.seconds, wait.stands),
            ("answered", "wait", host, 42, True),
        )
        shown = wait._shown(person)
        self.assertEqual((shown["answer"], shown["seconds"]), ("wait", 42))
        self.assertIn("wait a moment", shown["message"])
        visit.sudo()._answer("coming", self.user_deputy.partner_id, "mail")
        self.assertEqual((wait.answer, wait.answered_by_id), ("wait", host))
        self._after(60)
        self.assertNotIn("deputy", self._told_now(visit), "nobody else is asked")
        self.assertEqual(person.state, "expected", "no answer checks in")
        person.check_in()
        self.assertEqual((wait.state, wait.stands), ("answered", False))

    def test_what_coming_and_wait_do_to_an_approval(self):
        for answer, state in (("coming", "approved"), ("wait", "pending")):
            person = self._walk_in()
            visit = person.visit_id
            visit.sudo()._answer(answer, self.user_host.partner_id, "odoo")
            self.assertEqual(visit.state, state)
            self.assertEqual(self._waits(visit).answer, answer)

    def test_what_was_noted_stays(self):
        person = self._walk_in()
        wait = self._waits(person.visit_id).with_user(self.user_reception)
        wait.note_call("", "no_answer", person="Mr Chen")
        with self.assertRaises(UserError):
            wait.call_ids.sudo().write({"outcome": "busy"})
        with self.assertRaises(UserError):
            wait.sudo().unlink()
        with self.assertRaises(UserError):
            wait.sudo().write({"state": "over"})

    def test_the_screen_shows_rung_seconds_and_calls(self):
        person = self._walk_in()
        self._after(70)
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        row = screen.refresh(self.site.id, person.ids)["people"][0]
        self.assertEqual(row["wait"]["age"], 70)
        self.assertEqual(
            row["wait"]["steps"],
            [
                {"rung": "host", "after": 0},
                {"rung": "deputy", "after": 60},
                {"rung": "phone", "after": 150},
                {"rung": "desk", "after": 180},
            ],
        )
        self.assertEqual(row["wait"]["answer"], "")
        opened = screen.open_person(person.id)["visit"]
        self.assertEqual(
            [each["phone"] for each in opened["numbers"]], ["+86 21 5555 0100", "8000"]
        )

    def test_figures_of_waits(self):
        """In the monthly review, in the way in, and in the list."""
        person = self._registration()
        person.arrive()
        self.clock.move_to(NOON + timedelta(minutes=6))
        person.check_in()
        wrong = self._registration()
        wrong.arrive()
        wrong.undo()
        self.env.flush_all()
        lines = self.env["visitor.review.count"]._lines(self.site, date(2026, 11, 1))
        counted = {
            line["code"]: line["count"] for line in lines if line["kind"] == "wait"
        }
        self.assertEqual(counted, {"waited": 1, "too_long": 1, "desk_decided": 0})
        entry = self.env["visitor.lane.analysis"].search(
            [("site_id", "=", self.site.id)]
        )
        self.assertEqual(entry.mapped("waiting"), [6])
        groups = self.env["visitor.waiting"]._read_group(
            [("site_id", "=", self.site.id), ("state", "!=", "taken_back")],
            ["host_id", "site_date:month"],
            ["seconds:avg"],
        )
        self.assertEqual([(g[0], g[2]) for g in groups], [(self.employee, 360)])

    def test_nobody_next_door_reads_or_says_anything(self):
        self._other_company()
        person = self._walk_in()
        wait = self._waits(person.visit_id).with_user(self.user_reception2)
        for call in (
            lambda: wait.read(["answer"]),
            lambda: wait.note_call("", "no_answer", person="Mr Chen"),
            lambda: wait.action_decide("approve", "Known to us"),
            lambda: wait.advance(self.site.id),
            lambda: person.with_user(self.user_reception2).arrive(),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_channels_of_the_site_hear_of_it_once(self):
        person = self._registration()
        told = []
        channels = type(self.env["visitor.notice.channel"])
        with patch.object(
            channels, "_tell", lambda _s, *args, **_kw: told.append(args[1])
        ):
            person.arrive()
            person.arrive()
        self.assertEqual(told, ["waiting"])

    def test_who_went_away_without_a_word(self):
        person = self._registration()
        person.arrive()
        self._after(9 * 3600)
        wait = self._waits(person.visit_id)
        self.assertEqual((wait.state, wait.stands), ("over", False))


@tagged("post_install", "-at_install")
class TestWaitingAhead(WaitingCommon):
    """A visit that waits for approval, before anybody stands there."""

    def _pending(self, **values):
        visit = self._visit(
            user=self.user_host2,
            type_id=self.type_host.id,
            host_id=self.employee.id,
            **{
                "start": NOON + timedelta(days=7),
                "stop": NOON + timedelta(days=7, hours=1),
                **values,
            },
        )
        visit.action_submit()
        return visit

    def test_it_climbs_in_opening_hours_only(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "attendance_ids": [
                    Command.create(
                        {"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 17}
                    )
                    for day in "01234"
                ],
            }
        )
        self.site.write(
            {
                "resource_calendar_id": calendar.id,
                "ahead_host": 4 * 60,
                "ahead_deputy": 2 * 60,
                "ahead_phone": 60,
            }
        )
        visit = self._pending()  # Monday noon at the site
        wait = self._waits(visit)
        self.assertEqual((wait.kind, wait.rung), ("ahead", "host"))
        self.assertEqual(wait.deputy_at, NOON + timedelta(hours=4))
        tuesday = datetime(2026, 11, 24, 1)
        self.assertEqual(wait.phone_at, tuesday + timedelta(hours=1))
        self.assertEqual(wait.desk_at, tuesday + timedelta(hours=2))
        self._after(4 * 3600 - 1)
        self.assertNotIn("deputy", self._told_now(visit))
        self._after(4 * 3600)
        self.assertEqual(self._told_now(visit).count("deputy"), 1)
        self._after(20 * 3600)
        self.assertEqual(self._told_now(visit).count("deputy"), 1, "it is night")
        self._after(23 * 3600)
        self.assertEqual(wait.rung, "desk")
        self.assertIn("desk", self._told_now(visit))

    def test_approved_or_refused_it_ends(self):
        visit = self._pending()
        visit.with_user(self.user_host).action_approve()
        wait = self._waits(visit)
        self.assertEqual(
            (wait.state, wait.answer, wait.answered_by_id, wait.channel),
            ("answered", "approve", self.user_host.partner_id, "odoo"),
        )
        visit = self._pending()
        visit.with_user(self.user_host).action_refuse("Not now")
        wait = self._waits(visit)
        self.assertEqual((wait.state, wait.answer), ("answered", "refuse"))

    def test_who_stands_there_is_asked_for_apart(self):
        visit = self._pending()
        person = visit.registration_ids.with_user(self.user_reception)
        person.arrive()
        self.assertEqual(set(self._waits(visit).mapped("kind")), {"arrived", "ahead"})
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(set(self._waits(visit).mapped("state")), {"answered"})
