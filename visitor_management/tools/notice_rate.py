"""How fast a channel may speak, how long it is waited for: no clock, no database."""

from datetime import timedelta

# Robots of WeCom and DingTalk take 20 a minute, and then are silent for a while
MOST = 15
MINUTE = timedelta(minutes=1)
# After the first failure, the second, …
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30))
# After "too many": so long a robot of DingTalk is silent
TOO_MANY = timedelta(minutes=10)
# What nobody heard by then is no news any more
GIVE_UP = timedelta(hours=4)


def recent(stamps, now):
    """The messages that still count.

    :param stamps: seconds since 1970 (UTC) of messages
    :param float now: the same
    :return: those of the last minute, oldest first
    """
    return sorted(stamp for stamp in stamps if now - stamp < MINUTE.total_seconds())


def room(stamps, now):
    """How many messages may go out now.

    :return: 0 to ``MOST``
    """
    return max(0, MOST - len(recent(stamps, now)))


def plan(texts, most, limit, size=len):
    """Share texts out to messages: one each while there is room, else bundled.

    In their order, and none is left out: what has no place waits for the next minute.

    :param list texts: the oldest first
    :param int most: how many messages may go out
    :param int limit: the size of a message; a text that is longer goes alone
    :param size: how big a text is
    :return: list of lists of positions in ``texts``
    """
    if len(texts) <= most:
        return [[position] for position in range(len(texts))]
    messages, used = [], 0
    for position, text in enumerate(texts):
        more = size(text) + 1  # a line break
        if not messages or used + more > limit:
            if len(messages) == most:
                break
            messages.append([])
            used = 0
        messages[-1].append(position)
        used += more
    return messages


def pause(failures, too_many=False):
    """How long a channel is left alone after a failure.

    :param int failures: in a row, with this one
    :param bool too_many: the other side says that there were too many messages
    :return: timedelta
    """
    wait = BACK_OFF[min(failures, len(BACK_OFF)) - 1]
    return max(wait, TOO_MANY) if too_many else wait
