from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.transaction import apart, batches

# How many days before a training of staff ends somebody is told.
REMINDED = (30, 7, 1)


class VisitorInductionRecord(models.Model):
    """Staff whose training ends: they and their manager are told in time."""

    _inherit = "visitor.induction.record"

    @api.model
    def _cron_remind(self, limit=200):
        """Tell of trainings of staff that end in 30, 7 and 1 days, once each.

        Where the job did not run on the day, it is told when it runs.
        """
        today = fields.Date.today()
        soon = Domain.OR(
            Domain("valid_until", "<=", today + timedelta(days=days))
            & (Domain("reminded", "=", 0) | Domain("reminded", ">", days))
            for days in REMINDED
        )
        waiting = (
            Domain("employee_id.active", "=", True)
            & Domain("passed", "=", True)
            & Domain("valid_until", ">=", today)
            & soon
        )
        for records in batches(self, waiting, limit):
            for record in records.try_lock_for_update():
                with apart(record):
                    record._remind(today)

    def _remind(self, today):
        left = (self.valid_until - today).days
        days = min(each for each in REMINDED if left <= each)
        self.env.cr.execute(  # past what keeps the record as it was written
            SQL(
                "UPDATE visitor_induction_record SET reminded = %s WHERE id = %s",
                days,
                self.id,
            )
        )
        self.invalidate_recordset(["reminded"], flush=False)
        if self._is_replaced() or not self._is_still_asked():
            return
        employee = self.employee_id
        told = self.env["visitor.told"]
        at_work = self.env["visitor.stand.in"]._at_work
        manager = employee.parent_id or employee.department_id.manager_id
        for user in at_work(employee.user_id | manager.user_id):
            told._notify(user.partner_id, self._words_expiry, about=self.induction_id)

    def _is_replaced(self):
        """Whether the same person took it again since, for longer."""
        return bool(
            self.search_count(
                [
                    ("employee_id", "=", self.employee_id.id),
                    ("induction_id", "=", self.induction_id.id),
                    ("passed", "=", True),
                    *("|", ("valid_until", "=", False)),
                    ("valid_until", ">", self.valid_until),
                ],
                limit=1,
            )
        )

    def _is_still_asked(self):
        induction = self.induction_id
        return induction.active and (induction.for_reception or induction.for_escorts)

    def _words_expiry(self, env):
        """What manager and employee are told: subject and body."""
        record = self.with_env(env).sudo()  # told to those who may read it
        link = Markup('<a href="/odoo/my-training">%s</a>') % env._("My Training")
        said = env._(
            "The training “%(training)s” of %(person)s is valid until %(day)s. Take it "
            "again before then:",
            training=record.induction_id.name,
            person=record.employee_id.name,
            day=format_date(env, record.valid_until),
        )
        return env._("A training expires soon"), Markup("<p>%s %s</p>") % (said, link)
