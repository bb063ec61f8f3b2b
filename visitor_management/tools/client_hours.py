"""Whether a visit fits into the time that a client has: (from, to) pairs."""


def covers(free, begin, end):
    """Whether one of the intervals holds the whole time."""
    return any(low <= begin and end <= high for low, high in free)


def next_start(free, begin, length):
    """The first moment from which there is enough time, or None."""
    for low, high in free:
        start = max(low, begin)
        if start + length <= high:
            return start
    return None
