"""When a monthly form may be submitted: its month is over, what misses is explained."""

import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from ..report.client_statistics_excel import workbook
from .print_common import PrintCommon
from .statistics_common import StatisticsCommon


@tagged("post_install", "-at_install")
class TestClientStatisticsTarget(StatisticsCommon, PrintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._case(result="2")
        cls.form = cls._form()

    def _explained(self):
        self.form.write({"analysis": "Two lifts are old", "measures": "Replace them"})

    # ------------------------------------------------------------
    # SUBMIT
    # ------------------------------------------------------------

    def test_a_form_that_misses_a_target_says_why_and_what_is_done(self):
        self.company.client_target_satisfaction_rate = 0.9
        self.company.client_target_callback_rate = 1.0
        written = {"analysis": "Two lifts are old", "measures": "Replace them"}
        for name in (None, *written):
            self.form.write(dict.fromkeys(written, False))
            if name:
                self.form[name] = written[name]
            with self.subTest(written=name), self.assertRaises(UserError) as caught:
                self.form.action_submit()
            self.assertIn(
                "Satisfied Clients: 0.0 %, target 90.0 %", str(caught.exception)
            )
            self.assertNotIn("Called Back", str(caught.exception))
        self.form.write({**written, "measures": " \n"})
        self.assertRaises(UserError, self.form.action_submit)
        self.form.write(written)
        self.form.action_submit()
        self.assertEqual(self.form.state, "submitted")

    def test_without_a_target_nothing_is_asked_for(self):
        self.form.action_submit()
        self.assertEqual(self.form.state, "submitted")

    def test_a_rate_out_of_none_misses_nothing(self):
        form = self._form(department=self.cleaning)
        self.company.client_target_satisfaction_rate = 0.9
        form.action_submit()
        self.assertEqual(form.state, "submitted")

    def test_a_submitted_form_keeps_its_targets(self):
        self.company.client_target_satisfaction_rate = 0.9
        self._explained()
        self.form.action_submit()
        self.company.client_target_satisfaction_rate = 0.5
        self.env.invalidate_all()
        self.assertEqual(self.form._targets()["satisfaction_rate"], 0.9)
        self.form.action_reopen("Once more")
        self.assertEqual(self.form._targets()["satisfaction_rate"], 0.5)
        self.company.client_target_satisfaction_rate = False
        self.form.action_submit()
        self.env.invalidate_all()
        self.assertFalse(any(self.form._targets().values()))

    # ------------------------------------------------------------
    # MONTH
    # ------------------------------------------------------------

    def test_a_month_is_submitted_when_it_is_over(self):
        with freeze_time("2026-02-28 15:59:00"):  # 23:59 in Shanghai
            form = self._form("2026-02-01")
            with self.assertRaisesRegex(UserError, "February 2026 ends on 02/28/2026"):
                form.action_submit()
        with freeze_time("2026-02-28 16:01:00"):  # March in Shanghai
            with self.assertRaisesRegex(UserError, "Refresh them"):
                form.action_submit()
            form.action_refresh()
            form.action_submit()
        self.assertEqual(form.state, "submitted")

    # ------------------------------------------------------------
    # SHOWN
    # ------------------------------------------------------------

    def test_form_paper_and_workbook_show_what_is_missed(self):
        self.company.client_target_satisfaction_rate = 0.9
        self.company.client_target_callback_rate = 0.8
        sheet = self.form.sheet
        self.assertTrue(sheet["has_targets"])
        self.assertEqual(sheet["missed"], ["Satisfied Clients"])
        cards = {card["kpi"]: card for card in sheet["cards"]}
        self.assertEqual(cards["satisfaction_rate"]["target"], "90.0 %")
        self.assertTrue(cards["satisfaction_rate"]["missed"])
        self.assertFalse(cards["callback_rate"]["missed"])
        self.assertEqual(cards["closing_rate"]["target"], "")
        reports = self.env["ir.actions.report"].with_user(self.user_manager)
        report = "visitor_management.report_client_statistics"
        text = self._text(reports._render_qweb_pdf(report, self.form.ids)[0])
        self.assertIn("90.0 % – missed", text)
        self.assertIn("80.0 %", text)
        self.assertNotIn("80.0 % – missed", text)
        book = openpyxl.load_workbook(io.BytesIO(workbook(self.form)))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        column = rows[0].index("Target")
        self.assertEqual(
            next(row[column] for row in rows[1:] if row[2] == "Satisfied Clients"), 0.9
        )

    def test_the_form_opens_with_its_targets(self):
        self.company.client_target_satisfaction_rate = 0.9
        with Form(self.form) as form:
            form.analysis = "Two lifts are old"
        self.assertEqual(self.form.analysis, "Two lifts are old")
