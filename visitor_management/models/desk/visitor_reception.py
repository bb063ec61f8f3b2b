from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import admission
from ...tools.groups import check_reception
from ...tools.sentences import say
from ...tools.visit_terms import EARLIEST
from ...tools.weekly_hours import comes_in_sql
from ..visit.visitor_visit import ASKS
from .visitor_act import UNDO_WITHIN

SHOWN_PASS = ("ready", "issued", "left_open", "lost")
# what the screen decides by the site, see status.js; in minutes
SITE_MINUTES = ("grace_before", "grace_after", "late_after")
# Regulars are on the list of their days only.
OF_DAY = comes_in_sql("%(begin)s", "%(end)s")
# Who is on the list of a day. Each part has its own index: the list takes as long with
# a million visits stored as with ten thousand.
PEOPLE_OF_DAY = f"""
    WITH here AS (
        -- announced for the day, or registered on it
        SELECT r.id
          FROM visitor_visit v
          JOIN visitor_registration r ON r.visit_id = v.id
         WHERE v.site_id = %(site)s AND v.start >= %(begin)s AND v.start < %(end)s
           AND v.state != 'draft' AND {OF_DAY}
         UNION
        -- of visits that began before and are not over
        SELECT r.id
          FROM visitor_visit v
          JOIN visitor_registration r ON r.visit_id = v.id
         WHERE v.state IN %(asks)s
           AND v.stop >= %(begin)s AND v.start < %(begin)s AND v.site_id = %(site)s
           AND {OF_DAY}
         UNION
        -- inside, whatever the plan says
        SELECT registration_id FROM visitor_stay
         WHERE site_id = %(site)s AND out_at IS NULL AND in_at < %(seen)s
         UNION
        -- came in before and went out on the day, or after it
        SELECT registration_id FROM visitor_stay
         WHERE site_id = %(site)s AND in_at >= %(since)s AND in_at < %(seen)s
           AND out_at >= %(begin)s
    )
    SELECT r.id FROM here JOIN visitor_registration r ON r.id = here.id
     WHERE r.state NOT IN ('refused', 'cancelled') AND %(only)s
"""
# How far back a stay may have begun that ends today.
LONGEST_STAY = timedelta(days=2)
# The day before and the one after today can be looked at, too.
DAYS_AWAY = 1
# Purposes of visits lately are offered for walk-ins: so many of each kind, if short.
LATELY = timedelta(days=30)
MOST_PURPOSES, LONGEST_PURPOSE = 5, 24


