"""Two people, or a client and an agent, at one callback: nobody's words are lost."""

import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .client_work_common import WorkListCase


@tagged("post_install", "-at_install")
class TestRatedByTheClient(WorkListCase):
    """The client has rated by the link, and is not satisfied: somebody calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.email = "chen@example.com"

    def _rated(self, result="1"):
        callback = self._callback()
        self._mail_link(callback)
        callback.sudo().rating_ids._rate(result, result, "Still broken")
        self.assertEqual((callback.state, callback.reached_by), ("reached", "mail"))
        return callback

    def test_a_call_without_answer_is_noted_and_changes_nothing_the_client_said(self):
        callback = self._rated()
        at = callback.reached_at
        self.assertTrue(self.screen.open_callback(callback.id)["may"]["try"])
        callback.log_attempt("no_answer", "Her voicemail")
        self.assertEqual(callback.attempt_count, 2)
        self.assertEqual((callback.state, callback.reached_at), ("reached", at))
        self.assertEqual(
            (callback.result, callback.client_words), ("1", "Still broken")
        )

    def test_after_the_last_try_in_vain_one_writes_to_the_client(self):
        callback = self._rated()
        for _try in range(callback.attempts):
            self.assertNotIn("write to the client", self._to_dos(callback))
            callback.log_attempt("busy")
        self.assertEqual(callback.state, "reached", "the client did answer")
        self.assertIn("write to the client", self._to_dos(callback))

    def _to_dos(self, callback):
        return " ".join(each.summary or "" for each in callback.sudo().activity_ids)

    def test_who_reaches_the_client_then_has_called(self):
        callback = self._rated()
        agent = callback.with_user(self.user_service2)
        agent.log_attempt("reached")
        self.assertEqual((agent.state, agent.reached_by), ("reached", "mail"))
        self.assertIn(self.user_service2, agent.sudo()._callers(), "reviews it not")

    def test_no_rating_of_a_client_is_taken_back(self):
        """Not even by who sent the link, a minute ago."""
        callback = self._rated()
        self.assertFalse(callback._may_take_back())
        with self.assertRaises(UserError):
            callback.take_back_attempt()
        callback.log_attempt("no_answer")
        callback.take_back_attempt()
        self.assertEqual((callback.state, callback.reached), ("reached", True))
        self.assertEqual((callback.result, callback.attempt_count), ("1", 1))
        with self.assertRaises(UserError):
            callback.take_back_attempt()
        callback.log_attempt("reached")
        callback.take_back_attempt()
        self.assertEqual((callback.state, callback.reached_by), ("reached", "mail"))

    def test_reached_by_phone_there_is_no_other_try(self):
        callback = self._reached()
        with self.assertRaises(UserError):
            callback.log_attempt("no_answer")


@tagged("post_install", "-at_install")
class TestTwoType(WorkListCase):
    """What somebody else has written since is shown, not overwritten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.screen2 = cls.screen.with_user(cls.user_service2)
        cls.callback = cls._reached()

    def _save(self, screen, base, **answers):
        return screen.save(self.callback.id, answers, None, base)

    def test_the_second_is_told_who_wrote_what(self):
        nothing = {"client_words": "", "result": ""}
        self._save(self.screen, nothing, client_words="It stops at night")
        answer = self._save(
            self.screen2, nothing, client_words="She moves out", result="2"
        )
        (told,) = answer["meanwhile"]
        self.assertEqual(told["name"], "client_words")
        self.assertEqual(told["theirs"], "It stops at night")
        self.assertEqual(told["by"], self.user_service.name)
        self.assertTrue(told["at"])
        self.assertEqual(self.callback.client_words, "It stops at night")
        self.assertEqual(self.callback.result, "2", "another answer is no matter")

    def test_whoever_has_seen_it_writes_on(self):
        self._save(self.screen, {"client_words": ""}, client_words="It stops")
        base = {"client_words": "It stops"}
        answer = self._save(self.screen2, base, client_words="It stops.\nShe moves out")
        self.assertEqual(answer["meanwhile"], [])
        self.assertEqual(self.callback.client_words, "It stops.\nShe moves out")

    def test_the_same_words_are_no_quarrel(self):
        for screen in (self.screen, self.screen2):
            answer = self._save(screen, {"result": ""}, result="1")
            self.assertEqual(answer["meanwhile"], [])

    def test_every_answer_is_guarded(self):
        day = str(self.company._client_today() + timedelta(days=3))
        mine = {"result": "1", "handling_result": "2", "client_words": "A"}
        mine |= {"dissatisfied_reason": "A", "explained_reason": "A", "next_date": day}
        mine |= {"solved_on_spot": True, "next_hour": 16.0}
        base = self.callback._answers()
        self.assertEqual(mine.keys(), base.keys())
        self._save(self.screen, base, **mine)
        later = str(self.company._client_today() + timedelta(days=9))
        for name, value in mine.items():
            with self.subTest(name):
                others = {True: False, day: later, "1": "5", "2": "5", "A": "B"}
                other = {**others, 16.0: 15.5}[value]
                before = {name: "x" if value is True else base[name]}
                answer = self._save(self.screen2, before, **{name: other})
                self.assertEqual([e["name"] for e in answer["meanwhile"]], [name])
                self.assertEqual(self.callback._answers()[name], value)

    def test_the_hour_that_follows_from_ones_own_date_is_no_quarrel(self):
        """Typed before the screen heard of the hour that was proposed."""
        base = self.callback._answers()
        day = str(self.company._client_today() + timedelta(days=3))
        self._save(self.screen, base, next_date=day)
        self.assertTrue(self.callback.next_hour)
        answer = self._save(self.screen, {"next_hour": base["next_hour"]}, next_hour=9)
        self.assertEqual(answer["meanwhile"], [])
        self.assertEqual(self.callback.next_hour, 9)

    def test_nothing_is_finished_over_the_words_of_a_colleague(self):
        self._save(self.screen, {"result": ""}, result="1")
        answer = self.screen2.finish(
            self.callback.id, {"result": "5"}, None, {"result": ""}
        )
        self.assertEqual([e["name"] for e in answer["meanwhile"]], ["result"])
        self.assertEqual((self.callback.state, self.callback.result), ("reached", "1"))
        self.screen2.finish(self.callback.id, {"result": "5"}, None, {"result": "1"})
        self.assertEqual((self.callback.state, self.callback.result), ("finished", "5"))

    def test_who_says_nothing_began_from_nothing(self):
        callback = self._callback()
        callback.log_attempt("reached")
        for base in ("result", 5, True, None):
            with self.subTest(base=base):
                callback.write({"result": "5", "answers_base": base})
                self.assertEqual(callback.read_answers_since(None, base), [])

    def test_a_client_is_tried_some_times(self):
        callback = self._callback()
        callback.attempts = 5
        for attempts in (0, -5, 10**12):
            with self.subTest(attempts), self.assertRaises(UserError):
                callback.attempts = attempts

    def test_the_form_is_refused_with_who_and_where_without_the_words(self):
        theirs = self.callback.with_user(self.user_service2)
        (seen,) = theirs.read(["answers_base"])
        self.callback.write({"client_words": "It stops at night"})
        typed = {"client_words": "She moves out", "answers_base": seen["answers_base"]}
        with self.assertRaises(UserError) as refused:
            theirs.web_save(typed, {})
        told = str(refused.exception)
        self.assertIn(self.user_service.name, told)
        self.assertIn("Client's Words", told)
        self.assertNotIn("at night", told, "messages of errors are logged")
        since = theirs.read_answers_since(typed, seen["answers_base"])
        self.assertEqual([each["theirs"] for each in since], ["It stops at night"])
        typed["answers_base"]["client_words"] = "It stops at night"
        theirs.web_save(typed, {})
        self.assertEqual(self.callback.client_words, "She moves out")

    def test_ones_own_typing_is_no_quarrel(self):
        """With each answer the form asks what follows: not what it began from."""
        spec = {"result": {}, "client_words": {}, "answers_base": {}}
        theirs = self.callback.with_user(self.user_service2)
        (seen,) = theirs.web_read(spec)
        base, typed = seen["answers_base"], {}
        for name, value in (("result", "4"), ("client_words", "She moves out")):
            typed[name] = value
            answered = theirs.onchange(dict(typed), [name], spec)["value"]
            self.assertNotIn("answers_base", answered)
            base = answered.get("answers_base", base)
        self.assertEqual(theirs.read_answers_since(typed, base), [])
        (saved,) = theirs.web_save({**typed, "answers_base": base}, spec)
        self.assertEqual(saved["answers_base"], {**base, **typed}, "to type on from")

    def test_who_wrote_is_not_for_anybody_to_say(self):
        with self.assertRaises(UserError):
            self.callback.write({"answers_written": {"result": {"by": 1}}})


