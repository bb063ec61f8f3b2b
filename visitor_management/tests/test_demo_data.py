from odoo import fields
from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import SQL, convert_file

from ..tools import service_hours
from ..tools.opening_hours import to_local

MODULE = "visitor_management"
# On which screen each login opens.
SCREENS = {
    "host": "visitor_visit_action_my",
    "host2": "visitor_visit_action_my",
    "escort": "visitor_escort_my_action",
    "hr": "visitor_escort_board_action",
    "reception": "visitor_reception_action",
    "security": "visitor_reception_action",
    "visitor_admin": "visitor_reception_action",
    "service": "client_work_list_action",
    "service_manager": "client_work_list_action",
    "leader": "client_leadership_action",
}


class DemoDataCase(TransactionCase):
    """The demonstration, loaded at some hour: reception has a day to work on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedules = cls._schedules()
        for path in Manifest.for_addon(MODULE)["demo"]:
            convert_file(cls.env, MODULE, path, {}, mode="init", noupdate=True)
        cls.reception = cls._demo("user_reception")
        cls.site = cls._demo("site_harbour")

    @classmethod
    def _schedules(cls):
        """The companies' working schedules, hour by hour."""
        companies = cls.env["res.company"].search([])
        return {
            company: (
                calendar,
                calendar.tz,
                calendar.attendance_ids.mapped(
                    lambda line: (line.dayofweek, line.hour_from, line.hour_to)
                ),
            )
            for company in companies
            for calendar in company.resource_calendar_id
        }

    @classmethod
    def _demo(cls, name):
        return cls.env.ref(f"{MODULE}.{name}")

    def _check_reception(self):
        """What the receptionist of Harbour Tower sees, and the next who comes in."""
        screen = self.env["visitor.reception"].with_user(self.reception)
        people = screen.read_day(self.site.id)["people"]
        shown = self.env["visitor.registration"].browse(each["id"] for each in people)
        by_state = {state: len(each) for state, each in shown.grouped("state").items()}
        # who overstays since yesterday has no valid pass after midnight
        self.assertGreaterEqual(by_state["inside"], 5)
        self.assertEqual(by_state["outside"], 1)
        self.assertEqual(by_state["left"], 2)
        self.assertGreaterEqual(by_state["expected"], 12)
        names = shown.mapped("name")
        self.assertIn("Zhang Wei 张伟", names, "expected, with a Chinese name")
        self.assertIn("Wang Fang 王芳", names, "the walk-in")
        self.assertNotIn("Hu Die 胡蝶", names, "a draft is nobody's business")
        answer = self._demo("registration_zhang").with_user(self.reception).check_in()
        self.assertEqual(answer["status"], "granted", answer)


