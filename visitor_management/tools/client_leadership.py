"""What leadership's page is drawn from: months, changes, the worst problems."""

from typing import NamedTuple

from dateutil.relativedelta import relativedelta

# The small line of a rate goes back a year.
MONTHS = 12
WORST = 3
# Below this a change shows as none: a tenth of a point.
LEAST_CHANGE = 0.0005


def months_to(month):
    """The first days of the months up to one, which is the last.

    :param date month: its first day
    :return: list of dates
    """
    return [month - relativedelta(months=back) for back in reversed(range(MONTHS))]


def share(figures):
    """The rate of several fractions together.

    :param figures: pairs of numerator and denominator
    :return: share, False where it is out of none
    """
    figures = list(figures)
    below = sum(figure[1] for figure in figures)
    return sum(figure[0] for figure in figures) / below if below else False


def change(now, before):
    """By how much a rate changed.

    :return: points as a share, 0.0 for less than is shown, False where one is missing
    """
    if now is False or before is False:
        return False
    points = now - before
    return points if abs(points) >= LEAST_CHANGE else 0.0


class Problem(NamedTuple):
    """A category of complaints, and how often it came up in a month.

    ``by_form`` is a dict of the id of a form to its number of complaints.
    """

    category_id: int
    count: int
    before: int
    severe: int
    by_form: dict


def worst(counts, month, ranks):
    """The categories that most complaints of a month were about.

    Of as many, the one with more complaints of the highest severities comes first,
    then the one that grew more.

    :param counts: tuples of month, form id, category id, severity and number
    :param date month: which is looked at; other months are what it is compared with
    :param dict ranks: of a severity, higher is worse
    :return: list of :class:`Problem`, at most three
    """
    found = {}
    for of_month, form, category, severity, number in counts:
        problem = found.setdefault(category, {"before": 0, "severe": 0, "by_form": {}})
        if of_month != month:
            problem["before"] += number
        else:
            by_form = problem["by_form"]
            by_form[form] = by_form.get(form, 0) + number
            problem["severe"] += number * ranks.get(severity, 0)
    problems = [
        Problem(category, sum(values["by_form"].values()), **values)
        for category, values in found.items()
    ]
    return sorted(
        (problem for problem in problems if problem.count),
        key=lambda each: (-each.count, -each.severe, each.before, each.category_id),
    )[:WORST]
