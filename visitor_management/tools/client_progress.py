"""How far a complaint has come, and what its client may say about it.

Nothing here knows the database: moments are naive UTC, words are said elsewhere.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """A step on the way of a complaint.

    ``at`` is when it was taken, ``by`` until when it is promised, either may be empty.
    """

    code: str
    done: bool
    at: object = False
    by: object = False


class Round(NamedTuple):
    """A callback: its state, when it is due, when the client was reached, and whether
    the client is still to be asked.
    """

    state: str
    due_at: object = False
    reached_at: object = False
    to_ask: bool = False


def steps(
    *,
    state,
    received_at,
    accepted_at=False,
    handling_at=False,
    reopened_at=False,
    handled_at=False,
    closed_at=False,
    deadline=False,
    rounds=(),
):
    """The way of a complaint, in order.

    :param str state: of ``client.complaint``
    :param rounds: its :class:`Round`, oldest first, without those that were waived
    :return: list of :class:`Step`: what has happened, then what is to come; of a
        complaint that is not ours, what has happened alone
    """
    handled = bool(handled_at)
    way = [
        Step("received", True, received_at),
        Step("accepted", bool(accepted_at), accepted_at),
        Step("handling", state in ("handling", "handled", "closed"), handling_at),
    ]
    if reopened_at:
        way.append(Step("reopened", True, reopened_at))
    way.append(Step("handled", handled, handled_at, not handled and deadline))
    # after it was handled: who was called before was asked about something else
    reached = [
        each.reached_at
        for each in rounds
        if each.reached_at and handled and each.reached_at >= handled_at
    ]
    waiting = [each.due_at for each in rounds if each.state == "planned" and handled]
    if reached or waiting or state not in ("handled", "closed", "invalid"):
        called_at, call_by = max(reached, default=False), min(waiting, default=False)
        way.append(Step("called", bool(called_at), called_at, call_by))
    if state == "invalid":
        return [*(step for step in way if step.done), Step("closed", True)]
    return [*way, Step("closed", state == "closed", closed_at)]


def question(state, rounds, busy):
    """What the client is asked about a complaint.

    :param str state: of ``client.complaint``
    :param rounds: its :class:`Round`, oldest first, without those that were waived
    :param bool busy: a department still has an order to carry out
    :return: ``rate`` how satisfied · ``told`` the client has said it, and somebody
        talks to the client · ``busy`` a department is at it · ``again`` the client was
        asked; it may turn out not to be solved · ``""`` nothing
    """
    if state != "handled":
        return ""
    last = rounds[-1] if rounds else Round("")
    if last.state == "reached":
        return "told"
    if busy:
        return "busy"
    return "rate" if last.to_ask else "again"
