"""Two people at the same moment, at gates and desks."""

import threading
import uuid
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import api, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..tools.transaction import begin_read_committed
from .concurrency_common import ConcurrencyCase

ROUNDS = 200


class ScanConcurrencyCase(ConcurrencyCase):
    """A site with two gates, and visitors on demand."""

    tables = (
        "visitor_act",
        "visitor_movement",
        "visitor_stay",
        "visitor_waiver",
        "visitor_pass_code",
        "visitor_card",
        "visitor_pass",
        "visitor_registration",
        "visitor_visit",
        "visitor_gate",
        "visitor_site",
        "visitor_throttle",
    )

    @classmethod
    def _make_places(cls, env):
        site = env["visitor.site"].create({"name": "Concurrency", "tz": "UTC"})
        gate = {"site_id": site.id, "checks_in": True}
        gates = env["visitor.gate"].create([{"name": n, **gate} for n in ("A", "B")])
        visit_type = env["visitor.visit.type"].create({"name": "C", "approval": "none"})
        employee = env["hr.employee"].create({"name": "Host of concurrent visitors"})
        cls.site_id, cls.gate_ids = site.id, gates.ids
        cls.type_id, cls.employee_id = visit_type.id, employee.id

    @classmethod
    def _untie(cls, env):
        env.cr.execute("UPDATE visitor_card SET pass_id = NULL")
        env.cr.execute("UPDATE visitor_pass SET card_id = NULL")

    @classmethod
    def _unlink_places(cls, env):
        env["visitor.visit.type"].browse(cls.type_id).unlink()
        env["hr.employee"].browse(cls.employee_id).unlink()

    def _on(self, person_id, method, *args, model="visitor.registration"):
        return super()._on(person_id, method, *args, model=model)

    def _scan(self, code, direction="in", gate=0, nonce=None):
        """A scan as a call: of a token, at one of the two gates."""
        nonce = nonce or str(uuid.uuid4())

        def scan(env):
            begin_read_committed(env)  # as the route's authentication does
            device = (
                env["visitor.gate"]
                .sudo()
                ._device(SQL("g.id = %s", self.gate_ids[gate]))
            )
            return env["visitor.scan"].sudo()._scan(device, nonce, code, direction)

        return scan

    # ------------------------------------------------------------
    # DATA
    # ------------------------------------------------------------

    def _people(self, count=1, inside=False, visits=1):
        """Visitors who are expected, or checked in: pairs of id and token."""
        now = fields.Datetime.now()
        with self._transaction() as env:
            made = env["visitor.visit"].create(
                [
                    {
                        "type_id": self.type_id,
                        "site_id": self.site_id,
                        "host_id": self.employee_id,
                        "start": now - timedelta(minutes=5),
                        "stop": now + timedelta(hours=1),
                        "registration_ids": [
                            fields.Command.create({"name": f"Visitor {n}"})
                            for n in range(count)
                        ],
                    }
                    for _i in range(visits)
                ]
            )
            made.action_submit()
            people = made.registration_ids
            if inside:
                people.check_in_group()
            return [(person.id, person.pass_ids._token()) for person in people]

    def _state(self, person_id):
        """What is stored of a visitor."""
        with self._transaction() as env:
            person = env["visitor.registration"].browse(person_id)
            movements = env["visitor.movement"].search(
                [("registration_id", "=", person_id)], order="id"
            )
            return {
                "state": person.state,
                "stays": len(person.stay_ids),
                "open": len(person.stay_ids.filtered(lambda stay: not stay.out_at)),
                "pass": person.pass_ids[:1].state,
                "scanned_in": person.pass_ids[:1].scanned_in,
                "granted": [
                    movement.direction for movement in movements if movement.granted
                ],
                "denied": [
                    movement.reason for movement in movements if not movement.granted
                ],
            }

    def _outcomes(self, answers):
        return sorted(answer["reason"] or answer["status"] for answer in answers)


