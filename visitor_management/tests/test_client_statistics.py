"""The monthly statistics: what counts where, and when."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .statistics_common import MID_JANUARY, StatisticsCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestClientStatistics(StatisticsCommon):
    # ------------------------------------------------------------
    # WHICH MONTH
    # ------------------------------------------------------------

    def test_half_past_eleven_on_the_last_of_january_is_january(self):
        """In Shanghai; in UTC it is the afternoon before."""
        self._case(due=datetime(2026, 1, 31, 15, 30))
        self.assertEqual(self._total(self._form(), "callback_rate"), (1, 1))
        february = self._form("2026-02-01")
        self.assertEqual(self._total(february, "callback_rate"), (0, 0))

    def test_half_past_midnight_on_the_first_of_february_is_february(self):
        """In Shanghai; in UTC it is January still."""
        self._case(due=datetime(2026, 1, 31, 16, 30))
        self.assertEqual(self._total(self._form(), "callback_rate"), (0, 0))
        february = self._form("2026-02-01")
        self.assertEqual(self._total(february, "callback_rate"), (1, 1))

    def test_the_first_moment_belongs_to_the_month_that_begins(self):
        self._case(due=datetime(2026, 1, 31, 16))
        self.assertEqual(self._total(self._form(), "callback_rate"), (0, 0))
        february = self._form("2026-02-01")
        self.assertEqual(self._total(february, "callback_rate"), (1, 1))

    def test_the_leap_day_is_of_february(self):
        self._case(due=datetime(2024, 2, 29, 15, 59, 59))
        self._case(due=datetime(2024, 2, 29, 16))
        february = self._form("2024-02-01")
        self.assertEqual(self._total(february, "callback_rate"), (1, 1))
        self.assertEqual(self._total(self._form("2024-03-01"), "callback_rate"), (1, 1))

    def test_months_of_summer_and_winter_time(self):
        """In Berlin March begins an hour after UTC's, April two hours before."""
        self.calendar.tz = "Europe/Berlin"
        self._case(due=datetime(2026, 2, 28, 23))
        self._case(due=datetime(2026, 3, 31, 21, 59))
        self._case(due=datetime(2026, 3, 31, 22))
        self.assertEqual(self._total(self._form("2026-03-01"), "callback_rate"), (2, 2))
        self.assertEqual(self._total(self._form("2026-04-01"), "callback_rate"), (1, 1))

    def test_the_day_of_an_order_is_local(self):
        """Done at 0:30 on the next day in Shanghai: the UTC date is the deadline's."""
        for done, in_time in (
            (datetime(2026, 1, 20, 15, 59), 1),
            (datetime(2026, 1, 20, 16, 30), 0),
        ):
            with self.subTest(done=done), self.env.cr.savepoint() as before:
                order = self._order(self._complaint().sudo(), deadline="2026-01-20")
                self._put(order, state="done", done_at=done)
                form = self._form()
                self.assertEqual(
                    self._total(form, "rectification_on_time_rate"), (in_time, 1)
                )
                before.rollback()

    # ------------------------------------------------------------
    # WHAT COUNTS
    # ------------------------------------------------------------

    def test_rounds_are_one_case(self):
        """Dissatisfied first, satisfied in the last round: won back."""
        callback = self._case(result="2")
        second = self._next_round(callback, MID_JANUARY + 10 * DAY, result="1")
        self._next_round(second, MID_JANUARY + 30 * DAY, result="4")
        form = self._form()
        for kpi, figure in {
            "callback_rate": (1, 1),
            "on_time_rate": (1, 1),
            "satisfaction_rate": (1, 1),
            "first_round_satisfaction_rate": (0, 1),
            "recovered_rate": (1, 1),
        }.items():
            with self.subTest(kpi=kpi):
                self.assertEqual(self._total(form, kpi), figure)
        february = self._form("2026-02-01")
        self.assertEqual(self._total(february, "callback_rate"), (0, 0))

    def test_neutral_is_neither_satisfied_nor_dissatisfied(self):
        self._case(result="3")
        form = self._form()
        self.assertEqual(self._total(form, "satisfaction_rate"), (0, 1))
        self.assertEqual(self._total(form, "recovered_rate"), (0, 0))

    def test_in_time_to_the_second(self):
        self._case(reached=MID_JANUARY)
        self._case(reached=MID_JANUARY + timedelta(seconds=1))
        self._case(reached=False)
        form = self._form()
        self.assertEqual(self._total(form, "callback_rate"), (2, 3))
        self.assertEqual(self._total(form, "on_time_rate"), (1, 3))
        self.assertEqual(self._total(form, "satisfaction_rate"), (2, 2))

    def test_waived_ones_stand_apart(self):
        self._case()
        self._put(self._case(reached=False), state="waived")
        form = self._form()
        self.assertEqual(self._total(form, "callback_rate"), (1, 1))
        self.assertEqual(form.waived_count, 1)
        opened = form.action_open_waived()
        self.assertEqual(self._opened(opened), 1)

    def test_invalid_ones_stand_apart(self):
        self._case()
        callback = self._case()
        order = self._order(callback.sudo(), deadline="2026-01-20")
        self._put(callback.complaint_id, state="invalid")
        form = self._form()
        for kpi in ("callback_rate", "handling_on_time_rate"):
            self.assertEqual(self._total(form, kpi), (1, 1))
        self.assertEqual(self._total(form, "complaint_rate")[0], 1)
        self.assertEqual(self._total(form, "rectification_on_time_rate"), (0, 0))
        self.assertTrue(order)
        self.assertEqual(form.invalid_count, 1)
        self.assertEqual(self._opened(form.action_open_invalid()), 1)

    def test_the_same_matter_counts_once(self):
        """Complained of in January and again in February, of another department."""
        first = self._case()
        again = self._case(
            due=MID_JANUARY + 28 * DAY, result="1", department_id=self.cleaning.id
        )
        self._put(again.complaint_id, parent_id=first.complaint_id.id)
        form = self._form()
        for kpi in ("callback_rate", "repeat_rate", "handling_on_time_rate"):
            self.assertEqual(self._total(form, kpi), (1, 1))
        # the latest result is that of February
        self.assertEqual(self._total(form, "satisfaction_rate"), (0, 1))
        self.assertEqual(self._total(form, "first_round_satisfaction_rate"), (1, 1))
        for department in (self.engineering, self.cleaning):
            february = self._form("2026-02-01", department)
            self.assertEqual(self._total(february, "callback_rate"), (0, 0))

    def test_the_responsible_department_counts(self):
        callback = self._case()
        order = self._order(
            callback, department_id=self.cleaning.id, deadline="2026-01-20"
        )
        self.assertEqual(self._total(self._form(), "callback_rate"), (1, 1))
        cleaning = self._form(department=self.cleaning)
        self.assertEqual(self._total(cleaning, "callback_rate"), (0, 0))
        # but an order is the department's that got it
        self.assertEqual(self._total(cleaning, "rectification_on_time_rate"), (0, 1))
        self.assertEqual(order.department_id, self.cleaning)

    def test_other_work_is_called_back_about(self):
        callback = self.env["client.callback"].create(
            {
                "source": "repair",
                "partner_id": self.client.id,
                "department_id": self.engineering.id,
            }
        )
        self._call(callback, MID_JANUARY, "2")
        self._next_round(callback, MID_JANUARY + DAY, "5")
        form = self._form()
        self.assertEqual(self._total(form, "recovered_rate"), (1, 1))
        self.assertEqual(self._total(form, "complaint_rate")[0], 0)
        # without category and severity it is in the totals only
        self.assertTrue(all(form.line_ids.mapped("is_total")))

    def test_tries_count_in_the_month_they_are_made(self):
        callback = self._case(due=MID_JANUARY - 30 * DAY)
        tries = self.env["client.callback.attempt"]
        for outcome in ("busy", "no_answer", "reached"):
            each = tries.create({"callback_id": callback.id, "outcome": outcome})
            self._put(each, at=MID_JANUARY)
        self.assertEqual(self._total(self._form(), "contact_rate"), (1, 3))
        self._put(callback, state="waived")
        self.assertEqual(self._total(self._form(), "contact_rate"), (0, 0))

    def test_closed_out_of_carried_over_and_new(self):
        carried = self._case(due=MID_JANUARY - 60 * DAY).complaint_id
        self._case()
        closed = self._case().complaint_id
        earlier = self._case(due=MID_JANUARY - 60 * DAY).complaint_id
        self._put(carried | closed, state="closed", closed_at=MID_JANUARY + DAY)
        self._put(earlier, state="closed", closed_at=MID_JANUARY - 20 * DAY)
        self._case(due=MID_JANUARY + 60 * DAY)
        self.assertEqual(self._total(self._form(), "closing_rate"), (2, 3))

    def test_complaints_are_counted_per_occupied_unit(self):
        self._resident()
        self.env["visitor.unit"].create({"name": "Empty", "site_id": self.site.id})
        occupied = self.env["visitor.unit"].search_count(
            [("company_id", "=", self.company.id), ("partner_ids", "!=", False)]
        )
        self._case()
        form = self._form()
        self.assertEqual(self._total(form, "complaint_rate"), (1, occupied))
        form.base_quantity = 200
        self.assertEqual(self._total(form, "complaint_rate"), (1, 200))
        self.assertEqual(self._line(form, "complaint_rate").rate, 0.005)
        by_category = form.line_ids.filtered(
            lambda line: line.kpi == "complaint_rate" and line.category_id
        )
        self.assertEqual(by_category.mapped("denominator"), [200])
        # it stays what somebody wrote
        form.action_refresh()
        self.assertEqual(self._total(form, "complaint_rate"), (1, 200))

    def test_broken_down_by_category_and_severity(self):
        self._case(severity="major")
        self._case(severity="major", result="1")
        self._case(severity="minor", category_id=self.facilities.id)
        form = self._form()
        lines = form.line_ids.filtered(
            lambda line: line.kpi == "satisfaction_rate" and not line.is_total
        )
        self.assertEqual(
            {
                (line.category_id.name, line.severity): (
                    line.numerator,
                    line.denominator,
                )
                for line in lines
            },
            {("Lifts", "major"): (1, 2), ("Facilities", "minor"): (1, 1)},
        )
        major = lines.filtered(lambda line: line.severity == "major")
        self.assertEqual(self._opened(major.action_open_denominator()), 2)

    # ------------------------------------------------------------
    # NOTHING TO DIVIDE BY
    # ------------------------------------------------------------

    def test_a_rate_out_of_none_is_blank(self):
        """Neither 0 % nor 100 %: False over RPC, and blank wherever it shows."""
        form = self._form()
        form.base_quantity = 0
        self.env.flush_all()
        self.env.invalidate_all()
        for line in form.line_ids:
            self.assertEqual((line.numerator, line.denominator), (0, 0))
            self.assertIs(line.read(["rate"])[0]["rate"], False)
            self.assertIs(line.web_read({"rate": {}})[0]["rate"], False)
        export = form.line_ids.with_user(self.env.user).export_data(["rate"])
        self.assertEqual({row[0] for row in export["datas"]}, {""})
        groups = form.line_ids.formatted_read_group(
            [("statistics_id", "=", form.id)], ["kpi"], ["rate:avg"]
        )
        self.assertEqual({group["rate:avg"] for group in groups}, {False})
        self.assertEqual({row["rate"] for row in form.sheet["totals"]}, {""})
        self.assertIs(form.read(["callback_rate"])[0]["callback_rate"], False)
        blank = form.line_ids.search(
            [("statistics_id", "=", form.id), ("rate", "=", False)]
        )
        self.assertEqual(blank, form.line_ids)

    def test_none_of_them_is_no_blank(self):
        self._case(reached=False)
        form = self._form()
        line = self._line(form, "callback_rate")
        self.env.invalidate_all()
        self.assertEqual(line.read(["rate"])[0]["rate"], 0.0)
        self.assertIsNot(line.rate, False)
        self.assertEqual(form.sheet["totals"][0]["rate"], "0.0 %")
        blank = form.line_ids.search([("id", "=", line.id), ("rate", "=", False)])
        self.assertFalse(blank)

    def test_rates_of_several_forms_are_those_of_their_sums(self):
        self._case()
        for _number in range(3):
            self._case(department_id=self.cleaning.id, reached=False)
        forms = self._form() | self._form(department=self.cleaning)
        rates = forms.line_ids._read_group(
            [
                ("statistics_id", "in", forms.ids),
                ("kpi", "=", "callback_rate"),
                ("is_total", "=", True),
            ],
            [],
            ["rate:avg", "numerator:sum", "denominator:sum"],
        )
        self.assertEqual(rates, [(0.25, 1, 4)])

    # ------------------------------------------------------------
    # BESIDE OTHER MONTHS
    # ------------------------------------------------------------

    def test_beside_the_month_before_and_last_year(self):
        self._case(due=datetime(2025, 1, 15))
        self._case(due=datetime(2025, 12, 15), reached=False)
        self._case()
        line = self._line(self._form(), "callback_rate")
        self.assertEqual((line.previous_rate, line.last_year_rate), (0.0, 1.0))
        december = self._line(self._form("2025-12-01"), "callback_rate")
        self.assertIs(december.previous_rate, False)

    def test_a_submitted_month_is_compared_as_it_was_submitted(self):
        callback = self._case(due=datetime(2025, 12, 15), reached=False)
        december = self._form("2025-12-01")
        december.action_submit()
        self._call(callback, datetime(2025, 12, 15))
        self.assertEqual(self._line(self._form(), "callback_rate").previous_rate, 0.0)
        december.action_reopen("A callback was not noted")
        self.assertEqual(self._line(self._form(), "callback_rate").previous_rate, 1.0)

    # ------------------------------------------------------------
    # RECORDS BEHIND FIGURES
    # ------------------------------------------------------------

    def test_every_figure_opens_what_it_counted(self):
        for result in "1245":
            self._case(result=result)
        callback = self._case(result="1")
        self._next_round(callback, MID_JANUARY + DAY)
        self._order(callback.sudo(), deadline="2026-01-20")
        again = self._case(result="4")
        self._put(again.complaint_id, parent_id=callback.complaint_id.id)
        attempt = {"callback_id": callback.id, "outcome": "reached"}
        self._put(self.env["client.callback.attempt"].create(attempt), at=MID_JANUARY)
        form = self._form()
        form.base_quantity = 10
        for line in form.line_ids:
            with self.subTest(line.kpi, total=line.is_total):
                opened = self._opened(line.action_open_numerator())
                self.assertEqual(opened, line.numerator)
                if line.kpi == "complaint_rate":
                    self.assertRaises(UserError, line.action_open_denominator)
                else:
                    opened = self._opened(line.action_open_denominator())
                    self.assertEqual(opened, line.denominator)
        self.assertGreater(len(form.line_ids), 11)
        problem = form.sheet["problems"][0]
        self.assertEqual(
            self._opened(form.action_open_problem(problem["category_id"])),
            problem["count"],
        )

    def test_figures_open_what_was_counted_then(self):
        callback = self._case()
        form = self._form()
        form.action_submit()
        self._call(callback, MID_JANUARY, reached=False)
        self._case()
        line = self._line(form, "callback_rate")
        self.assertEqual(self._opened(line.action_open_numerator()), 1)

    def _opened(self, action):
        records = self.env[action["res_model"]].with_user(self.user_manager)
        return records.search_count(action["domain"])

    # ------------------------------------------------------------
    # NAMED ONE BY ONE
    # ------------------------------------------------------------

    def test_open_items_say_why(self):
        callback = self._case(result="2")
        self._put(callback, explained_reason="The part comes in March")
        self._put(self._case().complaint_id, state="closed", closed_at=MID_JANUARY)
        form = self._form()
        item = form.open_item_ids
        self.assertEqual(item.name, callback.complaint_id.name)
        self.assertEqual(item.reason, "The part comes in March")
        self.assertEqual(item.status_label, "Handled")
        self.assertEqual(item.since, date(2026, 1, 15))
        self.assertEqual(item.action_open()["res_id"], callback.complaint_id.id)

    def test_a_reason_that_was_written_stays(self):
        self._case()
        form = self._form()
        form.open_item_ids.reason = "Waits for the manufacturer"
        form.action_refresh()
        self.assertEqual(form.open_item_ids.reason, "Waits for the manufacturer")

    def test_matters_that_came_up_again_are_named(self):
        first = self._case(due=MID_JANUARY - 60 * DAY).complaint_id
        for _number in range(2):
            self._put(self._case().complaint_id, parent_id=first.id)
        item = self._form().repeat_item_ids
        self.assertEqual((item.name, item.times), (first.name, 3))
        self.assertFalse(self._form("2026-02-01").repeat_item_ids)

    def test_problems_are_ranked(self):
        self._case(category_id=self.facilities.id)
        for severity in ("minor", "major"):
            self._case(severity=severity)
        problems = self._form().sheet["problems"]
        self.assertEqual(
            [(each["category"], each["count"], each["share"]) for each in problems],
            [("Facilities / Lifts", 2, "66.7 %"), ("Facilities", 1, "33.3 %")],
        )

    # ------------------------------------------------------------
    # FILLING
    # ------------------------------------------------------------

    def test_one_form_per_company_department_and_month(self):
        form = self._form()
        self.assertEqual(self._form(), form)
        self.assertEqual(self._form(date(2026, 1, 1)), form)
        with self._refused_by_the_database():
            form.sudo().create(
                {"month": "2026-01-01", "department_id": self.engineering.id}
            )

    @contextmanager
    def _refused_by_the_database(self):
        """Odoo says why to whoever calls from outside."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                yield

    def test_a_month_is_its_first_day(self):
        forms = self.env["client.callback.statistics"].with_user(self.user_manager)
        for month in ("2026-01-02", date(2026, 1, 31), "January", False, 20260101):
            with self.subTest(month=month), self.assertRaises(ValidationError):
                forms.generate(month, self.engineering.id)
        with self._refused_by_the_database():
            forms.sudo().create(
                {"month": "2026-01-02", "department_id": self.engineering.id}
            )

    def test_a_month_that_has_not_begun_is_refused(self):
        forms = self.env["client.callback.statistics"].with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "not begun"):
            forms.generate("2126-01-01", self.engineering.id)

    def test_a_draft_follows_the_records_when_it_is_filled_again(self):
        callback = self._case(reached=False)
        form = self._form()
        self.assertEqual(self._total(form, "callback_rate"), (0, 1))
        self._call(callback, MID_JANUARY)
        self.assertEqual(self._total(form, "callback_rate"), (0, 1))
        self.assertEqual(self._form(), form)
        self.assertEqual(self._total(form, "callback_rate"), (1, 1))

    def test_filling_takes_the_same_queries_for_many_as_for_one(self):
        forms = self.env["client.callback.statistics"].with_user(self.user_manager)
        counts = []
        for number in (3, 3, 3, 12):  # the first ones fill the caches
            for index in range(number):
                category = self.env["client.complaint.category"].create(
                    {"name": f"Category {len(counts)}.{index}"}
                )
                self._case(category_id=category.id, severity="major")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            form = forms.browse(forms.generate("2026-01-01", self.engineering.id))
            form.read(["sheet", "open_item_ids", "display_name", "callback_rate"])
            form.open_item_ids.read()
            counts.append(self.env.cr.sql_log_count - before)
        # nine more of each would show; a cache that was emptied makes one
        self.assertLess(counts[3], counts[2] + 2)

    def test_departments_of_other_companies_are_refused(self):
        self._other_company()
        department = self.env["hr.department"].create(
            {"name": "Next door", "company_id": self.company2.id}
        )
        forms = self.env["client.callback.statistics"].with_user(self.user_manager)
        with self.assertRaises(AccessError):
            forms.generate("2026-01-01", department.id)

    # ------------------------------------------------------------
    # THE MONTHLY JOB
    # ------------------------------------------------------------

    def test_last_month_is_drafted_for_departments_with_cases(self):
        forms = self.env["client.callback.statistics"]
        today = self.company._client_today()
        month = (today.replace(day=1) - DAY).replace(day=1)
        middle = datetime(month.year, month.month, 15)
        self.startPatcher(self._in_slices())
        self._case(due=middle)
        forms._cron_generate()
        made = forms.search([("month", "=", month)])
        self.assertIn(self.engineering, made.department_id)
        self.assertNotIn(self.cleaning, made.department_id)
        mine = made.filtered(lambda form: form.department_id == self.engineering)
        self.assertEqual(self._total(mine, "callback_rate"), (1, 1))
        # again: what is there stays as it is
        self._case(due=middle)
        forms._cron_generate()
        self.assertEqual(forms.search([("month", "=", month)]), made)
        self.assertEqual(self._total(mine, "callback_rate"), (1, 1))