@tagged("post_install", "-at_install")
class TestTwoCall(WorkListCase):
    """Two call the same client: the second hears of the first try."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as in the life of people: the history says who did it
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))
        cls.callback = cls._callback()
        cls._committed()  # what is made and changed at once has no step in between
        cls.theirs = cls.callback.with_user(cls.user_service2)

    def test_on_the_work_list(self):
        self.theirs.log_attempt("busy")
        answer = self.screen.log(self.callback.id, "no_answer", "Rang ten times", 0)
        self.assertFalse(answer["noted"])
        self.assertIn(self.user_service2.name, answer["meanwhile"])
        self.assertIn("Busy", answer["meanwhile"])
        self.assertEqual(self.callback.attempt_count, 1)
        answer = self.screen.log(self.callback.id, "no_answer", "Rang ten times", 1)
        self.assertTrue(answer["noted"])
        last = self.callback.attempt_ids.sorted("id")[-1]
        self.assertEqual(
            (last.user_id, last.note), (self.user_service, "Rang ten times")
        )

    def test_one_s_own_tries_are_no_news(self):
        self.callback.log_attempt("busy")
        self.assertTrue(self.screen.log(self.callback.id, "busy", "", 0)["noted"])

    def test_in_the_dialog_the_note_stays(self):
        dialogs = self.env["client.callback.try"].with_user(self.user_service)
        form = Form(dialogs.with_context(active_id=self.callback.id))
        form.note = "Rang ten times"
        self.assertEqual(form.known, 0)
        self.theirs.log_attempt("busy")
        dialog = form.save()
        action = dialog.action_confirm()
        self.assertEqual(action["res_id"], dialog.id, "open still")
        self.assertIn(self.user_service2.name, dialog.meanwhile)
        self.assertEqual(self.callback.attempt_count, 1)
        dialog.action_confirm()
        self.assertEqual(
            self.callback.attempt_ids.sorted("id")[-1].note, "Rang ten times"
        )

    def test_in_the_dialog_the_client_was_reached_meanwhile(self):
        dialogs = self.env["client.callback.try"].with_user(self.user_service)
        dialog = dialogs.create({"callback_id": self.callback.id})
        self.theirs.log_attempt("reached")
        self._committed()
        with self.assertRaisesRegex(UserError, re.escape(self.user_service2.name)):
            dialog.action_confirm()


@tagged("post_install", "-at_install")
class TestWhoWasFirst(WorkListCase):
    """Whoever comes second reads who was first, when, and what it is now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as in the life of people: the history says who did it
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))

    def _steps(self):
        """What two do: a name, a record of the first, of the second, and the step."""
        manager, service2 = self.user_manager, self.user_service2
        finished = self._reached()
        finished.result = "5"
        finished.action_finish()
        order = self._order(self._complaint()).with_user(self.user_service)
        done = self._order(self._complaint()).with_user(self.user_service)
        done.action_done("Contact replaced")
        unreachable = self._callback()
        for _try in range(unreachable.attempts):
            unreachable.log_attempt("no_answer")
        answered = self._reached()
        answered.result = "5"
        handled = self._complaint(state="handled")
        handled.callback_ids.with_user(manager).action_waive("A letter")
        waived = self._callback()
        planned = self._callback()
        return [
            ("finish", answered, service2, lambda r: r.action_finish()),
            ("review", finished, manager, lambda r: r.action_review()),
            ("waive", waived, manager, lambda r: r.action_waive("Asked us not to")),
            ("reached", planned, service2, lambda r: r.log_attempt("reached")),
            (
                "conclude",
                unreachable,
                service2,
                lambda r: r.action_conclude("A letter"),
            ),
            ("accept an order", order, service2, lambda r: r.action_accept()),
            ("verify an order", done, service2, lambda r: r.action_verify()),
            ("accept", self._complaint(), service2, lambda r: r.action_accept()),
            ("invalid", self._complaint(), service2, lambda r: r.action_invalid("No")),
            ("close", handled, manager, lambda r: r.action_close()),
        ]

    def test_the_second_reads_it(self):
        with freeze_time("2026-11-25 02:30:00"):  # 10:30 in Shanghai
            steps = self._steps()
            self._committed()  # else they would be made and changed at once
        for what, record, user, act in steps:
            with self.subTest(what), freeze_time("2026-11-25 02:30:00"):
                act(record.with_user(user))
                self._committed()
                with self.assertRaises(UserError) as refused:
                    act(record.with_user(self.user_manager))
                told = str(refused.exception)
                self.assertIn(user.name, told)
                self.assertIn("10:30", told, "on the clock of the company")

    def test_who_types_in_what_is_finished_reads_it_too(self):
        callback = self._reached()
        callback.result = "5"
        order = self._order(self._complaint())
        self._committed()
        callback.with_user(self.user_service2).action_finish()
        order.with_user(self.user_engineer).action_done("Replaced")
        self._committed()
        with self.assertRaisesRegex(UserError, re.escape(self.user_service2.name)):
            callback.write({"result": "4"})
        with self.assertRaisesRegex(UserError, "is finished"):  # not: save again
            callback.write({"result": "4", "answers_base": {"result": ""}})
        with self.assertRaisesRegex(UserError, re.escape(self.user_engineer.name)):
            order.requirement = "Replace two"

    def test_a_sample_that_was_drawn(self):
        draw = self.env["client.callback.draw"].with_user(self.user_service)
        draw = draw.create({"name": "November", "source": "repair"})
        self._put(
            draw,
            state="drawn",
            drawn_by_id=self.user_service2.id,
            drawn_at=fields.Datetime.now(),
        )
        with self.assertRaisesRegex(UserError, re.escape(self.user_service2.name)):
            draw.action_draw()

    def test_a_client_who_rated_was_first(self):
        callback = self._callback()
        callback.email = "chen@example.com"
        self._mail_link(callback)
        callback.sudo().rating_ids._rate("1", "1", "")
        at = callback.reached_at
        self.assertTrue(at)
        self._committed()
        with self.assertRaisesRegex(UserError, "rated by the link"):
            callback.with_user(self.user_manager).action_waive("A letter")
        self.assertEqual(callback.reached_at, at, "as it was")
