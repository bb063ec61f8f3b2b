"""Reception in figures: what is counted, for whom, how fast."""

from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import BaseCase, HttpCase, freeze_time, tagged

from ..tools import arrivals
from .common import VisitorCommon

NINE = datetime(2026, 3, 2, 1)  # Monday morning in Shanghai


@tagged("post_install", "-at_install")
class TestArrivals(BaseCase):
    def test_shares_of_nothing_are_unknown(self):
        self.assertIs(arrivals.share(0, 0), False)
        self.assertEqual(arrivals.share(1, 3), 33.3)
        self.assertEqual(
            arrivals.Figures().tiles(),
            {
                "visits": 0,
                "arrivals": 0,
                "walk_ins": False,
                "no_shows": False,
                "median": False,
                "on_time": False,
            },
        )

    def test_no_shows_are_a_share_of_the_announced(self):
        tiles = arrivals.Figures(arrivals=10, walk_ins=4, no_shows=2).tiles()
        self.assertEqual((tiles["walk_ins"], tiles["no_shows"]), (40.0, 25.0))

    def test_the_period_before_is_as_long_and_ends_the_day_before(self):
        for first, last, before in (
            (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 1, 29), 31)),
            (date(2026, 3, 2), date(2026, 3, 2), (date(2026, 3, 1), 1)),
        ):
            since, until = arrivals.before(first, last)
            self.assertEqual(since, before[0])
            self.assertEqual((until - since).days + 1, before[1])
            self.assertEqual(until, first - timedelta(days=1))

    def test_steps_cover_every_day_of_a_period_once(self):
        first = date(2025, 12, 30)
        for days, unit in ((1, "day"), (31, "day"), (32, "week"), (190, "week")) + (
            (191, "month"),
            (900, "month"),
        ):
            last = first + timedelta(days=days - 1)
            steps = arrivals.steps(first, last)
            with self.subTest(days=days):
                self.assertEqual(arrivals.unit(first, last), unit)
                self.assertEqual(steps, sorted(set(steps)))
                self.assertLessEqual(steps[0], first)
                self.assertLessEqual(steps[-1], last)
                if unit == "week":
                    self.assertEqual({step.weekday() for step in steps}, {0})
                if unit == "month":
                    self.assertEqual({step.day for step in steps}, {1})


