"""Which days a weekly series falls on: pure functions."""

from datetime import timedelta

WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday"),
)


def days(weekdays, first, last):
    """The days of a span that are one of some weekdays.

    :param weekdays: numbers, Monday is 0
    :param date first: of the span
    :param date last: of the span, included
    :return: list of dates, in order
    """
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() in weekdays]
