import base64
import io
import zipfile
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import people_file
from .common import VisitorCommon

HEADING = ("Name", "Phone", "E-mail", "Organization", "Plate", "Language")


@tagged("post_install", "-at_install")
class TestImportPeople(VisitorCommon):
    """A list of people becomes the people of a visit, once, and bad lines are named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._visit(names=("Zhang Wei",))

    def _file(self, *rows, heading=HEADING, separator=",", encoding="utf-8"):
        lines = [separator.join(row) for row in (heading, *rows)]
        return base64.b64encode("\r\n".join(lines).encode(encoding)).decode()

    def _workbook(self, *rows, heading=HEADING):
        book = openpyxl.Workbook()
        for row in (heading, *rows):
            book.active.append(row)
        packed = io.BytesIO()
        book.save(packed)
        return base64.b64encode(packed.getvalue()).decode()

    def _import(self, data, dry_run=False, user=None, filename="people.csv"):
        visit = self.visit.with_user(user or self.user_host)
        return visit.import_people(data, filename, dry_run=dry_run)

    def _names(self):
        return self.visit.registration_ids.mapped("name")

    def _reasons(self, answer):
        return {each["row"]: each["reason"] for each in answer["bad"]}

    def test_a_dry_run_says_what_would_be_and_adds_nobody(self):
        data = self._file(("Li Na", "13800138000"), ("", "13900139000"))
        dry = self._import(data, dry_run=True)
        self.assertEqual((dry["good"], dry["known"]), (1, 0))
        self.assertEqual(self._reasons(dry), {3: "The name is missing."})
        self.assertEqual(self._names(), ["Zhang Wei"])
        self.assertEqual(self._import(data), dry, "and so it is")
        self.assertEqual(self._names(), ["Zhang Wei", "Li Na"])

    def test_good_ones_go_in_although_others_are_bad(self):
        answer = self._import(
            self._file(
                ("Li Na", "138", "", "", "", ""),
                ("Wang Fang", "1.38E+10", "", "", "", ""),
                ("Chen Jie", "", "nobody", "", "", ""),
                ("Liu Yang", "", "a@example.com b@example.com", "", "", ""),
                ("Yang Min", "", "", "", "", "Klingon"),
                ("\u200b", "", "", "", "", ""),
                (
                    "Huang Lei",
                    "13800138000",
                    "lei@example.com",
                    "Acme",
                    "A123",
                    "en_US",
                ),
                ("x" * 2001, "", "", "", "", ""),
            )
        )
        self.assertEqual((answer["good"], answer["known"]), (1, 0))
        self.assertEqual(set(self._reasons(answer)), {2, 3, 4, 5, 6, 7, 9})
        added = self.visit.registration_ids[-1]
        self.assertEqual(
            (added.name, added.phone, added.email, added.organization),
            ("Huang Lei", "13800138000", "lei@example.com", "Acme"),
        )
        self.assertEqual((added.vehicle_plate, added.lang), ("A123", "en_US"))

    def test_the_same_list_again_adds_nobody(self):
        data = self._file(("Li Na", "138-0013-8000"), ("Zhang Wei", ""), ("Wang Fang",))
        self.assertEqual(self._import(data), {"good": 2, "bad": [], "known": 1})
        self.assertEqual(self._import(data), {"good": 0, "bad": [], "known": 3})
        self.assertEqual(len(self.visit.registration_ids), 3)

    def test_who_was_cancelled_does_not_come_back_with_the_list(self):
        data = self._file(("Li Na",))
        self._import(data)
        self.visit.registration_ids[-1].action_cancel()
        self.assertEqual(self._import(data)["known"], 1)

    def test_two_of_one_name_are_told_apart_by_what_else_is_known(self):
        answer = self._import(
            self._file(
                ("Li Na", "13800138000"),
                ("li  na", "13900139000"),
                ("Li Na", ""),
                ("Li Na", "138-0013-8000"),
            )
        )
        self.assertEqual(answer["good"], 2)
        reasons = self._reasons(answer)
        self.assertEqual(set(reasons), {4, 5})
        self.assertIn("line 2", reasons[4])

    def test_each_way_a_list_is_sent(self):
        rows = (("李娜", "13800138000"), ("王芳", "13900139000"))
        heading = ("姓名", "手机")
        ways = [
            self._file(*rows, heading=heading, separator=separator, encoding=encoding)
            for separator in ",;\t"
            for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16")
        ]
        ways.append(self._workbook(*rows, heading=heading))
        ways.append(self._workbook(("李娜", 13800138000.0), rows[1], heading=heading))
        for data in ways:
            with self.subTest(data=data[:40]):
                answer = self._import(data, dry_run=True)
                self.assertEqual(answer, {"good": 2, "bad": [], "known": 0})

    def test_a_row_is_the_line_of_the_file(self):
        text = 'Name,Organization\r\n\r\n"Li Na","Acme\r\nLtd"\r\n,Nobody\r\n'
        data = base64.b64encode(text.encode()).decode()
        answer = self._import(data, dry_run=True)
        self.assertEqual((answer["good"], set(self._reasons(answer))), (1, {5}))
        answer = self._import(
            self._workbook(("Li Na",), (), ("", "13800138000")), dry_run=True
        )
        self.assertEqual(set(self._reasons(answer)), {4})

    def test_what_is_no_list_is_refused_with_what_to_do(self):
        cases = {
            "no base64": "{}",
            "a picture": base64.b64encode(b"\x89PNG\r\n\0\0").decode(),
            "an old workbook": base64.b64encode(b"\xd0\xcf\x11\xe0" * 9).decode(),
            "a damaged workbook": base64.b64encode(b"PK\3\4" * 9).decode(),
            "an open quotation mark": base64.b64encode(
                b'Name\n"' + b"x" * 200000
            ).decode(),
            "no names": self._file(("13800138000",), heading=("Phone",)),
            "empty": "",
            "blank": base64.b64encode(b" \r\n\r\n").decode(),
            "another kind of file": self._packed({"word/document.xml": "<a/>"}),
        }
        for case, data in cases.items():
            with self.subTest(case), self.assertRaises(UserError):
                self._import(data, dry_run=True)

    def _packed(self, files):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        return base64.b64encode(packed.getvalue()).decode()

    def test_an_empty_file_is_said_to_be_empty(self):
        with self.assertRaisesRegex(UserError, "empty"):
            self._import("", dry_run=True)

    def test_what_spreadsheets_do_to_cells(self):
        """Numbers as phones, a day as a name, formulas, cells that are merged."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(HEADING)
        sheet.append(("Li Na", 13800138000))
        sheet.append(("Wang Fang", 13900139000.0))
        sheet.append((date(2026, 11, 24), ""))  # typed as "Nov 24"
        sheet.append(('="Chen "&"Jie"', "13500135000"))  # not counted yet
        sheet.append(("Liu Yang", "13700137000"))
        sheet.append(("", "13600136000"))
        sheet.merge_cells("A6:A7")
        sheet.append((True, ""))
        packed = io.BytesIO()
        book.save(packed)
        data = base64.b64encode(packed.getvalue()).decode()
        answer = self._import(data, filename="people.xlsx")
        reasons = self._reasons(answer)
        self.assertEqual(set(reasons), {5, 7}, "each line of which no name is known")
        people = self.visit.registration_ids[1:]
        self.assertEqual(
            people.mapped(lambda person: (person.name, person.phone)),
            [
                ("Li Na", "13800138000"),
                ("Wang Fang", "13900139000"),
                ("2026-11-24", False),
                ("Liu Yang", "13700137000"),
                ("True", False),
            ],
        )

    def test_a_text_that_grows_without_end_is_not_read(self):
        """Entities that name others: a few bytes that are gigabytes once read."""
        entities = "".join(
            f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)
        )
        book = openpyxl.Workbook()
        for row in (HEADING, ("Li Na",)):
            book.active.append(row)
        saved = io.BytesIO()
        book.save(saved)
        with zipfile.ZipFile(saved) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        sheet = files["xl/worksheets/sheet1.xml"].decode().partition("?>")[2]
        files["xl/worksheets/sheet1.xml"] = (
            f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY e0 "Li Na">{entities}]>'
            + sheet.replace("Li Na", "&e9;")
        )
        with self.assertRaises(UserError):
            self._import(self._packed(files), dry_run=True)

    def test_two_hundred_of_whom_ten_will_not_do(self):
        rows = [(f"Guest {n}", f"1380013{n:04}") for n in range(200)]
        bad = range(5, 200, 20)
        for n in bad:
            rows[n] = ("", rows[n][1])
        data = self._file(*rows)
        expected = {"good": 190, "known": 0}
        for dry_run in (True, False):
            answer = self._import(data, dry_run=dry_run)
            self.assertEqual({key: answer[key] for key in expected}, expected)
            self.assertEqual(set(self._reasons(answer)), {n + 2 for n in bad})
        again = self._import(data)
        self.assertEqual((again["good"], again["known"]), (0, 190))
        self.assertEqual(len(self.visit.registration_ids), 191)

    def test_an_exported_list_comes_back_as_it_was(self):
        self._import(self._file(("'=HYPERLINK(1)",)))
        self.assertEqual(self._names()[-1], "=HYPERLINK(1)")

    def test_the_lists_of_others_are_not_mine(self):
        data = self._file(("Li Na",))
        with self.assertRaises(AccessError):
            self._import(data, dry_run=True, user=self.user_host2)
        self.visit.action_submit()
        self.visit.with_user(self.user_reception).action_cancel("Ill")
        with self.assertRaisesRegex(UserError, "over"):
            self._import(data, dry_run=True, user=self.user_reception)

    def test_more_than_security_would_let_be_announced(self):
        data = self._file(*((f"Guest {n}",) for n in range(501)))
        for dry_run in (True, False):
            with self.assertRaisesRegex(UserError, "500"):
                self._import(data, dry_run=dry_run)

    def test_the_checks_of_a_long_list_ask_the_database_once(self):
        few = self._file(*((f"Guest {n}", f"1380013{n:04}") for n in range(10)))
        many = self._file(*((f"Guest {n}", f"1380013{n:04}") for n in range(300)))
        self._import(few, dry_run=True)
        self.assertEqual(
            self._count_queries(lambda: self._import(few, dry_run=True)),
            self._count_queries(lambda: self._import(many, dry_run=True)),
        )

    def test_a_packed_file_is_not_unpacked_without_end(self):
        self.patch(people_file, "LARGEST_UNPACKED", 10)
        with self.assertRaisesRegex(UserError, "unpacked"):
            self._import(self._workbook(("Li Na",)), dry_run=True)


