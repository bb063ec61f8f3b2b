from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.transaction import apart, batches

SOLVE = "visitor_management.mail_activity_type_client_item_solve"
OVERDUE = "visitor_management.mail_activity_type_client_item_overdue"
FEED_BACK = "visitor_management.mail_activity_type_client_item_feed_back"
REMIND_BEFORE = 2  # service days
LONGEST_CLOSED = 14  # days in a row that nobody works, as at the New Year


class ClientVisitItem(models.Model):
    """An item that somebody has to solve by a date.

    They may belong to the managing company. They are told at once and reminded before
    the date; when it has passed, their manager is told, once.
    """

    _inherit = "client.visit.item"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("escalated_to_id")
    def _compute_department_id(self):
        for item in self:
            item.department_id = item.escalated_to_id.department_id

    @api.depends("escalated_to_id", "visit_id.company_id")
    def _compute_company_id(self):
        for item in self:
            item.company_id = (
                item.escalated_to_id.company_id or item.visit_id.company_id
            )

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for item in self:
            due = item.state == "escalated" and item.deadline
            item.is_late = bool(due) and due < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("state", "=", "escalated") & Domain("deadline", "<", today)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("escalated_to_id", "deadline", "visit_id")
    def _check_escalation(self):
        for item_sudo in self.sudo():  # companies of people who are named anyway
            if not item_sudo.escalated_to_id:
                continue
            if not item_sudo.deadline:
                raise ValidationError(
                    self.env._("Say by when there must be a solution.")
                )
            company = item_sudo.visit_id.company_id
            allowed = company | company.client_managing_company_id
            if item_sudo.escalated_to_id.company_id not in allowed:
                raise ValidationError(
                    self.env._(
                        "Give the item to a colleague, or to somebody of the managing "
                        "company."
                    )
                )

    # ------------------------------------------------------------
    # WHO CAN SOLVE IT
    # ------------------------------------------------------------

    @api.model
    def find_solvers(self, visit_id, name="", limit=8):
        """Offer whom an item of a visit can be given to.

        :param int visit_id: a client visit, or False while it is not saved
        :param str name: a part of the name
        :param int limit: how many at the most
        :return: list of ``{"id", "display_name"}``
        :raise AccessError: the user neither reads that visit nor could make one
        """
        visits = self.env["client.visit"]
        if visit_id:
            visit = visits.browse(int(visit_id))
            visit.check_access("read")
            company = visit.company_id
        else:
            visits.check_access("create")
            company = self.env.company
        # sudo: names only, of those whom the visit may name
        people_sudo = self.env["hr.employee"].sudo()
        domain = self._solvers(company) & Domain("name", "ilike", str(name))
        found = people_sudo.search(domain, limit=min(int(limit), 100))
        found = self.env["visitor.stand.in"]._at_work(found)
        return [{"id": each.id, "display_name": each.display_name} for each in found]

    @api.model
    def _solvers(self, companies):
        """Who can be given an item of visits of companies, as a domain.

        Colleagues of the user, and the people of whoever manages the company.
        """
        own = companies & self.env.user.company_ids
        # sudo: which company manages one of the user's own
        managing = own.sudo().client_managing_company_id
        return Domain("company_id", "in", (own | managing).ids)

    def _may_be_named(self, name, records):
        allowed = super()._may_be_named(name, records)
        if name != "escalated_to_id" or records <= allowed:
            return allowed
        # whoever makes client visits knows who solves what is said there
        rows = self.env["client.visit"]._read_group([], ["company_id"])
        companies = self.env["res.company"].union(*(row[0] for row in rows))
        # sudo: as in find_solvers
        solvers_sudo = records.sudo().filtered_domain(self._solvers(companies))
        return allowed | solvers_sudo.sudo(False)

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    def _tell_who_solves(self):
        """Put the items on the list of who solves them, instead of whom it was."""
        for item_sudo in self.sudo():  # of items that the user has just written
            item_sudo.activity_unlink([SOLVE, OVERDUE, FEED_BACK])
            item_sudo.write(
                {"reminded_on": False, "climbed_on": False, "climbed_to_id": False}
            )
            if item_sudo.state == "escalated":
                item_sudo._schedule_solving()

    def _owner_company(self):
        return self.env["res.company"]  # ours or the managing one, see above

    def _put_on_list(self):
        self._tell_who_solves()

    def _solver(self):
        """The user who solves the item; nobody when that person has left."""
        return self.env["visitor.stand.in"]._at_work(self.escalated_to_id).user_id

    def _schedule_solving(self):
        user = self._solver()
        if user:
            self._schedule(SOLVE, user, self.deadline)

    def _schedule(self, kind, user, deadline):
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            kind, date_deadline=deadline, user_id=user.id
        )

    def _after_solved(self):
        """Whoever visited the client tells them."""
        for item_sudo in self.sudo():  # of items that the user has just written
            company = item_sudo.visit_id.company_id
            item_sudo.solved_on = company._client_today()
            item_sudo.activity_unlink([SOLVE, OVERDUE])
            stand_in = self.env["visitor.stand.in"]
            visitors = stand_in._at_work(item_sudo.visit_id.line_ids.employee_id)
            user = stand_in._who_answers(
                company, visitors.user_id | item_sudo.visit_id.create_uid
            )
            if item_sudo.state == "solved":
                item_sudo._schedule(FEED_BACK, user, company._client_today())

    def _end_activities(self):
        self.sudo().activity_unlink([SOLVE, OVERDUE, FEED_BACK])  # written by the user

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_escalations(self, limit=200):
        """Remind before the date, and go up one level when it has passed."""
        # a day more: it is tomorrow already for a company in the east
        longest = timedelta(days=REMIND_BEFORE + LONGEST_CLOSED + 1)
        horizon = fields.Date.today() + longest
        waiting = Domain("state", "=", "escalated") & Domain("deadline", "<=", horizon)
        not_told = Domain("climbed_on", "=", False) & Domain(
            "climbed_to_id", "=", False
        )
        waiting &= Domain("reminded_on", "=", False) | not_told
        for items in batches(self, waiting, limit):
            for item in items.try_lock_for_update():
                with apart(item):
                    item._follow_deadline()

    def _follow_deadline(self):
        self.ensure_one()
        company = self.visit_id.company_id
        today = company._client_today()
        soon = company._service_days_ahead(today, REMIND_BEFORE)
        if not self.reminded_on and self.deadline <= soon:
            self._remind(today)
        told = self.climbed_on or self.climbed_to_id
        if not told and today > self.deadline:
            self._climb()

    def _remind(self, today):
        user = self._solver()
        self.reminded_on = today
        if not user:
            return
        self.activity_unlink([SOLVE])  # once on the list, even if it was ticked off
        self._schedule_solving()
        self.env["visitor.told"]._notify(
            user.partner_id,
            lambda env: (
                env._("An item of a client waits for your solution"),
                env._("The date that was agreed comes near."),
            ),
            about=self,
        )

    def _climb(self):
        """Tell the manager of who is late, one level up, or who answers when nobody
        does. Once."""
        stand_in, company = self.env["visitor.stand.in"], self.visit_id.company_id
        late = self.escalated_to_id
        manager = stand_in._superior(late, signs_in=True)
        user = manager.user_id or stand_in._deputy(company, but=late.user_id)
        if user:
            manager = manager or user.with_company(company).employee_id
            self.write(
                {"climbed_on": company._client_today(), "climbed_to_id": manager.id}
            )
            self._schedule(OVERDUE, user, self.deadline)