class DashboardCase(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception.tz = "America/New_York"
        cls.dashboard = cls.env["visitor.dashboard"].with_user(cls.user_reception)

    def _came(self, minutes=0, stays=60, start=NINE, walk_in=False, **values):
        """Somebody who came so many minutes after the beginning, for so long."""
        with freeze_time(start - timedelta(hours=1)):
            person = self._registration(
                start=start, stop=start + timedelta(hours=1), **values
            )
        came = start + timedelta(minutes=minutes)
        with freeze_time(came):
            answer = person.check_in()
            self.assertEqual(answer["status"], "granted", answer)
        with freeze_time(came + timedelta(minutes=stays)):
            person.check_out()
        self._put(person.visit_id, walk_in=walk_in)
        return person

    def _missed(self, start=NINE, **values):
        with freeze_time(start - timedelta(hours=1)):
            person = self._registration(
                start=start, stop=start + timedelta(hours=1), **values
            )
        with freeze_time(start + timedelta(days=2)):
            person.visit_id.sudo()._close()
        self.assertEqual(person.state, "no_show")
        return person

    def _figures(self, first="2026-03-02", last="2026-03-02", **values):
        self.env.flush_all()
        values = {"site_id": self.site.id, **values}
        return self.dashboard.read_figures(first=first, last=last, **values)

    def _rows(self, figures, name):
        return {row["key"]: row["count"] for row in figures[name] if row["count"]}


@tagged("post_install", "-at_install")
class TestDashboard(DashboardCase):
    # ------------------------------------------------------------
    # WHAT IS COUNTED
    # ------------------------------------------------------------

    def test_who_came_and_who_did_not(self):
        self._came(names=["Zhang Wei", "Li Na"])
        self._came(walk_in=True)
        self._missed()
        tiles = self._figures()["tiles"]
        # of the visit of two only one was checked in
        self.assertEqual((tiles["visits"], tiles["arrivals"]), (2, 2))
        self.assertEqual((tiles["walk_ins"], tiles["no_shows"]), (50.0, 50.0))

    def test_a_group_counts_its_people_and_the_unnamed_who_stayed_away(self):
        visit = self._visit(start=NINE, stop=NINE + timedelta(hours=1), headcount=30)
        with freeze_time(NINE - timedelta(hours=1)):
            visit.action_submit()
        with freeze_time(NINE + timedelta(days=2)):
            visit.sudo()._close()
        self.assertEqual(visit.state, "no_show")
        figures = self._figures()
        self.assertEqual(sum(row["no_shows"] for row in figures["trend"]), 30)

    def test_hours_and_days_are_those_of_the_site(self):
        self._came(start=datetime(2026, 3, 1, 16, 30))  # half past midnight
        figures = self._figures()
        self.assertEqual(self._rows(figures, "hours"), {0: 1})
        self.assertEqual(self._figures("2026-03-01", "2026-03-01")["hours"], [])

    def test_hours_without_anybody_stand_between_the_others(self):
        self._came()
        self._came(start=NINE + timedelta(hours=3))
        figures = self._figures()
        self.assertEqual(
            [(row["label"], row["count"]) for row in figures["hours"]],
            [("09:00", 1), ("10:00", 0), ("11:00", 0), ("12:00", 1)],
        )

    def test_coming_back_on_the_same_day_is_no_second_arrival(self):
        with freeze_time(NINE):
            person = self._inside(start=NINE, stop=NINE + timedelta(days=1))
        for minutes, act in ((60, person.step_out), (90, person.step_in)):
            with freeze_time(NINE + timedelta(minutes=minutes)):
                act()
        with freeze_time(NINE + timedelta(minutes=120)):
            person.step_out()
        with freeze_time(NINE + timedelta(days=1)):
            person.step_in()
        figures = self._figures("2026-03-02", "2026-03-03")
        self.assertEqual([row["arrivals"] for row in figures["trend"]], [1, 1])
        self.assertEqual(self._rows(figures, "lengths"), {"1": 1, "2": 1})
        # of the first day only: nobody is late on the second
        self.assertEqual(self._rows(figures, "punctuality"), {"1": 1})

    def test_lengths_and_their_median(self):
        for minutes in (20, 40, 600):
            self._came(stays=minutes)
        figures = self._figures()
        self.assertEqual(self._rows(figures, "lengths"), {"0": 1, "1": 1, "5": 1})
        self.assertAlmostEqual(figures["tiles"]["median"], 40 / 60)

    def test_a_stay_that_closing_time_ended_has_no_length(self):
        person = self._came()
        self._put(person.stay_ids, closed_by="auto")
        figures = self._figures()
        self.assertIs(figures["tiles"]["median"], False)
        self.assertEqual(self._rows(figures, "lengths"), {})

    def test_punctuality(self):
        self._put(self.site, grace_before=60)
        for minutes in (-20, -15, 0, 15, 16, 30, 31):
            self._came(minutes)
        self._came(31, walk_in=True)
        figures = self._figures()
        self.assertEqual(
            self._rows(figures, "punctuality"), {"0": 1, "1": 3, "2": 2, "3": 1}
        )
        self.assertEqual(figures["tiles"]["on_time"], arrivals.share(4, 7))

    def test_who_is_late_is_what_the_site_says(self):
        self.site.late_after = 5
        for minutes in (5, 6, 20, 21):
            self._came(minutes)
        self.assertEqual(
            self._rows(self._figures(), "punctuality"), {"1": 1, "2": 2, "3": 1}
        )
        self.site.late_after = 30
        self.assertEqual(self._rows(self._figures(), "punctuality"), {"1": 4})

    def test_it_is_compared_with_as_many_days_before(self):
        self._came()
        self._came(start=NINE - timedelta(days=1))
        self._came(start=NINE - timedelta(days=1, hours=2))
        self._came(start=NINE - timedelta(days=2))
        figures = self._figures()
        self.assertEqual(figures["tiles"]["arrivals"], 1)
        self.assertEqual(figures["before"]["arrivals"], 2)

    def test_what_a_figure_opens_is_what_it_counted(self):
        self._came(walk_in=True)
        self._came(20, stays=20)
        self._missed()
        figures = self._figures()
        lines = self.env["visitor.analysis"].with_user(self.user_reception)

        def opened(*domain):
            return lines.search(Domain(figures["domain"]) & Domain(list(domain)))

        self.assertEqual(len(opened(("arrivals", ">", 0))), 2)
        self.assertEqual(len(opened(("walk_ins", ">", 0))), 1)
        self.assertEqual(len(opened(("outcome", "=", "no_show"))), 1)
        self.assertEqual(len(opened(("length", "=", "0"))), 1)
        self.assertEqual(len(opened(("punctuality", "=", "2"))), 1)
        self.assertEqual(len(opened(("hour", "=", 9))), 3)
        line = opened(("length", "=", "0"))
        action = line.action_open_visit()
        self.assertEqual(action["res_id"], line.visit_id.id)

    # ------------------------------------------------------------
    # WHERE AND WHEN
    # ------------------------------------------------------------

    def test_each_site_and_all_of_them(self):
        other = self.site.copy({"name": "Garden House", "tz": "Europe/Berlin"})
        self._came()
        berlin = datetime(2026, 3, 2, 22, 30)  # still Monday there
        self._came(start=berlin, site_id=other.id)
        self.assertEqual(self._figures()["tiles"]["arrivals"], 1)
        theirs = self._figures(site_id=other.id)
        self.assertEqual(self._rows(theirs, "hours"), {23: 1})
        every = self._figures(site_id=False)
        self.assertGreaterEqual(every["tiles"]["arrivals"], 2)
        self.assertFalse(every["site_id"])
        self.assertGreaterEqual(
            {site["id"] for site in every["sites"]}, {self.site.id, other.id}
        )

    def test_by_default_it_ends_today_at_the_site(self):
        with freeze_time("2026-03-01 16:30:00"):
            figures = self.dashboard.read_figures(days=7, site_id=self.site.id)
        self.assertEqual(
            (figures["first"], figures["last"]), ("2026-02-24", "2026-03-02")
        )

    def test_a_period_that_is_none_is_told(self):
        for first, last in (
            ("2026-03-02", "2026-03-01"),
            ("2026-03-02", False),
            ("soon", "2026-03-02"),
            ("2020-01-01", "2026-03-01"),
            ("0001-01-01", "0001-02-01"),
        ):
            with self.subTest(first=first), self.assertRaises(UserError):
                self._figures(first, last)
        for days in (0, -1, 10**9, "x", None):
            with self.subTest(days=days), self.assertRaises(UserError):
                self.dashboard.read_figures(days=days)

    def test_a_clock_that_nobody_knows_stops_no_figure(self):
        self._came()
        self._put(self.site, tz="Asia/Saigon")
        self.assertEqual(self._figures()["tiles"]["arrivals"], 1)

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def test_reception_reads_the_figures_of_its_companies(self):
        self._came()
        self._other_company()
        for user in (self.user_reception, self.user_security, self.user_admin):
            figures = self._figures_as(user, site_id=self.site.id)
            self.assertEqual(figures["tiles"]["arrivals"], 1)
        theirs = self._figures_as(self.user_reception2, site_id=self.site.id)
        self.assertEqual(theirs["tiles"]["arrivals"], 0)
        self.assertNotIn(self.site.id, [site["id"] for site in theirs["sites"]])
        for user in (self.user_host, self._user("outsider", "base.group_portal")):
            with self.assertRaises(AccessError):
                self._figures_as(user)

    def _figures_as(self, user, **values):
        self.env.flush_all()
        dashboard = self.env["visitor.dashboard"].with_user(user)
        return dashboard.with_context(
            allowed_company_ids=user.company_ids.ids
        ).read_figures(first="2026-03-02", last="2026-03-02", **values)

    def test_the_lines_hold_nothing_about_a_person(self):
        """What could be said of one is in the visitor's record, with its own rights."""
        fields = self.env["visitor.analysis"]._fields.values()
        texts = {
            field.name
            for field in fields
            if field.type in ("char", "text", "html", "binary", "json")
        }
        self.assertEqual(texts, {"display_name"})

    # ------------------------------------------------------------
    # SPEED
    # ------------------------------------------------------------

    def test_as_many_queries_for_many_as_for_few(self):
        self._came()
        few = self._count_queries(self._figures)
        for minutes in range(6):
            self._came(minutes)
            self._missed()
        many = self._count_queries(
            lambda: self._figures("2025-01-01", "2026-03-02", site_id=False)
        )
        self.assertEqual(few, many)


@tagged("post_install", "-at_install")
class TestDashboardTour(DashboardCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["visitor.site"].search([("id", "!=", cls.site.id)]).active = False

    def test_figures_open_their_records(self):
        now = datetime.now().replace(microsecond=0)
        self._came(start=now - timedelta(hours=4), names=["Grace Hopper"])
        self.start_tour(
            "/odoo/visitor-dashboard", "visitor_dashboard", login="reception"
        )

    def test_with_nobody_it_says_what_to_do(self):
        self.start_tour(
            "/odoo/visitor-dashboard", "visitor_dashboard_empty", login="reception"
        )
