"""Complaints, callbacks and orders on the screen: who is shown and offered what."""

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .client_common import ClientCommon
from .image_common import picture_bytes
from .views_common import ViewsCommon

EVERYBODY = {"Work", "My Orders", "My Callbacks", "Client Visits", "Items Raised"}
SERVICE = {
    "Complaints",
    "Mail Without a Case",
    "Callbacks",
    "Samples",
    "Orders",
    "Work Plans",
    "Coverage",
}
MANAGER = {
    "To Review",
    "Configuration",
    "Callback Rules",
    "Time Limits",
    "Complaint Categories",
}


@tagged("post_install", "-at_install")
class TestClientViews(ViewsCommon, ClientCommon):
    root = "visitor_management.client_menu_root"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        cls.user_service_next_door = cls._user(
            "service_neighbours",
            "visitor_management.group_client_service",
            company_id=cls.company2.id,
            company_ids=[Command.set(cls.company2.ids)],
        )
        # something to see in every view
        cls._complaint()
        cls._complaint()  # of the same matter, perhaps
        callback = cls._callback(severity="serious")  # the head of engineering calls
        cls.call_of_engineer = callback.with_user(cls.user_engineer)
        cls.order = cls._order(cls._complaint(state="accepted"))
        finished = cls._callback()
        finished.action_reached()
        finished.result = "5"
        finished.action_finish()

    # ------------------------------------------------------------
    # MENUS
    # ------------------------------------------------------------

    def test_each_role_is_shown_its_menus(self):
        for user, offered, hidden in (
            (self.user_host, EVERYBODY, SERVICE | MANAGER),
            (self.user_engineer, EVERYBODY, SERVICE | MANAGER),
            (self.user_leader, EVERYBODY, SERVICE | MANAGER),
            (self.user_service, EVERYBODY | SERVICE, MANAGER),
            (self.user_manager, EVERYBODY | SERVICE | MANAGER, {"Settings"}),
        ):
            with self.subTest(user=user.login):
                menus = self._menus(user)
                names = set(menus.mapped("name"))
                self.assertFalse(offered - names, "not offered")
                self.assertFalse(hidden & names, "offered in vain")
                # the list of visits has the name of the menu that it is in
                visits = self.env.ref("visitor_management.client_visit_menu")
                self.assertIn(visits, menus)

    def test_every_menu_opens_for_whom_it_is_shown(self):
        self._check_menus_open(
            (
                self.user_host,
                self.user_engineer,
                self.user_technician,
                self.user_leader,
                self.user_service,
                self.user_manager,
                self.user_service_next_door,
                self.env.ref("base.user_admin"),
            )
        )

    # ------------------------------------------------------------
    # WHO IS SHOWN WHAT
    # ------------------------------------------------------------

    def _shown(self, user, action):
        action = self.env.ref(f"visitor_management.{action}")
        domain = safe_eval(action.domain or "[]", {"uid": user.id})
        return self.env[action.res_model].with_user(user).search(domain)

    def test_my_orders_are_mine_or_my_departments(self):
        for user in (self.user_host, self.user_service, self.user_cleaner):
            shown = self._shown(user, "client_rectification_action_my")
            self.assertNotIn(self.order.id, shown.ids, user.login)
        shown = self._shown(self.user_engineer, "client_rectification_action_my")
        self.assertIn(self.order.id, shown.ids)
        self.order.with_user(self.user_service).employee_id = self.technician
        shown = self._shown(self.user_technician, "client_rectification_action_my")
        self.assertEqual(shown.ids, self.order.ids)

    def test_a_neighbour_sees_nothing_of_ours(self):
        for action in ("client_complaint_action", "client_callback_action"):
            shown = self._shown(self.user_service_next_door, action)
            self.assertFalse(shown.filtered(lambda r: r.company_id == self.company))

    # ------------------------------------------------------------
    # WHO IS OFFERED WHAT
    # ------------------------------------------------------------

    def test_a_department_reads_a_complaint_and_is_offered_no_step(self):
        steps = {
            "Accept",
            "Handled…",
            "Close Complaint",
            "Close…",
            "Reopen…",
            "Not Ours",
        }
        theirs = self._buttons(self.user_service, "client.complaint")
        self.assertEqual(steps - theirs, {"Close…"}, "a manager's")
        theirs = self._buttons(self.user_manager, "client.complaint")
        self.assertFalse(steps - theirs)
        theirs = self._buttons(self.user_engineer, "client.complaint")
        self.assertFalse(steps & theirs)
        arch = self.env["client.complaint"].with_user(self.user_engineer)
        arch = etree.fromstring(arch.get_view(view_type="form")["arch"])
        self.assertEqual(arch.get("edit"), "False")

    def test_managers_review_and_customer_service_verifies(self):
        self.assertIn("Review", self._buttons(self.user_manager, "client.callback"))
        for user in (self.user_service, self.user_engineer):
            self.assertNotIn("Review", self._buttons(user, "client.callback"))
        verify = {"Verify", "Not Put Right…"}
        theirs = self._buttons(self.user_service, "client.rectification")
        self.assertFalse(verify - theirs)
        theirs = self._buttons(self.user_engineer, "client.rectification")
        self.assertFalse(verify & theirs)

    # ------------------------------------------------------------
    # FORMS
    # ------------------------------------------------------------

    def test_customer_service_writes_a_complaint_down(self):
        form = Form(self.env["client.complaint"].with_user(self.user_service))
        form.partner_id = self.client
        self.assertEqual(form.phone, "+86 138 0013 8000")
        form.content = "The lift stops between floors"
        form.category_id = self.lifts
        form.severity = "major"
        self.assertTrue(form.similar_ids, "the same client, the same category")
        complaint = form.save()
        self.assertTrue(complaint.deadline)
        complaint.action_same_matter()
        self.assertTrue(complaint.parent_id)

    def test_what_blocks_closing_is_said_before(self):
        complaint = self._complaint(state="accepted")
        self._order(complaint)
        complaint.action_handled()
        order, callback = complaint.rectification_ids, complaint.callback_ids
        self.assertIn(order.name, complaint.blocking)
        self.assertIn(callback.name, complaint.blocking)
        order.with_user(self.user_engineer).action_done("Replaced")
        order.action_verify()
        callback.action_reached()
        callback.result = "5"
        self.assertEqual(complaint.blocking.count("\n"), 0)
        callback.action_finish()
        self.assertFalse(complaint.blocking)
        complaint.action_close()

    def test_a_form_says_live_what_finishing_asks_for(self):
        callback = self._callback()
        callback.action_reached()
        form = Form(callback)
        self.assertTrue(form.missing, "no result yet")
        form.result = "4"
        self.assertFalse(form.missing)
        form.result = "2"
        self.assertEqual(len(form.missing.splitlines()), 3)
        form.explained_reason = "The part comes on Friday"
        form.next_date = self._later(9)
        with form.rectification_ids.new() as order:
            order.department_id = self.engineering
            order.requirement = "Replace the door contact"
            order.deadline = self._later(13)
        self.assertFalse(form.missing)
        self.assertTrue(form.early_promise)
        form.save().action_finish()
        self.assertEqual(callback.next_ids.round, 2)

    def test_the_head_of_a_department_calls_by_the_form(self):
        call = self.call_of_engineer
        self.assertEqual(call.caller_id, self.user_engineer)
        call.action_reached()
        form = Form(call)
        form.result = "2"
        form.explained_reason = "The part comes on Friday"
        form.next_date = self._later(9)
        with form.rectification_ids.new() as order:
            order.department_id = self.cleaning
            order.requirement = "Clean the shaft"
            order.deadline = self._later(8)
        form.save().action_finish()
        self.assertEqual(call.state, "finished")

    def test_only_a_manager_puts_a_callback_off(self):
        callback = self._callback()
        form = Form(callback)
        with self.assertRaises(AssertionError):
            form.due_at = f"{self._later(9)} 08:00:00"
        form = Form(callback.with_user(self.user_manager))
        form.due_at = f"{self._later(9)} 08:00:00"
        with self.assertRaises(UserError):
            form.save()
        form.put_off_reason = "Away until then"
        form.save()

    def test_the_preview_of_a_rule_follows_what_is_typed(self):
        form = Form(self.env["client.callback.rule"].with_user(self.user_manager))
        before = form.preview
        form.offset = 9
        self.assertNotEqual(form.preview, before)

    # ------------------------------------------------------------
    # DIALOGS
    # ------------------------------------------------------------

    def _dialog(self, action, record, **values):
        action = self.env.ref(f"visitor_management.{action}")
        context = {
            **safe_eval(action.context),
            "active_model": record._name,
            "active_id": record.id,
        }
        wizard = self.env[action.res_model].with_user(record.env.user)
        form = Form(wizard.with_context(**context))
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_a_department_says_what_was_done_and_shows_it(self):
        order = self.order.with_user(self.user_engineer)
        picture = self.env["ir.attachment"].with_user(self.user_engineer)
        picture = picture.create({"name": "door.png", "raw": picture_bytes("PNG")})
        wizard = self._dialog(
            "client_rectification_done_action", order, result="Contact replaced"
        )
        wizard.attachment_ids = picture
        wizard.action_confirm()
        self.assertEqual(order.state, "done")
        self.assertEqual(picture.res_id, order.id)
        evidence = self.order.with_user(self.user_service).message_ids.attachment_ids
        self.assertEqual(evidence, picture)

    def test_nobody_else_carries_an_order_out(self):
        wizard = self.env["client.rectification.done"].with_user(self.user_host)
        with self.assertRaises(AccessError):
            wizard.create(
                {"rectification_id": self.order.id, "result": "Done"}
            ).action_confirm()

    def test_a_try_in_vain_is_noted(self):
        callback = self._callback()
        dialog = self._dialog(
            "client_callback_try_action", callback, outcome="busy", note="Twice"
        )
        dialog.action_confirm()
        self.assertEqual(callback.attempt_ids.mapped("outcome"), ["busy"])
        self.assertEqual(callback.attempt_ids.note, "Twice")

    def test_reasons_are_asked_for(self):
        complaint = self._complaint()
        dialog = self._dialog(
            "client_complaint_invalid_action", complaint, reason="Another house"
        )
        dialog.action_confirm()
        self.assertEqual(complaint.invalid_reason, "Another house")
        callback = self._callback()
        callback.log_attempt("refused")
        with self.assertRaises(AssertionError):
            self._dialog("client_callback_waive_action", callback)
        self._dialog(
            "client_callback_waive_action", callback, reason="Asked not to"
        ).action_confirm()
        self.assertEqual(callback.state, "waived")

    def test_an_opinion_may_be_left_out(self):
        callback = self._callback()
        callback.action_reached()
        callback.result = "5"
        callback.action_finish()
        callback = callback.with_user(self.user_manager)
        self._dialog("client_callback_review_action", callback).action_confirm()
        self.assertEqual(callback.state, "reviewed")

    def test_the_dialog_asks_for_nothing_but_what_it_knows(self):
        wizard = self.env["ask.reason"].with_user(self.user_service)
        wizard = wizard.create(
            {
                "res_model": "client.complaint",
                "res_id": self._complaint().id,
                "method": "unlink",
                "reason": "Why not",
            }
        )
        with self.assertRaises(UserError):
            wizard.action_confirm()

    # ------------------------------------------------------------
    # SETTINGS
    # ------------------------------------------------------------

    def test_settings_are_those_of_the_company(self):
        settings = self.env["res.config.settings"].create(
            {
                "client_service_department_id": self.cleaning.id,
                "client_repeat_complaints": 4,
                "client_repeat_repairs": 5,
                "client_reminder_days": 2,
            }
        )
        settings.execute()
        self.assertEqual(self.company.client_service_department_id, self.cleaning)
        self.assertEqual(self.company.client_repeat_complaints, 4)
        self.assertEqual(self.company.client_repeat_repairs, 5)
        self.assertEqual(self.company.client_reminder_days, 2)
        complaint = self.env["client.complaint"].with_user(self.user_service).new()
        self.assertEqual(complaint.department_id._origin, self.cleaning)
