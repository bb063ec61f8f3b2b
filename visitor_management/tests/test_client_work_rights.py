"""The work list: who sees what, what the others hear, and how many queries it takes."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.core.client_work_bus_mixin import CHANGES
from .client_work_common import WorkListCase
from .common import GROUP


@tagged("post_install", "-at_install")
class TestWorkListRights(WorkListCase):
    def _calls(self, callback, order):
        return {
            "read_screen": (),
            "read_list": (),
            "open_callback": (callback.id,),
            "open_order": (order.id,),
            "save": (callback.id, {}),
            "give_order": (callback.id, {}),
            "finish": (callback.id, {}),
            "take": (callback.id,),
            "log": (callback.id, "busy", "", 0),
            "give_back": (callback.id,),
        }

    def _case(self):
        callback = self._reached()
        return callback, self._order(callback)

    def _menus(self, user):
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        return {menu.get("xmlid") for menu in menus.values()}

    def test_who_calls_nobody_has_no_work_list(self):
        callback, order = self._case()
        for user in (self.user_leader, self.user_technician, self.user_reception):
            screen = self.screen.with_user(user)
            self.assertNotIn(
                "visitor_management.client_work_list_menu", self._menus(user)
            )
            for method, arguments in self._calls(callback, order).items():
                with self.subTest(user=user.login, call=method):
                    with self.assertRaises(AccessError):
                        getattr(screen, method)(*arguments)

    def test_service_and_heads_of_departments_see_the_entry(self):
        for user in (self.user_service, self.user_manager, self.user_engineer):
            self.assertIn("visitor_management.client_work_list_menu", self._menus(user))

    def test_a_head_sees_what_is_his_to_call_and_its_whole_case(self):
        callback = self._callback(severity="serious")
        self.assertEqual(callback.caller_id, self.user_engineer, "by the rule")
        before, _order = self._case()
        self._order(callback, department_id=self.cleaning.id)
        other = self._callback()
        self.assertEqual(self._ids(user=self.user_engineer), callback.ids)
        screen = self.screen.with_user(self.user_engineer)
        opened = screen.open_callback(callback.id)
        self.assertEqual(opened["orders"][0]["department"], "Cleaning")
        self.assertFalse(opened["orders"][0]["may_verify"])
        self.assertFalse(screen.read_screen()["is_service"])
        with self.assertRaises(AccessError):
            screen.open_callback(other.id)
        with self.assertRaises(AccessError):
            screen.take(before.id)

    def test_who_carries_out_an_order_sees_the_order_not_whose_complaint_it_is(self):
        callback, order = self._case()
        order.department_id = self.cleaning
        (line,) = self._lines("waiting", self.user_cleaner)
        self.assertEqual((line["id"], line["client"]), (order.id, ""))
        opened = self.screen.with_user(self.user_cleaner).open_order(order.id)
        self.assertFalse(opened["complaint"])
        self.assertEqual((opened["rounds"], opened["next_callback_id"]), ([], False))
        self.assertTrue(opened["orders"][0]["may_accept"])
        opened = self.screen.open_order(order.id)
        self.assertEqual(opened["client"], "Chen Meihua")
        self.assertEqual(opened["next_callback_id"], callback.id)

    def test_a_head_calls_to_the_end(self):
        callback = self._callback(self.user_engineer, severity="serious")
        callback.log_attempt("reached")
        answers, order = self._dissatisfied()
        screen = self.screen.with_user(self.user_engineer)
        order["department_id"] = self.cleaning.id
        screen.finish(callback.id, answers, order)
        self.assertEqual(callback.next_ids.caller_id, self.user_engineer)
        second = screen.open_callback(callback.next_ids.id)
        self.assertEqual(second["rounds"][0]["result"], "2")

    def test_rounds_that_others_called_are_part_of_the_case(self):
        callback = self._reached()
        answers, order = self._dissatisfied()
        answers["client_words"] = "Still stops"
        self.screen.finish(callback.id, answers, order)
        second = callback.next_ids
        second.caller_id = self.user_cleaner
        opened = self.screen.with_user(self.user_cleaner).open_callback(second.id)
        self.assertEqual(opened["rounds"][0]["words"], "Still stops")

    def test_companies_are_apart(self):
        self._other_company()
        callback, order = self._case()
        neighbour = self._user(
            "service_neighbours",
            f"{GROUP}client_service",
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        screen = self.screen.with_user(neighbour)
        answer = screen.read_list()
        self.assertEqual((answer["lines"], answer["counts"]["due"]), ([], 0))
        kept = {"kind": "callback", "id": callback.id}
        self.assertEqual(screen.read_list("due", {}, 80, kept)["lines"], [])
        names = {each["id"] for each in screen.read_screen()["departments"]}
        self.assertNotIn(self.engineering.id, names)
        for method, arguments in self._calls(callback, order).items():
            if method.startswith("read"):
                continue
            with self.subTest(call=method), self.assertRaises(AccessError):
                getattr(screen, method)(*arguments)


@tagged("post_install", "-at_install")
class TestWorkListBus(WorkListCase):
    def _changes(self, act):
        """The messages that a transaction with this in it sends."""
        self.env.cr.precommit.data.pop(CHANGES, None)
        act()
        sent = []
        bus = type(self.env["bus.bus"])
        self.patch(bus, "_sendone", lambda _bus, *message: sent.append(message))
        self.env["client.work.list"]._send_changes()
        return sent

    def test_what_changes_is_named_by_ids_alone(self):
        callback = self._callback()
        ((channel, kind, payload),) = self._changes(
            lambda: callback.log_attempt("no_answer", "Her mother answered")
        )
        self.assertEqual(channel, (self.company, "client_work"))
        self.assertEqual(kind, "visitor_management.client_changed")
        self.assertEqual(
            payload, {"company_id": self.company.id, "callback_ids": callback.ids}
        )

    def test_orders_name_their_callback_and_complaint(self):
        callback = self._reached()
        order = self._order(callback)
        order = order.with_user(self.user_engineer)
        ((_channel, _kind, payload),) = self._changes(order.action_accept)
        self.assertEqual(payload["order_ids"], order.ids)
        self.assertIn(callback.id, payload["callback_ids"])
        self.assertIn(callback.complaint_id.id, payload["complaint_ids"])

    def test_many_at_once_are_one_short_message(self):
        complaint = self._complaint()
        values = [{"source": "repair", "origin": f"WO/{n}"} for n in range(201)]
        sent = self._changes(
            lambda: self.env["client.callback"].create(values) and complaint
        )
        self.assertEqual(
            sent[0][2], {"company_id": self.company.id, "everything": True}
        )

    def test_only_callers_listen_and_only_to_their_companies(self):
        self._other_company()
        own, other = f"client.work_{self.company.id}", f"client.work_{self.company2.id}"
        for user, heard in {
            self.user_service: [(self.company, "client_work")],
            self.user_engineer: [(self.company, "client_work")],
            self.user_technician: [],
            self.user_leader: [],
        }.items():
            socket = self.env["ir.websocket"].with_user(user)
            self.assertEqual(
                socket._with_work_channels([own, other, "client.work_x"]),
                ["client.work_x", *heard],
            )


@tagged("post_install", "-at_install")
class TestWorkListQueries(WorkListCase):
    """The same number of queries for fifty due callbacks and for five thousand."""

    def _many(self, count):
        """Due callbacks of as many complaints and clients, written past the ORM."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH client AS (
                    INSERT INTO res_partner (name, complete_name, active, is_company)
                    SELECT 'Client ' || n, 'Client ' || n, TRUE, n %% 2 = 0
                      FROM generate_series(1, %(count)s) n
                    RETURNING id
                ), complaint AS (
                    INSERT INTO client_complaint (
                        name, company_id, partner_id, channel, severity, state, content,
                        received_at, department_id
                    )
                    SELECT 'T/' || id, %(company)s, id, 'phone', 'general', 'handled',
                           'The lift stops', now(), %(department)s
                      FROM client
                    RETURNING id, partner_id
                )
                INSERT INTO client_callback (
                    name, company_id, complaint_id, partner_id, source, severity, state,
                    round, channel, attempts, due_at, department_id, caller_id
                )
                SELECT 'T/' || id, %(company)s, id, partner_id, 'complaint', 'general',
                       'planned', 1, 'any', 3, now() - id * interval '1 second',
                       %(department)s, %(caller)s
                  FROM complaint
                """,
                count=count,
                company=self.company.id,
                department=self.engineering.id,
                caller=self.user_service2.id,
            )
        )
        self.env.cr.execute("ANALYZE client_callback")
        self.env.invalidate_all()

    def test_five_thousand_due_callbacks(self):
        self._many(50)
        filters = {"whose": "all", "text": "client"}
        read = {
            "all": lambda: self.screen.read_list(),
            "overdue": lambda: self.screen.read_list("overdue"),
            "filtered": lambda: self.screen.read_list("due", filters),
        }
        few = {name: self._count_queries(call) for name, call in read.items()}
        self.assertEqual(len(self._lines()), 50)
        self._many(4950)
        for name, call in read.items():
            with self.subTest(name):
                self.assertEqual(self._count_queries(call), few[name])
        self.assertLessEqual(few["all"], 25)
        answer = self.screen.read_list()
        self.assertEqual(len(answer["lines"]), 80)
        self.assertEqual((answer["more"], answer["counts"]["overdue"]), (True, 5000))

    def test_opening_one_with_many_rounds_and_orders(self):
        callback = self._reached()
        answers, order = self._dissatisfied()
        opened = []
        for _round in range(3):
            opened.append(
                self._count_queries(lambda c=callback: self.screen.open_callback(c.id))
            )
            self.screen.finish(callback.id, answers, order)
            callback = callback.next_ids
            callback.log_attempt("reached")
        self.assertLessEqual(opened[2], opened[1])
