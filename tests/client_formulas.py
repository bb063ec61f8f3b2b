"""The formulas of the monthly statistics, read once more, in plain Python.

Written from the rules (design §8.5, forms.md §3.3) and not from the addon: it knows
nothing of SQL, and takes the records one by one. Slow, and easy to check.
"""

from collections import defaultdict
from datetime import date, timezone
from zoneinfo import ZoneInfo

SATISFIED, DISSATISFIED = {"4", "5"}, {"1", "2"}
KPIS = (
    "callback_rate",
    "on_time_rate",
    "contact_rate",
    "satisfaction_rate",
    "first_round_satisfaction_rate",
    "handling_on_time_rate",
    "closing_rate",
    "rectification_on_time_rate",
    "recovered_rate",
    "repeat_rate",
    "complaint_rate",
)


class Book:
    """All records of a company, as dicts by model.

    :param complaints: ``id parent_id department_id category_id severity state
        received_at first_deadline first_handled_at closed_at``
    :param callbacks: ``id complaint_id first_id round department_id category_id
        severity state first_due_at reached reached_at result``
    :param attempts: ``id callback_id at outcome``
    :param orders: ``id complaint_id callback_id department_id first_deadline done_at
        state``
    :param str tz: of the company
    """

    def __init__(self, complaints, callbacks, attempts, orders, tz):
        self.zone = ZoneInfo(tz)
        self.complaints = {each["id"]: each for each in complaints}
        self.callbacks = {each["id"]: each for each in callbacks}
        self.attempts, self.orders = attempts, orders
        self.cases = self._cases()
        self.repeated = {
            each["parent_id"]
            for each in complaints
            if each["parent_id"] and each["state"] != "invalid"
        }

    # -- whose month ---------------------------------------------------------------

    def month_of(self, moment):
        """The first day of the local month that a naive UTC moment is in."""
        if moment is None:
            return None
        local = moment.replace(tzinfo=timezone.utc).astimezone(self.zone)
        return date(local.year, local.month, 1)

    # -- what belongs together -----------------------------------------------------

    def root_of(self, complaint_id):
        complaint = self.complaints[complaint_id]
        return self.complaints[complaint["parent_id"] or complaint_id]

    def origin_of(self, callback):
        """The root that says department, category and severity of a callback's case."""
        if callback["complaint_id"]:
            return self.root_of(callback["complaint_id"])
        return self.callbacks[callback["first_id"]]

    def is_invalid(self, complaint_id):
        return bool(complaint_id) and (
            self.complaints[complaint_id]["state"] == "invalid"
            or self.root_of(complaint_id)["state"] == "invalid"
        )

    def _cases(self):
        """(origin, whether a complaint, its callbacks) of each matter."""
        grouped = defaultdict(list)
        for callback in self.callbacks.values():
            if self.is_invalid(callback["complaint_id"]):
                continue
            of_complaint = bool(callback["complaint_id"])
            grouped[of_complaint, self.origin_of(callback)["id"]].append(callback)
        return [
            (self.origin_of(callbacks[0]), of_complaint, callbacks)
            for (of_complaint, _root), callbacks in grouped.items()
        ]

    # -- all forms -----------------------------------------------------------------

    def forms(self, months):
        """What the forms of all departments say.

        :param list months: their first days
        :return: dict of (department, month) to :class:`Form`
        """
        self.months = months
        self.by_form = defaultdict(Form)
        for case in self.cases:
            self._count_case(*case)
        for complaint in self.complaints.values():
            self._count_complaint(complaint)
        for attempt in self.attempts:
            self._count_attempt(attempt)
        for order in self.orders:
            self._count_order(order)
        return self.by_form

    def _count_case(self, origin, of_complaint, callbacks):
        first_rounds = [each for each in callbacks if each["round"] == 1]
        counted = [each for each in first_rounds if each["state"] != "waived"]
        due = min(each["first_due_at"] for each in counted or first_rounds)
        form = self.by_form[origin["department_id"], self.month_of(due)]
        if not counted:
            form.waived += 1
            return
        alive = [each for each in callbacks if each["state"] != "waived"]
        reached = [each for each in alive if each["reached"]]
        moments = [each["reached_at"] for each in reached if each["reached_at"]]
        form.count("callback_rate", origin, reached)
        form.count("on_time_rate", origin, moments and min(moments) <= due)
        repeated = of_complaint and origin["id"] in self.repeated
        form.count("repeat_rate", origin, repeated)
        rated = [each for each in alive if each["result"]]
        if rated:
            rated.sort(
                key=lambda each: (
                    each["reached_at"] or each["first_due_at"],
                    each["round"],
                    each["result"],
                )
            )
            last = rated[-1]["result"]
            form.count("satisfaction_rate", origin, last in SATISFIED)
        at_first = [each for each in counted if each["result"]]
        if at_first:
            at_first.sort(key=lambda each: (each["first_due_at"], each["result"]))
            first = at_first[0]["result"]
            form.count("first_round_satisfaction_rate", origin, first in SATISFIED)
            if first in DISSATISFIED:
                form.count("recovered_rate", origin, last in SATISFIED)

    def _count_complaint(self, complaint):
        if complaint["parent_id"]:
            return
        department = complaint["department_id"]
        due = self.month_of(complaint["first_deadline"])
        if complaint["state"] == "invalid":
            self.by_form[department, due].invalid += 1
            return
        handled = complaint["first_handled_at"]
        in_time = handled is not None and handled <= complaint["first_deadline"]
        form = self.by_form[department, due]
        form.count("handling_on_time_rate", complaint, in_time)
        form.count("complaint_rate", complaint, True)
        came = self.month_of(complaint["received_at"])
        closed = self.month_of(complaint["closed_at"])
        for month in self.months:
            if came <= month and (closed is None or closed >= month):
                form = self.by_form[department, month]
                form.count("closing_rate", complaint, closed == month)

    def _count_attempt(self, attempt):
        callback = self.callbacks[attempt["callback_id"]]
        if callback["state"] == "waived" or self.is_invalid(callback["complaint_id"]):
            return
        where = self.origin_of(callback)
        form = self.by_form[where["department_id"], self.month_of(attempt["at"])]
        form.count("contact_rate", where, attempt["outcome"] == "reached")

    def _count_order(self, order):
        callback = self.callbacks.get(order["callback_id"])
        complaint_id = order["complaint_id"] or (callback and callback["complaint_id"])
        if self.is_invalid(complaint_id):
            return
        if complaint_id:
            where = self.root_of(complaint_id)
        elif callback:
            where = self.origin_of(callback)
        else:
            where = {"category_id": None, "severity": None}
        done = order["done_at"]
        if done is not None:
            done = done.replace(tzinfo=timezone.utc).astimezone(self.zone).date()
        in_time = (
            order["state"] in ("done", "verified") and done <= order["first_deadline"]
        )
        form = self.by_form[
            order["department_id"], order["first_deadline"].replace(day=1)
        ]
        form.count("rectification_on_time_rate", where, in_time)


class Form:
    """The figures of one department and month."""

    def __init__(self):
        self.tally = defaultdict(lambda: [0, 0])
        self.waived = self.invalid = 0

    def count(self, kpi, where, above):
        """Count a record below the line, and above it if that is so."""
        keys = {(kpi, None, None), (kpi, where["category_id"], where["severity"])}
        for key in keys:
            self.tally[key][0] += bool(above)
            self.tally[key][1] += 1

    def figures(self, base_quantity):
        """
        :return: dict of (kpi, category, severity) to (numerator, denominator);
            ``None, None`` for all
        """
        figures = {(kpi, None, None): (0, 0) for kpi in KPIS}
        figures.update((key, tuple(pair)) for key, pair in self.tally.items())
        return {
            key: (above, base_quantity if key[0] == "complaint_rate" else below)
            for key, (above, below) in figures.items()
        }
