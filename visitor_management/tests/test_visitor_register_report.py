from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..report import visitor_register_report as register
from .print_common import NAMES, PrintCommon

A4 = (297, 210)


@tagged("post_install", "-at_install")
class TestRegisterReport(PrintCommon):
    """The register of visitors (来访登记表) as the paper form asks for it."""

    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # nobody else came on this day; the site is eight hours ahead
        cls.day = date(2026, 3, 2)
        cls.since = datetime(2026, 3, 1, 16)

    def _stays(self, count=1, **values):
        """That many people who came and left, one every ten minutes of the day."""
        names = [f"Visitor {i}" for i in range(count)]
        person = self._registration(names=names, **values)
        people = person.visit_id.registration_ids
        people.check_in_group()
        person.visit_id.check_out_all()
        for index, stay in enumerate(people.stay_ids):
            came = self.since + timedelta(hours=1, minutes=10 * index)
            self._put(stay, in_at=came, out_at=came + timedelta(minutes=5))
        return people.stay_ids

    def _rows(self, stays, user=None):
        """The texts of each line by column."""
        report = self.env["report.visitor_management.visitor_register"]
        report = report.with_user(user or self.user_reception)
        pages = report._get_report_values(stays.ids)["pages"]
        return [
            {key: " ".join(block.lines) for key, block in row["blocks"].items()}
            for page in pages
            for row in page["rows"]
        ]

    def _wizard(self, **values):
        wizards = self.env["visitor.register.print"].with_user(self.user_reception)
        return wizards.create({"site_id": self.site.id, "day": self.day, **values})

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    def test_three_pages_with_heading_and_totals_on_each(self):
        stays = self._stays(60)
        pdf = self._print("register", stays)
        sizes = self._sizes(pdf)
        self.assertEqual(len(sizes), 3)
        for page in sizes:
            for measured, wanted in zip(page, A4, strict=True):
                self.assertAlmostEqual(measured, wanted, delta=0.5)
        pages = self._text(pdf).split("\f")[:3]
        entries = 0
        for number, page in enumerate(pages, 1):
            self.assertIn("Register of Visitors", page)
            self.assertIn("Harbour Tower", page)
            self.assertIn("March 2, 2026 (Asia/Shanghai)", page)
            self.assertIn("Remarks", page)
            self.assertIn(f"Page {number} of 3", page)
            self.assertIn("Total: 60 entries, 60 people, 0 still inside", page)
            lines = page.count(str(self.day))
            self.assertIn(f"This page: {lines} entries, {lines} people", page)
            entries += lines
        self.assertEqual(entries, 60)

    def test_long_texts_wrap_and_stay_on_their_page(self):
        stays = self._stays(len(NAMES) * 3, purpose=NAMES["chinese"] * 3)
        for index, stay in enumerate(stays):
            name = list(NAMES.values())[index % len(NAMES)]
            self._put(stay.registration_id, name=name, organization=name)
            self._put(stay, remarks=name * 4)
        report = self.env["report.visitor_management.visitor_register"]
        values = report.with_user(self.user_reception)._get_report_values(stays.ids)
        pages = values["pages"]
        self.assertGreater(len(pages), 3)
        self.assertEqual(sum(len(page["rows"]) for page in pages), len(stays))
        for page in pages:
            self.assertLessEqual(page["bottom"], register.BOTTOM + 1e-6)
            for row in page["rows"]:
                for block in row["blocks"].values():
                    self.assertLessEqual(block.height, row["height"])
        pdf = self._print("register", stays)
        self.assertEqual(len(self._sizes(pdf)), len(pages))
        self._assert_only_text(self._html("register", stays))

    def test_the_columns_fill_the_width(self):
        report = self.env["report.visitor_management.visitor_register"]
        columns = report._columns()
        self.assertEqual(sum(column.width for column in columns), register.WIDTH)
        self.assertEqual(len(columns), 17)

    def test_each_site_begins_a_page_of_its_own(self):
        other = self.site.copy({"name": "Garden House", "tz": "Europe/Berlin"})
        stays = self._stays() | self._stays(site_id=other.id)
        pages = self._text(self._print("register", stays)).split("\f")
        self.assertIn("Harbour Tower", pages[0])
        self.assertIn("Garden House", pages[1])
        self.assertIn("Europe/Berlin", pages[1])

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def test_a_line_says_what_the_form_asks(self):
        stay = self._stays(purpose="Lift maintenance")
        person = stay.registration_id.sudo()
        self.employee.department_id = self.env["hr.department"].create(
            {"name": "Sales"}
        )
        person.visit_id._compute_department_id()
        self._put(person, organization="Acme Ltd", phone="138 1234 5678")
        self._put(person, vehicle_plate="沪A12345")
        self._put(stay, remarks="Left an umbrella", headcount=3)
        row = self._rows(stay)[0]
        self.assertEqual(
            row,
            {
                "date": "2026-03-02",
                "number": "1",
                "name": "Visitor 0",
                "organization": "Acme Ltd",
                "identity": "",
                "phone": "138 1234 5678",
                "host": "Anita Oliver, Sales",
                "purpose": "Lift maintenance",
                "people": "3",
                "plate": "沪A12345",
                "in": "01:00",
                "out": "01:05",
                "pass": f"…{person.pass_ids.short_code[-4:]}",
                "returned": "Yes",
                "desk": self.user_reception.name,
                "remarks": "Left an umbrella",
            },
        )

    def test_identity_numbers_are_masked(self):
        self.type_open.identity_storage = "full"
        person = self._inside()
        number = "11010519491231002X"
        person.set_identity("resident_id", number)
        row = self._rows(person.stay_ids)[0]
        self.assertIn("002X", row["identity"])
        self.assertNotIn("1949", row["identity"])
        text = self._text(self._print("register", person.stay_ids))
        self.assertNotIn(number[:6], text)

    def test_a_pass_is_named_so_that_the_page_opens_no_gate(self):
        person = self._inside()
        row = self._rows(person.stay_ids)[0]
        self.assertNotIn(person.pass_ids.short_code[:4], row["pass"])
        self.assertEqual((row["out"], row["returned"]), ("", ""), "still inside")
        person.check_out(card_returned=False)
        self.assertEqual(self._rows(person.stay_ids)[0]["returned"], "No")

    def test_a_card_is_named_by_its_number(self):
        self._card("0412")
        person = self._registration()
        person.check_in(card_number="0412")
        self.assertEqual(self._rows(person.stay_ids)[0]["pass"], "0412")

    def test_coming_back_is_a_new_line(self):
        person = self._inside()
        self._put(person.stay_ids, in_at=self.since + timedelta(hours=1))
        person.step_out()
        self._put(person.stay_ids, out_at=self.since + timedelta(hours=2))
        person.step_in()
        self._put(person.stay_ids[0], in_at=self.since + timedelta(hours=26))
        rows = self._rows(person.stay_ids)
        self.assertEqual([row["date"] for row in rows], ["2026-03-02", "2026-03-03"])
        self.assertEqual([row["number"] for row in rows], ["1", "1"])

    def test_who_leaves_on_another_day_leaves_with_the_date(self):
        stay = self._stays()
        self._put(stay, out_at=self.since + timedelta(hours=25), closed_by="auto")
        self._put(stay, corrected=True)
        row = self._rows(stay)[0]
        self.assertEqual(row["out"], "03-03 01:00")
        self.assertEqual(
            row["remarks"], "Checked out at closing time, unseen; Time corrected"
        )

    def test_a_signature_prints(self):
        stay = self._stays()
        stay.sudo().registration_id.signature = self._image("#000000", (300, 120))
        picture = self._pictures(self._print("register", stay))[0]
        mm = 200 / 25.4
        self.assertLess(picture.getpixel((round(280.5 * mm), round(32.5 * mm))), 110)

    def test_the_number_of_queries_does_not_grow_with_the_lines(self):
        few, many = self._stays(3), self._stays(30)
        counts = []
        for stays in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._rows(stays)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)

    # ------------------------------------------------------------
    # DAY
    # ------------------------------------------------------------

    def test_a_day_is_that_of_the_site(self):
        stays = self._stays(4)
        end = self.since + timedelta(days=1)
        self._put(stays[1], in_at=self.since, out_at=self.since)
        self._put(stays[2], out_at=end, in_at=end - timedelta(seconds=1))
        self._put(stays[3], out_at=end, in_at=end)
        action = self._wizard().action_print()
        self.assertEqual(action["report_name"], "visitor_management.visitor_register")
        self.assertEqual(
            sorted(action["context"]["active_ids"]), sorted((stays - stays[3]).ids)
        )
        self.assertTrue(action["close_on_report_download"])

    def test_it_begins_with_today_and_says_when_nobody_came(self):
        wizards = self.env["visitor.register.print"].with_user(self.user_reception)
        wizard = wizards.create({"site_id": self.site.id})
        self.assertEqual(wizard.day, self.site._today())
        with self.assertRaisesRegex(UserError, "Nobody came to Harbour Tower"):
            self._wizard().action_print()

    def test_the_report_is_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        stays = self._stays()
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        html = reports.with_context(lang="zh_CN")._render_qweb_html(
            "visitor_management.report_visitor_register", stays.ids
        )[0]
        self.assertTrue("2026年3月2日" in html.decode())

    def test_printing_changes_nothing(self):
        stays = self._stays(2)
        self.env.flush_all()
        self.env.invalidate_all()
        before = stays.sudo().read()
        self._print("register", stays)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(stays.sudo().read(), before)

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def test_hosts_see_their_stays_and_print_no_register(self):
        stays = self._stays()
        stays.with_user(self.user_host).check_access("read")
        for user in (self.user_host, self._user("outsider", "base.group_portal")):
            with self.assertRaises(AccessError):
                self._print("register", stays, user=user)
            with self.assertRaises(AccessError):
                self._html("register", stays, user=user)
        wizard = self._wizard().with_user(self.user_host)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            wizard.action_print()
        self._other_company()
        with self.assertRaises(AccessError):
            self._print("register", stays, user=self.user_reception2)


@tagged("post_install", "-at_install")
class TestRegisterReportHttp(HttpCase, PrintCommon):
    @mute_logger("odoo.http")
    def test_others_get_nothing_by_the_address(self):
        person = self._inside()
        self._user("outsider", "base.group_portal")
        for login in ("outsider", "host"):
            self.authenticate(login, login)
            for converter in ("html", "pdf"):
                answer = self.url_open(
                    f"/report/{converter}/visitor_management.visitor_register/"
                    f"{person.stay_ids.id}"
                )
                self.assertEqual(answer.status_code, 403)
                self.assertNotIn("Zhang Wei", answer.text)
