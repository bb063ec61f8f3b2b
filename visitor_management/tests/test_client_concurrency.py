"""Two people of customer service at the same moment."""

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.transaction import begin_read_committed
from .concurrency_common import ConcurrencyCase

ROUNDS = 20
MODEL = "client.callback"
COMPLAINT = "client.complaint"
INDEX = "client_callback_one_next_round"


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestClientConcurrency(ConcurrencyCase):
    tables = (
        "client_callback_attempt",
        "client_rectification",
        "client_callback",
        "client_complaint",
    )

    @classmethod
    def _make_places(cls, env):
        department = env["hr.department"].create({"name": "Concurrency"})
        cls.department_id = department.id

    @classmethod
    def _unlink_places(cls, env):
        env["hr.department"].browse(cls.department_id).unlink()

    def _dissatisfied(self):
        """The callback of a dissatisfied client, ready to be finished."""
        with self._transaction() as env:
            tomorrow = fields.Date.today() + timedelta(days=2)
            callback = env[MODEL].create(
                {
                    "source": "routine",
                    "contact_name": "Chen Meihua",
                    "department_id": self.department_id,
                }
            )
            callback.log_attempt("reached")
            callback.write(
                {
                    "result": "1",
                    "explained_reason": "The part is ordered",
                    "next_date": tomorrow,
                }
            )
            env["client.rectification"].create(
                {
                    "callback_id": callback.id,
                    "department_id": self.department_id,
                    "requirement": "Replace it",
                    "deadline": tomorrow,
                }
            )
            return callback.id

    def _rounds_after(self, callback_id):
        with self._transaction() as env:
            return env[MODEL].search_count([("previous_id", "=", callback_id)])

    def test_finished_by_two_there_is_one_next_round(self):
        for _round in range(ROUNDS):
            callback_id = self._dissatisfied()
            finish = self._on(callback_id, "action_finish", model=MODEL)
            again = self._on(callback_id, "action_finish", model=MODEL)
            answers = self._together(finish, again)
            self.assertEqual(self._rounds_after(callback_id), 1)
            refused = [each for each in answers if isinstance(each, UserError)]
            self.assertEqual(len(refused), 1, "the second is told so")

    def test_the_twin_without_the_guards_plans_two(self):
        """So that the test above would fail if nothing was guarded."""
        callbacks = self.registry[MODEL]
        missing, both_have_read = callbacks._missing, threading.Barrier(2)
        with self._transaction() as env:
            env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(INDEX)))
        self.addCleanup(self._restore_index)
        callback_id = self._dissatisfied()

        def wait(callback):
            both_have_read.wait(timeout=30)
            return missing(callback)

        def unguarded(env):
            begin_read_committed(env)
            return env[MODEL].browse(callback_id).action_finish()

        with patch.object(callbacks, "_missing", wait):
            self._together(unguarded, lambda env: unguarded(env))
        self.assertEqual(self._rounds_after(callback_id), 2)

    # ------------------------------------------------------------
    # COMPLAINTS
    # ------------------------------------------------------------

    def _handled(self, uid=None):
        """A handled complaint of a user, by default of the administrator."""
        with self._transaction() as env:
            client = env["res.users"].browse(uid or env.uid).partner_id
            complaint = env[COMPLAINT].create(
                {
                    "partner_id": client.id,
                    "department_id": self.department_id,
                    "content": "Lift",
                }
            )
            complaint.action_accept()
            complaint.action_handled()
            return complaint.id

    def _rounds_of(self, complaint_id):
        with self._transaction() as env:
            return env[MODEL].search_count([("complaint_id", "=", complaint_id)])

    def _all_at_once(self, complaint_id, method, *args, uid=None, times=4):
        """The calls that were refused, each told so in words; one was not."""

        def call(env):
            complaint = env(user=uid or env.uid)[COMPLAINT].browse(complaint_id)
            return getattr(complaint, method)(*args)

        # each is a call of its own
        answers = self._together(*(lambda env: call(env) for _call in range(times)))
        refused = [each for each in answers if isinstance(each, UserError)]
        self.assertEqual(len(refused), times - 1)
        for each in refused:
            self.assertIs(type(each), UserError, "no error of the database")
        return refused

    def test_reopened_and_handled_by_many_at_once(self):
        head = {"name": "Concurrent head", "user_id": self._people()[0]}
        with self._transaction() as env:
            head_id = env["hr.employee"].create(head).id
        for _round in range(3):
            complaint_id = self._handled()
            with self._transaction() as env:
                complaint = env[COMPLAINT].browse(complaint_id)
                complaint.callback_ids.action_waive("Refused")
                complaint.action_close()
                # who becomes a follower as it is reopened
                complaint.department_id.manager_id = head_id
            self._all_at_once(complaint_id, "action_reopen", "It stopped again")
            with self._transaction() as env:
                env["hr.department"].browse(self.department_id).manager_id = False
            before = self._rounds_of(complaint_id)
            self._all_at_once(complaint_id, "action_handled")
            self.assertEqual(self._rounds_of(complaint_id), before + 1)

    def test_rated_many_times_at_once_it_is_rated_once(self):
        uid = self._client()
        for _round in range(3):
            complaint_id = self._handled(uid)
            self._all_at_once(complaint_id, "_portal_rate", "5", "4", uid=uid)
            with self._transaction() as env:
                rated = env[COMPLAINT].browse(complaint_id).callback_ids
                self.assertEqual(rated.mapped("result"), ["5"])
                self.assertEqual(len(rated.attempt_ids), 1)

    def test_still_not_solved_many_times_at_once_is_one_round(self):
        uid = self._client()
        for _round in range(3):
            complaint_id = self._handled(uid)
            with self._transaction() as env:
                complaint = env[COMPLAINT].browse(complaint_id)
                complaint.callback_ids.action_waive("Refused")
            said = "It stopped again"
            self._all_at_once(complaint_id, "_portal_unsolved", said, uid=uid)
            self.assertEqual(self._rounds_of(complaint_id), 2)

    # ------------------------------------------------------------
    # WHO WAS FIRST
    # ------------------------------------------------------------

    def _client(self):
        """A client who signs in to the portal."""
        with self._transaction() as env:
            user = env["res.users"].create(
                {
                    "name": "Concurrent Client",
                    "login": "concurrent_client",
                    "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
                }
            )
            uid = user.id
        self.addCleanup(self._archive_people, [uid])
        return uid

    def _people(self):
        """Two of customer service, by login."""
        with self._transaction() as env:
            groups = env.ref("visitor_management.group_client_service")
            users = env["res.users"].create(
                [
                    {
                        "name": f"Concurrent {letter}",
                        "login": f"concurrent_{letter}",
                        "group_ids": [(6, 0, groups.ids)],
                    }
                    for letter in "ab"
                ]
            )
            ids = users.ids
        self.addCleanup(self._archive_people, ids)
        return ids

    def _archive_people(self, ids):
        """They are named by what they did: renamed, so that others can come."""
        with self._transaction() as env:
            for user in env["res.users"].browse(ids):
                user.write({"active": False, "login": f"gone_{user.id}"})

    def _as(self, uid, record_id, method, *args, model=MODEL):
        """A method as a call of a user, in the transaction that was begun."""
        return lambda env: getattr(env(user=uid)[model].browse(record_id), method)(
            *args
        )

    def _accepted_by_two(self, people):
        """An order that two accept at once: what the loser reads, and who won."""
        callback_id = self._dissatisfied()
        with self._transaction() as env:
            order_id = env[MODEL].browse(callback_id).rectification_ids.id
        calls = [
            self._as(uid, order_id, "action_accept", model="client.rectification")
            for uid in people
        ]
        answers = self._together(*calls)
        winner = next(i for i, each in enumerate(answers) if each is True)
        return str(answers[1 - winner]), f"Concurrent {'ab'[winner]}"

    def test_the_loser_of_a_race_reads_who_was_first(self):
        people = self._people()
        for _round in range(5):
            told, winner = self._accepted_by_two(people)
            self.assertIn(winner, told)
            self.assertIn("Accepted", told)

    def test_the_twin_that_does_not_look_names_nobody(self):
        with patch.object(
            self.registry["client.rectification"], "_last_step", lambda order: ("", "")
        ):
            told, winner = self._accepted_by_two(self._people())
        self.assertNotIn(winner, told)

    # ------------------------------------------------------------
    # WHAT BOTH TYPE
    # ------------------------------------------------------------

    def _typed_by_two(self, people):
        """Two save other words at once: what each is told, and what is stored."""
        callback_id = self._dissatisfied()
        with self._transaction() as env:
            before = env[MODEL].browse(callback_id).client_words or ""
        words = [f"Words of {uid}" for uid in people]
        calls = [
            self._as(
                uid,
                (),
                "save",
                callback_id,
                {"client_words": mine},
                None,
                {"client_words": before},
                model="client.work.list",
            )
            for uid, mine in zip(people, words, strict=True)
        ]
        told = [answer["meanwhile"] for answer in self._together(*calls)]
        with self._transaction() as env:
            return words, told, env[MODEL].browse(callback_id).client_words

    def test_of_two_who_type_at_once_the_second_is_told(self):
        people = self._people()
        for _round in range(5):
            words, told, stored = self._typed_by_two(people)
            first = words.index(stored)
            self.assertEqual(told[first], [])
            (other,) = told[1 - first]
            self.assertEqual(other["theirs"], stored)
            self.assertEqual(other["by"], f"Concurrent {'ab'[first]}")

    def test_the_twin_that_does_not_compare_loses_words(self):
        """So that the test above would fail if nothing was guarded."""
        with patch.object(
            self.registry[MODEL], "_answers_since", lambda *_arguments: []
        ):
            words, told, stored = self._typed_by_two(self._people())
        self.assertEqual(told, [[], []], "nobody hears of it")
        self.assertIn(stored, words)

    def _restore_index(self):
        with self._transaction() as env:
            env.cr.execute("DELETE FROM client_callback WHERE previous_id IS NOT NULL")
            env[MODEL]._one_next_round.apply_to_database(env[MODEL])
