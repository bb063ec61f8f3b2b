"""The work plan: who is visited when by whom, and who was not for how long."""

from collections import Counter
from datetime import date, datetime

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import visit_plan
from .client_visit_common import NINE_TO_FIVE, ClientVisitCommon


@tagged("post_install", "-at_install")
class TestTurns(TransactionCase):
    def test_spans_are_those_of_the_calendar(self):
        year = (date(2029, 2, 10), date(2030, 1, 15))
        quarters = visit_plan.turns("quarter", 0, *year)
        self.assertEqual(quarters[0], (date(2029, 2, 10), date(2029, 3, 31)))
        self.assertEqual(quarters[1], (date(2029, 4, 1), date(2029, 6, 30)))
        self.assertEqual(quarters[-1], (date(2030, 1, 1), date(2030, 1, 15)))
        self.assertEqual(len(quarters), 5)
        self.assertEqual(len(visit_plan.turns("month", 0, *year)), 12)
        self.assertEqual(len(visit_plan.turns("half_year", 0, *year)), 3)
        self.assertEqual(len(visit_plan.turns("year", 0, *year)), 2)

    def test_a_leap_day_is_in_its_month(self):
        spans = visit_plan.turns("month", 0, date(2028, 2, 1), date(2028, 3, 31))
        self.assertEqual(spans[0], (date(2028, 2, 1), date(2028, 2, 29)))

    def test_every_so_many_weeks(self):
        spans = visit_plan.turns("weeks", 3, date(2029, 1, 1), date(2029, 2, 20))
        self.assertEqual([span[0].day for span in spans], [1, 22, 12])
        self.assertEqual(spans[-1][1], date(2029, 2, 20))

    def test_more_clients_than_days(self):
        days = [date(2029, 1, day) for day in (1, 2, 3)]
        load = Counter()
        found, left = visit_plan.spread(
            list(range(9)), days, {"a": set(days), "b": set(days)}, {}, load
        )
        self.assertFalse(left)
        self.assertEqual(set(Counter(day for _, day, _ in found).values()), {3})
        self.assertEqual(sorted(load.values()), [4, 5])


