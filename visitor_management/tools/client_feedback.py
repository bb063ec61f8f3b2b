"""When what clients say calls for somebody: a low rating, a spike of complaints."""

from datetime import timedelta

from .satisfaction import DISSATISFIED

# A spike is a week with more complaints than usual: of a category, in a building.
DAYS = 7
WEEKS_BEFORE = 8
LEAST = 3
TIMES_THE_MEAN = 2


def is_low(*ratings):
    """Whether a rating is two or less, of the outcome or of the handling.

    :param ratings: ``1`` to ``5``, False where there is none
    :return: bool
    """
    return any(rating in DISSATISFIED for rating in ratings)


def week_of(today):
    """The first days of the seven up to a day, and of the eight weeks before them.

    :param date today: the last of the seven days
    :return: pair of dates
    """
    first = today - timedelta(days=DAYS - 1)
    return first, first - timedelta(days=DAYS * WEEKS_BEFORE)


def is_spike(count, mean):
    """Whether a week had so many complaints that somebody should look for one cause.

    :param int count: of the seven days
    :param mean: of a week, in the eight weeks before
    :return: bool; without a history three are enough
    """
    return count >= LEAST and count >= TIMES_THE_MEAN * mean
