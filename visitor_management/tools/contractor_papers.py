"""What a paper of a contractor is on a day, and when its firm is reminded of it."""

from datetime import timedelta

# Something is to be brought. "waiting" is for security, not for the firm.
TO_BRING = ("missing", "refused", "expired", "expiring")
# How many days before its end the firm is told, once each; of what is missing, weekly.
REMINDED = (30, 7, 1)
EVERY = timedelta(days=7)


def good_until(valid_to, next_review):
    """The last day on which a paper counts, or None where it has no end.

    A certificate whose review is due counts no more, whatever its end says.
    """
    return min((day for day in (valid_to, next_review) if day), default=None)


def standing(state, valid_from, until, expiring_days, today):
    """How a paper stands on a day.

    :param str state: of the paper; empty where there is none
    :param date valid_from: its first day, may be None
    :param date until: its last day, may be None
    :param int expiring_days: how long before its last day it expires soon
    :return: ``missing``, ``waiting``, ``refused``, ``expired``, ``not_yet``,
        ``expiring`` or ``valid``
    """
    if state in ("waiting", "refused", "expired"):
        return state
    if state != "valid":
        return "missing"
    if until and until < today:
        return "expired"
    if valid_from and valid_from > today:
        return "not_yet"
    if until and until - timedelta(days=expiring_days) <= today:
        return "expiring"
    return "valid"


def is_reminder_due(standing_now, until, reminded_on, today):
    """Whether the firm is to be told today of something that it has to bring.

    :param str standing_now: see :func:`standing`
    :param date until: the last day of the paper, may be None
    :param date reminded_on: when it was told last, may be None
    """
    if standing_now not in TO_BRING:
        return False
    if not reminded_on:
        return True
    if standing_now != "expiring":
        return reminded_on + EVERY <= today
    # once it is 30, 7 and 1 days away; on a later day where the job did not run
    return any(reminded_on < until - timedelta(days=days) <= today for days in REMINDED)