class VisitorReception(models.AbstractModel):
    """What the reception screen reads: the people of a day and one of them.

    The number of queries is the same whatever the number of visitors. Times are sent
    in UTC with the time zone of the site; the screen formats them.
    """

    _name = "visitor.reception"
    _description = "Reception screen"

    # ------------------------------------------------------------
    # THE DAY
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def read_day(self, site_id=False, days=0):
        """Everything the screen shows when it opens.

        :param int site_id: the site last used here; the first one if it is not one of
            the user's
        :param int days: of today 0, of yesterday -1, of tomorrow 1
        :return: ``{"sites", "site_id", "types", "langs", "people", "visits", "acts",
            "cards_out"}``, without people where there is no site yet; ``visits`` are
            those of the people, and those that people without names come to
        :raise AccessError: not reception
        """
        self._check_reception()
        sites = self.env["visitor.site"].search_fetch(
            [], ["name", "tz", "capacity", *SITE_MINUTES]
        )
        site = sites.filtered(lambda each: each.id == site_id) or sites[:1]
        kinds = self.env["visitor.visit.type"].search([("active", "=", True)])
        return {
            "sites": [
                {
                    "id": each.id,
                    "name": each.name,
                    "tz": each._tz(),
                    "capacity": each.capacity,
                    **{name: each[name] for name in SITE_MINUTES},
                }
                for each in sites
            ],
            "site_id": site.id,
            "types": [
                {
                    "id": kind.id,
                    "name": kind.name,
                    "approval": kind.approval,
                    "id_required": kind.id_required,
                    "photo_required": kind.photo_required,
                    "signature_required": kind.signature_required,
                }
                for kind in kinds
                if kind.company_id in (site.company_id, self.env["res.company"])
            ],
            "langs": [
                {"code": code, "name": name}
                for code, name in self.env["res.lang"].get_installed()
            ],
            **(self._day(site, days=days) if site else {}),
        }

    @api.model
    @api.readonly
    def refresh(self, site_id, registration_ids, visit_ids=(), days=0):
        """Read again what has changed, and only that.

        :param int site_id: the site on the screen
        :param list registration_ids: those named on the bus
        :param list visit_ids: visits named on the bus
        :param int days: as in :meth:`read_day`
        :return: as :meth:`read_day`, with the people and visits still of the day; who
            is not among them is not of it any more
        :raise AccessError: not reception of the site's company
        """
        return self._day(self._site(site_id), registration_ids, visit_ids, days)

    def _day(self, site, only=None, visits=None, days=0):
        people = self._people_of_day(site, only, days)
        bounds = self._bounds(site, days)
        unnamed = self.env["visitor.visit"]._unnamed_of_day(site, *bounds, visits)
        return {
            **self._rows(people, unnamed),
            "acts": self._acts(site),
            "cards_out": self._cards_out(site),
        }

    def _cards_out(self, site):
        """How many cards and printed passes are out: with people who are here, and
        with those of whom they should have come back.
        """
        counts = dict(
            self.env["visitor.pass"]._read_group(
                [("site_id", "=", site.id), ("is_out", "=", True)],
                ["state"],
                ["__count"],
            )
        )
        here = counts.pop("issued", 0)
        return {"issued": here, "left_open": sum(counts.values())}

    def _acts(self, site):
        """What was done at the desks of a site and can be taken back, latest first."""
        now = fields.Datetime.now()
        acts = self.env["visitor.act"]._recent(site).filtered("registration_ids")
        return [
            {
                "id": act.id,
                "visit_id": act.visit_id.id,
                "registration_id": act.registration_ids[:1].id,
                "is_group": len(act.registration_ids) > 1,
                "text": text,
                "by": act.user_id.name if act.user_id != self.env.user else "",
                "seconds_left": int((act.at + UNDO_WITHIN - now).total_seconds()),
            }
            for act, text in acts._sentences().items()
        ]

    @api.model
    @api.readonly
    def find_purposes(self, site_id):
        """What visitors of each kind came for lately: offered for the next one.

        :param int site_id: the site on the screen
        :return: list of ``{"type_id", "purposes"}``, the most frequent ones first
        :raise AccessError: not reception of the site's company
        """
        site, now = self._site(site_id), fields.Datetime.now()
        counted = self.env["visitor.visit"]._read_group(
            [
                ("site_id", "=", site.id),
                ("start", ">=", now - LATELY),
                ("start", "<", now),
                ("purpose", "!=", False),
                ("state", "!=", "draft"),
            ],
            ["type_id", "purpose"],
            order="__count DESC, purpose",
        )
        purposes = {}
        for kind, purpose in counted:
            if len(purpose) <= LONGEST_PURPOSE:
                purposes.setdefault(kind.id, []).append(purpose)
        return [
            {"type_id": kind_id, "purposes": usual[:MOST_PURPOSES]}
            for kind_id, usual in purposes.items()
        ]

    def _bounds(self, site, days):
        """The first moment of a day at the site and the first one after it.

        :param int days: as in :meth:`read_day`; further away there is no list
        """
        days = max(-DAYS_AWAY, min(int(days), DAYS_AWAY))
        return site._day_bounds(site._today() + timedelta(days=days))

    def _people_of_day(self, site, only=None, days=0):
        """The registrations of a day on the clock of the site.

        :param list only: ids to choose from; default: all
        :param int days: as in :meth:`read_day`
        """
        people = self.env["visitor.registration"]
        if only is not None and not only:
            return people
        begin, end = self._bounds(site, days)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                PEOPLE_OF_DAY,
                asks=ASKS,
                site=site.id,
                begin=begin,
                end=end,
                since=begin - LONGEST_STAY,
                # who is inside now need not be tomorrow
                seen=end if days <= 0 else EARLIEST,
                only=SQL("TRUE")
                if only is None
                else SQL("r.id IN %s", tuple(map(int, only))),
            )
        )
        # searched, not browsed: the rules decide
        return people.search([("id", "in", [row[0] for row in rows])], order="id")

    # ------------------------------------------------------------
    # ONE OF THEM
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def open_person(self, registration_id):
        """One visitor with what is met, what is missing and who may mend it.

        :param int registration_id: a registration the user may read
        :return: the line of :meth:`read_day`, its ``visit``, and what the panel shows
        :raise AccessError: not reception of the company
        """
        self._check_reception()
        person = self._readable("visitor.registration", registration_id)
        return {
            **self._details(person)[0],
            "visit": self._visit_details(person.visit_id),
            "phone": person.phone or "",
            "email": person.email or "",
            "client_hint": person.client_hint or "",
            "tablet": person._tablet(),
            "invitation": person._invitation_words(),
            "important": person.important,
            "companions": len(person.visit_id.registration_ids) - 1,
            "current_area": person.current_area_id.complete_name or "",
            "short_code": self._current_pass(person).short_code or "",
            "stays": [
                {
                    "in_at": fields.Datetime.to_string(stay.in_at),
                    "out_at": fields.Datetime.to_string(stay.out_at),
                    "remarks": stay.remarks or "",
                }
                for stay in person.stay_ids.sorted("in_at")
            ],
        }

    @api.model
    @api.readonly
    def open_visit(self, visit_id):
        """A visit with all its people, each with what is missing.

        :param int visit_id: a visit the user may read
        :return: ``{"visit", "people"}``
        :raise AccessError: not reception of the company
        """
        self._check_reception()
        visit = self._readable("visitor.visit", visit_id)
        return {
            "visit": self._visit_details(visit),
            "people": self._details(visit.registration_ids.sorted("id")),
        }

    def _details(self, people):
        """Lines of the list, with a checklist for those who may come in."""
        waiting = people.filtered(lambda person: person._may_come())
        facts = self.env["visitor.admission"]._facts(waiting)
        waivers = people.waiver_ids._standing().grouped("registration_id")
        answer = self._rows(people)["people"]
        for person, row in zip(people, answer, strict=True):
            mine = facts.get(person.id)
            row["missing_now"] = self._missing_now(mine)
            row["met"] = self._met(person, mine)
            row["waived"] = [
                {"reason": each.reason, "by": each.user_id.name}
                for each in waivers.get(person, ())
            ]
        return answer

    def _missing_now(self, facts):
        """What admission would name now, what mends it, and who may set it aside."""
        if not facts:
            return []
        user = self.env.user
        reasons = self.env["visitor.admission"]._reasons(admission.unmet(facts))
        for each in reasons:
            group = each.pop("waiver")
            each["mend"] = admission.CONDITIONS[each["code"]].mend
            each["may_waive"] = bool(group) and user.has_group(group)
            # sudo: the name of a group
            each["waived_by"] = self.env.ref(group).sudo().name if group else ""
        return reasons

    def _met(self, person, facts):
        """What was asked for and is there, as short sentences."""
        if not facts:
            return []
        answers = person.visit_id.area_answers.splitlines()
        if facts.visit.approved:
            answers.insert(0, self._approved_sentence(person.visit_id))
        return answers + [say(self.env, each) for each in admission.met(facts)]

    def _approved_sentence(self, visit):
        if visit.sample:
            return self.env._("A sample to look at: nobody comes")
        if not visit.confirmation_channel:
            return self.env._("No approval needed")
        channels = visit._fields["confirmation_channel"]._description_selection(
            self.env
        )
        return self.env._(
            "Approved by %(person)s (%(channel)s)",
            person=visit.confirmed_by_id.name or visit.host_name,
            channel=dict(channels)[visit.confirmation_channel],
        )

    def _visit_details(self, visit):
        """A visit as the panel shows it, with how to reach the host."""
        waiting = visit.state in ("draft", "pending")
        return {
            **self._row_visit(visit),
            "site": visit.site_id.name,
            "site_id": visit.site_id.id,
            "tz": visit.site_id._tz(),
            "areas": visit.open_area_ids.mapped("complete_name"),
            **self._area_details(visit),
            "approval": visit.type_id.approval,
            "may_approve": visit.may_approve,
            "may_ask": visit.may_ask,
            "may_extend": visit._may_extend(),
            "extend_minutes": visit.type_id.extend_minutes,
            "may_message": bool(visit._host_partner()),
            "may_sign": waiting and visit.may_ask and bool(visit.host_partner_id),
            **self._host_details(visit),
            "programme": self._programme(visit),
        }

    def _programme(self, visit):
        """The points of a visit's programme, in their order."""
        return [
            {
                "id": point.id,
                "start": fields.Datetime.to_string(point.start),
                "stop": fields.Datetime.to_string(point.stop),
                "what": point.what,
                "details": " · ".join(
                    filter(
                        None,
                        (
                            point._place_words(),
                            point.sudo().responsible_id.name,  # on the programme
                            point.notes,
                        ),
                    )
                ),
            }
            for point in visit.programme_ids.sorted(lambda each: (each.start, each.id))
        ]

    def _area_details(self, visit):
        """The restricted areas that wait, and who may open them or has to be asked."""
        occupants = visit._units()._occupants() if visit.may_note_areas else ()
        return {
            "area_openers": visit.area_openers.splitlines(),
            "may_open_areas": visit.may_open_areas,
            "occupants": [{"id": each.id, "name": each.name} for each in occupants],
        }

    def _host_details(self, visit):
        """How the host is reached now. What of an employee is public."""
        employee = self.env["hr.employee.public"].browse(visit.host_id.id)
        phone = employee.work_phone or employee.mobile_phone
        return {
            "host_phone": phone or visit.host_partner_id.phone or "",
            "host_in": employee.hr_presence_state == "present",
        }

    def _current_pass(self, person):
        return person.pass_ids.filtered(lambda each: each.state in SHOWN_PASS)[:1]

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _check_reception(self):
        check_reception(self.env)

    def _site(self, site_id):
        """A site of the user's companies, for reception only."""
        self._check_reception()
        return self._readable("visitor.site", site_id)

    def _readable(self, model, record_id):
        record = self.env[model].browse(int(record_id))
        record.check_access("read")
        return record
