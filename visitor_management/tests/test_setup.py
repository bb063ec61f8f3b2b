"""The first day: what the setup cards say, and what their buttons do."""

from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from ..tools import keys
from .common import GROUP, VisitorCommon

REPORTS = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


class SetupCommon(VisitorCommon):
    """An empty company with its administrator, on the first day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "New House"})
        cls.company.country_id = cls.env.ref("base.cn")
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.user_admin = cls._of_company("first_admin", f"{GROUP}visitor_admin")
        cls.user_manager = cls._of_company("first_manager", f"{GROUP}client_manager")
        cls.user_system = cls._of_company(
            "first_system", f"{GROUP}visitor_admin", "base.group_system"
        )
        cls.env.user.company_ids += cls.company

    @classmethod
    def _of_company(cls, login, *groups):
        return cls._user(
            login,
            *groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _setup(self, user=None):
        return self.env["visitor.setup"].with_user(user or self.user_admin)

    def _card(self, half="reception", user=None):
        return self._setup(user).read_card(half)

    def _line(self, code, half="reception", user=None):
        lines = {line["code"]: line for line in self._card(half, user)["lines"]}
        return lines.get(code)

    def _site(self, **values):
        return (
            self.env["visitor.site"]
            .with_user(self.user_admin)
            .create({"name": "Tower", "tz": "Asia/Shanghai", **values})
        )

    def _dialog(self, dialog, user=None, **values):
        model = self.env[f"visitor.setup.{dialog}"].with_user(user or self.user_admin)
        form = Form(model)
        for field, value in values.items():
            setattr(form, field, value)
        return form.save().action_confirm()


@tagged("post_install", "-at_install")
class TestSetupOfReception(SetupCommon):
    # ------------------------------------------------------------
    # THE CARD
    # ------------------------------------------------------------

    def test_an_empty_database_says_where_to_begin(self):
        card = self._card()
        self.assertTrue(card["shown"])
        self.assertLess(card["done"], card["count"])
        line = self._line("site")
        self.assertFalse(line["done"])
        self.assertEqual(
            line["action"]["id"], "visitor_management.visitor_setup_site_action"
        )
        for code in ("clock", "hours", "cards", "print", "sample"):
            self.assertFalse(self._line(code), "not before there is a site")

    def test_every_line_that_is_red_has_its_button(self):
        self._site()
        for line in self._card()["lines"]:
            with self.subTest(line=line["code"]):
                action = line["action"]
                if not line["done"]:
                    self.assertTrue(action["label"])
                if "method" in action:
                    self.assertTrue(callable(getattr(self._setup(), action["method"])))
                elif action:
                    self.assertEqual(
                        self.env.ref(action["id"])._name, "ir.actions.act_window"
                    )

    def test_from_nothing_to_all_green_by_the_buttons_alone(self):
        self._dialog(
            "site", name="Tower", street="1 Bund", country_id=self.env.ref("base.cn")
        )
        self.assertTrue(self._line("site")["done"])
        self.assertTrue(self._line("clock")["done"])
        site = self.env["visitor.site"].search([("company_id", "=", self.company.id)])
        self.assertEqual(site.tz, "Asia/Shanghai")
        self.assertEqual(site.partner_id.street, "1 Bund")
        self.assertEqual(site.partner_id.company_id, self.company)
        hours = self._line("hours")["action"]
        self._dialog("hours", site_id=site)
        self.assertEqual(hours["context"], {"default_site_id": site.id})
        self.assertTrue(self._line("hours")["done"])
        self._dialog("cards")
        self.assertEqual(
            self.env["visitor.card"].search_count([("site_id", "=", site.id)]), 100
        )
        self.assertTrue(self._line("cards")["done"])
        self.env["visitor.roles"].with_user(self.user_admin)._set(
            self._of_company("desk", "base.group_user"), ["reception"]
        )
        self.assertTrue(self._line("roles")["done"])
        self._setup().note_secret()
        with self._printer("ok"):
            self._setup().test_print()
            card = self._card()
        self.assertEqual(card["done"], card["count"], card["lines"])
        self.assertFalse(card["shown"], "nothing is left to say")

    def _printer(self, state):
        return patch.multiple(
            REPORTS,
            get_wkhtmltopdf_state=lambda reports: state,
            _render_qweb_pdf=lambda *args, **kwargs: (b"%PDF", "pdf"),
        )

    def test_put_away(self):
        self._setup().hide("reception")
        card = self._card()
        self.assertFalse(card["shown"])
        self.assertTrue(card["lines"], "the configuration still opens it")
        self.assertTrue(self._card("clients")["shown"], "the other half has its own")

    def test_for_administrators_only(self):
        for user in (self.user_host, self.user_reception, self.user_security):
            for half in ("reception", "clients"):
                with self.assertRaises(AccessError):
                    self._card(half, user)
                with self.assertRaises(AccessError):
                    self._setup(user).hide(half)
        with self.assertRaises(AccessError):
            self._card("reception", self.user_manager)
        for half in ("", "neither", "_line"):
            with self.assertRaises(AccessError):
                self._card(half)

    def test_the_same_queries_whatever_there_is(self):
        site = self._site()
        self._dialog("cards", first="1", last="2")
        few = self._count_queries(self._card)
        self._dialog("cards", first="10", last="60")
        for number in range(5):
            self._site(name=f"Annex {number}", partner_id=site.partner_id.id)
            self._of_company(f"desk{number}", f"{GROUP}visitor_reception")
        self.assertLessEqual(self._count_queries(self._card), few + 2)

    # ------------------------------------------------------------
    # CLOCK AND HOURS
    # ------------------------------------------------------------

    def test_a_clock_that_does_not_fit_is_set_by_one_button(self):
        site = self._site(tz="UTC")
        line = self._line("clock")
        self.assertFalse(line["done"])
        self.assertIn("Asia/Shanghai", line["action"]["label"])
        self._setup().set_site_clock()
        self.assertEqual(site.tz, "Asia/Shanghai")
        self.assertTrue(self._line("clock")["done"])

    def test_hours_are_own_hours(self):
        site = self._site()
        schedule = self.company.resource_calendar_id
        before = schedule.attendance_ids
        self._dialog("hours", site_id=site, days="saturday", hour_from=7, hour_to=20)
        calendar = site.resource_calendar_id
        self.assertNotEqual(calendar, schedule)
        self.assertEqual(schedule.attendance_ids, before)
        self.assertEqual(len(calendar.attendance_ids), 6)
        self.assertEqual(calendar.tz, "Asia/Shanghai")
        with self.assertRaises(UserError):
            self._dialog("hours", site_id=site, hour_from=18, hour_to=8)

    # ------------------------------------------------------------
    # CARDS
    # ------------------------------------------------------------

    def _numbers(self, site):
        cards = self.env["visitor.card"].search([("site_id", "=", site.id)])
        return sorted(cards.mapped("number"))

    def test_cards_in_one_go(self):
        site = self._site()
        self._dialog("cards", first="0009", last="0011", prefix="B")
        self.assertEqual(self._numbers(site), ["B0009", "B0010", "B0011"])
        with self.assertRaisesRegex(UserError, "B0011"):
            self._dialog("cards", first="0011", last="0012", prefix="B")
        self.assertEqual(len(self._numbers(site)), 3, "all or none")
        for first, last in (
            ("5", "4"),
            ("A", "B"),
            ("1", "1001"),
            ("-1", "3"),
            ("²", "3"),
        ):
            with self.subTest(first=first), self.assertRaises(UserError):
                self._dialog("cards", first=first, last=last)
        self._dialog("cards", first="0001", last="1000", prefix="K")
        self.assertEqual(len(self._numbers(site)), 1003)

    def test_the_cards_after_those_there_are_proposed(self):
        site = self._site()
        proposed = self.env["visitor.setup.cards"].with_user(self.user_admin)
        wizard = proposed.new({"site_id": site.id})
        self.assertEqual((wizard.first, wizard.last), ("0401", "0500"))
        self._dialog("cards", first="0401", last="0412")
        wizard = proposed.new({"site_id": site.id})
        self.assertEqual((wizard.first, wizard.last), ("0413", "0500"))

    # ------------------------------------------------------------
    # THE SERVER
    # ------------------------------------------------------------

    def test_the_secret(self):
        for source, state, done in (
            ("environment", "good", True),
            ("file", "good", False),
            ("environment", "differs", False),
        ):
            secrets = self.env.registry["visitor.secret"]
            with (
                patch.object(keys, "secret_source", lambda source=source: source),
                patch.object(secrets, "_state", lambda this, state=state: (state, "")),
                self.subTest(source=source, state=state),
            ):
                self.assertEqual(self._line("secret")["done"], done)

    def test_a_server_that_can_not_print_says_so(self):
        self._site()
        with self._printer("install"):
            self.assertIn("wkhtmltopdf", self._line("print")["detail"])
            with self.assertRaisesRegex(UserError, "wkhtmltopdf"):
                self._setup().test_print()
            self.assertFalse(self.company.visitor_print_tested)

    def test_a_test_pass_opens_no_door(self):
        site = self._site()
        report = self.env["ir.actions.report"].with_user(self.user_admin)
        html = report._render_qweb_html(
            "visitor_management.visitor_pass_sample", site.ids
        )
        self.assertIn("TEST", html[0].decode())
        self.assertNotIn("VM1.", html[0].decode())

    # ------------------------------------------------------------
    # SAMPLE
    # ------------------------------------------------------------

    def _sample(self):
        self._site()
        self._setup().make_sample()
        return self.env["visitor.visit"].search([("sample", "=", True)])

    def test_a_sample_is_on_the_list_and_never_comes_in(self):
        visit = self._sample()
        person = visit.registration_ids
        screen = self.env["visitor.reception"].with_user(self.user_admin)
        shown = screen.read_day(visit.site_id.id)["people"]
        self.assertIn(person.id, [each["id"] for each in shown])
        answer = person.with_user(self.user_admin).check_in()
        self.assertEqual(answer["status"], "denied")
        self.assertIn("not_approved", self._codes(answer))
        self.assertFalse(person.sudo().pass_ids, "nothing to be scanned")
        self.assertFalse(person.stay_ids)

    @freeze_time("2026-03-10 15:50:20")  # ten to midnight in Shanghai
    def test_late_in_the_evening_it_is_on_the_list_of_today_too(self):
        self.test_a_sample_is_on_the_list_and_never_comes_in()

    def test_it_uses_up_no_number(self):
        self._sample()
        real = self._visit(
            self.user_admin,
            site_id=self.env["visitor.site"]
            .search([("company_id", "=", self.company.id)])
            .id,
            host_id=False,
            host_partner_id=self.user_admin.partner_id.id,
        )
        self.assertTrue(real.name.endswith("00001"), real.name)

    def test_nobody_is_told(self):
        mails = self.env["mail.mail"].search_count([])
        notifications = self.env["mail.notification"].search_count([])
        visit = self._sample()
        visit.message_subscribe(self.user_host.partner_id.ids)
        visit.message_post(body="Hello", subtype_xmlid="mail.mt_comment")
        visit._tell(self.user_host.partner_id, "Hello", "Hello")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.notification"].search_count([]), notifications)

    def test_the_button_deletes_it_and_only_it(self):
        sample = self._sample()
        real = self._visit(
            self.user_admin,
            site_id=sample.site_id.id,
            host_partner_id=self.user_admin.partner_id.id,
        )
        real.action_submit()
        self._setup().delete_sample()
        self.assertFalse(sample.exists())
        self.assertTrue(real.exists())
        self._setup().delete_sample()
        self.assertTrue(real.exists())
        self.assertEqual(real.registration_ids.mapped("name"), ["Zhang Wei"])

    def test_one_at_a_time(self):
        first = self._sample()
        self._setup().make_sample()
        self.assertFalse(first.exists())
        self.assertEqual(
            self.env["visitor.visit"].search_count([("sample", "=", True)]), 1
        )

    def test_nobody_real_gets_into_it(self):
        visit = self._sample().with_user(self.user_admin)
        person = visit.registration_ids
        for attempt in (
            lambda: person.write({"name": "Zhang Wei"}),
            lambda: visit.write({"registration_ids": [Command.create({"name": "Li"})]}),
            lambda: visit.write({"stop": fields.Datetime.add(visit.stop, days=1)}),
            lambda: person.waive("outside_hours", "Why not"),
            lambda: person.set_identity("passport", "L898902C3"),
            lambda: person.action_cancel(),
            lambda: person.action_refuse("Not today"),
            lambda: visit.action_cancel("Not today"),
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(UserError):
            self._visit(
                self.user_admin,
                site_id=visit.site_id.id,
                sample=True,
                host_partner_id=self.user_admin.partner_id.id,
            )
        copy = visit.copy()
        self.assertFalse(copy.sample)

    def test_no_real_visit_becomes_a_sample(self):
        site = self._site()
        visit = self._visit(
            self.user_admin,
            site_id=site.id,
            host_partner_id=self.user_admin.partner_id.id,
        )
        with self.assertRaises(UserError):
            visit.write({"sample": True})

    def test_it_goes_when_its_time_is_over(self):
        visit = self._sample()
        now = fields.Datetime.now()
        self._put(
            visit,
            start=fields.Datetime.subtract(now, hours=5),
            stop=fields.Datetime.subtract(now, hours=3),
        )
        visit._close()
        self.assertFalse(visit.exists())
        with self.assertRaises(AccessError):
            self._setup(self.user_reception).make_sample()


@tagged("post_install", "-at_install")
class TestSetupOfClientRelations(SetupCommon):
    def test_what_is_missing_on_the_first_day(self):
        card = self._card("clients", self.user_manager)
        self.assertTrue(card["shown"])
        missing = {line["code"] for line in card["lines"] if not line["done"]}
        self.assertLessEqual({"department", "address", "outgoing"}, missing)
        self.assertFalse(self._line("head", "clients"), "after the department")

    def test_holidays_ahead_are_asked_for(self):
        line = self._line("service_days", "clients", self.user_manager)
        self.assertFalse(line["done"])
        self.assertTrue(line["action"])
        days = self.env["client.service.day"].with_user(self.user_manager)
        days.create({"date": self.company._client_today()})
        self.assertTrue(
            self._line("service_days", "clients", self.user_manager)["done"]
        )

    def test_the_department_and_its_head(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Grace",
                "company_id": self.company.id,
                "user_id": self.user_manager.id,
            }
        )
        department = self.env["hr.department"].create(
            {"name": "Service", "company_id": self.company.id}
        )
        self._dialog("department", self.user_manager, department_id=department)
        self.assertEqual(self.company.client_service_department_id, department)
        self.assertTrue(self._line("department", "clients")["done"])
        head = self._line("head", "clients", self.user_manager)
        self.assertFalse(head["done"])
        self.assertFalse(head["action"], "heads are human resources'")
        self.user_manager.group_ids += self.env.ref("hr.group_hr_manager")
        self._dialog("department", self.user_manager, manager_id=employee)
        self.assertEqual(department.manager_id, employee)
        self.assertTrue(self._line("head", "clients")["done"])

    def test_departments_are_made_by_those_who_may(self):
        form = Form(self.env["visitor.setup.department"].with_user(self.user_manager))
        with self.assertRaises(AccessError):
            form.save().action_confirm()
        with self.assertRaises(AccessError):
            self._dialog("department", self.user_reception)

    def test_the_working_clock_is_asked_about(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "UTC"
        line = self._line("clock", "clients", self.user_manager)
        self.assertFalse(line["done"])
        self.assertFalse(line["action"], "the schedule is not theirs")
        with self.assertRaises(AccessError):
            self._setup(self.user_manager).set_company_clock()
        line = self._line("clock", "clients", self.user_system)
        self.assertIn("Asia/Shanghai", line["action"]["label"])
        self._setup(self.user_system).set_company_clock()
        self.assertEqual(calendar.tz, "Asia/Shanghai")
        self.assertTrue(self._line("clock", "clients")["done"])

    def test_roles_are_the_administrators(self):
        self.assertFalse(self._line("roles", "clients", self.user_manager)["action"])
        self.assertTrue(self._line("roles", "clients", self.user_admin)["action"])

    def test_mail(self):
        self.assertFalse(self._line("address", "clients")["done"])
        domain = self.env["mail.alias.domain"].create(
            {
                "name": "house.example.com",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.company.client_complaint_alias_id = self.env["mail.alias"].create(
            {
                "alias_name": "complaints-new",
                "alias_model_id": self.env["ir.model"]._get_id("client.complaint"),
                "alias_domain_id": domain.id,
            }
        )
        line = self._line("address", "clients")
        self.assertTrue(line["done"])
        self.assertIn("complaints-new@house.example.com", line["label"])
        self.env["ir.mail_server"].create({"name": "Out", "smtp_host": "localhost"})
        self.company.email = False
        self.assertFalse(self._line("outgoing", "clients")["done"])
        self.company.email = "house@house.example.com"
        self.assertTrue(self._line("outgoing", "clients")["done"])
