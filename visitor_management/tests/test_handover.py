"""What somebody left open: who sees it, who is told, and one action to hand it over."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .client_common import MONDAY, ClientCommon
from .views_common import ViewsCommon

KINDS = {"callback", "order", "item", "client_visit", "plan", "visit"}


class HandoverCommon(ClientCommon):
    """Tom, of engineering, has one of each open. Olga goes on when he leaves."""

    @classmethod
    @freeze_time(MONDAY)
    def setUpClass(cls):
        super().setUpClass()
        cls.user_gone = cls._user("gone", "base.group_user")
        cls.gone = cls._employee("Tom Gone", cls.user_gone)
        cls.user_heir = cls._user("heir", "base.group_user")
        cls.heir = cls._employee("Olga Heir", cls.user_heir)
        cls.engineer.department_id = cls.gone.department_id = cls.engineering
        cls.heir.department_id = cls.engineering
        cls.callback = cls._callback()
        cls.callback.caller_id = cls.user_gone
        cls.order = cls._order(
            cls._complaint(state="accepted"), employee_id=cls.gone.id
        )
        goes = [Command.create({"employee_id": cls.gone.id})]
        cls.visit = cls.env["client.visit"].create(
            {"partner_id": cls.client.id, "line_ids": goes}
        )
        cls.item = cls.env["client.visit.item"].create(
            {
                "visit_id": cls.visit.id,
                "content": "It is cold",
                "escalated_to_id": cls.gone.id,
                "deadline": "2099-01-01",
            }
        )
        cls.plan = cls.env["client.visit.plan"].create(
            {"name": "Tenants", "date_to": "2099-01-01", "line_ids": goes}
        )
        cls.host_visit = cls._visit(
            cls.user_host, host_id=cls.gone.id, type_id=cls.type_host.id
        )
        cls.host_visit.action_submit()
        cls.env.flush_all()

    def _lines(self, user=None):
        lines = self.env["visitor.handover"]
        lines = lines.with_user(user).sudo(False) if user else lines
        return lines.search([("owner", "=", self.gone.name)])

    def _leave(self):
        self.gone.active = False
        return self._lines()

    def _hand_over(self, lines, **values):
        action = lines.action_hand_over()
        wizard = self.env[action["res_model"]].with_env(lines.env)
        form = Form(wizard.with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        wizard = form.save()
        wizard.action_confirm()
        self.env.invalidate_all()
        return wizard

    def _on_list(self, record, user):
        return record.sudo().activity_ids.filtered(lambda each: each.user_id == user)

    def _owners(self):
        return {
            "callback": self.callback.sudo().caller_id.employee_ids,
            "order": self.order.sudo().employee_id,
            "item": self.item.escalated_to_id,
            "client_visit": self.visit.line_ids.employee_id,
            "plan": self.plan.line_ids.employee_id,
            "visit": self.host_visit.sudo().host_id,
        }


@tagged("post_install", "-at_install")
class TestHandover(HandoverCommon):
    # ------------------------------------------------------------
    # THE LIST
    # ------------------------------------------------------------

    def test_what_is_open_of_a_leaver_stands_in_one_list(self):
        self.assertFalse(self._lines())
        for left in (self.gone, self.user_gone):
            left.active = False
            lines = self._lines()
            self.assertEqual(set(lines.mapped("kind")), KINDS, left._name)
            self.assertEqual(len(lines), 6)
            self.assertEqual(lines.employee_id, self.gone)
            self.assertEqual(lines.department_id, self.engineering)
            left.active = True
            self.assertFalse(self._lines(), "back again: theirs again")

    def test_a_user_without_an_employee(self):
        user = self._user("loner", "visitor_management.group_client_service")
        self.callback.caller_id = user
        user.active = False
        line = self.env["visitor.handover"].search([("user_id", "=", user.id)])
        self.assertEqual(line.kind, "callback")
        self.assertEqual(line.owner, user.name)

    def test_an_employee_who_moved_to_another_company(self):
        self._other_company()
        employees = self.env["hr.employee"]
        self.gone.active = False
        employees.create(
            {
                "name": "Tom Gone",
                "user_id": self.user_gone.id,
                "company_id": self.company2.id,
            }
        )
        self.assertEqual(set(self._lines().mapped("kind")), KINDS, "left ours")

    def test_an_order_to_a_department_whose_head_has_left(self):
        self.order.sudo().employee_id = False
        self.engineer.active = False
        lines = self.env["visitor.handover"].search(
            [("employee_id", "=", self.engineer.id)]
        )
        self.assertEqual(lines.mapped("res_id"), self.order.ids)

    def test_a_head_who_is_employed_elsewhere_and_works_here(self):
        """Gets what comes, so nothing of it is left behind."""
        self._other_company()
        self.order.sudo().employee_id = False
        user = self._user(
            "head_of_two",
            "base.group_user",
            company_id=self.company2.id,
            company_ids=[Command.set((self.company | self.company2).ids)],
        )
        head = self.env["hr.employee"].create(
            {
                "name": "Hu Both",
                "user_id": user.id,
                "company_id": self.company2.id,
            }
        )
        self.engineering.company_id = False
        self.engineering.manager_id = head
        lines = self.env["visitor.handover"].search([("employee_id", "=", head.id)])
        self.assertEqual(self.order.sudo()._doer(), user)
        self.assertFalse(lines)
        user.company_ids = self.company2
        self.assertNotEqual(self.order.sudo()._doer(), user)
        self.env.flush_all()
        self.assertEqual(lines.search([("employee_id", "=", head.id)]).kind, "order")

    def test_who_moved_to_another_company_gets_nothing_new_here(self):
        self._other_company()
        self.gone.sudo().company_id = self.company2
        stand_in = self.env["visitor.stand.in"]
        self.assertTrue(stand_in._has_left(self.gone, self.company))
        self.assertFalse(stand_in._has_left(self.gone, self.company2))
        self.assertIn("order", self._lines().mapped("kind"))
        self.assertNotEqual(self.order.sudo()._doer(), self.user_gone)

    def test_above_a_department_that_has_no_head(self):
        team = self.env["hr.department"].create(
            {"name": "Team", "parent_id": self.engineering.id}
        )
        self.heir.write({"department_id": team.id, "parent_id": False})
        above = self.env["visitor.stand.in"]._superior(self.heir)
        self.assertEqual(above, self.engineer)

    def test_what_is_over_is_not_left(self):
        self.order.with_user(self.user_gone).action_done("Replaced")
        managers = self.callback.with_user(self.user_manager)
        managers.action_waive("Asked not to be called")
        self.visit.with_user(self.user_service).action_cancel("Moved out")
        self.plan.active = False
        self.item.solution = "Repaired"
        self.host_visit.action_cancel("Ill")
        self.assertFalse(self._leave())

    @freeze_time(MONDAY)
    def test_what_is_due_today_is_not_past_due(self):
        self.order.deadline = MONDAY.date()
        order = self._leave().filtered(lambda line: line.kind == "order")
        self.assertFalse(order.is_late)
        self.assertEqual(order.due_on, MONDAY.date())
        # as a day goes by: nobody orders for a day that is over
        self._put(self.order, deadline=MONDAY.date() - timedelta(days=1))
        self.assertTrue(order.is_late)

    def test_who_sees_it(self):
        """Managers client matters, the desk visits, heads what is of their people."""
        self._leave()
        neighbour = self._user("nobody", "base.group_user")
        for user, kinds in (
            (self.user_manager, KINDS - {"visit"}),
            (self.user_reception, {"visit"}),
            (self.user_security, {"visit"}),
            (self.user_admin, {"visit"}),
            (self.user_engineer, KINDS),
            (self.user_cleaner, set()),
            (self.user_service, set()),
            (self.user_gone, set()),
            (neighbour, set()),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(set(self._lines(user).mapped("kind")), kinds)

    def test_the_head_above_sees_it_when_the_head_has_left(self):
        self.engineering.parent_id = self.cleaning
        self._leave()
        self.assertEqual(set(self._lines(self.user_cleaner).mapped("kind")), KINDS)

    def test_another_company_sees_nothing(self):
        self._other_company()
        manager = self._user(
            "manager_next_door",
            "visitor_management.group_client_manager",
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        self._leave()
        self.assertFalse(self._lines(manager))

    def test_a_line_says_nothing_of_the_client(self):
        self._leave()
        shown = str(self._lines(self.user_engineer).read())
        for word in (self.client.name, "lift stops", "It is cold", "Zhang Wei"):
            self.assertNotIn(word, shown)
        self.assertIn(self.callback.name, shown)

    def test_a_document_opens_for_who_may_read_it(self):
        self._leave()
        for user, kind in (
            (self.user_manager, "callback"),
            (self.user_engineer, "order"),
        ):
            line = self._lines(user).filtered(lambda each, kind=kind: each.kind == kind)
            self.assertEqual(line.action_open()["res_id"], line.res_id)
        lines = self._lines(self.user_engineer)
        with self.assertRaises(AccessError):
            lines.filtered(lambda each: each.kind == "callback").action_open()

    # ------------------------------------------------------------
    # HAND OVER
    # ------------------------------------------------------------

    def test_all_of_it_is_handed_over_at_once(self):
        """Employee and login are set right, the list of the other one has it."""
        self._leave()
        line = self._lines(self.user_engineer)[:1]
        self._hand_over(line, scope="all", employee_id=self.heir)
        for kind, owner in self._owners().items():
            self.assertEqual(owner, self.heir, kind)
        for record in (self.callback, self.order, self.item, self.host_visit):
            self.assertTrue(self._on_list(record, self.user_heir), record._name)
            self.assertFalse(self._on_list(record, self.user_gone), record._name)
        self.assertEqual(self.callback.sudo().caller_id, self.user_heir)
        self.assertFalse(self._lines())
        self.host_visit.with_user(self.user_heir).action_approve()

    def test_the_history_says_who_handed_it_over(self):
        self._leave()
        self._hand_over(self._lines(self.user_manager), employee_id=self.heir)
        for record, before, after in (
            (self.callback, self.user_gone, self.user_heir),
            (self.order, self.gone, self.heir),
            (self.item, self.gone, self.heir),
            (self.visit, self.gone, self.heir),
        ):
            said = " ".join(record.sudo().message_ids.mapped("body"))
            for name in (self.user_manager.name, before.name, after.name):
                self.assertIn(name, said, record._name)

    def test_only_what_was_chosen(self):
        self._leave()
        lines = self._lines(self.user_manager)
        order = lines.filtered(lambda line: line.kind == "order")
        wizard = self._hand_over(order, employee_id=self.heir)
        self.assertEqual(wizard.user_id, self.user_heir)
        self.assertEqual(self.order.sudo().employee_id, self.heir)
        self.assertEqual(self.callback.sudo().caller_id, self.user_gone)
        self.assertEqual(len(self._lines()), 5)

    def test_the_new_owner_is_told_once(self):
        self._leave()
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        self._hand_over(self._lines(self.user_manager), employee_id=self.heir)
        told = self.env["mail.message"].search(
            [
                ("id", ">", before),
                ("notified_partner_ids", "in", self.user_heir.partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("5", told.subject)
        self.assertIn(self.order.sudo().name, told.body)
        self.assertNotIn("owner-has-left", told.body, "nothing is left there any more")

    def test_to_do_of_a_leaver_goes_along(self):
        todo = self.callback.sudo().activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_gone.id
        )
        self._leave()
        self._hand_over(self._lines(self.user_manager), employee_id=self.heir)
        self.assertEqual(todo.user_id, self.user_heir)

    def test_who_goes_there_already_is_not_named_twice(self):
        line = {"employee_id": self.heir.id}
        self.visit.line_ids = [Command.create(line)]
        self.plan.line_ids = [Command.create(line)]
        self._leave()
        self._hand_over(self._lines(self.user_manager), employee_id=self.heir)
        self.assertEqual(self._owners()["client_visit"], self.heir)
        self.assertEqual(len(self.visit.line_ids), 1)
        self.assertEqual(len(self.plan.line_ids), 1)

    def test_callbacks_go_to_a_login_without_an_employee(self):
        self._leave()
        user = self._user("loner", "visitor_management.group_client_service")
        lines = self._lines(self.user_manager)
        callback = lines.filtered(lambda line: line.kind == "callback")
        self._hand_over(callback, user_id=user)
        self.assertEqual(self.callback.sudo().caller_id, user)
        with self.assertRaisesRegex(UserError, "employee of"):
            self._hand_over(self._lines(self.user_manager), user_id=user)

    def test_callbacks_need_a_login(self):
        plain = self.env["hr.employee"].create({"name": "No Login"})
        self._leave()
        with self.assertRaisesRegex(UserError, "sign in"):
            self._hand_over(self._lines(self.user_manager), employee_id=plain)
        lines = self._lines(self.user_manager)
        order = lines.filtered(lambda line: line.kind == "order")
        self._hand_over(order, employee_id=plain)
        self.assertEqual(self.order.sudo().employee_id, plain)

    def test_not_to_another_leaver_and_not_to_nobody(self):
        self._leave()
        self.user_cleaner.active = False
        lines = self._lines(self.user_manager)
        for person in (self.cleaner, self.gone):
            with self.assertRaisesRegex(UserError, "has left, too"):
                self._hand_over(lines, employee_id=person)
        with self.assertRaisesRegex(UserError, "who goes on"):
            self._hand_over(lines)

    def test_a_head_hands_over_within_the_department(self):
        self._leave()
        lines = self._lines(self.user_engineer)
        with self.assertRaises(AccessError):
            self._hand_over(lines, employee_id=self.cleaner)
        self._hand_over(lines, employee_id=self.engineer)
        self.assertFalse(self._lines())

    def test_login_and_employee_are_one_person(self):
        """Else a head would name somebody of the department and give it to another."""
        self._leave()
        mate = self._employee("Mia Mate", self.env["res.users"])
        mate.department_id = self.engineering
        portal = self._user("portal_heir", "base.group_portal")
        for giver in (self.user_engineer, self.user_manager):
            lines = self._lines(giver)
            for user, employee, why in (
                (self.user_host2, mate, "not that of the employee"),
                (self.user_heir, mate, "not that of the employee"),
                (giver, self.cleaner, "not that of the employee"),
                (portal, mate, "not that of the employee"),
                (portal, self.env["hr.employee"], "Choose a colleague"),
            ):
                with (
                    self.subTest(giver=giver.login, user=user.login),
                    self.assertRaisesRegex(UserError, why),
                ):
                    lines._give_to(user, employee)
        self.assertEqual(len(self._lines()), 6)

    def test_nobody_hands_over_what_is_not_theirs(self):
        self._leave()
        lines = self._lines()
        for user in (self.user_service, self.user_heir, self.user_host2):
            theirs = lines.with_user(user).sudo(False)
            self.assertRaises(AccessError, theirs.action_hand_over)
            self.assertRaises(AccessError, theirs._give_to, user, self.heir)
            wizards = self.env["visitor.handover.wizard"].with_user(user)
            with self.assertRaises(AccessError):
                wizards.create({"line_ids": [Command.set(lines.ids)]})
            with self.assertRaisesRegex(UserError, "Nothing is open"):
                wizards.create({"employee_id": self.heir.id}).action_confirm()
        self.assertEqual(len(self._lines()), 6)

    def test_a_visit_goes_on_with_another_host(self):
        """Approved already: it stays approved, the history names nobody."""
        self.host_visit.with_user(self.user_gone).action_approve()
        self._leave()
        self._hand_over(self._lines(self.user_reception), employee_id=self.heir)
        visit = self.host_visit.sudo()
        self.assertEqual((visit.host_id, visit.state), (self.heir, "approved"))
        said = " ".join(visit.message_ids.mapped("body"))
        self.assertNotIn(self.gone.name, said)
        self.assertIn("another host", said)

    # ------------------------------------------------------------
    # HOW MUCH IT ASKS
    # ------------------------------------------------------------

    @freeze_time(MONDAY)
    def test_the_list_asks_as_much_for_ten_as_for_two(self):
        self._leave()
        lines = self.env["visitor.handover"].with_user(self.user_manager)
        names = ["owner", "kind", "name", "due_on", "status", "department_id"]

        def show():
            return lines.search_read([("owner", "=", self.gone.name)], names)

        def look():
            orders = self.env["client.rectification"].with_user(self.user_manager)
            orders.search([("owner_has_left", "=", True)]).mapped("owner_has_left")

        few = self._count_queries(show), self._count_queries(look)
        self.gone.active = True
        for _number in range(9):
            self._order(self.order.complaint_id, employee_id=self.gone.id)
        self.gone.active = False
        self.assertEqual(len(show()), 14)
        self.assertEqual((self._count_queries(show), self._count_queries(look)), few)


@tagged("post_install", "-at_install")
class TestLeaving(HandoverCommon):
    """The act of archiving."""

    def _told(self, user):
        return self.env["mail.message"].search(
            [
                ("notified_partner_ids", "in", user.partner_id.ids),
                ("subject", "ilike", self.gone.name),
            ]
        )

    def test_the_manager_is_told_once_how_much_is_open(self):
        self.gone.active = False
        self.user_gone.active = False
        told = self._told(self.user_engineer)
        self.assertEqual(len(told), 1, "once for employee and login")
        self.assertIn("6", told.subject)
        self.assertIn("/odoo/owner-has-left", told.body)

    def test_the_departure_wizard_tells_as_well(self):
        wizard = self.env["hr.departure.wizard"].with_context(
            active_ids=self.gone.ids, employee_termination=True
        )
        wizard = wizard.create({"remove_related_user": True})
        wizard.action_register_departure()
        self.assertFalse(self.gone.active or self.user_gone.active)
        self.assertEqual(len(self._told(self.user_engineer)), 1)

    def test_an_archived_login_tells_as_well(self):
        self.user_gone.action_archive()
        self.assertEqual(len(self._told(self.user_engineer)), 1)

    def test_who_is_told_where_the_head_leaves(self):
        """Client matters: the head of customer service; visits: security."""
        self.engineer.active = False
        self.gone.active = False
        self.assertFalse(self._told(self.user_engineer))
        self.assertIn("5", self._told(self.user_manager).subject)
        people = self.env.ref("visitor_management.group_visitor_security").all_user_ids
        told = self.env["mail.message"].search(
            [("subject", "=like", "%Tom Gone. Still open: 1")]
        )
        self.assertTrue(told.notified_partner_ids.user_ids & people)

    def test_it_is_said_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user_engineer.lang = "zh_CN"
        source = "Has left: %(people)s. Still open: %(count)s"
        languages = []
        translate = type(self.env)._

        def spy(env, text, *args, **kwargs):
            if text == source:
                languages.append(env.lang)
            return translate(env, text, *args, **kwargs)

        with patch.object(type(self.env), "_", spy):
            self.gone.active = False
        self.assertEqual(languages, ["zh_CN"])

    def test_who_has_nothing_open_leaves_quietly(self):
        before = self.env["mail.message"].search_count([])
        self.heir.with_context(tracking_disable=True).active = False
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    @mute_logger("odoo.addons.visitor_management.tools.transaction")
    def test_nothing_keeps_anybody_from_archiving(self):
        notify = "odoo.addons.mail.models.mail_thread.MailThread.message_notify"
        with patch(notify, side_effect=ValueError):
            self.gone.active = False
        self.assertFalse(self.gone.active)
        self.assertEqual(len(self._lines()), 6)

    def test_whoever_archives_needs_no_rights_to_client_matters(self):
        officer = self._user("officer", "hr.group_hr_user")
        self.gone.with_user(officer).action_archive()
        self.assertEqual(len(self._told(self.user_engineer)), 1)

    def test_back_again_it_is_on_their_list_again(self):
        """Odoo deletes the activities of a login that is archived."""
        self.user_gone.action_archive()
        self.assertFalse(self._on_list(self.order, self.user_gone))
        self.user_gone.action_unarchive()
        for record in (self.callback, self.order, self.item, self.host_visit):
            self.assertTrue(self._on_list(record, self.user_gone), record._name)

    def test_what_was_handed_over_stays_with_the_other(self):
        self.gone.active = False
        self._hand_over(self._lines(self.user_manager), employee_id=self.heir)
        self.gone.active = True
        self.assertEqual(self.order.sudo().employee_id, self.heir)
        self.assertFalse(self._on_list(self.order, self.user_gone))


@tagged("post_install", "-at_install")
class TestHandoverViews(ViewsCommon, HandoverCommon):
    def _offered(self, user, root):
        self.root = f"visitor_management.{root}"
        return "Owner Has Left" in self._menus(user).mapped("name")

    def test_who_is_shown_the_list(self):
        for user, client, desk in (
            (self.user_manager, True, False),
            (self.user_engineer, True, False),
            (self.user_service, False, False),
            (self.user_technician, False, False),
            (self.user_reception, False, True),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._offered(user, "client_menu_root"), client)
                self.assertEqual(self._offered(user, "visitor_menu_root"), desk)

    def test_the_list_opens_for_whom_it_is_shown(self):
        self.gone.active = False
        action = self.env.ref("visitor_management.visitor_handover_action")
        for user in (self.user_manager, self.user_engineer, self.user_reception):
            self._open(action.with_user(user), user)
