"""What reception takes home as a file: nothing, or what the company allows."""

import io
import json
from datetime import datetime

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import VisitorCommon

NAMES = ("in_at", "registration_id", "host_name", "identity", "pass_number")


class ExportCase(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception.tz = "America/New_York"
        cls.user_reception.group_ids -= cls.env.ref("base.group_allow_export")
        cls.type_open.identity_storage = "full"
        at = datetime(2026, 3, 2, 1)
        with freeze_time(at):
            cls.person = cls._inside(start=at, stop=datetime(2026, 3, 2, 4))
        cls.person.set_identity("resident_id", "11010519491231002X")
        cls.stay = cls.person.stay_ids.with_user(cls.user_reception)

    def _allow(self, allowed=True):
        self.company.visitor_reception_export = allowed


@tagged("post_install", "-at_install")
class TestReceptionExport(ExportCase):
    def test_reception_exports_nothing_by_itself(self):
        for records in (self.stay, self.stay.visit_id):
            with self.assertRaises(UserError):
                records.export_data(["site_id"])
            self.assertFalse(records._exports_as_reception())

    def test_reception_exports_the_register_where_the_company_allows_it(self):
        self._allow()
        answer = self.stay.export_data([".id", "in_at", "registration_id"])
        self.assertEqual(
            answer["datas"],
            [[str(self.stay.id), datetime(2026, 3, 2, 9), "Zhang Wei"]],
        )
        visits = self.stay.visit_id.export_data(["name", "people", "start"])
        self.assertEqual(visits["datas"][0][1:], ["Zhang Wei", datetime(2026, 3, 2, 9)])

    def test_never_identity_or_codes_nor_a_way_to_other_records(self):
        self._allow()
        for name in (
            "identity",
            "pass_number",
            "registration_id/identity_ids/number",
            "registration_id/email",
            "registration_id/pass_ids/short_code",
            "id",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.stay.export_data([name])
        for model in ("visitor.stay", "visitor.visit"):
            model = self.env[model]
            for name in model._reception_columns:
                field = model._fields[name]
                self.assertFalse(field.groups, f"{name} is not for everybody")
                self.assertNotIn(field.type, ("one2many", "many2many", "binary"))

    def test_nothing_else_is_exported_by_that(self):
        self._allow()
        for records in (
            self.person,
            self.person.pass_ids,
            self.person.identity_ids,
            self.env["visitor.analysis"].with_user(self.user_reception).search([]),
        ):
            with self.assertRaises(UserError):
                records.export_data(["display_name"])

    def test_hosts_export_nothing_by_that(self):
        self._allow()
        self.user_host.group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRaises(UserError):
            self.stay.with_user(self.user_host).export_data(["in_at"])

    def test_each_company_allows_its_own(self):
        self._allow()
        self._other_company()
        user = self.user_reception
        user.company_ids += self.company2
        theirs = self._visit(
            self.user_reception2,
            site_id=self.site2.id,
            type_id=self.type_open.id,
            host_id=self.employee_next_door.id,
        )
        both = self.stay.visit_id | theirs.with_user(user)
        both = both.with_context(allowed_company_ids=(self.company | self.company2).ids)
        with self.assertRaisesRegex(AccessError, "Neighbours"):
            both.export_data(["name"])
        self.company2.visitor_reception_export = True
        self.assertEqual(len(both.export_data(["name"])["datas"]), 2)

    def test_who_has_the_right_exports_as_everywhere(self):
        self.user_reception.group_ids += self.env.ref("base.group_allow_export")
        answer = self.stay.export_data(["registration_id/name", "in_at"])
        self.assertEqual(answer["datas"], [["Zhang Wei", datetime(2026, 3, 2, 9)]])

    def test_each_line_is_on_the_clock_of_its_site(self):
        self._allow()
        berlin = self.site.copy({"name": "Garden House", "tz": "Europe/Berlin"})
        with freeze_time("2026-03-02 01:00:00"):
            there = self._inside(
                site_id=berlin.id,
                start=datetime(2026, 3, 2, 1),
                stop=datetime(2026, 3, 2, 4),
            )
        stays = self.stay | there.stay_ids | self.stay
        rows = stays.with_user(self.user_reception).export_data(["site_id", "in_at"])
        self.assertEqual(
            rows["datas"],
            [
                ["Harbour Tower", datetime(2026, 3, 2, 9)],
                ["Garden House", datetime(2026, 3, 2, 2)],
            ],
        )


@tagged("post_install", "-at_install")
class TestReceptionExportHttp(ExportCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("reception", "reception")

    def _export(self, model="visitor.stay", names=NAMES, **values):
        data = {
            "model": model,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
            "ids": False,
            "domain": [("id", "=", self.stay.id)],
            "groupby": [],
            "import_compat": False,
            "context": {},
            **values,
        }
        post = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        return self.url_open("/web/export/xlsx", post)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export")
    def test_the_button_is_not_offered_and_the_address_refuses(self):
        self.assertFalse(self.stay.exports_as_reception())
        self.assertNotEqual(self._export().status_code, 200)

    def test_the_file_holds_the_columns_that_reception_may_export(self):
        self._allow()
        self.person.email = "wei.zhang@acme.example"
        self.assertTrue(self.stay.exports_as_reception())
        groups = ["site_id"], ["site_date:day"]
        behind = ["registration_id.email"], ["site_id", "registration_id.words"]
        for groupby in ([], ["host_id"], *groups, *behind):
            answer = self._export(groupby=groupby)
            self.assertEqual(answer.status_code, 200, answer.text[:500])
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            cells = {
                str(cell.value)
                for row in book.worksheets[0].iter_rows()
                for cell in row
                if cell.value
            }
            self.assertIn("Zhang Wei", cells)
            self.assertIn("2026-03-02 09:00:00", cells)
            self.assertFalse(cells & {"identity", "pass_number"})
            self.assertFalse(
                [each for each in cells if "002X" in each],
            )
            hidden = ("wei.zhang@", "zhangwei")  # her address, her words
            self.assertFalse([c for c in cells if any(text in c for text in hidden)])
            code = self.person.sudo().pass_ids.short_code
            self.assertFalse([each for each in cells if code in each])
