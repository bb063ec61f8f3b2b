"""The work list: who is to be called, in the right order, by whom."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.client_work_bus_mixin import CHANGES
from ..tools.phone import mask
from .client_common import ClientCommon
from .common import GROUP

LATER = timedelta(days=3)


class WorkListCase(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the lists have the callbacks of the tests, whatever the database holds
        cls._put_away("client_callback", "state = 'archived'")
        cls._put_away("client_rectification", "state = 'verified'")
        cls.screen = cls.env["client.work.list"].with_user(cls.user_service)

    @classmethod
    def _put_away(cls, table, change):
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL("UPDATE %s SET %s", SQL.identifier(table), SQL(change))  # pylint: disable=sql-injection
        )
        cls.env.invalidate_all()

    def _due(self, callback, **shift):
        self._put(callback, due_at=fields.Datetime.now() + timedelta(**shift))
        return callback

    def _lines(self, shown="due", user=None, **filters):
        screen = self.screen.with_user(user or self.user_service)
        return screen.read_list(shown, filters)["lines"]

    def _ids(self, *args, **kwargs):
        return [line["id"] for line in self._lines(*args, **kwargs)]

    def _reached(self, **values):
        callback = self._callback(**values)
        callback.log_attempt("reached")
        return callback

    def _dissatisfied(self):
        """Answers of a client who is not helped yet, and the order that follows."""
        return (
            {
                "result": "2",
                "explained_reason": "The part comes on Friday",
                "next_date": str(self.company._client_today() + LATER),
            },
            {
                "department_id": self.engineering.id,
                "deadline": str(self.company._client_today() + LATER),
                "requirement": "Replace the door contact",
            },
        )


@tagged("post_install", "-at_install")
class TestWorkListOrder(WorkListCase):
    def test_what_is_longest_overdue_stands_first(self):
        late, later, coming = self._callback(), self._callback(), self._callback()
        self._due(later, hours=-1)
        self._due(late, days=-2)
        self._due(coming, days=9)
        self.assertEqual(self._ids(), [late.id, later.id, coming.id])
        self.assertEqual(self._ids("overdue"), [late.id, later.id])
        self.assertEqual(self._ids("next"), coming.ids)
        counts = self.screen.read_list()["counts"]
        self.assertEqual((counts["overdue"], counts["next"], counts["due"]), (2, 1, 3))

    def test_today_ends_on_the_clock_of_the_company(self):
        callback = self._callback()
        midnight = self.company._start_of_day(self.company._client_tomorrow())
        self._put(callback, due_at=midnight - timedelta(seconds=1))
        self.assertEqual(self._ids("today"), callback.ids)
        self._put(callback, due_at=midnight)
        self.assertEqual(self._ids("today"), [])
        self.assertEqual(self._ids("next"), callback.ids)

    def test_the_line_says_who_where_what_and_how_late(self):
        callback = self._due(self._callback(severity="general"), hours=-2)
        callback.log_attempt("no_answer")
        (line,) = self._lines()
        self.assertEqual(line["client"], "Chen Meihua")
        self.assertEqual(line["subject"], "The lift stops between floors")
        self.assertEqual((line["severity"], line["round"]), ("general", 1))
        self.assertEqual(line["due_at"], fields.Datetime.to_string(callback.due_at))
        self.assertEqual(line["tried"], 1)

    def test_the_phone_number_is_covered_in_the_list_and_whole_for_the_caller(self):
        callback = self._callback()
        (line,) = self._lines()
        self.assertEqual(line["phone"], "+86 138 **** 8000")
        opened = self.screen.open_callback(callback.id)
        self.assertEqual(opened["phone"], "+86 138 0013 8000")
        for phone, masked in {
            "": "",
            "8001": "**01",
            "555 1101": "*** 1101",
            "13800138000": "138****8000",
        }.items():
            self.assertEqual(mask(phone), masked)

    def test_filters_of_caller_source_severity_and_text(self):
        mine = self._callback(severity="minor")
        mine.action_take()
        sample = self.env["client.callback"].create(
            {"source": "repair", "origin": "WO/77", "partner_id": self.client2.id}
        )
        self.assertEqual(self._ids(whose="mine"), mine.ids)
        self.assertEqual(self._ids(whose="free"), sample.ids)
        self.assertEqual(self._ids(source="repair"), sample.ids)
        self.assertEqual(self._ids(severity="minor"), mine.ids)
        for text in ("blue sky", "wo/77", sample.name):
            self.assertEqual(self._ids(text=text), sample.ids, text)
        for text in ("meihua", mine.complaint_id.name, "13800138"):
            self.assertEqual(self._ids(text=text), mine.ids, text)
        counts = self.screen.read_list("due", {"source": "repair"})["counts"]
        self.assertEqual(counts["due"], 1, "counters follow the filters")

    def test_what_one_looks_at_stays_on_the_list(self):
        callback, other = self._reached(), self._callback()
        callback.result = "5"
        callback.action_finish()
        self.assertEqual(self._ids(), other.ids)
        kept = {"kind": "callback", "id": callback.id}
        lines = self.screen.read_list("due", {}, 80, kept)["lines"]
        self.assertEqual({line["id"] for line in lines}, {callback.id, other.id})

    def test_the_page_is_bounded_and_says_so(self):
        for _number in range(3):
            self._callback()
        answer = self.screen.read_list("due", {}, 2)
        self.assertEqual((len(answer["lines"]), answer["more"]), (2, True))
        answer = self.screen.read_list("due", {}, 3)
        self.assertEqual((len(answer["lines"]), answer["more"]), (3, False))

    def test_orders_wait_for_their_department_those_to_verify_first(self):
        callback = self._reached()
        waiting = self._order(callback, deadline="2026-11-02")
        done = self._order(callback, deadline="2026-12-02")
        done.with_user(self.user_engineer).action_done("Contact replaced")
        self.assertEqual(self._ids("waiting"), [done.id, waiting.id])
        done.action_verify()
        self.assertEqual(self._ids("waiting"), waiting.ids)
        (line,) = self._lines("waiting", severity="general", source="complaint")
        self.assertEqual(line["department"], "Engineering")
        self.assertEqual(self._ids("waiting", text="meihua"), waiting.ids)
        self.assertEqual(self._ids("waiting", whose="mine"), waiting.ids)

    def test_who_is_unreachable_has_a_list_of_its_own(self):
        callback = self._callback()
        for _try in range(callback.attempts):
            callback.log_attempt("no_answer")
        self.assertEqual(self._ids(), [])
        self.assertEqual(self._ids("unreachable"), callback.ids)

    def test_managers_review_what_others_called(self):
        callbacks = {}
        for user in (self.user_service, self.user_manager):
            callback = self._callback(user)
            callback.log_attempt("reached")
            callback.result = "5"
            callback.action_finish()
            callbacks[user] = callback
        self.assertEqual(self._ids("review", self.user_service), [])
        self.assertEqual(
            self._ids("review", self.user_manager), callbacks[self.user_service].ids
        )
        screen = self.screen.with_user(self.user_manager)
        own = screen.open_callback(callbacks[self.user_manager].id)["may"]
        self.assertEqual((own["review"], own["own_review"]), (False, True))
        other = screen.open_callback(callbacks[self.user_service].id)["may"]
        self.assertTrue(other["review"])


@tagged("post_install", "-at_install")
class TestWorkListCase(WorkListCase):
    def test_the_panel_tells_the_whole_story(self):
        callback = self._reached()
        callback.complaint_id.action = "Door contact cleaned"
        answers, order = self._dissatisfied()
        answers["client_words"] = "It still stops!"
        self.screen.finish(callback.id, answers, order)
        self.env.invalidate_all()
        opened = self.screen.open_callback(callback.next_ids.id)
        self.assertEqual(opened["round"], 2)
        complaint = opened["complaint"]
        self.assertEqual(complaint["done"], ["Door contact cleaned"])
        self.assertEqual(complaint["department"], "Engineering")
        self.assertTrue(complaint["handled_at"])
        (before,) = opened["rounds"]
        self.assertEqual((before["result"], before["words"]), ("2", "It still stops!"))
        (given,) = opened["orders"]
        self.assertEqual((given["state"], given["department"]), ("sent", "Engineering"))
        self.assertFalse(given["may_verify"])
        callback.rectification_ids.with_user(self.user_engineer).action_done("Done")
        (given,) = self.screen.open_callback(callback.next_ids.id)["orders"]
        self.assertEqual((given["result"], given["may_verify"]), ("Done", True))
        shown = self.screen.open_order(callback.rectification_ids.id)
        self.assertEqual(shown["next_callback_id"], callback.next_ids.id)
        self.assertEqual(len(shown["rounds"]), 1, "the others than that of the order")

    def test_a_sample_is_called_without_a_complaint(self):
        sample = self.env["client.callback"].create(
            {"source": "routine", "partner_id": self.client.id}
        )
        opened = self.screen.open_callback(sample.id)
        self.assertFalse(opened["complaint"])
        sample.with_user(self.user_service).log_attempt("reached")
        answers, order = self._dissatisfied()
        self.screen.finish(sample.id, answers, order)
        self.assertEqual(sample.next_ids.round, 2)
        opened = self.screen.open_callback(sample.next_ids.id)
        self.assertEqual([each["id"] for each in opened["rounds"]], sample.ids)
        self.assertEqual(len(opened["orders"]), 1)

    def test_what_is_missing_is_said_while_one_types(self):
        callback = self._reached()
        answers, order = self._dissatisfied()
        saved = self.screen.save(callback.id, {"result": "1"})
        self.assertEqual(len(saved["missing"]), 3)
        self.assertEqual(callback.result, "1", "kept at once")
        saved = self.screen.save(callback.id, answers, {})
        self.assertEqual(len(saved["missing"]), 1)
        half = {**order, "deadline": ""}
        saved = self.screen.save(callback.id, {}, half)
        self.assertEqual(len(saved["missing"]), 2, "the order, and what it lacks")
        saved = self.screen.save(callback.id, {}, order)
        self.assertEqual(saved["missing"], [])
        self.assertFalse(callback.rectification_ids, "not given while one types it")

    def test_finishing_is_all_or_nothing(self):
        callback = self._reached()
        answers, order = self._dissatisfied()
        for incomplete in ({}, {**order, "department_id": False}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.screen.finish(callback.id, answers, incomplete)
            callback.invalidate_recordset()
            self.assertEqual(callback.state, "reached")
            self.assertFalse(callback.rectification_ids)
        finished = self.screen.finish(callback.id, answers, order)
        self.assertEqual(callback.rectification_ids.department_id, self.engineering)
        following = callback.next_ids
        self.assertEqual(
            finished["next_due"], fields.Datetime.to_string(following.due_at)
        )

    def test_an_order_is_given_while_one_talks(self):
        callback = self._reached()
        _answers, order = self._dissatisfied()
        given = self.screen.give_order(callback.id, {"result": "2"}, order)
        self.assertEqual(callback.rectification_ids.id, given["order_id"])
        self.assertEqual(len(given["missing"]), 2)
        with self.assertRaises(UserError):
            self.screen.give_order(callback.id, {}, {**order, "requirement": " "})

    def test_only_answers_are_written(self):
        callback = self._reached()
        self.screen.save(callback.id, {"state": "reviewed", "due_at": False, "result": ""})
        self.assertEqual(callback.state, "reached")
        self.assertTrue(callback.due_at)

    def test_two_take_the_same_callback_and_the_second_hears_who_has_it(self):
        callback = self._callback()
        self.assertTrue(self.screen.take(callback.id)["taken"])
        second = self.screen.with_user(self.user_service2)
        answer = second.take(callback.id)
        self.assertEqual(answer, {"taken": False, "by": self.user_service.name})
        self.assertEqual(callback.caller_id, self.user_service)
        self.assertTrue(second.take(callback.id, over=True)["taken"])
        self.assertEqual(callback.caller_id, self.user_service2)
        second.give_back(callback.id, self.user_service.id)
        self.assertEqual(callback.caller_id, self.user_service)
        self.screen.give_back(callback.id)
        self.assertFalse(callback.caller_id)


@tagged("post_install", "-at_install")
class TestTakeBack(WorkListCase):
    def test_a_wrong_key_is_taken_back(self):
        callback = self._callback()
        callback.log_attempt("no_answer")
        callback.log_attempt("reached")
        callback.take_back_attempt()
        self.assertEqual(callback.state, "planned")
        self.assertEqual(callback.attempt_ids.outcome, "no_answer")
        self.assertEqual((callback.reached, callback.reached_at), (False, False))
        self.assertIn("Reached", callback.message_ids[0].body)
        callback.log_attempt("reached")
        self.assertEqual(callback.state, "reached")

    def test_the_last_try_in_vain_is_taken_back(self):
        callback = self._callback()
        for _try in range(callback.attempts):
            callback.log_attempt("busy")
        self.assertEqual(callback.state, "unreachable")
        callback.take_back_attempt()
        self.assertEqual(callback.state, "planned")
        for outcome in ("busy", "reached"):
            callback.log_attempt(outcome)
        callback.take_back_attempt()
        self.assertEqual(callback.state, "unreachable", "as it was before")

    def test_not_of_others_not_later_not_when_finished(self):
        callback = self._reached()
        with self.assertRaises(UserError):
            callback.with_user(self.user_service2).take_back_attempt()
        callback.result = "5"
        callback.action_finish()
        with self.assertRaises(UserError):
            callback.take_back_attempt()
        callback = self._reached()
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        self._put(callback.sudo().attempt_ids, at=hour_ago)
        with self.assertRaises(UserError):
            callback.take_back_attempt()
        self.assertFalse(self.screen.open_callback(callback.id)["may"]["take_back"])


@tagged("post_install", "-at_install")
class TestWorkListRights(WorkListCase):
    def _calls(self, callback, order):
        return {
            "read_screen": (),
            "read_list": (),
            "open_callback": (callback.id,),
            "open_order": (order.id,),
            "save": (callback.id, {}),
            "give_order": (callback.id, {}, {}),
            "finish": (callback.id, {}),
            "take": (callback.id,),
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

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        call()  # caches of rules and groups are warm at a desk
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

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
        few = {name: self._count(call) for name, call in read.items()}
        self.assertEqual(len(self._lines()), 50)
        self._many(4950)
        for name, call in read.items():
            with self.subTest(name):
                self.assertEqual(self._count(call), few[name])
        self.assertLessEqual(few["all"], 25)
        answer = self.screen.read_list()
        self.assertEqual(len(answer["lines"]), 80)
        self.assertEqual((answer["more"], answer["counts"]["overdue"]), (True, 5000))

    def test_opening_one_with_many_rounds_and_orders(self):
        callback = self._reached()
        answers, order = self._dissatisfied()
        opened = []
        for _round in range(3):
            opened.append(self._count(lambda c=callback: self.screen.open_callback(c.id)))
            self.screen.finish(callback.id, answers, order)
            callback = callback.next_ids
            callback.log_attempt("reached")
        self.assertLessEqual(opened[2], opened[1])
