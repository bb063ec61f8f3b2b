"""What a family of conditions is made of: facts, and the checks that look at them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from .. import opening_hours

# What a check answers where something was asked for and is there.
MET = True
# What a condition means for somebody who goes out: nothing; that the pass was of no use
# any more, if nobody was inside with it; that it was not its holder who went.
ON_EXIT = ("ignore", "dead_pass", "not_the_holder")
# What becomes of a condition in an emergency: it is asked at the door all the same; it
# is due later; it is not asked, for later it would mean nothing.
IN_EMERGENCY = ("asked", "later", "never")


class Unmet(NamedTuple):
    """A condition that is not met: ``waiver`` is a group's xml id or ``None``."""

    code: str
    message: object
    waiver: str | None


class Condition(NamedTuple):
    """A rule of admission and all that is to be said of it, see `Family.condition`."""

    code: str
    check: callable
    family: str
    waiver: str | None
    label: object
    met: object
    mend: str
    of_the_moment: bool
    told: bool
    on_exit: str
    in_emergency: str
    unmet_by: tuple
    waiver_counts: callable = None

    def is_waived(self, facts):
        """Whether somebody has set it aside, and that is enough."""
        if not self.waiver or self.code not in facts.waived:
            return False
        return not self.waiver_counts or self.waiver_counts(facts)


class Gate(NamedTuple):
    """Where somebody stands: a gate, or the reception desk of whatever site."""

    kind: str = "desk"
    site_id: int = 0
    checks_in: bool = True

    @property
    def by_hand(self):
        """At a desk or kiosk, whose entries do not arm anti-passback."""
        return self.kind in ("desk", "kiosk")


@dataclass(frozen=True)
class Facts:
    """All that admission looks at. Times are naive UTC.

    The facts of a family are read by its name: ``facts.hours.start``. ``waived`` are
    codes. ``ahead``: the moment lies ahead, and the host is told while there is time
    to prepare.
    """

    moment: datetime
    registration_id: int
    site_id: int
    tz: str
    families: dict
    gate: Gate = Gate()  # noqa: RUF009 (a tuple, which nobody changes)
    waived: frozenset = frozenset()
    ahead: bool = False

    def __post_init__(self):
        self.__dict__.update(self.families)

    def but(self, **changes):
        """The same facts but for some.

        :param changes: by family (and for the gate) a dict of its facts; one that is
            of no family as it is
        :return: :class:`Facts`
        """
        gate = self.gate._replace(**changes.pop("gate", {}))
        families = {
            name: known._replace(**changes.pop(name, {}))
            for name, known in self.families.items()
        }
        return replace(self, gate=gate, families=families, **changes)

    def local(self, moment):
        """A moment as the people at the site read it on their clock."""
        local = opening_hours.to_local(moment, self.tz)
        today = self.local_date(self.moment)
        return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")

    def local_date(self, moment):
        """The day at the site."""
        return opening_hours.to_local(moment, self.tz).date()


class Later(NamedTuple):
    """A fact that is read in a statement of its own, and of those only of whom a
    boolean fact of its family, ``asked``, is true.

    Planning a statement takes longer than running it: what few visitors are asked for
    must not make the scans of all slower. The expression may look at ``r``, ``v``,
    ``t``, ``s`` and ``%(moment)s``.
    """

    asked: str
    sql: str


class Family:
    """Facts that are read together, and the conditions that they decide.

    :param str name: by which its facts are read, that of its file
    :param facts: a ``NamedTuple``; those with a default need not be known
    :param dict sql: a SQL expression for each fact. It may look at ``r``
        (registration), ``v`` (visit), ``t`` (its kind), ``s`` (site), ``i`` (identity,
        or NULL), ``p`` (the pass shown, else the latest, or NULL), ``here`` (the area
        the gate opens into, or NULL), ``%(moment)s`` and ``%(code)s`` (the id of the
        ``visitor.pass.code`` shown, or NULL). It is an index lookup: what has to be
        matched is stored on write. A boolean that was never set is COALESCEd. What is
        asked of few, and looks at several tables, is a :class:`Later`
    """

    def __init__(self, name, facts, sql):
        if list(sql) != list(facts._fields):
            raise ValueError(f"{name}: {list(sql)} are not {list(facts._fields)}")
        self.name = name
        self.facts = facts
        self.later = {
            fact: each for fact, each in sql.items() if isinstance(each, Later)
        }
        now = {fact: "NULL" if fact in self.later else sql[fact] for fact in sql}
        self.columns = ",\n".join(
            f'{each} AS "{name}.{fact}"' for fact, each in now.items()
        )
        self.conditions = []

    def condition(
        self,
        code,
        *,
        unmet_by,
        in_emergency,
        waiver=None,
        label=None,
        met=None,
        mend="",
        of_the_moment=False,
        told=True,
        on_exit="ignore",
        waiver_counts=None,
    ):
        """Declare a check as the condition of a code.

        It takes :class:`Facts` and answers ``None`` where nothing is asked for, ``MET``
        where it is and is there, else the sentence for the person at the desk.

        :param str code: what programs are told
        :param tuple unmet_by: examples: what is different, and leaves nothing else
            unmet, for a visitor who was checked in and stands at a gate. Facts of this
            family by name; others as :meth:`Facts.but` takes them; a moment or a day as
            the time from the moment of the facts
        :param str in_emergency: of ``IN_EMERGENCY``, what becomes of it where reception
            lets in the fire brigade
        :param str waiver: xml id of the group that may set it aside, if any may
        :param label: lazily translated name of what is set aside, with a waiver
        :param met: the sentence (lazy) for what was asked for and is there
        :param str mend: what mends it at the desk, a key that the screens know
        :param bool of_the_moment: it may be met at another hour, so that the list of a
            day does not warn of it
        :param bool told: whether hosts and visitors are told; else reception only
        :param str on_exit: of ``ON_EXIT``
        :param waiver_counts: takes :class:`Facts`, answers whether a waiver that was
            given is enough; default: it is
        """
        if bool(waiver) != bool(label) or on_exit not in ON_EXIT or not unmet_by:
            raise ValueError(f"{code}: a waiver has a label, on_exit and unmet_by")
        if in_emergency not in IN_EMERGENCY:
            raise ValueError(f"{code}: in_emergency is one of {IN_EMERGENCY}")

        def register(check):
            self.conditions.append(
                Condition(
                    code,
                    check,
                    self.name,
                    waiver,
                    label,
                    met,
                    mend,
                    of_the_moment,
                    told,
                    on_exit,
                    in_emergency,
                    unmet_by,
                    waiver_counts,
                )
            )
            return check

        return register
