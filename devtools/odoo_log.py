"""Reading test results from Odoo's log."""

import re
import time

RECORD = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) "
    r"\S+ (?P<logger>[^\s:]+): (?P<text>.*)",
    re.S,
)
STARTED = re.compile(r"Starting (\S+) \.\.\. *$", re.M)  # whatever is printed after it
SKIPPED = re.compile(r"skipped (.+?) : (.*)$")
OVER = re.compile(r"\d+ (?:post-)?tests in ")
FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\S+)(?: \((\S*)\))?")


class Results:
    """Feed it the log line by line; it knows what was started and how it ended.

    How long a test took is seen from when the next one starts: the log's own times
    are those that tests pretend. So what a class sets up counts for the test before.
    """

    def __init__(self, addon, clock=time.monotonic):
        self.prefix = f"odoo.addons.{addon}."
        self.started = set()
        self.failed = set()
        self.skipped = {}
        self.times = {}
        self._clock = clock
        self._running = None
        self._record, self._came = "", 0

    def passed(self):
        return self.started - self.failed - set(self.skipped)

    def read(self, line):
        """Take one line; yields the warnings and errors that it completes."""
        if RECORD.match(line):
            yield from self.finish()
            self._record, self._came = line, self._clock()
        else:
            self._record += line

    def finish(self):
        record, self._record = self._record.rstrip(), ""
        match = RECORD.match(record)
        if not match:
            return
        text = match["text"]
        # Names are kept apart by the module of the test, which is the logger.
        place = match["logger"].removeprefix(self.prefix + "tests.")
        if found := STARTED.match(text):
            self.started.add(f"{place}:{found[1]}")
            self._turn_to(f"{place}:{found[1]}")
        elif OVER.match(text):
            self._turn_to(None)
        elif found := SKIPPED.match(text):
            if match["logger"].startswith(self.prefix):
                self.skipped[f"{place}:{found[1]}"] = found[2]
            elif match["logger"].startswith("odoo.tests"):
                self.skipped[found[1]] = found[2]
        elif match["level"] in ("ERROR", "CRITICAL"):
            if found := FAILED.match(text):
                name = (
                    f"{found[1]} ({found[2]})"
                    if found[1].endswith("Class")
                    else found[1]
                )
                self.failed.add(f"{place}:{name}")
            yield record
        elif match["level"] == "WARNING":
            yield record

    def _turn_to(self, name):
        """Another test is running, or none any more."""
        if self._running:
            before, began = self._running
            self.times[before] = self._came - began
        self._running = name and (name, self._came)


def problems(log, addon):
    """The warnings and errors in a log file."""
    results = Results(addon)
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            yield from results.read(line)
    yield from results.finish()
