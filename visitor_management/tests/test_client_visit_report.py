from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..report import client_form_report as report
from .client_visit_common import ClientVisitCommon
from .print_common import NAMES, PrintCommon

A4 = (210, 297)


@tagged("post_install", "-at_install")
@freeze_time("2029-03-05 03:00:00")
class TestClientVisitReport(ClientVisitCommon, PrintCommon):
    """The record of a client visit (拜访客户登记记录表) as the paper form asks."""

    def _archived(self, **values):
        visit = self._done(
            talk="The lift is slow.\nWe mend it.",
            told_client="The garage is closed in May",
            **values,
        )
        self._item(visit, kind="praise", content="Friendly people 服务很好")
        self._item(visit, content="A bench", answered=True, answer="We put one up")
        self._item(
            visit,
            kind="complaint",
            facilities=True,
            content="The lift stops",
            escalated_to_id=self.employee2.id,
            deadline=date(2029, 3, 9),
            solution="A new motor",
            fed_back_on=date(2029, 3, 5),
        )
        visit.signed_by = "Mrs Chen"
        visit.signature = self._image("#000000", (300, 120), "PNG")
        visit.action_archive_record()
        return visit

    def _pdf(self, visits, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_service)
        content, kind = reports._render_qweb_pdf(
            "visitor_management.report_client_visit", visits.ids
        )
        self.assertEqual(kind, "pdf", "wkhtmltopdf printed it")
        return content

    def test_the_form_says_what_the_paper_asks(self):
        visit = self._archived()
        pdf = self._pdf(visit)
        sizes = self._sizes(pdf)
        self.assertEqual(len(sizes), 1)
        for measured, wanted in zip(sizes[0], A4, strict=True):
            self.assertAlmostEqual(measured, wanted, delta=0.5)
        text = " ".join(self._text(pdf).split())
        for wanted in (
            "Client Visit Record",
            visit.name,
            visit.archive_number,
            "Blue Sky",
            "Their office",
            "Mrs Chen",
            self.service.name,
            "Quarterly",
            "The lift is slow.",
            "We mend it.",
            "What we told",
            "The garage is closed in May",
            "服务很好",
            "Praise",
            "Facilities",
            "We put one up",
            "A new motor",
            self.employee2.name,
            "03/09/2029",
            "03/05/2029",
            "Page 1 of 1",
        ):
            self.assertIn(wanted, text)

    def test_nobody_reviews_a_visit(self):
        """Neither on paper nor on the screen: who archives it closes the record."""
        text = self._text(self._pdf(self._archived()))
        self.assertNotIn("Review", text)
        self.assertIn("Archived by", text)
        for model in ("client.visit", "client.visit.item"):
            views = self.env[model].with_user(self.user_manager)
            names = {name for name in views.fields_get() if "review" in name}
            self.assertFalse(names)
            for kind in ("form", "list", "kanban"):
                self.assertNotIn("eview", views.get_view(view_type=kind)["arch"])

    def test_a_long_talk_goes_on_on_the_next_page(self):
        visit = self._archived()
        self._put(visit, talk="\n".join(f"Line {i} of it" for i in range(200)))
        self._put(visit.item_ids, content=NAMES["chinese"] * 20)
        pages = self._text(self._pdf(visit)).split("\f")[:-1]
        self.assertGreater(len(pages), 3)
        joined = " ".join(pages)
        for number in range(200):
            self.assertIn(f"Line {number} of it", joined)
        for page in pages:
            self.assertIn("Client Visit Record", page)
        rows = self.env["report.visitor_management.client_visit"]._pages(visit)
        for page in rows:
            last = page["rows"][-1]
            self.assertLessEqual(last["y"] + last["height"], report.BOTTOM + 1e-6)

    def test_only_text_comes_from_what_is_typed(self):
        visit = self._archived()
        self._put(visit, talk=NAMES["script"], purpose=NAMES["override"])
        self._put(visit.item_ids, content=NAMES["svg"])
        reports = self.env["ir.actions.report"].with_user(self.user_service)
        html = reports._render_qweb_html(
            "visitor_management.report_client_visit", visit.ids
        )[0].decode()
        self._assert_only_text(html)

    def test_each_visit_begins_a_page(self):
        visits = self._archived() | self._archived()
        self.assertEqual(len(self._sizes(self._pdf(visits))), 2)

    def test_strangers_print_nothing(self):
        visit = self._archived()
        with self.assertRaises(AccessError):
            self._pdf(visit, self.user_host2)

    def test_printing_changes_nothing(self):
        visit = self._archived()
        written = visit.write_date
        self._pdf(visit)
        self.assertEqual(visit.write_date, written)

    def test_each_row_fills_the_width(self):
        for page in self.env["report.visitor_management.client_visit"]._pages(
            self._archived()
        ):
            for row in page["rows"]:
                widths = sum(cell["width"] for cell in row["cells"])
                self.assertAlmostEqual(widths, report.WIDTH, delta=0.05)