@tagged(
    "-standard",
    "-at_install",
    "post_install",
    "visitor_concurrency",
    "database_breaking",
)
class TestScanConcurrency(ScanConcurrencyCase):
    """Nobody is admitted twice, and nobody waits for Odoo's retry."""

    # ------------------------------------------------------------
    # ONE PASS, TWO GATES
    # ------------------------------------------------------------

    def _admit_at_two_gates(self, people):
        for _person_id, token in people:
            answers = self._together(self._scan(token), self._scan(token, gate=1))
            self.assertEqual(self._outcomes(answers), ["already_inside", "granted"])
        self.assertFalse(self.retries, "the second waits for the first, no longer")
        with self._transaction() as env:
            ids = [person_id for person_id, _token in people]
            visitors = env["visitor.registration"].browse(ids)
            self.assertEqual(set(visitors.mapped("state")), {"inside"})
            self.assertEqual(len(visitors.stay_ids), len(people))
            self.assertFalse(any(visitors.stay_ids.mapped("out_at")))
            scans = env["visitor.movement"].search(
                [("registration_id", "in", ids), ("gate_id", "!=", False)]
            )
            self.assertEqual(scans.grouped("granted").keys(), {True, False})
            for granted, movements in scans.grouped("granted").items():
                self.assertEqual(len(movements), len(people), granted)

    def test_two_gates_one_pass_of_somebody_checked_in(self):
        self._admit_at_two_gates(self._people(ROUNDS, inside=True))

    def test_two_gates_one_pass_that_checks_in(self):
        self._admit_at_two_gates(self._people(ROUNDS))

    def test_the_twin_without_the_lock_admits_twice(self):
        """So that the tests above would fail if nothing was locked."""
        scans = self.registry["visitor.scan"]
        row, apply = scans._pass_row, scans._apply
        both_have_read = threading.Barrier(2)

        def unlocked(scan, condition, lock=False):
            return row(scan, condition)

        def wait_and_apply(scan, *args):
            both_have_read.wait(timeout=30)
            return apply(scan, *args)

        with (
            patch.object(scans, "_pass_row", unlocked),
            patch.object(scans, "_apply", wait_and_apply),
        ):
            twice = [
                self._outcomes(
                    self._together(self._scan(token), self._scan(token, gate=1))
                )
                for _person_id, token in self._people(5, inside=True)
            ]
        self.assertIn(["granted", "granted"], twice)

    def test_forty_scans_of_one_pass(self):
        ((person_id, token),) = self._people(inside=True)
        answers = self._together(*(self._scan(token, gate=n % 2) for n in range(40)))
        self.assertEqual(self._outcomes(answers), ["already_inside"] * 39 + ["granted"])
        self.assertEqual(self._state(person_id)["granted"], ["in", "in"])
        self.assertFalse(self.retries)

    def test_people_of_one_visit_at_two_gates(self):
        """Their visit begins once; they don't keep each other out."""
        for _i in range(20):
            (one, first), (other, second) = self._people(2)
            answers = self._together(self._scan(first), self._scan(second, gate=1))
            self.assertEqual(self._outcomes(answers), ["granted", "granted"])
            self.assertEqual(self._state(one)["open"], 1)
            self.assertEqual(self._state(other)["open"], 1)
        self.assertFalse(self.retries)

    def test_in_and_out_at_the_same_moment(self):
        for person_id, token in self._people(30, inside=True):
            self._together(self._scan(token))
            way_in, way_out = self._together(
                self._scan(token), self._scan(token, "out", gate=1)
            )
            self.assertEqual(way_out["status"], "granted")
            state = self._state(person_id)
            if way_in["status"] == "granted":
                self.assertEqual((state["state"], state["stays"]), ("inside", 2))
            else:
                self.assertEqual(way_in["reason"], "already_inside")
                self.assertEqual((state["state"], state["stays"]), ("outside", 1))
            self.assertEqual(state["open"], state["state"] == "inside")
            self.assertEqual(state["scanned_in"], state["state"] == "inside")
        self.assertFalse(self.retries)

    # ------------------------------------------------------------
    # ONE CALL, MANY TIMES
    # ------------------------------------------------------------

    def _assert_one_call(self, answers):
        self.assertEqual(
            sorted(a.pop("replay") for a in answers), [False] + [True] * 39
        )
        for answer in answers:
            del answer["server_time"]
            self.assertEqual(answer, answers[0])
        self.assertFalse(self.retries)

    def test_the_same_call_forty_times_at_once(self):
        ((person_id, token),) = self._people()
        nonce = str(uuid.uuid4())
        answers = self._together(*(self._scan(token, nonce=nonce) for _n in range(40)))
        self.assertEqual(answers[0]["status"], "granted")
        self._assert_one_call(answers)
        state = self._state(person_id)
        self.assertEqual((state["granted"], state["denied"]), (["in"], []))
        self.assertEqual(state["stays"], 1)

    def test_the_same_call_with_an_unknown_code_forty_times_at_once(self):
        nonce = str(uuid.uuid4())
        answers = self._together(*(self._scan("x", nonce=nonce) for _n in range(40)))
        self.assertEqual(answers[0]["reason"], "pass_unknown")
        self._assert_one_call(answers)
        with self._transaction() as env:
            movements = env["visitor.movement"].sudo()
            count = movements.search_count([("nonce", "=", nonce)])
        self.assertEqual(count, 1)

    # ------------------------------------------------------------
    # GATE AND DESK
    # ------------------------------------------------------------

    def test_the_desk_and_a_gate_at_the_same_moment(self):
        for person_id, token in self._people(30):
            desk, gate = self._together(
                self._on(person_id, "check_in"), self._scan(token)
            )
            self.assertEqual(gate["status"], "granted", "the desk arms nothing")
            if desk["status"] == "denied":
                codes = [reason["code"] for reason in desk["reasons"]]
                self.assertEqual(codes, ["already_inside"])
            state = self._state(person_id)
            self.assertEqual((state["stays"], state["open"]), (1, 1))
            self.assertEqual((state["state"], state["pass"]), ("inside", "issued"))
        self.assertFalse(self.retries)

    def test_two_desks_one_visitor(self):
        for person_id, _token in self._people(30):
            answers = self._together(*[self._on(person_id, "check_in")] * 2)
            self.assertEqual(
                sorted(answer["status"] for answer in answers), ["denied", "granted"]
            )
            self.assertEqual(self._state(person_id)["stays"], 1)
        self.assertFalse(self.retries)

    def test_two_desks_two_groups_with_the_same_people(self):
        ids = [person_id for person_id, _token in self._people(10)]
        answers = self._together(
            self._on(ids, "check_in_group"), self._on(ids[::-1], "check_in_group")
        )
        granted = [
            answer["registration_id"]
            for group in answers
            for answer in group
            if answer["status"] == "granted"
        ]
        self.assertEqual(sorted(granted), sorted(ids), "each once, nobody twice")
        self.assertFalse(self.retries)

    def test_two_desks_one_card(self):
        with self._transaction() as env:
            env["visitor.card"].create({"number": "77", "site_id": self.site_id})
        (one, _token), (other, _token) = self._people(2)
        answers = self._together(
            self._on(one, "check_in", "77"), self._on(other, "check_in", "77")
        )
        refused = [answer for answer in answers if isinstance(answer, UserError)]
        self.assertEqual(len(refused), 1, answers)
        self.assertIn("not free", str(refused[0]))
        states = sorted(self._state(each)["state"] for each in (one, other))
        self.assertEqual(states, ["expected", "inside"])
        self.assertFalse(self.retries)

    # ------------------------------------------------------------
    # WITHDRAWN AT THE SAME MOMENT
    # ------------------------------------------------------------

    def _withdraw_while_scanning(self, withdraw, reason, inside=True):
        """A scan that comes while a withdrawal is not committed yet, and sees it."""
        ((person_id, token),) = self._people(inside=inside)
        scan = self._scan(token)
        with self._transaction() as env:
            withdraw(env["visitor.registration"].browse(person_id))
            env.flush_all()
            future = self._start(scan)
            self._wait_until_blocked(scan)
            env.cr.commit()
        answer = future.result(timeout=30)
        self.assertEqual((answer["status"], answer["reason"]), ("denied", reason))
        self.assertFalse(self.retries)
        return person_id

    def test_a_revoked_pass(self):
        person_id = self._withdraw_while_scanning(
            lambda person: person.pass_ids.revoke("Misuse"), "pass_revoked"
        )
        self.assertEqual(self._state(person_id)["pass"], "revoked")

    def test_a_reissued_pass(self):
        self._withdraw_while_scanning(
            lambda person: person.pass_ids.reissue(), "pass_revoked"
        )

    def test_a_lost_pass(self):
        self._withdraw_while_scanning(
            lambda person: person.pass_ids.report_lost(), "pass_lost"
        )

    def test_a_visitor_who_leaves(self):
        self._withdraw_while_scanning(
            lambda person: person.check_out(), "pass_returned"
        )

    def test_a_cancelled_registration(self):
        self._withdraw_while_scanning(
            lambda person: person.action_cancel(), "pass_revoked", inside=False
        )

    def test_a_cancelled_visit(self):
        self._withdraw_while_scanning(
            lambda person: person.visit_id.action_cancel("Ill"),
            "pass_revoked",
            inside=False,
        )

    def test_revoked_and_scanned_at_the_same_moment(self):
        for person_id, token in self._people(30, inside=True):
            with self._transaction() as env:
                passes = env["visitor.registration"].browse(person_id).pass_ids.ids
            revoked, scanned = self._together(
                self._on(passes, "revoke", "Misuse", model="visitor.pass"),
                self._scan(token),
            )
            self.assertIs(revoked, True)
            self.assertIn(scanned["reason"], ("", "pass_revoked"))
            state = self._state(person_id)
            self.assertEqual((state["pass"], state["scanned_in"]), ("revoked", False))
        self.assertFalse(self.retries)

    def test_cancelled_and_scanned_at_the_same_moment(self):
        for person_id, token in self._people(visits=30):
            with self._transaction() as env:
                visit = env["visitor.registration"].browse(person_id).visit_id.id
            cancelled, scanned = self._together(
                self._on(visit, "action_cancel", "Ill", model="visitor.visit"),
                self._scan(token),
            )
            state = self._state(person_id)
            if isinstance(cancelled, UserError):
                self.assertEqual(scanned["status"], "granted")
                self.assertEqual(state["state"], "inside")
            else:
                self.assertEqual(scanned["reason"], "pass_revoked")
                self.assertEqual((state["state"], state["stays"]), ("cancelled", 0))
        self.assertFalse(self.retries)

    # ------------------------------------------------------------
    # NUMBERS OF VISITS
    # ------------------------------------------------------------

    def _forget_years(self):
        with self._transaction() as env:
            ranges = env["ir.sequence.date_range"].sudo()
            ranges.search([("date_from", ">=", "2031-01-01")]).unlink()

    def test_visits_made_at_the_same_moment_have_their_own_numbers(self):
        self.addCleanup(self._forget_years)
        names = []
        for year in (2031, 2032, 2033):  # years that nobody has opened yet
            start = datetime(year, 6, 1, 8)
            values = {
                "type_id": self.type_id,
                "site_id": self.site_id,
                "host_id": self.employee_id,
                "start": start,
                "stop": start + timedelta(hours=1),
            }
            for _i in range(5):
                made = self._together(
                    *[lambda env, v=values: env["visitor.visit"].create(v).name] * 4
                )
                self.assertTrue(all(isinstance(name, str) for name in made), made)
                names += made
        self.assertEqual(len(set(names)), 60)
        self.assertIn("V/2031/00001", names)

    # ------------------------------------------------------------
    # FAULTS
    # ------------------------------------------------------------

    def test_a_worker_that_dies_before_the_commit(self):
        """Nothing is half written; the same call again is the first one."""
        for person_id, token in self._people(5):
            nonce = str(uuid.uuid4())
            scan = self._scan(token, nonce=nonce)
            with self._transaction() as killer, mute_logger("odoo.sql_db"):
                cr = self.registry.cursor()
                env = api.Environment(cr, killer.uid, {})
                self.assertEqual(scan(env)["status"], "granted")
                cr.execute("SELECT pg_backend_pid()")
                pid = cr.fetchone()[0]
                killer.cr.execute("SELECT pg_terminate_backend(%s)", [pid])
                cr.connection.close()
                cr._closed = True
            self.assertEqual(self._state(person_id)["granted"], [])
            (answer,) = self._together(scan)
            self.assertEqual((answer["status"], answer["replay"]), ("granted", False))
            state = self._state(person_id)
            self.assertEqual((state["stays"], state["granted"]), (1, ["in"]))

    def test_a_worker_that_dies_before_the_answer(self):
        """It was committed: the same call again is told so and changes nothing."""
        for person_id, token in self._people(5):
            scan = self._scan(token, nonce=str(uuid.uuid4()))
            (_lost,) = self._together(scan)
            (answer,) = self._together(scan)
            self.assertEqual((answer["status"], answer["replay"]), ("granted", True))
            state = self._state(person_id)
            self.assertEqual((state["stays"], state["granted"]), (1, ["in"]))