@tagged("post_install", "-at_install")
@freeze_time("2030-05-14 15:55:00")  # 23:55 in Shanghai
class TestDemoData(DemoDataCase):
    def test_reception_before_midnight(self):
        self._check_reception()

    def test_every_state_is_there(self):
        visits = self.env["visitor.visit"].search([("site_id", "=", self.site.id)])
        states = dict(visits._fields["state"].selection)
        self.assertEqual(set(visits.mapped("state")), set(states))
        self.assertEqual(len(self._demo("visit_tour").registration_ids), 12)
        self.assertEqual(self._demo("card_0412").state, "lost")
        self.assertLess(self._demo("visit_no_show").stop, fields.Datetime.now())

    def test_each_role_has_a_login_and_nobody_has_a_password(self):
        logins = ["host", "host2", "reception", "escort", "hr", "security"]
        logins += ["service", "service_manager", "leader", "visitor_admin"]
        users = self.env["res.users"].search([("login", "in", logins)])
        self.assertEqual(len(users), len(logins))
        self.assertTrue(all(user.employee_id for user in users))
        self.env.cr.execute(
            "SELECT count(*) FROM res_users WHERE id IN %s AND password IS NOT NULL",
            [tuple(users.ids)],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_each_login_opens_on_its_own_screen(self):
        for login, screen in SCREENS.items():
            user = self._demo(f"user_{login}")
            action = self._demo(screen)
            with self.subTest(login=login):
                self.assertEqual(user.action_id.id, action.id)
                menus = self.env["ir.ui.menu"].with_user(user)
                menus = menus.browse(menus._visible_menu_ids())
                opened = action in [each.action for each in menus]
                self.assertTrue(opened, "what is not on the menu is not theirs")

    def test_the_working_schedule_of_the_company_is_left_alone(self):
        self.assertEqual(self._schedules(), self.schedules)

    def test_one_kind_keeps_full_numbers(self):
        person = self._demo("registration_xie")
        self.assertEqual(person.visit_id.type_id.identity_storage, "full")
        identity = self.env["visitor.identity"].search(
            [("registration_id", "=", person.id)]
        )
        shown = identity.with_user(self._demo("user_security"))
        self.assertEqual(shown.reveal("Asked by the bank"), "L898902C3")

    def test_what_waits_for_whom(self):
        visits = self.env["visitor.visit"]
        for login, key in (("host", "to_approve"), ("security", "works")):
            user = self._demo(f"user_{login}")
            found = visits.with_user(user).search([("may_approve", "=", True)])
            self.assertEqual(found, self._demo(f"visit_{key}"))
        contractor = self._demo("registration_ma")
        missing = ["identity_missing", "photo_missing"]
        self.assertEqual(contractor.blocker_codes, missing)


@tagged("post_install", "-at_install")
@freeze_time("2030-05-14 16:05:00")  # 00:05 in Shanghai
class TestDemoDataAfterMidnight(DemoDataCase):
    def test_reception_after_midnight(self):
        self._check_reception()


class DemoClientsTests:
    """The demonstration of client relations: everybody finds a full day."""

    allow_inherited_tests_method = True

    def _shown(self, model, login, *domain):
        return self.env[model].with_user(self._demo(f"user_{login}")).search(domain)

    def test_complaints_are_in_every_state(self):
        complaints = self._shown("client.complaint", "service")
        states = dict(complaints._fields["state"].selection)
        self.assertEqual(set(complaints.mapped("state")), set(states))
        self.assertTrue(complaints.filtered("is_late"))
        self.assertFalse(
            complaints.filtered(lambda each: not each.category_id.complete_name)
        )

    def test_callbacks_are_in_every_state(self):
        callbacks = self._shown("client.callback", "service")
        states = set(callbacks.mapped("state"))
        self.assertLessEqual(
            {"planned", "finished", "archived", "waived", "unreachable"}, states
        )
        late = callbacks.filtered(lambda c: c.is_late and c.state == "planned")
        self.assertTrue(late, "some are late")
        self.assertEqual(max(callbacks.mapped("round")), 3)
        self.assertTrue(callbacks.filtered("analysis_required"), "the third repair")

    def test_each_has_something_to_do(self):
        for login, model, domain in (
            ("service", "client.complaint", ("state", "=", "new")),
            ("service_manager", "client.callback", ("state", "=", "finished")),
            ("host2", "client.rectification", ("state", "=", "accepted")),
            ("host2", "client.callback", ("state", "=", "planned")),
            ("escort", "client.rectification", ("is_late", "=", True)),
            ("security", "client.rectification", ("state", "=", "sent")),
            ("service", "client.callback.draw", ("state", "=", "draft")),
        ):
            with self.subTest(login=login, model=model):
                self.assertTrue(self._shown(model, login, domain))
        self.assertFalse(self._shown("client.complaint", "host"))

    def test_calls_are_at_hours_at_which_people_call(self):
        """Whenever it is installed: never at night, never on a Sunday."""
        company = self._demo("complaint_lift").company_id
        calendar, tz = company._service_calendar(), company._client_tz()
        calls = self._shown("client.callback", "service")
        moments = {
            *calls.mapped("due_at"),
            *calls.filtered("reached_at").mapped("reached_at"),
            *calls.attempt_ids.mapped("at"),
        }
        self.assertGreater(len(moments), 10)
        for moment in moments:
            spans = service_hours.of_day(calendar, to_local(moment, tz).date())
            with self.subTest(moment=moment):
                self.assertTrue(any(low <= moment <= high for low, high in spans))

    def test_what_was_there_keeps_its_times(self):
        """The demonstration may be added to a database that is in use."""
        shown = self._demo("complaint_lift")
        real = shown.create(
            {"partner_id": shown.partner_id.id, "content": "It rained in"}
        )
        night = shown.received_at.replace(hour=18)  # 02:00 in Shanghai
        ids = tuple((real | shown).ids)
        self.env.execute_query(
            SQL(
                "UPDATE client_complaint SET received_at = %s WHERE id IN %s "
                "RETURNING id",
                night,
                ids,
            )
        )
        self.env.invalidate_all()
        self.env["client.callback"]._demo_hours()
        self.assertEqual(real.received_at, night)
        self.assertNotEqual(shown.received_at, night)

    def test_what_they_say_is_chinese_and_english(self):
        complaint = self._demo("complaint_lift")
        self.assertIn("Lift 2", complaint.content)
        self.assertIn("电梯", complaint.content)


@tagged("post_install", "-at_install")
@freeze_time("2030-05-14 02:30:00")  # a Tuesday morning
class TestDemoClients(DemoClientsTests, DemoDataCase):
    pass


@tagged("post_install", "-at_install")
@freeze_time("2028-02-27 15:55:00")  # a Sunday before midnight, two days before 29th
class TestDemoClientsOnSunday(DemoClientsTests, DemoDataCase):
    pass
