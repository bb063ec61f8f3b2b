"""Every time of client relations is on one clock, whoever reads it, and says which."""

from datetime import datetime

from lxml import etree

from odoo.tests import freeze_time, tagged

from .client_common import MONDAY, ClientCommon

# drawn by Odoo, which knows no other clock than the user's
DRAWN = ("search", "calendar", "graph", "pivot", "activity")


@tagged("post_install", "-at_install")
class TestClientClockOfViews(ClientCommon):
    """Looks at all views of client relations: what is added later, too."""

    def _nodes(self, arch, model):
        """Each field node with the model whose field it is."""
        for node in arch:
            if node.tag != "field":
                yield from self._nodes(node, model)
                continue
            yield node, model
            field = model._fields.get(node.get("name"))
            if field is not None and field.comodel_name:
                for sub in node.xpath("list|form|kanban"):
                    yield from self._nodes(sub, self.env[field.comodel_name])

    def test_a_time_that_is_shown_is_shown_by_the_clock_of_the_company(self):
        seen = 0
        for view in self.env["ir.ui.view"].search([("model", "=like", "client.%")]):
            if view.type in DRAWN or view.model not in self.env:
                continue
            arch = etree.fromstring(view.get_combined_arch())
            for node, model in self._nodes(arch, self.env[view.model]):
                field = model._fields.get(node.get("name"))
                hidden = {"1", "True"} & {
                    node.get("invisible"),
                    node.get("column_invisible"),
                }
                if field is None or field.type != "datetime" or hidden:
                    continue
                seen += 1
                with self.subTest(view=view.xml_id, field=field.name):
                    self.assertEqual(node.get("widget"), "visitor_site_time")
                    self.assertIn("tz", model._fields)
        self.assertGreater(seen, 40)

    def test_forms_say_which_clock_it_is(self):
        for view in self.env["ir.ui.view"].search(
            [("model", "=like", "client.%"), ("type", "=", "form")]
        ):
            arch = etree.fromstring(view.get_combined_arch())
            nodes = [
                node
                for node, model in self._nodes(arch, self.env[view.model])
                if model._name == view.model
            ]
            if any(node.get("widget") == "visitor_site_time" for node in nodes):
                with self.subTest(view=view.xml_id):
                    self.assertIn("tz", [node.get("name") for node in nodes])


@tagged("post_install", "-at_install")
class TestClientClock(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_service.tz = "America/New_York"
        cls.company.client_service_calendar_id = cls.calendar.copy({"tz": "Asia/Tokyo"})

    def test_documents_have_the_clock_of_customer_service(self):
        callback = self._callback()
        callback.log_attempt("no_answer")
        order = self._order(callback.complaint_id)
        documents = [callback, callback.complaint_id, order, callback.attempt_ids]
        self.assertEqual([each.tz for each in documents], ["Asia/Tokyo"] * 4)

    def test_a_client_visit_is_on_the_clock_of_the_client(self):
        self.client.tz = "Europe/Berlin"
        visit = self.env["client.visit"].create({"partner_id": self.client.id})
        self.assertEqual(visit.tz, "Europe/Berlin")

    @freeze_time(MONDAY)
    def test_paper_has_the_same_clock_and_says_so(self):
        callback = self._callback()
        callback.sudo().due_at = datetime(2026, 11, 24, 1)
        report = self.env["report.visitor_management.client_callback"]
        values = report.with_user(self.user_service)._get_report_values(callback.ids)
        (page,) = values["pages"]
        said = [
            line
            for row in page["rows"]
            for cell in row["cells"]
            for line in cell["lines"]
        ]
        self.assertIn("10:00", "".join(said).replace("\N{NARROW NO-BREAK SPACE}", " "))
        self.assertIn("10:00 (Asia/Tokyo)", page["printed"])

    def test_the_work_list_sends_it(self):
        work = self.env["client.work.list"].with_user(self.user_service)
        (company,) = work.read_screen()["companies"]
        self.assertEqual(company["tz"], "Asia/Tokyo")

    def test_many_documents_cost_no_more_queries(self):
        callbacks = self.env["client.callback"]
        for _number in range(5):
            callbacks |= self._callback()
        self.env.flush_all()
        for some in (callbacks[:1], callbacks):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.user_service).mapped("tz")
            spent = self.env.cr.sql_log_count - before
            if some == callbacks[:1]:
                least = spent
        self.assertLessEqual(spent, least)
