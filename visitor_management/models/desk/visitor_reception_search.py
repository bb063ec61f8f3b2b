from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ...tools import admission, pass_code
from ...tools.search_words import PHONES, Asked
from ...tools.sentences import say

MOST_HITS = 8
MOST_WITHOUT_NAMES = 200
GONE = ("left", "refused", "cancelled", "no_show")
# Words are looked for on nine days; numbers, codes and cards whenever the visit was.
AROUND_TODAY = timedelta(days=4)


def _hit(visit, person=None):
    headcount = person.headcount if person else visit.headcount
    return {
        "visit_id": visit.id,
        "person_id": person.id if person else False,
        "headcount": headcount,
    }


def _matches(asked, text):
    """The condition on a registration ``r`` that its words are meant."""
    lines = {
        False: SQL("' ' || r.words"),
        True: SQL("regexp_replace(' ' || r.words, %s, ' ', 'g')", PHONES),
    }

    def has(spelling):
        pattern, bare = spelling
        return SQL("%s LIKE %s", lines[bare], pattern)

    def all_of(way):
        return SQL(" AND ").join(
            SQL("(%s)", SQL(" OR ").join(map(has, spellings))) for spellings in way
        )

    ways = [SQL("(%s)", all_of(way)) for way in asked.ways]
    if "@" in text:
        ways.append(SQL("r.email ILIKE %s", f"%{escape_psql(text)}%"))
    return SQL("(%s)", SQL(" OR ").join(ways))


def _is_exact(asked):
    """Whether a registration ``r`` has just this plate, or its visit this number."""
    if any(character.isdigit() for character in asked.together):
        return SQL("' ' || r.words || ' ' LIKE %s", f"% {asked.together} %")
    return SQL(
        "lower(regexp_replace(r.vehicle_plate, %s, '', 'g')) = %s",
        "[^A-Za-z]",
        asked.together,
    )


