from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools.transaction import apart, batches
from .client_complaint import CLOSED_STATES
from .client_rectification import LATE, OPEN_STATES, ORDER, VERIFY

# How many days an order may stay late before the next manager hears of it.
CLIMB_AFTER = 3


class ClientRectification(models.Model):
    """Who is told of an order: who carries it out, who verifies it, and who hears that
    it is late. Somebody always is: where nobody can be told, customer service's head.
    """

    _inherit = "client.rectification"

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    def _doer(self):
        """The user who is to carry it out, or the head of the department."""
        self.ensure_one()
        stand_in = self.env["visitor.stand.in"]
        user = stand_in._at_work(self.employee_id, self.company_id).user_id
        return stand_in._who_answers(self.company_id, user, self.department_id)

    def _owner(self):
        return self.employee_id or self.department_id.manager_id

    def _put_on_list(self):
        for order in self:
            order._tell(ORDER)

    def _tell(self, activity, user=None, date=None):
        """Put the order on the list of a person, once."""
        self.ensure_one()
        user = user or self._doer()
        if activity == ORDER:
            self.activity_unlink([ORDER])
        self.activity_schedule(
            activity, date_deadline=date or self.deadline, user_id=user.id
        )

    def _ask_to_verify(self):
        user = self.callback_id.caller_id or self.complaint_id.received_by_id
        user = user or self.statistics_id.submitted_by_id
        user = user or self.review_id.submitted_by_id or self.create_uid
        user = self.env["visitor.stand.in"]._who_answers(self.company_id, user)
        today = self.company_id._client_today()
        self.activity_schedule(VERIFY, date_deadline=today, user_id=user.id)

    @api.model
    def _stuck_domains(self):
        open_yet = Domain("state", "in", OPEN_STATES)
        head = Domain("department_id.manager_id.user_id", "!=", False)
        return {
            "nobody": open_yet & Domain("employee_id", "=", False) & ~head,
            "left": Domain("owner_has_left", "=", True),
            "closed": Domain("state", "in", (*OPEN_STATES, "done"))
            & Domain("complaint_id.state", "in", CLOSED_STATES),
        }

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_remind(self, limit=200):
        """Remind of orders that are due soon; tell managers of those that are late."""
        waiting = Domain.FALSE
        for (company,) in self._read_group(
            [("state", "in", OPEN_STATES)], ["company_id"]
        ):
            today = company._client_today()
            soon = company._service_days_ahead(today, company.client_reminder_days)
            told = today - timedelta(days=CLIMB_AFTER)
            waiting |= Domain("company_id", "=", company.id) & (
                Domain("deadline", ">=", today)
                & Domain("deadline", "<=", soon)
                & Domain("reminded_on", "=", False)
                | Domain("deadline", "<", today)
                & (Domain("climbed_on", "=", False) | Domain("climbed_on", "<=", told))
            )
        waiting &= Domain("state", "in", OPEN_STATES)
        for orders in batches(self, waiting, limit):
            for order in orders.try_lock_for_update():
                with apart(order):
                    order._remind(order.company_id._client_today())

    def _remind(self, today):
        """Remind once, then climb a department each few days the order stays late."""
        self.ensure_one()
        if self.deadline >= today:
            if not self.reminded_on:
                self.reminded_on = today
                self._tell(ORDER, date=self.deadline)
            return
        if self.climbed_on and (today - self.climbed_on).days < CLIMB_AFTER:
            return
        department, user = self._next_manager()
        if user:
            self.write({"climbed_on": today, "climbed_to_id": department.id})
            self._tell(LATE, user, date=today)

    def _next_manager(self):
        """The manager who is told next: of the department, then of those above it.

        Where there is none besides who carries it out: who answers when nobody does.
        """
        stand_in, doer = self.env["visitor.stand.in"], self.employee_id.user_id
        line = department = self.department_id
        while department := department.parent_id:
            line += department
        climbed = self.climbed_to_id in line
        if climbed:  # else nobody was told, or who stands beside this line
            line = line[line.ids.index(self.climbed_to_id.id) + 1 :]
        for department in line:
            user = stand_in._head_at_work(department, self.company_id)
            if user and (user != doer or climbed):
                return department, user
        service = self.company_id.client_service_department_id or self.department_id
        if self.climbed_to_id:
            return service, doer.browse()
        return service, stand_in._deputy(self.company_id, but=doer)
