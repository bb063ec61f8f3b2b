import ast
from collections import Counter
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import service_hours, visit_plan
from ...tools.entered_times import ANY
from ...tools.name_field import Line

SATURDAY = 5


class ClientVisitPlan(models.Model):
    """Who is visited how often, by whom: the work plan that makes the visits."""

    _name = "client.visit.plan"
    _description = "Work Plan of Client Visits"
    _inherit = [
        "visitor.held.mixin",
        "visitor.left.mixin",
        "visitor.fixed.mixin",
        "client.times.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _fixed_fields = frozenset({"company_id"})
    # a plan of the year is made within the year; visits are made from today on
    _times = {"date_from": ANY, "date_to": ANY}

    name = Line("Work Plan", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # clients
    client_source = fields.Selection(
        [("filter", "Contacts by filter"), ("site", "Occupants of a site's units")],
        "Clients",
        required=True,
        default="filter",
    )
    client_domain = fields.Char(
        "Filter of Clients", default="[('is_company', '=', True)]"
    )
    site_id = fields.Many2one(
        "visitor.site", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    client_count = fields.Integer("Clients Found", compute="_compute_client_count")
    client_ids = fields.Many2many(
        "res.partner",
        string="Clients of the Plan",
        readonly=True,
        copy=False,
        help="As found when the visits were last made.",
    )
    # how often
    frequency = fields.Selection(
        [
            ("month", "Each month"),
            ("quarter", "Each quarter"),
            ("half_year", "Each half-year"),
            ("year", "Each year"),
            ("weeks", "Every so many weeks"),
        ],
        required=True,
        default="quarter",
    )
    weeks = fields.Integer(default=4)
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("Until", required=True)
    # what for, by whom
    purpose = Line()
    duration = fields.Float("Duration (hours)", default=1.0)
    line_ids = fields.One2many(
        "client.visit.plan.line", "plan_id", "Who Visits", copy=True
    )
    visit_ids = fields.One2many("client.visit", "plan_id", "Client Visits")
    visit_count = fields.Integer("Visits Made From It", compute="_compute_visit_counts")
    over_count = fields.Integer("Visits Done", compute="_compute_visit_counts")
    left_out = fields.Text(
        "No Day Found For",
        readonly=True,
        copy=False,
        help="Clients for whom nobody had time when the visits were last made.",
    )

    _period_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends after it begins."
    )
    _weeks_positive = models.Constraint(
        "CHECK(weeks > 0)", "A visit every so many weeks: one at least."
    )
    _duration_positive = models.Constraint(
        "CHECK(duration > 0)", "A visit takes some time."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("client_source", "client_domain", "site_id", "company_id")
    def _compute_client_count(self):
        for plan in self:
            plan.client_count = len(plan._clients())

    @api.depends("visit_ids.state")
    def _compute_visit_counts(self):
        rows = self.env["client.visit"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"]
        )
        made, over = Counter(), Counter()
        for plan, state, count in rows:
            made[plan.id] += count
            over[plan.id] += count if state in ("done", "archived") else 0
        for plan in self:
            plan.visit_count = made[plan._origin.id]
            plan.over_count = over[plan._origin.id]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("client_domain", "client_source", "site_id")
    def _check_clients(self):
        for plan in self:
            if plan.client_source == "site" and not plan.site_id:
                raise ValidationError(
                    self.env._("Choose the site whose occupants are visited.")
                )
            if plan.client_source == "filter":
                plan._filter()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def copy_data(self, default=None):
        """Who has left is not in the copy."""
        vals_list = super().copy_data(default)
        for vals in vals_list if "line_ids" not in (default or {}) else ():
            lines = vals.get("line_ids", [])
            vals["line_ids"] = [line for line in lines if line[2].get("employee_id")]
        return vals_list

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def generate(self):
        """Make the visits that are still missing, from today on.

        Each client gets one visit in each span. The visits are spread evenly over the
        working days and the people; nobody is sent on a day of leave. Again it makes
        only what is missing; a visit that was cancelled stays cancelled.

        :return: list of ids of the visits made
        :raise UserError: nobody is to be visited, or nobody visits
        """
        self.check_access("write")
        made = []
        for plan in self:
            plan.lock_for_update()  # two people press at the same moment
            made += plan._generate().ids
        return made

    def action_generate(self):
        """Make the missing visits and show all of the plan: the button.

        :return: action
        """
        self.generate()
        return self.action_visits()

    def action_visits(self):
        """Open the visits of the plan.

        :return: action
        """
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.client_visit_action"
        )
        return action | {
            "domain": [("plan_id", "in", self.ids)],
            "context": {"default_plan_id": self[:1].id},
        }

    def action_coverage(self):
        """Open the list of who was not visited for how long, of the plan's clients.

        :return: action
        """
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.client_visit_coverage_action"
        )
        for plan in self:
            # sudo: readonly, of a plan that the user may write
            plan.sudo().client_ids = [Command.set(list(plan._clients()))]
        return action | {
            "domain": [("partner_id", "in", self.client_ids.ids)],
            "context": {},
        }

    # ------------------------------------------------------------
    # WHO, WHEN
    # ------------------------------------------------------------

    def _filter(self):
        """The filter of clients as a domain.

        :raise ValidationError: it is none
        """
        try:
            domain = Domain(ast.literal_eval(self.client_domain or "[]"))
            domain.validate(self.env["res.partner"])
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._("The filter of clients can't be read. Choose it again.")
            ) from error
        return domain

    def _clients(self):
        """Who is visited: dict from partner id to unit id or False, in order of ids."""
        self.ensure_one()
        if self.client_source == "site":
            units = self.env["visitor.unit"].search([("site_id", "=", self.site_id.id)])
            found = {}
            for unit in units:
                for partner in unit.partner_ids:
                    found.setdefault(partner.id, unit.id)
            return dict(sorted(found.items()))
        domain = self._filter() & Domain(
            "company_id", "in", [False, self.company_id.id]
        )
        return dict.fromkeys(self.env["res.partner"].search(domain, order="id").ids)

    def _generate(self):
        clients = self._clients()
        people = self.env["visitor.stand.in"]._at_work(
            self.line_ids.employee_id, self.company_id
        )
        if not clients:
            raise UserError(self.env._("The plan finds no client to visit."))
        if not people:
            raise UserError(self.env._("Say who visits: add at least one employee."))
        today = self.company_id._client_today()
        spans = visit_plan.turns(
            self.frequency, self.weeks, self.date_from, self.date_to
        )
        spans = [span for span in spans if span[1] >= today]
        visits = self.env["client.visit"].search_fetch(
            [("plan_id", "=", self.id)], ["partner_id", "turn", "line_ids"]
        )
        done = {(visit.turn, visit.partner_id.id) for visit in visits}
        load = Counter(visits.line_ids.mapped("employee_id.id"))
        days, working, opened = self._working_days(
            max(today, self.date_from), self.date_to, people, clients
        )
        values, left_out = [], []
        for first, last in spans:
            chosen, without = visit_plan.spread(
                list(clients),
                [day for day in days if max(first, today) <= day <= last],
                working,
                opened,
                load,
                done={client for turn, client in done if turn == first},
            )
            values += [
                self._visit_values(first, client, clients[client], day, person)
                for client, day, person in chosen
            ]
            left_out += without
        plan_sudo = self.sudo()  # write access was checked; what the program notes
        plan_sudo.client_ids = [Command.set(list(clients))]
        names = self.env["res.partner"].browse(dict.fromkeys(left_out)).mapped("name")
        plan_sudo.left_out = ", ".join(filter(None, names))
        made = self.env["client.visit"]
        made.check_access("create")
        # sudo: the span is the program's to write
        return made.sudo().create(values).sudo(False)

    def _visit_values(self, turn, client, unit, day, person):
        return {
            "company_id": self.company_id.id,
            "plan_id": self.id,
            "turn": turn,
            "partner_id": client,
            "unit_id": unit,
            "planned_on": day,
            "purpose": self.purpose,
            "duration": self.duration,
            "line_ids": [Command.create({"employee_id": person})],
        }

    def _working_days(self, first, last, people, clients):
        """Who works and who can be visited on which days.

        :param date first: of the period
        :param date last: of the period, included
        :param people: ``hr.employee``
        :param clients: ids of partners
        :return: the days of the company in order, dict from employee id to set of
            days, dict from partner id to set of days (of those with hours of their own)
        """
        span = [
            first + timedelta(days=ahead) for ahead in range((last - first).days + 1)
        ]
        # sudo: days on which colleagues and clients have time, never why
        company_sudo = self.sudo().company_id
        schedule = company_sudo._service_schedule()
        hours = company_sudo._calendar_with_days(schedule)
        company_days = self._days_with_time(hours, span)
        if not schedule:
            # no hours are fixed: nobody plans visits for a weekend
            company_days = [
                day
                for day in company_days
                if day.weekday() < SATURDAY or day in hours.days
            ]
        away = self._leaves_of(people.sudo(), first, last)
        working = {}
        for calendar, group in people.sudo().grouped("resource_calendar_id").items():
            own = company_sudo._calendar_with_days(calendar) if calendar else hours
            for employee in group:
                theirs = own
                if calendar._has_fixed_hours():  # on the clock of whose they are
                    theirs = own._replace(tz=employee.tz or own.tz)
                leaves = away.get(employee.resource_id, [])
                working[employee.id] = set(
                    self._days_with_time(theirs, company_days, leaves)
                )
        opened = {}
        partners = self.env["res.partner"].sudo().browse(clients)
        for calendar, group in partners.grouped("client_calendar_id").items():
            if calendar:
                found = set(self._days_with_time(calendar._hours(), span))
                opened |= dict.fromkeys(group.ids, found)
        in_order = {person: working[person] for person in people.ids}
        return company_days, in_order, opened

    def _leaves_of(self, people_sudo, first, last):
        """Their own leaves, of sudoed ``hr.employee``, in a period.

        :return: dict from ``resource.resource`` to list of (from, to), naive UTC
        """
        leaves_sudo = people_sudo.env["resource.calendar.leaves"].search_fetch(
            [
                ("resource_id", "in", people_sudo.resource_id.ids),
                ("time_type", "=", "leave"),
                ("date_from", "<", last + timedelta(days=2)),
                ("date_to", ">", first - timedelta(days=1)),
            ],
            ["resource_id", "date_from", "date_to"],
        )
        return {
            resource: [(leave.date_from, leave.date_to) for leave in own]
            for resource, own in leaves_sudo.grouped("resource_id").items()
        }

    def _days_with_time(self, hours, days, leaves=()):
        """The local days with enough time for a visit, in order.

        :param hours: :class:`opening_hours.Calendar`
        :param leaves: (from, to) of who goes there, naive UTC
        """
        least = timedelta(hours=self.duration)
        return [
            day
            for day, length in service_hours.by_day(hours, days, leaves)
            if length >= least
        ]
