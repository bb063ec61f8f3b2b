"""A year of complaints and callbacks, drawn with a fixed seed.

Everything that the formulas tell apart is in it: several rounds and several callbacks
of one matter, the same matter in other months and of other departments, waived and
invalid ones, results before the due date, moments at the very border of a month.
"""

import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

YEAR = 2024  # with a leap day
COMPLAINTS, CALLBACKS = 50_000, 120_000
FIRST_ID = 50_000_000  # far from what others make
TZ = "Asia/Shanghai"
SEVERITIES = ("minor", "general", "serious", "major")
OUTCOMES = ("no_answer", "busy", "wrong_number", "refused")
MONTHS = [date(YEAR, month, 1) for month in range(1, 13)]
MINUTE = timedelta(minutes=1)


class Year:
    """The records of a company, as dicts of their columns.

    :param int company_id: whose they are
    :param list departments: ids
    :param list categories: ids
    """

    def __init__(self, company_id, departments, categories, seed=20240101):
        self.random = random.Random(seed)
        self.company_id = company_id
        self.departments = departments
        self.categories = [*categories, None]
        self.borders = [
            datetime(day.year, day.month, 1, tzinfo=ZoneInfo(TZ))
            .astimezone(timezone.utc)
            .replace(tzinfo=None)
            for day in MONTHS
        ]
        self.complaints, self.callbacks = [], []
        self.attempts, self.orders = [], []
        for number in range(COMPLAINTS):
            self._complaint(number)
        called = [each for each in self.complaints if self.random.random() < 0.9]
        for complaint in called:
            self._chain(complaint)
        while len(self.callbacks) < CALLBACKS:
            self._chain(None)
        for callback in self.callbacks:
            self._attempts(callback)
            self._order(callback)

    # -- draws ---------------------------------------------------------------------

    def _moment(self):
        """A minute of the year or shortly before; sometimes the border of a month."""
        if self.random.random() < 0.01:
            shift = self.random.choice((-MINUTE, timedelta(0), MINUTE))
            return self.random.choice(self.borders) + shift
        minute = self.random.randrange(-20 * 24 * 60, 366 * 24 * 60)
        return self.borders[0] + minute * MINUTE

    def _later(self, moment, days):
        return moment + MINUTE * self.random.randrange(0, days * 24 * 60)

    def _chance(self, share):
        return self.random.random() < share

    # -- records -------------------------------------------------------------------

    def _complaint(self, number):
        received = self._moment()
        state = self.random.choices(
            ("closed", "handled", "handling", "new", "invalid"), (70, 12, 8, 5, 5)
        )[0]
        handled = self._later(received, 6) if state in ("closed", "handled") else None
        closed = self._later(handled, 40) if state == "closed" else None
        deadline = self._later(received, 8)
        if handled and self._chance(0.02):
            handled = deadline  # in time to the minute
        parent = None
        if self.complaints and self._chance(0.06):
            parent = self.random.choice(self.complaints[-3000:])
            parent = parent["parent_id"] or parent["id"]
        self.complaints.append(
            {
                "id": FIRST_ID + number,
                "company_id": self.company_id,
                "name": f"YEAR/C/{number}",
                "parent_id": parent,
                "department_id": self.random.choice(self.departments),
                "category_id": self.random.choice(self.categories),
                "severity": self.random.choice(SEVERITIES),
                "state": state,
                "channel": "phone",
                "content": "It is cold",
                "received_at": received,
                # statistics judge by the first dates
                "first_deadline": deadline,
                "deadline": deadline + timedelta(days=self.random.randrange(3)),
                "first_handled_at": handled,
                "handled_at": handled if state in ("closed", "handled") else None,
                "closed_at": closed,
            }
        )

    def _chain(self, complaint):
        """Rounds of calling back, about a complaint or other work."""
        due = self._later(complaint["received_at"], 12) if complaint else self._moment()
        previous = first = None
        own = complaint or {
            "id": None,
            "department_id": self.random.choice(self.departments),
            "category_id": self.random.choice(self.categories),
            "severity": self.random.choice((*SEVERITIES, None)),
        }
        for number in range(1, 6):
            callback = self._callback(own, due, number, previous, first)
            previous = callback["id"]
            first = first or callback["id"]
            if callback["result"] not in ("1", "2") or self._chance(0.2):
                break
            due = self._later(callback["reached_at"], 10)
        if complaint and self._chance(0.03):  # called about it in two ways
            again = self._later(complaint["received_at"], 40)
            self._callback(own, again, 1, None, None)

    def _callback(self, own, due, number, previous, first):
        state = self.random.choices(
            ("archived", "finished", "reached", "planned", "unreachable", "waived"),
            (60, 20, 4, 8, 4, 4),
        )[0]
        reached = state in ("archived", "finished", "reached")
        reached_at = self._later(due - timedelta(days=2), 4) if reached else None
        if reached and self._chance(0.02):
            reached_at = due  # in time to the minute
        callback = {
            "id": FIRST_ID + len(self.callbacks),
            "company_id": self.company_id,
            "name": f"YEAR/CB/{len(self.callbacks)}",
            "complaint_id": own["id"],
            "source": "complaint" if own["id"] else "repair",
            "first_id": first or FIRST_ID + len(self.callbacks),
            "previous_id": previous,
            "round": number,
            "department_id": own["department_id"],
            "category_id": own["category_id"],
            "severity": own["severity"],
            "channel": "phone",
            "attempts": 3,
            "state": state,
            "first_due_at": due,
            "due_at": due + timedelta(days=self.random.randrange(3)),
            "reached": reached,
            "reached_at": reached_at,
            "result": (
                self.random.choices("12345", (8, 12, 15, 35, 30))[0]
                if reached and state != "reached"
                else None
            ),
        }
        self.callbacks.append(callback)
        return callback

    def _attempts(self, callback):
        for _number in range(self.random.choice((0, 1, 1, 2))):
            at = self._later(callback["due_at"] - timedelta(days=1), 3)
            self._attempt(callback, at, self.random.choice(OUTCOMES))
        if callback["reached"]:
            self._attempt(callback, callback["reached_at"], "reached")

    def _attempt(self, callback, at, outcome):
        self.attempts.append(
            {
                "id": FIRST_ID + len(self.attempts),
                "callback_id": callback["id"],
                "company_id": self.company_id,
                "at": at,
                "outcome": outcome,
                "channel": "phone",
            }
        )

    def _order(self, callback):
        if callback["result"] not in ("1", "2"):
            return
        state = self.random.choice(("sent", "accepted", "done", "verified", "reopened"))
        deadline = callback["due_at"].date() + timedelta(days=self.random.randrange(9))
        done = None
        if state in ("done", "verified"):
            done = datetime(deadline.year, deadline.month, deadline.day)
            done += MINUTE * self.random.randrange(-3 * 24 * 60, 3 * 24 * 60)
            if self._chance(0.1):  # the last minute of the local day, or the next one
                done = datetime(deadline.year, deadline.month, deadline.day, 15, 59)
                done += MINUTE * self.random.randrange(2)
        self.orders.append(
            {
                "id": FIRST_ID + len(self.orders),
                "company_id": self.company_id,
                "name": f"YEAR/R/{len(self.orders)}",
                # some are given for the complaint, and for nothing
                "callback_id": None if self._chance(0.1) else callback["id"],
                "complaint_id": None if self._chance(0.1) else callback["complaint_id"],
                "department_id": self.random.choice(self.departments),
                "requirement": "Repair it",
                "first_deadline": deadline,
                "deadline": deadline + timedelta(days=self.random.randrange(3)),
                "done_at": done,
                "state": state,
            }
        )
