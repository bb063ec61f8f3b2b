"""The board of the coordinator: what visits need, who fits, what speaks against it."""

from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..tools import escort_plan
from ..tools.escort_plan import Need, Person
from .escort_common import HOUR, EscortCommon

MORNING = datetime(2026, 11, 24, 1)  # nine in Shanghai, a Tuesday
NINE, TEN = MORNING, MORNING + HOUR


@tagged("post_install", "-at_install")
class TestEscortPlan(EscortCommon):
    """Who is proposed: a pure function."""

    def _person(self, name, **values):
        return Person(id=hash(name), name=name, **values)

    def _names(self, people, **need):
        wanted = Need(**{"start": NINE, "stop": TEN, **need})
        return [each.name for each in escort_plan.proposals(wanted, people)]

    def test_same_language_then_same_department_then_who_has_least_to_do(self):
        people = [
            self._person("busy", language="zh_CN", department_id=7, load=2),
            self._person("other language", language="en_US", department_id=7),
            self._person("fits", language="zh_CN", department_id=7, load=1),
            self._person("dialect", language="zh_TW"),
        ]
        found = self._names(people, languages=frozenset({"zh_CN"}), department_id=7)
        self.assertEqual(found, ["fits", "busy", "dialect"])

    def test_only_who_is_free_is_proposed(self):
        around = ((NINE - HOUR, TEN + HOUR),)
        people = [
            self._person("elsewhere", busy=((TEN - timedelta(minutes=1), TEN + HOUR),)),
            self._person("on leave", away=around),
            self._person("begins late", works=((NINE + HOUR / 2, TEN + HOUR),)),
            self._person("right after", busy=((TEN, TEN + HOUR),), works=around),
        ]
        self.assertEqual(self._names(people), ["right after"])
        against = {
            each.name: escort_plan.reasons_against(NINE, TEN, each) for each in people
        }
        self.assertEqual(
            against,
            {
                "elsewhere": ["overlap"],
                "on leave": ["leave"],
                "begins late": ["hours"],
                "right after": [],
            },
        )


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestEscortBoard(EscortCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.anna | cls.tom).resource_calendar_id = False  # no fixed hours

    def _read(self):
        self.env.flush_all()
        self.env.invalidate_all()  # each look at the board is a call of its own
        return self.board.read_board(self.site.id, "2026-11-24")

    def _need(self, visit):
        return next(each for each in self._read()["needs"] if each["id"] == visit.id)

    def test_a_day_of_a_site(self):
        visit = self._guided(start=NINE, stop=TEN, headcount=6)
        self._guided(start=NINE + 24 * HOUR, stop=TEN + 24 * HOUR)
        board = self._read()
        self.assertEqual([each["id"] for each in board["needs"]], [visit.id])
        self.assertEqual((board["day"], board["today"]), ("2026-11-24",) * 2)
        self.assertEqual(
            board["counts"], {"needed": 2, "accepted": 0, "waiting": 0, "nobody": 2}
        )
        self._asked(visit)
        self.assertEqual(
            self._read()["counts"],
            {"needed": 2, "accepted": 0, "waiting": 1, "nobody": 1},
        )
        visit.sudo().escort_ids.with_user(self.user_anna).action_accept()
        self._accepted(visit, self.tom)
        board = self._read()
        self.assertEqual(
            board["counts"], {"needed": 2, "accepted": 2, "waiting": 0, "nobody": 0}
        )
        self.assertFalse(board["needs"][0]["proposals"])
        bars = {each["name"]: len(each["bars"]) for each in board["people"]}
        self.assertEqual((bars["Anna Guide"], bars["Tom Guide"]), (1, 1))

    def test_who_went_too_early_is_missing_again(self):
        visit = self._guided(start=NINE, stop=TEN)
        escort = self._accepted(visit)
        self._people(visit).check_in()
        self.assertEqual(self._need(visit)["missing"], 0)
        escort.with_user(self.user_anna).action_done()
        self.assertEqual(self._need(visit)["missing"], 1)
        self._people(visit).check_out()
        self.assertEqual(self._need(visit)["missing"], 0, "the visit is over")

    def test_one_click(self):
        visit = self._guided(start=NINE, stop=TEN)
        names = [each["name"] for each in self._need(visit)["proposals"]]
        self.assertIn("Anna Guide", names)
        answer = self.board.assign(visit.id, self.anna.id)
        self.assertEqual(answer["warnings"], [])
        escort = self.env["visitor.escort"].browse(answer["escort_id"])
        self.assertEqual(
            (escort.employee_id, escort.state, escort.create_uid),
            (self.anna, "requested", self.user_hr),
        )

    def test_the_same_language_comes_first(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user_tom.lang = "zh_CN"
        visit = self._guided(start=NINE, stop=TEN)
        visit.registration_ids.lang = "zh_CN"
        self.assertEqual(self._need(visit)["proposals"][0]["name"], "Tom Guide")

    def _says(self, visit, words):
        """It is said, nothing is done; once confirmed it is done."""
        self.env.flush_all()
        self.env.invalidate_all()
        answer = self.board.assign(visit.id, self.anna.id)
        self.assertFalse(answer["escort_id"])
        self.assertIn(words, " ".join(answer["warnings"]))
        names = [each["name"] for each in self._need(visit)["proposals"]]
        self.assertNotIn("Anna Guide", names)
        choices = self.board.open_need(visit.id)["choices"]
        anna = next(each for each in choices if each["employee_id"] == self.anna.id)
        self.assertIn(words, " ".join(anna["against"]))
        self.assertTrue(self.board.assign(visit.id, self.anna.id, True)["escort_id"])

    def test_an_overlap_is_said_and_not_refused(self):
        self._accepted(self._guided(start=NINE, stop=TEN))
        visit = self._guided(start=TEN - HOUR / 2, stop=TEN + HOUR)
        self._says(visit, "accompanies other visitors")

    def test_leave_is_said_and_not_refused(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.anna.resource_id.id,
                "calendar_id": self.anna.resource_calendar_id.id,
                "date_from": NINE,
                "date_to": TEN,
            }
        )
        self._says(self._guided(start=NINE, stop=TEN), "is on leave")

    def test_hours_outside_of_the_schedule_are_said_and_not_refused(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Mornings",
                "company_id": self.company.id,
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Morning",
                                "dayofweek": str(day),
                                "hour_from": 8,
                                "hour_to": 12,
                                "day_period": "morning",
                            }
                        )
                        for day in range(7)
                    ),
                ],
            }
        )
        self.anna.resource_calendar_id = calendar
        self.anna.resource_id.tz = "Asia/Shanghai"
        self.assertEqual(
            self.board.assign(self._guided(start=NINE, stop=TEN).id, self.anna.id)[
                "warnings"
            ],
            [],
        )
        late = self._guided(start=NINE + 6 * HOUR, stop=TEN + 6 * HOUR)
        self._says(late, "does not work")

    def test_who_may_not_is_refused_even_if_confirmed(self):
        visit = self._guided(start=NINE, stop=TEN)
        with self.assertRaisesRegex(UserError, "may not escort"):
            self.board.assign(visit.id, self.employee2.id, True)
        self.tom.active = False
        with self.assertRaisesRegex(UserError, "has left"):
            self.board.assign(visit.id, self.tom.id, True)
        self.assertFalse(visit.sudo().escort_ids)

    def test_called_off_with_a_reason(self):
        escort = self._accepted(self._guided(start=NINE, stop=TEN))
        with self.assertRaises(UserError):
            self.board.call_off(escort.id, " ")
        self.board.call_off(escort.id, "Another one goes")
        self.assertEqual(
            (escort.state, escort.reason), ("cancelled", "Another one goes")
        )

    def test_as_many_queries_for_two_hundred_visits_and_a_hundred_people(self):
        few = self._count(*self._many(10, 5))
        many = self._count(*self._many(190, 95))
        self.assertLessEqual(many, few + 3, f"few: {few}, many: {many}")

    def _many(self, visits, people):
        """So many more needs and employees, each with something to do."""
        employees = self.env["hr.employee"].create(
            [{"name": f"Guide {number}"} for number in range(people)]
        )
        employees.with_user(self.user_hr).set_may_escort(True)
        made = (
            self.env["visitor.visit"]
            .with_user(self.user_host)
            .create(
                [
                    {
                        "type_id": self.type_escort.id,
                        "site_id": self.site.id,
                        "start": NINE + HOUR * (number % 7),
                        "stop": TEN + HOUR * (number % 7),
                        "area_ids": [Command.set(self.lobby.ids)],
                        "registration_ids": [
                            Command.create({"name": f"Visitor {number}"})
                        ],
                    }
                    for number in range(visits)
                ]
            )
        )
        made.action_submit()
        self.env["visitor.escort"].sudo().create(
            [
                {"visit_id": visit.id, "employee_id": employee.id}
                for visit, employee in zip(made[:people], employees, strict=False)
            ]
        )
        return made, employees

    def _count(self, made, employees):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        board = self.board.read_board(self.site.id, "2026-11-24")
        self.assertGreaterEqual(len(board["needs"]), len(made))
        self.assertGreaterEqual(len(board["people"]), len(employees))
        return self.env.cr.sql_log_count - before

    def test_the_channel_is_for_the_coordinator(self):
        channel = f"visitor.escorts_{self.site.id}"
        for user, hears in (
            (self.user_hr, True),
            (self.user_host, False),
            (self.user_reception, False),
        ):
            socket = self.env["ir.websocket"].with_user(user)
            found = socket._with_escort_channels([channel])
            with self.subTest(user=user.login):
                self.assertEqual((self.site, "escorts") in found, hears)
                self.assertNotIn(channel, found)

    def test_times_are_of_the_site(self):
        board = self._read()
        self.assertEqual(
            (board["start"], board["stop"]),
            ("2026-11-23 16:00:00", "2026-11-24 16:00:00"),
        )
        self.assertEqual(board["tz"], "Asia/Shanghai")
        self.assertTrue(fields.Datetime.to_datetime(board["start"]))
