"""Which work permits name the person, and the papers that they ask for."""

from datetime import date, datetime
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .. import contractor_papers
from ..groups import SECURITY
from ..sentences import Names
from .family import MET, Family, Later

_lt = LazyTranslate(__name__)


class Paper(NamedTuple):
    """A paper that a permit asks for, and the one there is.

    ``kind``: its name by language. ``holder``: the firm (None: the permit names none)
    or the worker, who has a contact to which papers belong (``known``). Days as ISO
    texts.
    """

    kind: dict
    holder: str | None = ""
    known: bool = True
    state: str | None = None
    valid_from: str | None = None
    until: str | None = None
    due_on: str | None = None
    expiring_days: int = 0


class Permit(NamedTuple):
    """A permit that names the person.

    ``open``: whether works are permitted at the moment, by dates and daily hours;
    ``next``: when they are again, ``stop``: when it ends (ISO). ``ask``: who of the
    firm is asked for papers.
    """

    name: str
    state: str
    open: bool = False
    next: str | None = None
    stop: str | None = None
    ask: str | None = None
    papers: list | None = None


class Works(NamedTuple):
    """``required``: the kind of visit asks for a permit. ``permits``: of each that
    names the person what makes a `Permit`. ``named``: the number of the one that the
    visit is announced for."""

    required: bool = False
    permits: list | None = None
    named: str | None = None


TODAY = "((%(moment)s::timestamp AT TIME ZONE 'UTC') AT TIME ZONE s.tz)::date"
# The papers that the kind of a permit ``pt`` asks for; of each kind the one that is
# good today, else the latest one.
PAPERS = f"""
    SELECT JSONB_AGG(
               JSONB_BUILD_ARRAY(
                   pk.name, CASE pk.whose WHEN 'firm' THEN firm.name ELSE r.name END,
                   whose.id IS NOT NULL, paper.state, paper.valid_from,
                   paper.good_until, paper.due_on, pk.days_expiring
               ) ORDER BY pk.whose, pk.sequence, pk.id
           )
      FROM visitor_contractor_paper_kind_visitor_permit_kind_rel asked
      JOIN visitor_contractor_paper_kind pk
        ON pk.id = asked.visitor_contractor_paper_kind_id AND pk.active
 LEFT JOIN LATERAL (
               SELECT CASE pk.whose
                      WHEN 'firm' THEN firm.commercial_partner_id
                      ELSE COALESCE(r.partner_id, line.partner_id) END AS id
           ) whose ON TRUE
 LEFT JOIN LATERAL (
               SELECT paper.state, paper.valid_from, paper.good_until, paper.due_on
                 FROM visitor_contractor_paper paper
                WHERE paper.partner_id = whose.id AND paper.kind = pk.id
                  AND paper.company_id = r.company_id
             ORDER BY (
                          paper.state = 'valid'
                          AND COALESCE(paper.valid_from <= {TODAY}, TRUE)
                          AND COALESCE(paper.good_until >= {TODAY}, TRUE)
                      ) DESC, paper.state = 'missing',
                      CASE WHEN paper.state = 'valid'
                           THEN COALESCE(paper.good_until, 'infinity') END DESC,
                      paper.id DESC
                LIMIT 1
           ) paper ON TRUE
     WHERE asked.visitor_permit_kind_id = pt.kind_id
"""
# Who of the firm is told of its papers.
ASK = """
    SELECT STRING_AGG(contact.name, ', ' ORDER BY contact.id)
      FROM res_partner contact
     WHERE contact.commercial_partner_id = firm.commercial_partner_id
       AND contact.visitor_paper_contact AND contact.active
"""
# By dates, daily hours and the hours of noisy works, worked out when it was written.
OPEN = """
    EXISTS (
        SELECT FROM JSONB_ARRAY_ELEMENTS({permit}.windows) hours
         WHERE (hours ->> 0)::timestamp <= %(moment)s
           AND (hours ->> 1)::timestamp > %(moment)s
    )
"""
NEXT = """
    SELECT MIN((hours ->> 0)::timestamp)
      FROM JSONB_ARRAY_ELEMENTS(pt.windows) hours
     WHERE (hours ->> 0)::timestamp > %(moment)s
"""
# Those that a line names the person in, or its contact; the most useful ones first.
PERMITS = f"""(
    SELECT JSONB_AGG(
               JSONB_BUILD_ARRAY(
                   pt.name, pt.state, {OPEN.format(permit="pt")}, ({NEXT}), pt.stop,
                   ({ASK}), ({PAPERS})
               ) ORDER BY line.rank, pt.stop DESC
           )
      FROM (
               SELECT worker.permit_id, MAX(worker.partner_id) AS partner_id,
                      MIN(CASE each.state
                          WHEN 'approved' THEN
                               CASE WHEN {OPEN.format(permit="each")} THEN 0 ELSE 1 END
                          WHEN 'suspended' THEN 2 WHEN 'submitted' THEN 3
                          WHEN 'draft' THEN 4 ELSE 5 END) AS rank
                 FROM visitor_permit_worker worker
                 JOIN visitor_permit each ON each.id = worker.permit_id
                WHERE worker.id IN (
                          SELECT rel.worker_id
                            FROM visitor_permit_worker_visit_rel rel
                           WHERE rel.registration_id = r.id
                           UNION ALL
                          SELECT known.id
                            FROM visitor_permit_worker known
                           WHERE known.partner_id = r.partner_id
                      )
                  AND each.site_id = v.site_id
                  AND (each.state NOT IN ('closed', 'cancelled')
                       OR each.id = v.permit_id)
             GROUP BY worker.permit_id
             ORDER BY rank, MAX(each.stop) DESC
                LIMIT 5
           ) line
      JOIN visitor_permit pt ON pt.id = line.permit_id
 LEFT JOIN res_partner firm ON firm.id = pt.partner_id
)"""
NAMED = "(SELECT each.name FROM visitor_permit each WHERE each.id = v.permit_id)"
FAMILY = Family(
    "works",
    Works,
    {
        "required": "COALESCE(t.permit_required, FALSE)",
        "permits": Later("required", PERMITS),
        "named": Later("required", NAMED),
    },
)


