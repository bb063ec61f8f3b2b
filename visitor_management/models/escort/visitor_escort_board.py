from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools import escort_plan
from ...tools.groups import ESCORT
from ...tools.sentences import say
from .visitor_escort import LIVE
from .visitor_escort_people import COUNTED

_lt = LazyTranslate(__name__)

REASONS = {
    "overlap": _lt("%s accompanies other visitors at that time."),
    "leave": _lt("%s is on leave then."),
    "hours": _lt("%s does not work at that time."),
}
# Visits to which people may still come, or where they are.
SHOWN = ("pending", "approved", "in_progress", "done")


class VisitorEscortBoard(models.AbstractModel):
    """The board of the coordinator: what visits need, and who is free.

    It tells of visits no more than ``visitor.escort.need`` does.
    """

    _name = "visitor.escort.board"
    _description = "Escort Board"

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def read_board(self, site_id=False, day=False):
        """What a day at a site needs, with proposals, and what people do that day.

        :param int site_id: a site the user may read; default: the first one
        :param str day: ``YYYY-MM-DD`` on the clock of the site; default: today
        :return: ``{"sites", "site_id", "day", "today", "tz", "start", "stop",
            "counts", "needs", "people"}``; times are UTC, see the screen
        :raise AccessError: not the coordinator of escorts
        :raise UserError: there is no site
        """
        self._check_coordinator()
        # pylint: disable-next=no-search-all
        sites = self.env["visitor.site"].search([])
        site = self.env["visitor.site"].browse(int(site_id or sites[:1].id))
        if not sites:
            raise UserError(
                self.env._("There is no site yet. An administrator adds the first one.")
            )
        site.check_access("read")
        date = fields.Date.to_date(day) if day else site._today()
        start, stop = site._day_bounds(date)
        needs = self.env["visitor.escort.need"].search(
            [
                ("site_id", "=", site.id),
                ("state", "in", SHOWN),
                ("start", "<", stop),
                ("stop", ">", start),
            ]
        )
        people = self._people(site, needs, start, stop)
        rows = self._need_rows(needs, people)
        return {
            "sites": [{"id": each.id, "name": each.name} for each in sites],
            "site_id": site.id,
            "day": fields.Date.to_string(date),
            "today": fields.Date.to_string(site._today()),
            "tz": site._tz(),
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(stop),
            "counts": self._counts(rows),
            "needs": rows,
            "people": self._people_rows(site, people, start, stop),
        }

    @api.model
    @api.readonly
    def open_need(self, visit_id):
        """One visit, with everybody who may escort and what speaks against them.

        :param int visit_id: a visit that needs an escort
        :return: the line of :meth:`read_board` and ``choices``, the best first
        :raise AccessError: not the coordinator, or no visit that needs an escort
        """
        need = self._need(visit_id)
        people = self._people(need.site_id, need, need.start, need.stop)
        wanted = self._wanted(need)
        asked = set(
            need._escorts().filtered(lambda each: each.state in LIVE).employee_id.ids
        )
        choices = sorted(
            (each for each in people if each.id not in asked),
            key=lambda each: (
                len(escort_plan.reasons_against(need.start, need.stop, each)),
                escort_plan.rank(wanted, each),
            ),
        )
        row = self._need_rows(need, people)[0]
        row["choices"] = [self._choice(need, wanted, each) for each in choices]
        return row

    # ------------------------------------------------------------
    # ACT
    # ------------------------------------------------------------

    @api.model
    def assign(self, visit_id, employee_id, confirmed=False):
        """Ask an employee to accompany a visit.

        What speaks against it (another escort, leave, hours outside of the working
        schedule) is answered first, and asked about; it forbids nothing.

        :param int visit_id: a visit that needs an escort
        :param int employee_id: ``hr.employee``
        :param bool confirmed: do it whatever speaks against it
        :return: ``{"escort_id": id or False, "warnings": [sentences]}``
        :raise AccessError: not the coordinator, or it names what the user can't read
        :raise UserError: this person may not escort, or is asked already
        """
        need = self._need(visit_id)
        employee = self.env["hr.employee"].browse(int(employee_id))
        self.env["hr.employee.public"].browse(employee.ids).check_access("read")
        employee._check_may_escort(need.site_id._to_local(need.stop).date())
        warnings = self._warnings(need, employee)
        if warnings and not confirmed:
            return {"escort_id": False, "warnings": warnings}
        escort = self.env["visitor.escort"].create(
            {"visit_id": need.id, "employee_id": employee.id}
        )
        return {"escort_id": escort.id, "warnings": warnings}

    @api.model
    def call_off(self, escort_id, reason):
        """Call an escort off, see ``visitor.escort.action_cancel``.

        :return: True
        """
        self._check_coordinator()
        return self.env["visitor.escort"].browse(int(escort_id)).action_cancel(reason)

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    def _people(self, site, needs, start, stop):
        low = min([start, *needs.mapped("start")])
        high = max([stop, *needs.mapped("stop")])
        return self.env["visitor.escort.people"]._people(site.company_id, low, high)

    def _need_rows(self, needs, people):
        escorts = needs._escorts().grouped("visit_id")
        states = dict(
            self.env["visitor.escort"]._fields["state"]._description_selection(self.env)
        )
        rows = []
        for need in needs:
            mine = escorts.get(self.env["visitor.visit"].browse(need.id), ())
            asked = {each.employee_id.id for each in mine if each.state in LIVE}
            wanted = self._wanted(need)
            free = [each for each in people if each.id not in asked]
            rows.append(
                {
                    "kind": "need",
                    "id": need.id,
                    "number": need.name or "",
                    "type": need.type_id.name,
                    "start": fields.Datetime.to_string(need.start),
                    "stop": fields.Datetime.to_string(need.stop),
                    "state": need.state,
                    "guests": need.guests,
                    "visitors": need.visitors or "",
                    "organization": need.organization or "",
                    "languages": need.languages or "",
                    "areas": need.area_names or "",
                    "host": need.host_name or "",
                    "needed": need.needed,
                    "accepted": need.accepted,
                    "asked": need.asked,
                    "missing": need.missing,
                    "over": need.state == "done",
                    "escorts": [self._escort_row(each, states) for each in mine],
                    "proposals": [
                        self._choice(need, wanted, each)
                        for each in escort_plan.proposals(wanted, free)
                    ]
                    if need.missing > need.asked and need.state != "done"
                    else [],
                }
            )
        return rows

    def _escort_row(self, escort, states):
        return {
            "id": escort.id,
            "employee_id": escort.employee_id.id,
            "name": escort.employee_id.name,
            "state": escort.state,
            "state_label": states[escort.state],
            "start": fields.Datetime.to_string(escort.start),
            "stop": fields.Datetime.to_string(escort.stop),
            "asked_at": fields.Datetime.to_string(escort.create_date),
            "reason": escort.reason or "",
            "takes_over": escort.replaces_id.employee_id.name or "",
        }

    def _choice(self, need, wanted, person):
        against = escort_plan.reasons_against(need.start, need.stop, person)
        return {
            "employee_id": person.id,
            "name": person.name,
            "speaks": escort_plan.speaks(wanted, person),
            "same_department": bool(
                person.department_id and person.department_id == wanted.department_id
            ),
            "load": person.load,
            "against": [say(self.env, REASONS[each]) % person.name for each in against],
        }

    def _people_rows(self, site, people, start, stop):
        escorts = self.env["visitor.escort"].search(
            [
                ("employee_id", "in", [each.id for each in people]),
                ("state", "in", COUNTED),
                ("start", "<", stop),
                ("stop", ">", start),
            ],
            order="start",
        )
        bars = defaultdict(list)
        for each in escorts:
            bars[each.employee_id.id].append(
                {
                    "id": each.id,
                    "visit_id": each.visit_id.id,
                    "number": each.visit_id.sudo().name or "",  # of an own escort
                    "state": each.state,
                    "start": fields.Datetime.to_string(each.start),
                    "stop": fields.Datetime.to_string(each.stop),
                }
            )
        known = dict(self.env["res.lang"].get_installed())
        departments = self.env["hr.department"].sudo()  # names are public
        departments = departments.browse(
            {each.department_id for each in people if each.department_id}
        )
        names = {each.id: each.name for each in departments}
        return [
            {
                "id": each.id,
                "name": each.name,
                "department": names.get(each.department_id, ""),
                "language": known.get(each.language, ""),
                "load": each.load,
                "bars": bars[each.id],
                "away": self._pairs(each.away),
                "works": self._pairs(each.works) if each.works is not None else False,
            }
            for each in people
        ]

    def _pairs(self, pairs):
        return [[fields.Datetime.to_string(each) for each in pair] for pair in pairs]

    def _counts(self, rows):
        open_rows = [each for each in rows if not each["over"]]
        return {
            "needed": sum(each["needed"] for each in open_rows),
            "accepted": sum(each["accepted"] for each in open_rows),
            "waiting": sum(each["asked"] for each in open_rows),
            "nobody": sum(
                max(each["missing"] - each["asked"], 0) for each in open_rows
            ),
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _check_coordinator(self):
        if not self.env.user.has_group(ESCORT):
            raise AccessError(
                self.env._("Only the coordinator of escorts sees this board.")
            )

    def _need(self, visit_id):
        self._check_coordinator()
        need = self.env["visitor.escort.need"].search([("id", "=", int(visit_id))])
        if not need:
            raise AccessError(self.env._("This visit needs no escort."))
        return need

    def _wanted(self, need):
        """What the visit asks of an escort."""
        return escort_plan.Need(
            start=need.start,
            stop=need.stop,
            languages=frozenset(need._language_codes()),
            department_id=need.department_id.id or 0,
        )

    def _warnings(self, need, employee):
        """What speaks against somebody, as sentences."""
        people = self._people(need.site_id, need, need.start, need.stop)
        return [
            say(self.env, REASONS[reason]) % each.name
            for each in people
            if each.id == employee.id
            for reason in escort_plan.reasons_against(need.start, need.stop, each)
        ]
