"""The monthly form on paper (回访客户月统计表), and its download as a workbook."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..report import client_statistics_report as paper_form
from ..tools import paper
from .print_common import NAMES, PrintCommon
from .statistics_common import StatisticsCommon

A4 = (297, 210)
REPORT = "visitor_management.report_client_statistics"
HEADS = ("Project / department", "Month", "Filled in by", "Date")
ENDS = (
    "Analysis of the main problems",
    "Measures and suggestions",
    "Submitted to",
    "Instruction of leadership",
)


@tagged("post_install", "-at_install")
class TestClientStatisticsPrint(StatisticsCommon, PrintCommon):
    def _pdf(self, forms, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_manager)
        content, kind = reports._render_qweb_pdf(REPORT, forms.ids)
        self.assertEqual(kind, "pdf", "wkhtmltopdf printed it")
        return content

    def _pages(self, form):
        report = self.env["report.visitor_management.client_statistics"]
        report = report.with_user(self.user_manager)
        return report._get_report_values(form.ids)["pages"]

    def test_the_form_says_what_the_paper_asks(self):
        self.user_manager.name, self.user_leader.name = "Grace", "Victor"
        self._case(result="2")
        form = self._form()
        form.write(
            {
                "analysis": "The lifts are old",
                "measures": "Replace the contacts",
                "recipient_id": self.user_leader.id,
            }
        )
        form.action_submit()
        leader = form.with_user(self.user_leader)
        leader.action_acknowledge("Replace both lifts")
        leader.give_order("Get two offers", self.engineering.id, self._later())
        pdf = self._pdf(form, self.user_leader)
        for page in self._sizes(pdf):
            for measured, wanted in zip(page, A4, strict=True):
                self.assertAlmostEqual(measured, wanted, delta=0.5)
        pages = self._text(pdf).split("\f")[:-1]
        for number, page in enumerate(pages, 1):
            self.assertIn("Monthly Statistics of Client Callbacks", page)
            self.assertIn("January 2026", page)
            self.assertIn(f"Page {number} of {len(pages)}", page)
            for label in HEADS[1:]:
                self.assertIn(label, page)
        text = " ".join(pages)
        for words in (
            *ENDS,
            "Engineering",
            self.user_manager.name,
            self.user_leader.name,
            "Called Back in Time",
            "Facilities / Lifts",
            "The lifts are old",
            "Replace the contacts",
            "Replace both lifts",
            "Get two offers",
            "100.0 %",
        ):
            self.assertIn(words, text)

    def test_a_rate_out_of_none_is_blank(self):
        form = self._form()
        form.base_quantity = 0
        text = self._text(self._pdf(form))
        self.assertIn("Called Back", text)
        self.assertNotIn("%", text)

    def test_long_texts_go_on_on_the_next_page(self):
        for severity in ("minor", "general", "serious", "major"):
            self._case(severity=severity)
        form = self._form()
        long = "\n".join(list(NAMES.values()) * 8)
        form.write({"analysis": long, "measures": long})
        for item in form.open_item_ids:
            item.reason = long
        pages = self._pages(form)
        self.assertGreater(len(pages), 3)
        for page in pages:
            for y, row in page.rows:
                self.assertLessEqual(y + row.height, paper_form.BOTTOM + 1e-6)
                for cell in row.cells:
                    self.assertLessEqual(cell.block.height, row.height)
        self.assertEqual(len(self._sizes(self._pdf(form))), len(pages))
        reports = self.env["ir.actions.report"].with_user(self.user_manager)
        html = reports._render_qweb_html(REPORT, form.ids)[0].decode()
        self._assert_only_text(html)

    def test_long_names_of_categories_fit_their_boxes(self):
        for name in (
            "Lifts, escalators and all other conveyances of the common areas",
            "公共区域电梯自动扶梯及其他垂直运输设备运行噪音与异响问题",
            "Vertikalbeförderungsanlagenbetriebsgeräuschbelästigungen",
        ):
            category = self.env["client.complaint.category"].create({"name": name})
            self._case(category_id=category.id)
        form = self._form()
        self._put(form.line_ids, numerator=123456, denominator=654321)
        found = 0
        for page in self._pages(form):
            for _y, row in page.rows:
                for cell in row.cells if row.framed else ():
                    for line in cell.block.lines:
                        found += 1
                        width = paper.text_width(line, cell.bold) * cell.block.size
                        self.assertLessEqual(width, cell.width, line)
        self.assertGreater(found, 50)

    def test_leadership_prints_no_draft(self):
        form = self._form()
        report = self.env["report.visitor_management.client_statistics"]
        for user in (self.user_leader, self.user_host):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(form.ids)


@tagged("post_install", "-at_install")
class TestClientStatisticsDownload(StatisticsCommon, HttpCase):
    def _status(self, login, numbers):
        self.authenticate(login, login)
        return self.url_open(f"/visitor/client-statistics/{numbers}.xlsx")

    def test_the_download_is_for_those_who_may_read(self):
        people = self.user_manager | self.user_leader | self.user_host
        for user in people:
            user.password = user.login
        form = self._form()
        answer = self._status("service_manager", form.id)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"PK"))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        for login in ("leader", "host"):
            self.assertEqual(self._status(login, form.id).status_code, 404)
        for numbers in ("0", "x", "1,", "1;2", "9" * 30):
            answer = self._status("service_manager", numbers)
            self.assertEqual(answer.status_code, 404, numbers)
        form.action_submit()
        self.assertEqual(self._status("leader", form.id).status_code, 200)
        self.assertEqual(self._status("host", form.id).status_code, 404)