@tagged("post_install", "-at_install")
@freeze_time("2029-01-02 03:00:00")
class TestClientVisitPlan(ClientVisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls._calendar("Ours", NINE_TO_FIVE)
        cls.people = cls.service | cls.manager
        cls.people.write(
            {
                "resource_calendar_id": cls.company.resource_calendar_id.id,
                "tz": "Asia/Shanghai",
            }
        )
        cls.tag = cls.env["res.partner.category"].create({"name": "Tenant"})
        cls.clients = cls.env["res.partner"].create(
            [
                {"name": f"Client {number:02}", "category_id": [(4, cls.tag.id)]}
                for number in range(24)
            ]
        )

    def _plan(self, user=None, **values):
        return (
            self.env["client.visit.plan"]
            .with_user(user or self.user_service)
            .create(
                {
                    "name": "Tenants 2029",
                    "client_domain": str([("category_id", "=", self.tag.id)]),
                    "frequency": "quarter",
                    "date_from": date(2029, 1, 1),
                    "date_to": date(2029, 6, 30),
                    "purpose": "How are you?",
                    "line_ids": [
                        Command.create({"employee_id": person.id})
                        for person in self.people
                    ],
                    **values,
                }
            )
        )

    def _visits(self, plan):
        return self.env["client.visit"].search([("plan_id", "=", plan.id)])

    def test_a_copy_has_the_people_that_were_asked_for(self):
        plan = self._plan()
        self.assertTrue(plan.line_ids)
        self.assertEqual(len(plan.copy().line_ids), len(plan.line_ids))
        self.assertFalse(plan.copy({"line_ids": [Command.set([])]}).line_ids)

    def test_each_client_once_in_each_span(self):
        plan = self._plan()
        self.assertEqual(plan.client_count, 24)
        made = plan.generate()
        visits = self._visits(plan)
        self.assertEqual(sorted(made), sorted(visits.ids))
        self.assertEqual(len(visits), 48)
        for turn in (date(2029, 1, 1), date(2029, 4, 1)):
            of_turn = visits.filtered(lambda visit, turn=turn: visit.turn == turn)
            self.assertEqual(of_turn.partner_id, self.clients)
            self.assertEqual(len(of_turn), 24)
        self.assertEqual(set(visits.mapped("state")), {"planned"})
        self.assertEqual(visits.create_uid, self.user_service)

    def test_again_makes_only_what_is_missing(self):
        plan = self._plan()
        plan.generate()
        visits = self._visits(plan)
        visits[0].with_user(self.user_service).action_cancel("They moved out")
        visits[1].with_user(self.user_service).planned_on = date(2029, 6, 1)
        self.assertEqual(plan.generate(), [])
        self.assertEqual(len(self._visits(plan)), 48)
        newcomer = self.clients[0].copy({"name": "Newcomer"})
        self.assertEqual(len(plan.generate()), 2)
        self.assertEqual(self._visits(plan).partner_id, self.clients | newcomer)

    def test_no_second_visit_even_at_the_same_moment(self):
        plan = self._plan()
        plan.generate()
        visit = self._visits(plan)[0]
        twin = {"partner_id": visit.partner_id.id, "plan_id": plan.id}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env["client.visit"].create({**twin, "turn": visit.turn})

    def test_evenly_over_weeks_and_people(self):
        plan = self._plan(date_to=date(2029, 3, 31))
        plan.generate()
        visits = self._visits(plan)
        weeks = Counter(visit.planned_on.isocalendar().week for visit in visits)
        self.assertEqual(set(weeks), set(range(1, 14)))
        self.assertLessEqual(max(weeks.values()) - min(weeks.values()), 1)
        people = Counter(visit.line_ids.employee_id for visit in visits)
        self.assertEqual(sorted(people.values()), [12, 12])

    def test_from_today_on(self):
        plan = self._plan()
        with freeze_time("2029-05-15 03:00:00"):
            plan.generate()
        visits = self._visits(plan)
        self.assertEqual(set(visits.mapped("turn")), {date(2029, 4, 1)})
        self.assertGreaterEqual(min(visits.mapped("planned_on")), date(2029, 5, 15))

    def test_nobody_is_sent_at_the_weekend_or_on_leave(self):
        calendar = self.company.resource_calendar_id
        leaves = self.env["resource.calendar.leaves"]
        china = {"date_from": datetime(2029, 2, 11, 16)}
        china["date_to"] = datetime(2029, 2, 19, 15, 59)
        leaves.create({"name": "New Year", "calendar_id": calendar.id, **china})
        leaves.create(
            {
                "name": "Own leave",
                "calendar_id": calendar.id,
                "resource_id": self.service.resource_id.id,
                "date_from": datetime(2029, 2, 28, 16),
                "date_to": datetime(2029, 3, 20, 15, 59),
            }
        )
        plan = self._plan(date_to=date(2029, 3, 31))
        plan.generate()
        visits = self._visits(plan)
        self.assertEqual(len(visits), 24)
        for visit in visits:
            day = visit.planned_on
            self.assertLess(day.weekday(), 5)
            self.assertFalse(date(2029, 2, 12) <= day <= date(2029, 2, 19))
            if date(2029, 3, 1) <= day <= date(2029, 3, 20):
                self.assertEqual(visit.line_ids.employee_id, self.manager)

    def test_holidays_are_spared_and_make_up_days_used(self):
        days = self.env["client.service.day"]
        own = {"company_id": self.company.id}
        days.create({"date": "2029-03-07", **own})  # a Wednesday
        days.create({"date": "2029-03-10", "kind": "workday", **own})  # a Saturday
        leave = {
            "name": "Own leave",
            "calendar_id": self.company.resource_calendar_id.id,
            "resource_id": self.service.resource_id.id,
            "date_from": datetime(2029, 3, 9, 16),
            "date_to": datetime(2029, 3, 10, 15, 59),
        }
        self.env["resource.calendar.leaves"].create(leave)
        found, working, _opened = self._plan()._working_days(
            date(2029, 3, 5), date(2029, 3, 11), self.people, self.clients.ids
        )
        worked = [date(2029, 3, day) for day in (5, 6, 8, 9, 10)]
        self.assertEqual(found, worked)
        self.assertEqual(sorted(working[self.manager.id]), worked)
        self.assertEqual(sorted(working[self.service.id]), worked[:-1])

    def test_each_works_on_their_own_clock(self):
        own = self._calendar("Theirs", NINE_TO_FIVE)
        self.people.resource_calendar_id = own
        self.service.tz = "Pacific/Auckland"
        leave = {
            "name": "Closed from 13:00 in Shanghai",
            "calendar_id": own.id,
            "date_from": datetime(2029, 3, 7, 5),
            "date_to": datetime(2029, 3, 7, 15, 59),
        }
        self.env["resource.calendar.leaves"].create(leave)
        wednesday = date(2029, 3, 7)
        _found, working, _opened = self._plan(duration=5)._working_days(
            wednesday, wednesday, self.service | self.manager, self.clients.ids
        )
        self.assertEqual(working[self.service.id], {wednesday}, "over before")
        self.assertFalse(working[self.manager.id], "four hours are left")

    def test_only_on_days_the_client_has_time(self):
        self.clients[5].client_calendar_id = self._calendar("Theirs", [(2, 9, 17)])
        plan = self._plan()
        plan.generate()
        theirs = self._visits(plan).filtered(
            lambda visit: visit.partner_id == self.clients[5]
        )
        self.assertEqual([each.planned_on.weekday() for each in theirs], [2, 2])

    def test_who_is_left_out_is_said(self):
        self.clients[5].client_calendar_id = self._calendar("Sundays", [(6, 9, 17)])
        plan = self._plan()
        plan.generate()
        self.assertEqual(plan.left_out, "Client 05")
        self.assertEqual(len(self._visits(plan)), 46)

    def test_occupants_of_a_site(self):
        self._resident()
        plan = self._plan(client_source="site", site_id=self.site.id)
        plan.generate()
        visits = self._visits(plan)
        self.assertEqual(visits.partner_id, self.resident)
        self.assertEqual(visits.unit_id, self.unit)

    def test_what_is_missing_is_said(self):
        with self.assertRaisesRegex(UserError, "who visits"):
            self._plan(line_ids=[]).generate()
        with self.assertRaisesRegex(UserError, "no client"):
            self._plan(client_domain="[('name', '=', 'Nobody')]").generate()
        for broken in ("[('x'", "[('no_such_field', '=', 1)]", "__import__('os')"):
            with self.subTest(broken), self.assertRaises(ValidationError):
                self._plan(client_domain=broken)

    def test_the_plan_is_for_customer_service(self):
        plan = self._plan()
        for user in (self.user_host, self.user_leader, self.user_reception):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                plan.with_user(user).generate()

    def test_queries_do_not_grow_with_the_clients(self):
        """Apart from those that number and insert."""
        plan = self._plan(date_to=date(2029, 3, 31))
        plan.generate()
        plan.generate()
        with self.assertQueryCount(40):
            self.env.invalidate_all()
            plan.generate()
        self.clients.copy()
        plan.generate()
        with self.assertQueryCount(40):
            self.env.invalidate_all()
            plan.generate()

    # ------------------------------------------------------------
    # COVERAGE
    # ------------------------------------------------------------

    def _coverage(self, user=None):
        return self.env["client.visit.coverage"].with_user(user or self.user_service)

    def _visited(self, client, moment, state="done"):
        visit = self._client_visit(partner_id=client.id, appointment_at=moment)
        self._put(visit, state=state)
        return visit

    def test_who_was_not_visited_for_how_long(self):
        never, long_ago, lately = self.clients[:3]
        self._visited(long_ago, datetime(2028, 9, 24, 3))
        self._visited(lately, datetime(2028, 9, 1, 3))
        last = self._visited(lately, datetime(2028, 12, 23, 3), "archived")
        self._visited(lately, datetime(2029, 1, 1, 3), "cancelled")
        self._visited(lately, datetime(2029, 1, 9, 3), "appointed")
        plan = self._plan()
        plan.action_coverage()
        three = [("partner_id", "in", self.clients[:3].ids)]
        rows = self._coverage().search(three)
        self.assertEqual(rows.partner_id, never | long_ago | lately)
        self.assertEqual(rows.mapped("never"), [True, False, False], "worst first")
        self.assertEqual(rows.mapped("days_since"), [0, 100, 10])
        self.assertEqual(rows[2].last_visit_id, last)
        self.assertEqual(rows[2].next_visit_on, date(2029, 1, 9))
        self.assertEqual(rows[2].visit_count, 2)
        late = [*three, "|", ("never", "=", True), ("days_since", ">=", 90)]
        self.assertEqual(self._coverage().search(late), rows[:2])
        read = self._coverage().search_read(three, ["partner_id"])
        self.assertEqual([each["id"] for each in read], rows.ids)

    def test_coverage_of_the_own_company(self):
        company = self.env["res.company"].create({"name": "Next door"})
        self.env["client.visit"].create(
            {"partner_id": self.clients[0].id, "company_id": company.id}
        )
        of_client = [("partner_id", "=", self.clients[0].id)]
        self.assertFalse(self._coverage().search(of_client))
        for user in (self.user_host, self.user_leader):
            with self.assertRaises(AccessError):
                self._coverage(user).search(of_client)

    def test_coverage_opens_in_constant_queries(self):
        fields = {"partner_id": {"fields": {"display_name": {}}}, "days_since": {}}
        fields |= {"last_visit_id": {"fields": {"display_name": {}}}, "never": {}}
        plan = self._plan()
        plan.action_coverage()
        domain = [("partner_id", "in", self.clients.ids)]
        for client in self.clients:
            self._visited(client, datetime(2028, 9, 24, 3))
        counts = set()
        for limit in (2, 24):
            self.env.flush_all()
            self.env.invalidate_all()
            self._coverage().web_search_read(domain, fields, limit=limit)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._coverage().web_search_read(domain, fields, limit=limit)
            counts.add(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(counts) - min(counts), 1, "the count of a full page")
        self.assertLessEqual(max(counts), 8)

    def test_the_list_of_visits_opens_in_constant_queries(self):
        many2one = {"fields": {"display_name": {}}}
        fields = {name: {} for name in ("name", "state", "day", "people", "kind")}
        fields |= {"partner_id": many2one, "unit_id": many2one, "pending_count": {}}
        plan = self._plan()
        plan.generate()
        counts = []
        visits = self.env["client.visit"].with_user(self.user_service)
        for limit in (2, 2, 40):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            visits.web_search_read([("plan_id", "=", plan.id)], fields, limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 12)
