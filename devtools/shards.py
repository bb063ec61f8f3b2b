"""Dividing the tests among the processors, and what they cost."""

import heapq
import json
import os
from pathlib import Path

# Seconds that each file of tests took, as ``./dev test --weigh`` wrote them down.
RECORD = Path(__file__).with_name("test_weights.json")
# What a file weighs that is not yet in there, for each of its tests.
SECONDS_OF_A_TEST = 0.3
# More shards than workers, so that a wrong weight leaves nobody idle for long.
SHARDS_OF_A_WORKER = 2


def workers():
    """How many parts are run at once: one on each processor that is ours to use."""
    return max(1, len(os.sched_getaffinity(0)))


def recorded():
    return json.loads(RECORD.read_text("utf-8"))


def record(times):
    """Note what the files took, to the second; those that took none are left out."""
    seconds = {name: round(took) for name, took in by_file(times).items()}
    known = {name: took for name, took in sorted(seconds.items()) if took}
    RECORD.write_text(json.dumps(known, indent=2) + "\n", "utf-8")


def weights(counts, known):
    """Seconds that files are expected to take.

    :param counts: how many tests there are in each file
    :param known: the seconds of those that were weighed
    """
    return {
        name: known.get(name, count * SECONDS_OF_A_TEST)
        for name, count in counts.items()
    }


def divide(seconds, count):
    """Divide files into at most so many shards that take about equally long.

    The heaviest file first, each into the shard that has the least so far. Whatever
    the order of the files, the same ones come together.

    :param seconds: what each file takes
    :return: lists of files, the heaviest shard first
    """
    shards = [(0, number, []) for number in range(count)]
    for name in sorted(seconds, key=lambda name: (-seconds[name], name)):
        weight, number, names = heapq.heappop(shards)
        names.append(name)
        heapq.heappush(shards, (weight + seconds[name], number, names))
    shards.sort(key=lambda shard: (-shard[0], shard[1]))
    return [sorted(names) for _weight, _number, names in shards if names]


def by_file(times):
    """Seconds of whole files, from those of tests (``file:Class.test``)."""
    files = {}
    for name, took in times.items():
        file = name.partition(":")[0]
        files[file] = files.get(file, 0) + took
    return files


def slowest(times, count=10):
    """Lines that say which tests took longest, and their share in the whole."""
    if len(times) <= count:
        return
    first = sorted(times, key=lambda name: -times[name])[:count]
    took, total = sum(times[name] for name in first), sum(times.values())
    share = 100 * took / total if total else 0
    yield f"The slowest ten took {took:.0f} s of {total:.0f} s ({share:.0f} %):"
    for name in first:
        yield f"  {times[name]:5.1f} s  {name}"
