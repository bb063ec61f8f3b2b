"""Reading test results from Odoo's log."""

import re

RECORD = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) "
    r"\S+ (?P<logger>[^\s:]+): (?P<text>.*)",
    re.S,
)
STARTED = re.compile(r"Starting (\S+) \.\.\.$")
SKIPPED = re.compile(r"skipped (.+?) : (.*)$")
FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\S+)(?: \((\S*)\))?")


class Results:
    """Feed it the log line by line; it knows what was started and how it ended."""

    def __init__(self, addon):
        self.prefix = f"odoo.addons.{addon}."
        self.started = set()
        self.failed = set()
        self.skipped = {}
        self._record = ""

    def passed(self):
        return self.started - self.failed - set(self.skipped)

    def read(self, line):
        """Take one line; yields the warnings and errors that it completes."""
        if RECORD.match(line):
            yield from self.finish()
            self._record = line
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
