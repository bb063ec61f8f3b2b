"""The rates of the monthly statistics: what is divided by what.

Each rate divides two counts of the same kind of record. What a count takes in is said,
in words and once, where it is counted: see ``client.statistics.count``.
"""

from typing import NamedTuple

# What is counted, and which record opens for it.
CASE, COMPLAINT, ATTEMPT, ORDER = "case", "complaint", "attempt", "order"
MODELS = {
    CASE: "client.callback",
    COMPLAINT: "client.complaint",
    ATTEMPT: "client.callback.attempt",
    ORDER: "client.rectification",
}
# The marks of a record: each is one bit, a record may have several.
MARKS = {
    CASE: (
        "due",
        "reached",
        "on_time",
        "rated",
        "satisfied",
        "first_rated",
        "first_satisfied",
        "dissatisfied",
        "recovered",
        "repeated",
        "waived",
    ),
    COMPLAINT: ("due", "on_time", "open", "closed", "invalid"),
    ATTEMPT: ("made", "reached"),
    ORDER: ("due", "on_time"),
}


class Kpi(NamedTuple):
    """A rate: the kind of record, and the marks of what is above and below the line.

    Without a mark below the line it is per ``base_quantity`` of the form.
    """

    kind: str
    numerator: str
    denominator: str


KPIS = {
    "callback_rate": Kpi(CASE, "reached", "due"),
    "on_time_rate": Kpi(CASE, "on_time", "due"),
    "contact_rate": Kpi(ATTEMPT, "reached", "made"),
    "satisfaction_rate": Kpi(CASE, "satisfied", "rated"),
    "first_round_satisfaction_rate": Kpi(CASE, "first_satisfied", "first_rated"),
    "handling_on_time_rate": Kpi(COMPLAINT, "on_time", "due"),
    "closing_rate": Kpi(COMPLAINT, "closed", "open"),
    "rectification_on_time_rate": Kpi(ORDER, "on_time", "due"),
    "recovered_rate": Kpi(CASE, "recovered", "dissatisfied"),
    "repeat_rate": Kpi(CASE, "repeated", "due"),
    "complaint_rate": Kpi(COMPLAINT, "due", ""),
}
# The first line of the form; more is better in all of them.
MAIN_KPIS = (
    "callback_rate",
    "on_time_rate",
    "satisfaction_rate",
    "handling_on_time_rate",
    "closing_rate",
)
# Where a rise is bad news.
LESS_IS_BETTER = ("repeat_rate", "complaint_rate")


def bit(kind, mark):
    """The bit of a mark."""
    return 1 << MARKS[kind].index(mark)
