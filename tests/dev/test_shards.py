"""How ``./dev test`` divides the tests, and what it says of their time."""

import json
import threading
import time

import pytest

from devtools import odoo_log, parts, process, selection, shards, testing
from devtools.errors import Failure
from devtools.project import ADDON_DIR

SECONDS = {"slow": 30, "a": 9, "b": 8, "c": 7, "d": 6, "e": 5, "f": 4}


def weight(names):
    return sum(SECONDS[name] for name in names)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 20])
def test_every_file_is_in_one_shard(count):
    divided = shards.divide(SECONDS, count)
    assert sorted(name for names in divided for name in names) == sorted(SECONDS)
    assert len(divided) == min(count, len(SECONDS)), "none is empty"


def test_shards_take_about_equally_long():
    heavier, lighter = map(weight, shards.divide(SECONDS, 2))
    assert heavier - lighter <= min(SECONDS.values())
    assert heavier >= lighter, "the longest begins"


def test_the_same_files_come_together_in_whatever_order_they_are_read():
    backwards = dict(reversed(SECONDS.items()))
    assert shards.divide(backwards, 3) == shards.divide(SECONDS, 3)


def test_a_file_that_was_never_weighed_counts_by_its_tests():
    seconds = shards.weights({"slow": 2, "new": 10}, {"slow": 30, "gone": 99})
    assert seconds == {"slow": 30, "new": 10 * shards.SECONDS_OF_A_TEST}


def test_weights_are_noted_by_file(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "RECORD", tmp_path / "weights.json")
    shards.record(
        {"test_b:B.test_1": 2.4, "test_b:C.test_2": 3.0, "test_a:A.test_1": 0.2}
    )
    assert shards.recorded() == {"test_b": 5}


def test_files_that_were_weighed_are_there():
    """When many were renamed or removed, it is time to weigh anew (--weigh)."""
    files = {path.stem for path in ADDON_DIR.glob("tests/test_*.py")}
    weighed = json.loads(shards.RECORD.read_text("utf-8"))
    gone = sum(weighed[name] for name in set(weighed) - files)
    assert gone < sum(weighed.values()) / 4


def test_a_test_that_no_part_began_is_told():
    names = {
        f"{method.file}:{'HeirOf' * method.inherited}{method.klass}.{method.name}"
        for method in selection.addon_methods()
        if method.name
    }
    forgotten = max(names)
    counts = [parts.Count("one", seen=names - {forgotten}), parts.Count("another")]
    told = [*testing._never_run(counts)]
    assert told == [f"never run: {forgotten}"]
    counts[1].seen = {forgotten}
    assert not [*testing._never_run(counts)]
    file, klass = forgotten.split(".")[0].split(":")
    place = f"odoo.addons.visitor_management.tests.{file}.{klass}"
    counts[1].seen = {f"odoo.tests.suite:setUpClass ({place})"}
    assert not [*testing._never_run(counts)], "its class was told"


def test_shards_of_a_part_are_told_as_one():
    counts = testing._by_part(
        [
            parts.Count("tests/", 5, 0, 1, 50),
            parts.Count("visitor_management, 2 of 2", 3, 1, 0, 20, ["why"]),
            parts.Count("visitor_management, 1 of 2", 4, 0, 0, 30),
        ]
    )
    assert [str(count) for count in counts] == [
        "7 passed, 1 failed, 0 skipped",
        "5 passed, 0 failed, 1 skipped",
    ]
    assert (counts[0].part, counts[0].seconds) == ("visitor_management", 50)
    assert counts[0].remarks == ["why"]


def test_only_halves_and_all_are_divided():
    assert selection.select([]).halves
    assert selection.select(["visitor_management"]).halves
    assert selection.select(["tests"]).halves
    assert not selection.select(["test_shards"]).halves
    assert not selection.select(["visitor_management", "test_shards"]).halves


def test_the_slowest_ten_are_told_with_their_share():
    times = {f"test_a:A.test_{number}": 1.0 for number in range(20)}
    first, *lines = shards.slowest({**times, "test_b:B.test_long": 31.0})
    assert first == "The slowest ten took 40 s of 51 s (78 %):"
    assert len(lines) == 10
    assert lines[0].split() == ["31.0", "s", "test_b:B.test_long"]
    assert not list(shards.slowest(dict(list(times.items())[:3]))), "a few are seen"


def test_how_long_a_test_took_is_taken_from_our_clock():
    """Not from the log, where a test may have set the clock back."""
    logger = "odoo.addons.visitor_management.tests.test_a"
    now = 0.0
    results = odoo_log.Results("visitor_management", clock=lambda: now)
    for second, name, text in (
        (10, logger, "Starting TestA.test_one ..."),
        (11, logger, "something in between"),
        (14, logger, "Starting TestA.test_two ..."),
        (20, "odoo.service.server", "2 post-tests in 10.00s, 7 queries"),
        (60, "odoo.service.server", "Initiating shutdown"),
    ):
        now = second
        list(results.read(f"1999-01-01 00:00:00,000 1 INFO db {name}: {text} \n"))
    list(results.finish())
    assert results.times == {
        "test_a:TestA.test_one": 4,
        "test_a:TestA.test_two": 6,
    }


def test_parts_are_run_side_by_side():
    meeting = threading.Barrier(2, timeout=30)

    def meet():
        meeting.wait()  # breaks when nobody else comes
        return parts.Count("tests/", passed=1)

    counts = testing._side_by_side([testing.Part(meet), testing.Part(meet)], 2)
    assert [count.passed for count in counts] == [1, 1]


def test_a_part_that_breaks_off_ends_the_others():
    def sleep():
        process.pass_on(["sleep", "60"], stays=True)
        return parts.Count("tests/", passed=1)

    def break_off():
        raise Failure("The disk is full.")

    began = time.monotonic()
    with pytest.raises(Failure, match="The disk is full"):
        testing._side_by_side([testing.Part(sleep), testing.Part(break_off)], 2)
    assert time.monotonic() - began < 30, "it did not wait for the other one"
    assert process.run(["true"], "The next program") == "", "and goes on as before"