def permits(facts):
    """The permits that name the person, the most useful one first.

    :param Facts facts: of one person
    :return: list of :class:`Permit`
    """
    return [Permit(*each) for each in facts.works.permits or ()]


def papers_missing(facts, permit):
    """Whether works are permitted but for a paper that does not count."""
    holds = permit.state == "approved" and permit.open
    return holds and _missing(facts, permit) is not None


@FAMILY.condition(
    "permit_missing",
    in_emergency="later",
    waiver=SECURITY,
    label=_lt("Work permit"),
    met=_lt("Work permit valid"),
    mend="permit",
    unmet_by=(
        {"required": True},
        {"required": True, "ahead": True},
        {"required": True, "named": "WP/2026/00001"},
        {"required": True, "permits": [["WP/2026/00001", "draft"]]},
        {"required": True, "permits": [["WP/2026/00001", "submitted", True]]},
        {"required": True, "permits": [["WP/2026/00001", "suspended", True]]},
        {"required": True, "permits": [["WP/2026/00001", "handed_back", True]]},
        {"required": True, "permits": [["WP/2026/00001", "closed", True]]},
        {
            "required": True,
            "permits": [["WP/2026/00001", "approved", False, "2099-01-01T08:00:00"]],
        },
        {
            "required": True,
            "permits": [
                ["WP/2026/00001", "approved", False, None, "2020-01-01T08:00:00"]
            ],
        },
        *(
            {
                "required": True,
                "permits": [
                    ["WP/2026/00001", "approved", True, None, None, ask, [paper]]
                ],
            }
            for ask, paper in (
                ("Li Na", [{"en_US": "Insurance"}, "Acme"]),
                (None, [{"en_US": "Insurance"}, "Acme"]),
                (None, [{"en_US": "Certificate"}, "Zhang Wei", False]),
                (None, [{"en_US": "Insurance"}, None, False]),
                (None, [{"en_US": "Insurance"}, "Acme", True, "waiting"]),
                (
                    None,
                    [{"en_US": "Insurance"}, "Acme", True, "waiting", None, None]
                    + ["2026-11-25"],
                ),
                (None, [{"en_US": "Insurance"}, "Acme", True, "refused"]),
                (
                    None,
                    [{"en_US": "Insurance"}, "Acme", True, "valid", None, "2020-01-01"],
                ),
                (
                    None,
                    [{"en_US": "Insurance"}, "Acme", True, "valid", "2099-01-01"],
                ),
            )
        ),
    ),
)
def permit_missing(facts):
    if not facts.works.required:
        return None
    found = permits(facts)
    if not found:
        return _nobody_named(facts)
    missing = [_missing(facts, permit) for permit in found]
    return MET if any(each is None for each in missing) else missing[0]


