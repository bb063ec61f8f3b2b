from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import service_hours
from ...tools.opening_hours import to_local

BEFORE_IT_ENDS = timedelta(minutes=15)
MOST_DAYS = 30
# The times of calls and of the work before them; their order stays.
TIMES = {
    "client.complaint": (
        *("received_at", "accepted_at", "answered_at", "handled_at"),
        *("first_handled_at", "closed_at"),
    ),
    "client.callback": (
        *("due_at", "first_due_at", "reached_at", "finished_at", "reviewed_at"),
    ),
    "client.callback.attempt": ("at",),
}


class ClientCallback(models.Model):
    _inherit = "client.callback"

    @api.model
    def _demo_hours(self):
        """Put the calls of the demonstration at hours at which people call.

        It is installed at any hour, on Sundays too, and says when things happened by
        how long ago they were. Called by the demonstration data, once. A demonstration
        may be added to a database that is in use: what was there keeps its times.
        """
        self.env.flush_all()
        shown = self._demo_records()
        self.env.execute_query(
            SQL(
                """
                UPDATE client_callback_attempt try SET at = call.reached_at
                  FROM client_callback call
                 WHERE call.id = try.callback_id AND try.outcome = 'reached'
                   AND call.reached_at IS NOT NULL AND call.id = ANY(%s)
             RETURNING try.id
                """,
                shown["client.callback"].ids,
            )
        )
        self.env.invalidate_all()
        now = fields.Datetime.now()
        for model, names in TIMES.items():
            for record in shown[model]:
                moved = {
                    name: self._demo_hour(record.company_id, record[name], now)
                    for name in names
                    if record[name]
                }
                # past the guards of what is over
                self.env.execute_query(
                    SQL(
                        "UPDATE %s SET %s WHERE id = %s RETURNING id",
                        SQL.identifier(record._table),
                        SQL(", ").join(
                            SQL("%s = %s", SQL.identifier(name), moment)
                            for name, moment in moved.items()
                        ),
                        record.id,
                    )
                )
        self.env.invalidate_all()

    @api.model
    def _demo_records(self):
        """The complaints of the demonstration, their calls and the tries at these.

        :return: dict of the model to its records
        """
        complaints, calls = (
            self.env[model].browse(
                self.env["ir.model.data"]
                .search([("module", "=", "visitor_management"), ("model", "=", model)])
                .mapped("res_id")
            )
            for model in ("client.complaint", "client.callback")
        )
        # some were planned by what happened to a complaint
        calls |= calls.search([("complaint_id", "in", complaints.ids)])
        return {
            complaints._name: complaints,
            calls._name: calls,
            "client.callback.attempt": calls.attempt_ids,
        }

    @api.model
    def _demo_hour(self, company, moment, now):
        """The last working moment up to a moment, or the next one if it lies ahead."""
        calendar, tz = company._service_calendar(), company._client_tz()
        day, ahead = to_local(moment, tz).date(), moment > now
        for _day in range(MOST_DAYS):
            for low, high in service_hours.of_day(calendar, day)[:: 1 if ahead else -1]:
                last = max(low, high - BEFORE_IT_ENDS)
                if ahead and moment <= last:
                    return max(moment, low)
                if not ahead and low <= moment:
                    return min(moment, last)
            day += timedelta(days=1 if ahead else -1)
        return moment
