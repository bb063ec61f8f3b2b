"""``./dev test``: the addon's own tests and those of the repository, side by side."""

import collections
import concurrent.futures
import dataclasses
import re
import time
from collections.abc import Callable

from . import databases, process, selection, shards, system
from .errors import Failure
from .parts import Count, in_odoo, with_pytest
from .postgres import Cluster
from .project import ADDON, ADDON_DIR
from .setup import packages_meanwhile, prepare
from .workplace import workplace

STANDARD, OTHERS = "standard", "others"


def test(options):
    chosen = selection.select(options.names)
    if options.weigh and not chosen.everything:
        raise Failure("Only a run of all tests can be weighed; leave the names out.")
    prepare("test")
    with Cluster() as cluster, workplace(cluster) as work:
        with packages_meanwhile([*system.FOR_PRINTING, *system.FOR_TEST]):
            databases.template(cluster, demo=False)
        # A choice of tests is run one after the other, so that one sees it work.
        workers = shards.workers() if chosen.halves else 1
        began = time.monotonic()
        counts = _side_by_side(_parts(work, chosen, workers), workers)
        seconds = time.monotonic() - began
    counts = _by_part(counts)
    if chosen.everything:
        left = [*_not_imported(), *_never_run(counts)]
        counts[0].remarks += left
        counts[0].failed += len(left)
    if options.weigh:
        shards.record(counts[0].times)
    return _report(counts, seconds, workers)


# -- what is to be run ---------------------------------------------------------


@dataclasses.dataclass
class Part:
    """Tests that are run by one program."""

    run: Callable[[], Count]
    weight: float = 0


def _parts(work, chosen, workers):
    known = shards.recorded()
    parts = [*_addon_parts(work, chosen, workers, known)]
    parts += _repository_parts(work, chosen, workers, known)
    if workers > 1:
        # The longest first. (What needs no database with the addon weighs most: it
        # begins while that is being made.)
        parts.sort(key=lambda part: -part.weight)
    return parts


def _addon_parts(work, chosen, workers, known):
    """Odoo's standard tests, and those that need a database to themselves."""
    kinds = {kind for kind, _tag in chosen.addon_tags}
    if STANDARD in kinds and workers > 1:
        yield from _shards_of_the_addon(work, workers, known)
    elif STANDARD in kinds:
        tags = _tags(chosen, STANDARD)
        yield Part(
            lambda: in_odoo(
                work, ADDON, work.database("standard"), ",".join(tags), "-i", ADDON
            )
        )
    if OTHERS in kinds:
        tags = [*_tags(chosen, OTHERS), "-standard"]
        yield Part(
            lambda: in_odoo(
                work,
                f"{ADDON}, committing",
                work.database("others", work.base()),
                ",".join(tags),
            )
        )


def _tags(chosen, wanted):
    return [tag for kind, tag in chosen.addon_tags if kind == wanted]


def _shards_of_the_addon(work, workers, known):
    """The standard tests by files, each shard in a copy of the same database."""
    tests = collections.Counter(
        method.file for method in selection.addon_methods() if method.standard
    )
    seconds = shards.weights(tests, known)
    divided = shards.divide(seconds, workers * shards.SHARDS_OF_A_WORKER)

    def part(number, files):
        tags = [f"/{ADDON}/tests/{file}.py" for file in files]
        return Part(
            lambda: in_odoo(
                work,
                f"{ADDON}, {number} of {len(divided)}",
                work.database(f"standard{number}", work.ready()),
                ",".join([*tags, selection.LEFT_OUT]),
            ),
            sum(seconds[file] for file in files),
        )

    for number, files in enumerate(divided, 1):
        yield part(number, files)


def _repository_parts(work, chosen, workers, known):
    def part(arguments, needs_server, weight=0.0):
        return Part(
            lambda: with_pytest(
                work, arguments, needs_server=needs_server, alone=workers == 1
            ),
            weight,
        )

    if chosen.pytest_arguments and workers > 1:
        heaviest = sum(known.values())
        ignored = [f"--ignore={folder}" for folder in selection.NO_SERVER]
        yield part(list(selection.NO_SERVER), False, heaviest)
        yield part(["tests", *ignored], True, heaviest / 2)
    elif chosen.pytest_arguments:
        yield part(chosen.pytest_arguments, chosen.needs_server)


def _side_by_side(parts, workers):
    """Run parts, so many at a time; the first that breaks off ends them all."""
    if workers == 1:
        return [part.run() for part in parts]
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(part.run) for part in parts]
        try:
            for future in concurrent.futures.as_completed(futures):
                count = future.result()
                process.say(f"{count.part}: {count} ({count.seconds:.0f} s)")
        except BaseException:
            process.end_all()
            for future in futures:
                future.cancel()
            concurrent.futures.wait(futures)
            process.resume()
            raise
    return [future.result() for future in futures]


# -- what must not be left out -------------------------------------------------


def _not_imported():
    """Test files that Odoo never sees because their package doesn't import them."""
    folder = ADDON_DIR / "tests"
    imports = (folder / "__init__.py").read_text("utf-8")
    return [
        f"tests/__init__.py does not import {path.stem}"
        for path in sorted(folder.glob("test_*.py"))
        if not re.search(rf"\b{path.stem}\b", imports)
    ]


def _never_run(counts):
    """Tests of the addon that are in its files and that no part began."""
    seen = set().union(*(count.seen for count in counts))
    inherited = {(name.split(":")[0], name.split(".")[-1]) for name in seen}
    broken = " ".join(name for name in seen if "Class (" in name)
    for method in selection.addon_methods():
        place = f"{method.file}:{method.klass}.{method.name}"
        if not method.name or method.left_out or place in seen:
            continue
        if method.inherited and (method.file, method.name) in inherited:
            continue
        if f".{method.file}.{method.klass})" not in broken:
            yield f"never run: {place}"


# -- the end -------------------------------------------------------------------


def _by_part(counts):
    """The shards of a part taken together, the addon's first."""
    together = {}
    for count in counts:
        count.part = re.sub(r", \d+ of \d+$", "", count.part)
        before = together.get(count.part)
        together[count.part] = before + count if before else count
    order = (ADDON, f"{ADDON}, committing", "tests/")
    return [together[part] for part in order if part in together]


def _times(counts):
    return {name: took for count in counts for name, took in count.times.items()}


def _report(counts, seconds, workers):
    total = Count("all")
    process.say("")
    for count in counts:
        process.say(f"{count.part}: {count} ({count.seconds:.0f} s)")
        for remark in count.remarks:
            process.say(f"  {remark}")
        total.passed += count.passed
        total.failed += count.failed
        total.skipped += count.skipped
    if not total.passed + total.failed:
        raise Failure("No test was run.")
    for line in shards.slowest(_times(counts)):
        process.say(line)
    if workers > 1:
        process.say(f"Side by side, {workers} at a time, it took {seconds:.0f} s.")
    if total.skipped:
        process.say("A skipped test is taken for a failure.")
    process.say(f"\n{total}")
    return 1 if total.failed or total.skipped else 0