class VisitorReception(models.AbstractModel):
    """The one box of the reception screen: who is meant by these few characters?"""

    _inherit = "visitor.reception"

    # ------------------------------------------------------------
    # PEOPLE
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def find_people(self, site_id, text):
        """Who or which visit is meant by some words, a code, a card or a number.

        Each word is found in the name, firm, host, purpose, plate, phone or number, in
        any order: of the visits of today and four days before and after. A code, card
        or number is found whenever the visit was.

        :param int site_id: the site on the screen
        :param str text: what was typed
        :return: ``{"hits", "people", "visits", "today"}``; the first eight ``hits``,
            exact ones first, then those of today: ``{"visit_id", "person_id",
            "headcount", "states"}``. A group is one hit, without a person: ``states``
            says how many of its visitors are in which. ``people`` and ``visits`` as
            ``visitor.reception.read_day``; ``today`` holds the ids of the people among
            the hits who are on today's list
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        text = pass_code.trim(text or "")[: pass_code.MAX_LENGTH]
        today = self._people_of_day(site) if text else self.env["visitor.registration"]
        hits = {}
        for each in self._hits_by_number(site, text):
            hits.setdefault(each["visit_id"], each)
        for each in self._hits_by_words(site, text, today):
            hits.setdefault(each["visit_id"], each)
        return self._shown_hits(list(hits.values())[:MOST_HITS], today)

    def _hits_by_number(self, site, text):
        """Whoever holds the code or card, or comes on the visit, with this number."""
        if not text:
            return []
        person = self._pass_of(site, text).pass_id.registration_id
        visit = self.env["visitor.visit"].search(
            [("site_id", "=", site.id), ("name", "in", (text, text.upper()))], limit=1
        )
        hits = [_hit(each.visit_id, each) for each in person]
        return hits + [_hit(each, self._only_visitor(each)) for each in visit]

    def _hits_by_words(self, site, text, today):
        asked = Asked.of(text, site._phone_key(text) or "")
        if not asked.ways:
            return []
        begin, end = site._day_bounds(site._today())
        since, until = begin - AROUND_TODAY, end + AROUND_TODAY
        found = self._matching(site, asked, text, since, until, today)
        people = self.env["visitor.registration"].search(
            [("id", "in", [each for ids in found.values() for each in ids])]
        )
        hits = []
        for visit, visitors in people.grouped("visit_id").items():
            hits.append(_hit(visit, self._meant(visit, visitors, asked)))
        order = list(found)
        hits.sort(key=lambda each: order.index(each["visit_id"]))
        return hits + [
            _hit(visit)
            for visit in self._without_names(site, since, until)
            if asked.matches(people.browse()._line_of_words(visit))
        ]

    def _matching(self, site, asked, text, since, until, today):
        """Ids of people by visit, the likeliest visits first.

        Exact plates and numbers come first, then the visits of today, then visitors who
        have the name themselves (it stands before that of the host), then those who are
        still to come or inside, and at last the nearest hour.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.visit_id, array_agg(r.id)
                  FROM (
                       SELECT id, visit_id, start, state, words, vehicle_plate,
                              email, FALSE AS today
                         FROM visitor_registration
                        WHERE site_id = %(site)s
                          AND start >= %(since)s AND start < %(until)s
                          AND id != ALL(%(today)s)
                        UNION ALL
                       SELECT id, visit_id, start, state, words, vehicle_plate,
                              email, TRUE
                         FROM visitor_registration
                        WHERE id = ANY(%(today)s)
                       ) r
                  JOIN visitor_visit v ON v.id = r.visit_id AND v.state != 'draft'
                 WHERE %(matches)s
                 GROUP BY r.visit_id
                 ORDER BY bool_or(COALESCE(%(exact)s, FALSE)) DESC,
                       bool_or(r.today) DESC,
                       min(NULLIF(strpos(r.words, %(first)s), 0)),
                       bool_and(r.state IN %(gone)s),
                       min(abs(extract(epoch FROM r.start - %(now)s))), r.visit_id
                 LIMIT %(most)s
                """,
                site=site.id,
                since=since,
                until=until,
                today=today.ids,
                matches=_matches(asked, text),
                exact=_is_exact(asked),
                first=asked.ways[0][0][0][0].strip("% "),
                now=fields.Datetime.now(),
                gone=GONE,
                most=MOST_HITS,
            )
        )
        return dict(rows)

    def _without_names(self, site, since, until):
        """Visits of some days that are announced with a number of people only."""
        visits = self.env["visitor.visit"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM visitor_visit v
                 WHERE site_id = %s AND start >= %s AND start < %s AND state != 'draft'
                   AND NOT EXISTS (
                       SELECT FROM visitor_registration WHERE visit_id = v.id
                       )
                 ORDER BY start DESC LIMIT %s
                """,
                site.id,
                since,
                until,
                MOST_WITHOUT_NAMES,
            )
        )
        return visits.search([("id", "in", [row[0] for row in rows])])

    def _meant(self, visit, visitors, asked):
        """The visitor of a visit who is meant, or none: the visit itself is.

        Whoever types the firm or the host of a group means all of them.
        """
        if len(visitors) > 1:
            return visitors.browse()
        alone = visitors == visit.registration_ids
        if alone and visit.headcount <= visitors.headcount:
            return visitors
        of_all = asked.matches(visitors.browse()._line_of_words(visit))
        return visitors.browse() if of_all else visitors

    def _only_visitor(self, visit):
        visitors = visit.registration_ids
        if len(visitors) == 1 and visit.headcount <= visitors.headcount:
            return visitors
        return visitors.browse()

    def _shown_hits(self, hits, today):
        """What the screen is told of the hits."""
        people = self.env["visitor.registration"].browse(
            [each["person_id"] for each in hits if each["person_id"]]
        )
        groups = self.env["visitor.visit"].browse(
            [each["visit_id"] for each in hits if not each["person_id"]]
        )
        states = defaultdict(dict)
        for visit, state, count in self.env["visitor.registration"]._read_group(
            [("visit_id", "in", groups.ids)], ["visit_id", "state"], ["headcount:sum"]
        ):
            states[visit.id][state] = count
        rows = self._rows(people)
        for each in hits:
            each["states"] = states[each["visit_id"]]
        rows["visits"] += [self._row_visit(visit) for visit in groups - people.visit_id]
        return {"hits": hits, **rows, "today": (people & today).ids}

    # ------------------------------------------------------------
    # CODES
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def find_code(self, site_id, code):
        """Whose code this is, and why it opens nothing if it does not.

        :param int site_id: the site on the screen
        :param str code: text of a QR code, short code or card number
        :return: ``{"registration_id": id or False, "message": why it is refused}``;
            without a person the code is unknown
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        found = self._pass_of(site, pass_code.trim(code or ""))
        person = found.pass_id.registration_id
        if not person:
            return {
                "registration_id": False,
                "message": self.env._(
                    "No visitor has this code. Search by name, or register a walk-in."
                ),
            }
        return {
            "registration_id": person.id,
            "message": self._code_message(site, found),
        }

    def _pass_of(self, site, text):
        """The code (``visitor.pass.code``) of a pass of the user's companies.

        A card stands for the code of the pass it was handed out with.
        """
        # sudo: nobody may read codes; found are those of the companies of the site only
        codes_sudo = self.env["visitor.pass.code"].sudo()
        ours = [("pass_id.company_id", "=", site.company_id.id)]
        if text.startswith(pass_code.PREFIX):
            self.env["visitor.secret"]._use()
        if token := pass_code.decode(text):
            return codes_sudo.search(
                [("code_hash", "=", pass_code.id_hash(token.id)), *ours], limit=1
            )
        if short := pass_code.normalize_short_code(text):
            here = [("short_code", "=", short), ("pass_id.site_id", "=", site.id)]
            if code := codes_sudo.search(here, limit=1):
                return code
        card = self.env["visitor.card"].search(
            [("number", "=", text), ("site_id", "=", site.id)], limit=1
        )
        return codes_sudo.search([("pass_id", "in", card.pass_id.ids)], limit=1)

    def _code_message(self, site, code):
        """Why the pass is refused as such; what else is missing the panel shows."""
        shown = code.pass_id
        if shown.site_id != site:
            return self.env._("This pass is for the site “%s”.", shown.site_id.name)
        if shown.state == "left_open":
            return self.env._("The holder has left: take the card or pass back.")
        facts = self.env["visitor.admission"]._facts(
            shown.registration_id, shown_pass=shown
        )
        for each in facts.values():
            mine = each.but(pass_={"code_state": code.state})
            for unmet in admission.of_the_pass(admission.unmet(mine)):
                return say(self.env, unmet.message)
        return ""

    # ------------------------------------------------------------
    # HOSTS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def find_hosts(self, site_id, text):
        """Whom a walk-in may want to see: employees, and residents of the site.

        :param int site_id: the site on the screen
        :param str text: part of a name, or of the number of a unit
        :return: list of ``{"name", "detail", "values"}``; ``values`` are those of the
            visit
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        text = (text or "").strip()
        employees = self.env["hr.employee.public"].search_fetch(
            [
                ("name", "ilike", text),
                ("company_id", "in", (False, site.company_id.id)),
                # nothing reaches an employee whose login was taken away
                *("|", ("user_id", "=", False), ("user_id.active", "=", True)),
            ],
            ["name", "department_id", "job_title"],
            limit=MOST_HITS,
        )
        hosts = [
            {
                "name": employee.name,
                "detail": employee.department_id.name or employee.job_title or "",
                "values": {"host_id": employee.id},
            }
            for employee in employees
        ]
        return hosts + self._find_residents(site, text)

    def _find_residents(self, site, text):
        units = self.env["visitor.unit"].search(
            Domain("site_id", "=", site.id)
            & (
                Domain("display_name", "ilike", text)
                | Domain("partner_ids.name", "ilike", text)
            ),
            limit=MOST_HITS,
        )
        residents = [
            {
                "name": partner.name,
                "detail": unit.display_name,
                "values": {"host_partner_id": partner.id, "unit_id": unit.id},
            }
            for unit in units
            for partner in unit.partner_ids
            if text.lower() in f"{partner.name} {unit.display_name}".lower()
        ]
        return residents[:MOST_HITS]
