"""Many devices at one moment, over HTTP: one admission, and an answer for each."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import utc
from gate import Gate, expected

AT_ONCE = 50
ROUNDS = 200


@pytest.fixture
def gates(odoo, site):
    return [Gate(odoo, site), Gate(odoo, site)]


@pytest.fixture
def visitor(odoo, people, site):
    """A visitor checked in at the desk: registration, pass and code."""
    visit_type = odoo.create("visitor.visit.type", name="Open", approval="none")
    visit = people["host"].create(
        "visitor.visit",
        type_id=visit_type,
        site_id=site,
        start=utc(minutes=-5),
        stop=utc(hours=1),
        registration_ids=[(0, 0, {"name": "Zhang Wei"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    (registration,) = odoo.call(
        "visitor.registration", "search", [("visit_id", "=", visit)]
    )
    answer = people["reception"].call(
        "visitor.registration", "check_in", [registration]
    )
    assert answer["status"] == "granted", answer
    shown = people["reception"].read("visitor.pass", answer["pass_id"], "short_code")
    return {
        "id": registration,
        "pass_id": answer["pass_id"],
        "code": shown["short_code"],
    }


def together(*calls):
    """What calls answer that begin at the same moment."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, c) for c in calls]]


def decisions(answers):
    """How often each decision was answered; every answer is a 200."""
    assert Counter(status for status, _answer in answers) == {200: len(answers)}
    return Counter(answer["reason"] or answer["status"] for _status, answer in answers)


def movements(odoo, visitor):
    return odoo.call(
        "visitor.movement",
        "search_read",
        [("registration_id", "=", visitor["id"]), ("gate_id", "!=", False)],
        ["granted", "reason"],
    )


def test_fifty_scans_of_one_pass_admit_once(odoo, gates, visitor):
    answers = together(
        *(lambda gate=gates[n % 2]: gate.scan(visitor["code"]) for n in range(AT_ONCE))
    )
    assert decisions(answers) == {"granted": 1, "already_inside": AT_ONCE - 1}
    stored = movements(odoo, visitor)
    assert len(stored) == AT_ONCE
    assert sum(movement["granted"] for movement in stored) == 1


def test_two_gates_one_pass_two_hundred_times(odoo, people, site):
    """One is let in, the other is told so: each time."""
    gates = [Gate(odoo, site, checks_in=True) for _n in range(2)]
    visitors = expected(odoo, people, site, ROUNDS)
    for code in visitors.values():
        answers = together(*(lambda g=gate, c=code: g.scan(c) for gate in gates))
        assert decisions(answers) == {"granted": 1, "already_inside": 1}
    stays = odoo.call(
        "visitor.stay",
        "search_read",
        [("registration_id", "in", list(visitors))],
        ["registration_id"],
    )
    assert sorted(stay["registration_id"][0] for stay in stays) == sorted(visitors)


def test_the_same_call_fifty_times_is_one_scan(odoo, gates, visitor):
    nonce = str(uuid.uuid4())
    answers = together(*[lambda: gates[0].scan(visitor["code"], nonce=nonce)] * AT_ONCE)
    assert decisions(answers) == {"granted": AT_ONCE}
    replays = [answer.pop("replay") for _status, answer in answers]
    assert sorted(replays) == [False] + [True] * (AT_ONCE - 1)
    for _status, answer in answers:
        del answer["server_time"]
        assert answer == answers[0][1]
    assert len(movements(odoo, visitor)) == 1


def test_a_pass_revoked_in_the_middle_stays_revoked(odoo, people, gates, visitor):
    def revoke():
        done = people["reception"].call(
            "visitor.pass", "revoke", [visitor["pass_id"]], "Misuse"
        )
        return 200, {"reason": "revoke", "status": done}

    scans = [lambda gate=gates[n % 2]: gate.scan(visitor["code"]) for n in range(20)]
    found = decisions(together(revoke, *scans))
    assert found.pop("revoke") == 1
    assert found.pop("granted", 0) <= 1
    assert found.keys() <= {"already_inside", "pass_revoked"}
    assert decisions([gates[0].scan(visitor["code"])]) == {"pass_revoked": 1}
    shown = odoo.read("visitor.pass", visitor["pass_id"], "state", "scanned_in")
    assert (shown["state"], shown["scanned_in"]) == ("revoked", False)


def test_in_and_out_many_times_leave_a_register_that_adds_up(odoo, gates, visitor):
    answers = together(
        *(
            lambda gate=gates[n % 2], way=("in", "out")[n % 2]: gate.scan(
                visitor["code"], way
            )
            for n in range(20)
        )
    )
    assert decisions(answers).keys() <= {"granted", "already_inside"}
    state = odoo.read("visitor.registration", visitor["id"], "state")["state"]
    stays = odoo.call(
        "visitor.stay",
        "search_read",
        [("registration_id", "=", visitor["id"])],
        ["out_at"],
    )
    still_open = [stay for stay in stays if not stay["out_at"]]
    assert len(still_open) == (state == "inside")
