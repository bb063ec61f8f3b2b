"""The work list: who is to be called, in the right order, and what is done there."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.phone import mask
from .client_work_common import WorkListCase


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

    def test_filters_that_are_none_leave_the_list_as_it_is(self):
        self.screen.read_list("due")
        count = self.screen.read_list("due")["counts"]["due"]
        for filters in ("x", ["text"], 7, {"text": "\0"}, {"text": 7}):
            with self.subTest(filters):
                self.assertEqual(
                    self.screen.read_list("due", filters)["counts"]["due"], count
                )

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
        waiting = self._order(
            callback,
        )
        done = self._order(callback, deadline=self._later(9))
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
        self.assertEqual([each["round"] for each in shown["rounds"]], [1, 2])

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
        self.screen.save(callback.id, {"result": "2"})
        given = self.screen.give_order(callback.id, order)
        self.assertEqual(callback.rectification_ids.id, given["order_id"])
        self.assertEqual(len(given["missing"]), 2)
        with self.assertRaises(UserError):
            self.screen.give_order(callback.id, {**order, "requirement": " "})

    def test_an_order_is_withdrawn_while_one_talks_and_not_after(self):
        callback = self._reached()
        answers, order = self._dissatisfied()
        given = self.screen.give_order(callback.id, order)["order_id"]
        self.env.invalidate_all()
        opened = self.screen.open_callback(callback.id)["orders"]
        self.assertEqual([each["may_withdraw"] for each in opened], [True])
        callback.rectification_ids.unlink()
        self.screen.finish(callback.id, answers, order)
        self.assertNotEqual(callback.rectification_ids.id, given)
        self.env.invalidate_all()
        opened = self.screen.open_callback(callback.id)["orders"]
        self.assertEqual([each["may_withdraw"] for each in opened], [False])
        with self.assertRaises(UserError):
            callback.rectification_ids.unlink()

    def test_only_answers_are_written(self):
        callback = self._reached()
        self.screen.save(
            callback.id, {"state": "reviewed", "due_at": False, "result": ""}
        )
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
