"""Somebody leaves: nothing new comes to them, and who goes on with what is open."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .client_common import MONDAY, ClientCommon


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLeaverGetsNothingNew(ClientCommon):
    """What picks a person by itself picks somebody who is at work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_boss = cls._user("boss", "base.group_user")
        cls.boss = cls._employee("Eva Boss", cls.user_boss)
        cls.technics = cls.env["hr.department"].create(
            {"name": "Technics", "manager_id": cls.boss.id}
        )
        cls.engineering.parent_id = cls.technics
        cls.engineer.department_id = cls.engineering
        cls.technician.department_id = cls.engineering
        cls.user_service.employee_id.department_id = cls.service

    def _on_list(self, record):
        return record.sudo().activity_ids.user_id

    # ------------------------------------------------------------
    # CALLBACKS
    # ------------------------------------------------------------

    def test_the_next_round_goes_to_somebody_at_work(self):
        callback = self._callback()
        callback.action_take()
        callback.action_reached()
        callback.write(
            {
                "result": "2",
                "explained_reason": "The part is ordered",
                "next_date": "2026-11-30",
            }
        )
        self._order(callback)
        self.user_service.active = False
        callback.with_user(self.user_service2).action_finish()
        following = callback.sudo().next_ids
        self.assertEqual(following.caller_id, self.user_manager, "heads the service")
        self.assertEqual(self._on_list(following), self.user_manager)

    def test_the_head_has_left_the_head_of_customer_service_calls(self):
        for left in (self.engineer, self.user_engineer):
            left.active = False
            callback = self._callback(severity="serious")
            self.assertEqual(callback.caller_id, self.user_manager, left._name)
            left.active = True
        callback = self._callback(severity="serious")
        self.assertEqual(callback.caller_id, self.user_engineer)

    def test_of_a_department_that_never_had_a_head_customer_service_s_head_calls(self):
        self.engineering.manager_id = False
        callback = self._callback(severity="serious")
        self.assertEqual(callback.caller_id, self.user_manager)

    def test_the_only_manager_has_left(self):
        """Then it is an administrator; without one nobody's, never theirs."""
        (self.engineer | self.manager).active = False
        stand_in = self.env["visitor.stand.in"]
        managers = self.env.ref("visitor_management.group_client_manager").all_user_ids
        found = stand_in._deputy(self.company, self.engineering)
        self.assertIn(found, managers - self.user_manager)
        managers.active = False
        self.assertFalse(stand_in._deputy(self.company, self.engineering))
        callback = self._callback(severity="serious")
        self.assertFalse(callback.caller_id)

    def test_who_reaches_the_client_of_a_leaver_is_the_caller(self):
        callback = self._callback()
        callback.action_take()
        self.user_service.active = False
        callback = callback.with_user(self.user_service2)
        callback.action_reached()
        self.assertEqual(callback.caller_id, self.user_service2)

    def test_a_client_who_rates_by_the_link_of_a_leaver(self):
        self.client.email = "chen@example.com"
        callback = self._callback()
        callback.email = "chen@example.com"
        self._mail_link(callback)
        rating = callback.sudo().rating_ids
        self.user_service.active = False
        rating._rate("1", "1", "Still broken")
        self.assertEqual(callback.sudo().caller_id, self.user_manager)
        self.assertEqual(self._on_list(callback), self.user_manager)

    # ------------------------------------------------------------
    # COMPLAINTS AND ORDERS
    # ------------------------------------------------------------

    def test_orders_go_to_the_head_when_the_doer_has_left(self):
        order = self._order(
            self._complaint(state="accepted"), employee_id=self.technician.id
        )
        self.technician.active = False
        order.with_user(self.user_engineer).action_done("Replaced")
        order.with_user(self.user_manager).action_reopen("No")
        self.assertEqual(self._on_list(order), self.user_engineer)

    def test_an_order_to_a_department_whose_head_has_left(self):
        """It goes to somebody who may read it and say who carries it out."""
        self.engineer.active = False
        order = self._order(self._complaint(state="accepted"))
        self.assertEqual(self._on_list(order), self.user_manager)
        order.with_user(self.user_manager).employee_id = self.technician
        self.assertEqual(self._on_list(order), self.user_technician)

    def test_a_late_order_climbs_past_who_has_left(self):
        order = self._order(
            self._complaint(state="accepted"), employee_id=self.technician.id
        ).sudo()
        self.user_engineer.active = False
        department, user = order._next_manager()
        self.assertEqual((department, user), (self.technics, self.user_boss))
        self.boss.active = False
        department, user = order._next_manager()
        self.assertEqual(user, self.user_manager)

    def test_who_ordered_has_left_another_verifies(self):
        order = self._order(self._complaint(state="accepted"))
        self.user_service.active = False
        order.with_user(self.user_engineer).action_done("Replaced")
        self.assertEqual(self._on_list(order), self.user_manager)

    def test_a_complaint_by_mail_comes_to_who_stands_in(self):
        self.manager.active = False
        deputy = self.env["visitor.stand.in"]._deputy(self.company)
        self.assertNotEqual(deputy, self.user_manager)
        complaint = self._complaint(department_id=self.service.id).sudo()
        complaint._welcome()
        self.assertEqual(self._on_list(complaint), deputy)
        self.assertNotIn(self.user_manager.partner_id, complaint.message_partner_ids)

    def test_a_follower_who_has_left_hears_no_more(self):
        """Neither by mail: what a client writes is not for who works elsewhere."""
        complaint = self._complaint().sudo()
        people = self.user_service.partner_id | self.user_service2.partner_id
        complaint.message_subscribe(people.ids)
        for left in (self.user_service, self.user_service.employee_id):
            left.active = False
            message = complaint.message_post(
                body="I can hear it at night",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            told = message.notified_partner_ids
            self.assertIn(self.user_service2.partner_id, told)
            self.assertNotIn(self.user_service.partner_id, told)
            left.active = True

    def test_the_desk_is_not_sent_to_who_has_left(self):
        self._complaint(severity="major", partner_id=self.client2.id)
        visit = self._visit(partner_id=self.client2.id)
        visit = visit.with_user(self.user_reception)
        self.assertIn(self.manager.name, visit.client_hint)
        self.manager.active = False
        visit.invalidate_recordset()
        self.assertTrue(visit.client_hint)
        self.assertNotIn(self.manager.name, visit.client_hint)

    def test_statistics_are_submitted_to_somebody_at_work(self):
        forms = self.env["client.callback.statistics"].with_user(self.user_manager)
        form = forms.browse(forms.generate("2026-10-01", self.engineering.id))
        form.recipient_id = self.user_leader
        self.user_leader.active = False
        with self.assertRaisesRegex(UserError, "has left"):
            form.action_submit()
        form.recipient_id = False
        form.action_submit()

    # ------------------------------------------------------------
    # CLIENT VISITS
    # ------------------------------------------------------------

    def _item(self, employee):
        visit = self.env["client.visit"].with_user(self.user_service)
        visit = visit.create({"partner_id": self.client.id})
        item = self.env["client.visit.item"].with_env(visit.env)
        return item.create(
            {
                "visit_id": visit.id,
                "content": "It is cold",
                "escalated_to_id": employee.id,
                "deadline": "2026-11-24",
            }
        ).sudo()

    def test_an_item_climbs_past_who_has_left(self):
        item = self._item(self.technician)
        (self.technician | self.engineer).active = False
        item.activity_unlink(
            ["visitor_management.mail_activity_type_client_item_solve"]
        )
        item._remind(item.visit_id.company_id._client_today())
        self.assertFalse(item.activity_ids, "nothing new for who has left")
        item._climb()
        self.assertEqual(item.climbed_to_id, self.boss)
        self.assertEqual(item.activity_ids.user_id, self.user_boss)

    def test_somebody_at_work_tells_the_client_of_the_solution(self):
        item = self._item(self.technician)
        self.user_service.active = False
        item.solution = "The heating is repaired"
        self.assertEqual(item.activity_ids.user_id, self.user_manager)

    def test_a_work_plan_sends_nobody_who_has_left(self):
        people = self.technician | self.cleaner
        plan = self.env["client.visit.plan"].create(
            {
                "name": "Tenants",
                "client_domain": str([("id", "in", (self.client | self.client2).ids)]),
                "frequency": "month",
                "date_from": "2026-12-01",
                "date_to": "2027-02-28",
                "line_ids": [
                    Command.create({"employee_id": person.id}) for person in people
                ],
            }
        )
        self.technician.active = False
        plan.generate()
        self.assertEqual(plan.visit_ids.line_ids.employee_id, self.cleaner)
        self.user_cleaner.active = False
        with self.assertRaisesRegex(UserError, "who visits"):
            plan.generate()


@tagged("post_install", "-at_install")
class TestLeaverAsHost(ClientCommon):
    """The visitors of a host who has left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_host.notification_type = "inbox"
        cls.employee.parent_id = cls.employee2

    def test_a_draft_is_not_announced_to_who_has_left(self):
        visit = self._visit(self.user_host2, host_id=self.employee.id)
        self.employee.active = False
        with self.assertRaisesRegex(UserError, "has left"):
            visit.action_submit()
        visit.host_id = self.employee2
        visit.action_submit()

    def _arrive(self, visit):
        person = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(person.check_in()["status"], "granted")
        messages = self.env["mail.message"].search(
            [("model", "=", "visitor.visit"), ("res_id", "=", visit.id)]
        )
        return messages.filtered(
            lambda each: each.subject and "has left are here" in each.subject
        ).notified_partner_ids

    def test_the_manager_hears_of_the_arrival(self):
        """An approved visit goes on."""
        visit = self._registration().visit_id
        self.user_host.active = False
        self.assertEqual(self._arrive(visit), self.user_host2.partner_id)

    def test_without_a_manager_it_stays_visible_at_the_desk(self):
        visit = self._registration().visit_id
        self.employee.parent_id = self.employee.department_id = False
        self.employee.active = False
        day = self.env["visitor.reception"].with_user(self.user_reception)
        rows = day.read_day(self.site.id)["visits"]
        row = next(each for each in rows if each["id"] == visit.id)
        self.assertIn(self.employee.name, row["host"])
        self.assertIn("has left", row["host"])
        self.assertFalse(self._arrive(visit))

    def test_a_walk_in_is_not_sent_to_who_has_left(self):
        desk = self.env["visitor.reception"].with_user(self.user_reception)
        self.assertTrue(desk.find_hosts(self.site.id, self.employee.name))
        self.user_host.active = False
        self.assertFalse(desk.find_hosts(self.site.id, self.employee.name))

    def test_who_announced_a_visit_and_left_is_not_written_to(self):
        visit = self._visit(
            self.user_host, host_id=self.employee2.id, type_id=self.type_host.id
        )
        visit.action_submit()
        self.user_host.active = False
        visit.with_user(self.user_host2).action_refuse("Not today")
        self.assertFalse(self._told(visit))
        self.assertEqual(visit.sudo().state, "refused")

    def test_a_visit_of_tomorrow_is_on_the_list_of_the_desk(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        visit = self._visit(start=tomorrow, stop=tomorrow + timedelta(hours=1))
        visit.action_submit()
        self.employee.active = False
        lines = self.env["visitor.handover"].with_user(self.user_reception).search([])
        self.assertIn(visit.id, lines.mapped("res_id"))
        self.assertEqual(set(lines.mapped("kind")), {"visit"})