@tagged("post_install", "-at_install")
class TestImportDialog(VisitorCommon):
    """Who has a list looks at what it does before it is added."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._visit(names=("Zhang Wei",))

    def _dialog(self, **values):
        dialogs = self.env["visitor.people.import"].with_user(self.user_host)
        form = Form(dialogs.with_context(default_visit_id=self.visit.id))
        for name, value in values.items():
            form[name] = value
        return form

    def test_names_that_are_pasted(self):
        form = self._dialog(text="Li Na\nZhang Wei\n\u200b\n")
        self.assertEqual((form.good, form.known, form.faults), (1, 1, 1))
        self.assertEqual(form.bad, "Line 3: The name is missing.")
        self.assertEqual(len(self.visit.registration_ids), 1, "nobody yet")
        form.save().action_add()
        self.assertEqual(
            self.visit.registration_ids.mapped("name"), ["Zhang Wei", "Li Na"]
        )

    def test_columns_that_are_pasted_from_a_spreadsheet(self):
        form = self._dialog(text="Name\tPhone\nLi Na\t138\n")
        self.assertEqual((form.good, form.faults), (0, 1))
        self.assertEqual(form.bad, "Line 2: The phone number is not complete.")

    def test_a_file(self):
        data = base64.b64encode("姓名\n李娜\n".encode("gb18030")).decode()
        form = self._dialog(file=data)
        self.assertEqual((form.good, form.known, form.faults), (1, 0, 0))
        form.save().action_add()
        self.assertEqual(self.visit.registration_ids[-1].name, "李娜")

    def test_what_cannot_be_read_is_said(self):
        form = self._dialog(file=base64.b64encode(b"\0\0").decode())
        self.assertIn("no list", form.refused)
        self.assertFalse(form.good)
