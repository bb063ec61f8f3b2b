"""Numbers of cards as ranges, as a card count names them: 0401–0420."""

import re

LAST_DIGITS = re.compile(r"^(.*?)(\d+)$", re.DOTALL)


def ranges(numbers):
    """Numbers that follow each other, together.

    What begins differently, has leading zeros of another length, or no digits at its
    end is apart.

    :param numbers: texts, as printed on the cards
    :return: dict from the name of a range to its numbers, in order
    """
    found, run, last = [], [], None
    for before, width, value, number in sorted(map(_split, set(numbers))):
        if not width or last != (before, width, value - 1):
            run = []
            found.append(run)
        run.append(number)
        last = before, width, value
    return {_name(run): run for run in found}


def _split(number):
    """What stands before the digits, how many there are, their value, and all of it."""
    match = LAST_DIGITS.match(number)
    if not match:
        return number, 0, 0, number
    before, digits = match.groups()
    return before, len(digits), int(digits), number


def _name(run):
    return run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}"