def light(facts):
    """What a guard sees who scans the pass of a worker.

    :param Facts facts: of one person
    :return: ``red``, ``amber`` or ``green`` with a sentence (lazy), which tells nothing
        of papers that count; None where no permit is asked for
    """
    missing = permit_missing(facts)
    if missing is None:
        return None
    if missing is not MET:
        if "permit_missing" in facts.waived:
            return "amber", _lt("Set aside by security, for this visit.")
        return "red", missing
    permit = next(each for each in permits(facts) if _missing(facts, each) is None)
    ends = [
        paper.until
        for paper in _papers(permit)
        if _standing(facts, paper) == "expiring"
    ]
    if ends:
        return "amber", _lt(
            "May work under %(permit)s. A paper ends on %(day)s.",
            permit=permit.name,
            day=min(ends),
        )
    return "green", _lt("May work under %(permit)s.", permit=permit.name)


# ------------------------------------------------------------------------------------
# What is missing of a permit
# ------------------------------------------------------------------------------------


def _nobody_named(facts):
    if facts.works.named:
        return _lt(
            "This person is not among the workers of %(permit)s. Pick the worker from "
            "its list.",
            permit=facts.works.named,
        )
    if facts.ahead:
        return _lt(
            "Visitors of this kind work under a permit. Ask reception to prepare one."
        )
    return _lt(
        "No work permit names this person. Reception prepares and submits one, "
        "security approves it."
    )


def _missing(facts, permit):
    """What keeps somebody from working under a permit now, or None."""
    words = {"permit": permit.name}
    if permit.state == "draft":
        return _lt("%(permit)s is a draft. Reception submits it.", **words)
    if permit.state == "submitted":
        return _lt("%(permit)s is not approved yet. Ask who approves it.", **words)
    if permit.state == "suspended":
        return _lt(
            "%(permit)s is suspended: no works until it is resumed. Ask security.",
            **words,
        )
    if permit.state != "approved":
        return _lt("%(permit)s is over. Works that go on need a new permit.", **words)
    if not permit.open and permit.next:
        return _lt(
            "%(permit)s lets work from %(time)s on.",
            time=facts.local(datetime.fromisoformat(permit.next)),
            **words,
        )
    if not permit.open:
        return _lt("%(permit)s is over. Works that go on need a new permit.", **words)
    for paper in _papers(permit):
        if sentence := _open_paper(facts, permit, paper):
            return sentence
    return None


def _papers(permit):
    return [Paper(*each) for each in permit.papers or ()]


def _standing(facts, paper):
    return contractor_papers.standing(
        paper.state,
        _day(paper.valid_from),
        _day(paper.until),
        paper.expiring_days,
        facts.local_date(facts.moment),
    )


def _day(text):
    return date.fromisoformat(text) if text else None


def _open_paper(facts, permit, paper):
    """What is to be done about a paper that does not count, and by whom; or None."""
    standing = _standing(facts, paper)
    if standing in ("valid", "expiring"):
        return None
    words = {"paper": Names([paper.kind]), "holder": paper.holder}
    ask = permit.ask or paper.holder
    if standing == "not_yet":
        return _lt(
            "%(paper)s of %(holder)s is valid from %(day)s on.",
            day=paper.valid_from,
            **words,
        )
    if standing == "waiting":
        if not paper.due_on:
            return _lt(
                "%(paper)s of %(holder)s waits to be checked. Ask security.", **words
            )
        return _lt(
            "%(paper)s of %(holder)s waits to be checked, by %(day)s. Ask security.",
            day=paper.due_on,
            **words,
        )
    if standing == "refused":
        return _lt(
            "%(paper)s of %(holder)s was refused. Ask %(ask)s for another one; "
            "reception enters it.",
            ask=ask,
            **words,
        )
    if standing == "expired":
        return _lt(
            "%(paper)s of %(holder)s has expired on %(day)s. Ask %(ask)s for the "
            "renewed one; reception enters it.",
            day=paper.until,
            ask=ask,
            **words,
        )
    if not paper.holder:
        return _lt(
            "%(paper)s of the contractor is asked for, and %(permit)s names none. "
            "Works that go on need a new permit.",
            permit=permit.name,
            **words,
        )
    if not paper.known:
        return _lt(
            "%(paper)s of %(holder)s is missing. Link the visitor to a contact; "
            "reception enters the paper there.",
            **words,
        )
    return _lt(
        "%(paper)s of %(holder)s is missing. Ask %(ask)s for it; reception enters it.",
        ask=ask,
        **words,
    )
