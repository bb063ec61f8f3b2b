"""When who is told that visitors stay longer than announced."""

from datetime import timedelta


def due_alarms(over, minutes, told):
    """Who is to be told now and was not.

    :param timedelta over: how long the visit has been over
    :param dict minutes: by whom is told, in this order, after how many minutes; the
        first is told in any case, the others not where it is 0
    :param told: who was told already
    :return: list of keys of ``minutes``
    """
    first = next(iter(minutes))
    return [
        whom
        for whom, after in minutes.items()
        if whom not in told
        and (after or whom == first)
        and over > timedelta(minutes=after)
    ]
