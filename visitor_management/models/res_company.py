from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError

from ..tools import time_zones
from ..tools.opening_hours import to_local, to_utc

# The documents that are numbered for each company and year: what their numbers are
# called, and how they begin.
NUMBERED = {
    "visitor.visit": ("Visits", "V"),
    "client.complaint": ("Complaints", "C"),
    "client.callback": ("Callbacks", "CB"),
    "client.rectification": ("Orders", "R"),
    "client.visit": ("Client visits", "CV"),
    "client.visit.archive": ("Archived client visits", "CVA"),
}
END_OF_DAY = time(23, 59)


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "visitor.held.mixin"]

    visitor_reception_export = fields.Boolean(
        "Reception May Export the Register",
        help="Reception exports the register and the lists of visits, without identity "
        "documents and codes of passes.",
    )
    client_service_department_id = fields.Many2one(
        "hr.department",
        "Customer Service",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Owns complaints that no department is responsible for yet, and calls "
        "clients back.",
    )
    client_repeat_complaints = fields.Integer(
        "Complaints of the Same Matter",
        default=2,
        help="How often the same matter is complained of before its causes are "
        "analysed.",
    )
    client_repeat_repairs = fields.Integer(
        "Repairs of the Same Thing",
        default=3,
        help="How often the same is repaired within a year before its causes are "
        "analysed.",
    )
    client_reminder_days = fields.Integer(
        "Remind of Orders (days)",
        default=1,
        help="How many days before its deadline a department is reminded of an order.",
    )

    client_complaint_alias_id = fields.Many2one(
        "mail.alias",
        "Address for Complaints",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What is mailed there becomes a complaint.",
    )
    client_mail_receipts = fields.Boolean(
        "Receipts by Mail",
        default=True,
        help="Who complains on the portal or by mail gets the number of the complaint "
        "by mail.",
    )
    client_managing_company_id = fields.Many2one(
        "res.company",
        "Managing Company",
        help="What a client said on a visit can be given to its people, too.",
    )

    client_rating_by_mail = fields.Boolean(
        "Rating by Mail",
        help="Who can't be reached by phone gets a mail with a link to rate.",
    )

    _client_thresholds_positive = models.Constraint(
        "CHECK(client_repeat_complaints > 1 AND client_repeat_repairs > 1"
        " AND client_reminder_days >= 0)",
        "A matter is repeated from the second time on; reminders come before a "
        "deadline.",
    )

    # ------------------------------------------------------------
    # NUMBERS
    # ------------------------------------------------------------

    def _number_sequences(self, code):
        """The sequences of a kind of document, one for each company, made if missing.

        PostgreSQL sequences: two documents made at the same moment get two numbers and
        nobody waits; a document that is rolled back leaves a gap.

        :param str code: the model that is numbered
        """
        label, prefix = NUMBERED[code]
        # sudo: a technical record of the user's own companies
        sequences = self.env["ir.sequence"].sudo()
        found = sequences.search([("code", "=", code), ("company_id", "in", self.ids)])
        return found | sequences.create(
            [
                {
                    "name": f"{label} ({company.name})",
                    "code": code,
                    "company_id": company.id,
                    "prefix": f"{prefix}/%(range_year)s/",
                    "padding": 5,
                    "use_date_range": True,
                }
                for company in self - found.company_id
            ]
        )

    def _next_number(self, code, day):
        """Draw the next number of a kind of document.

        :param str code: the model that is numbered
        :param date day: local date of the document; its year is the number's
        :raise ConcurrencyError: somebody else opened the year at this moment; Odoo
            tries the request again
        """
        self.ensure_one()
        try:
            return self._number_sequences(code)[:1]._next(sequence_date=day)
        except UniqueViolation as error:
            raise ConcurrencyError("The year's numbers were just opened") from error

    # ------------------------------------------------------------
    # TIME OF CLIENT RELATIONS
    # ------------------------------------------------------------

    def _client_tz(self):
        """The clock of deadlines and statistics: an IANA name, see ``known``."""
        self.ensure_one()
        return time_zones.known(self.resource_calendar_id.tz or self.partner_id.tz)

    def _client_today(self):
        """The date on the clock of the company."""
        return to_local(fields.Datetime.now(), self._client_tz()).date()

    def _client_tomorrow(self):
        """The first day that lies ahead on the clock of the company."""
        return self._client_today() + timedelta(days=1)

    def _client_due(self, anchor, offset, unit, working_time):
        """When something is due that counts from a moment.

        Hours count to the minute. Days and months count whole: the thing is due at
        the end of the day they lead to, so that whoever hears in the morning and who
        hears in the evening have the same days. 0 days: until the end of today, or
        of the next working day when today's work is over.

        :param datetime anchor: naive UTC
        :param int offset: how many
        :param str unit: ``hour``, ``day`` or ``month``
        :param bool working_time: only working hours and days of the company count,
            not its leaves
        :return: naive UTC; a company without fixed working hours counts by the clock
        """
        self.ensure_one()
        calendar = self._fixed_hours() if working_time else None
        if unit == "hour":
            planned = calendar and calendar.plan_hours(
                offset, anchor, compute_leaves=True
            )
            return planned or anchor + timedelta(hours=offset)
        day = to_local(anchor, self._client_tz()).date()
        if unit == "month":
            day += relativedelta(months=offset)
        elif not calendar:
            day += timedelta(days=offset)
        elif offset:
            return self._end_of_working_day(day + timedelta(days=1), offset)
        if not calendar:
            return self._end_of_day(day)
        due = self._end_of_working_day(day)
        return due if due > anchor else self._end_of_working_day(day + timedelta(1))

    def _client_due_on(self, day):
        """When something is due on a promised day: when work ends, if there is any.

        :param date day: local
        :return: naive UTC
        """
        self.ensure_one()
        if self._fixed_hours():
            due = self._end_of_working_day(day)
            if to_local(due, self._client_tz()).date() == day:
                return due
        return self._end_of_day(day)

    def _fixed_hours(self):
        """The working hours of the company, empty where none are fixed."""
        calendar = self.resource_calendar_id
        return calendar if calendar._has_fixed_hours() else calendar.browse()

    def _start_of_day(self, day):
        """The first moment of a local day, as naive UTC."""
        return to_utc(datetime.combine(day, time.min), self._client_tz())

    def _end_of_day(self, day):
        """The last minute of a local day, as naive UTC."""
        return to_utc(datetime.combine(day, END_OF_DAY), self._client_tz())

    def _end_of_working_day(self, day, count=1):
        """When work ends on the n-th working day from a local day on, as naive UTC."""
        calendar, zone = self.resource_calendar_id, time_zones.zone(self._client_tz())
        midnight = datetime.combine(day, time.min, zone)
        planned = calendar.plan_days(count, midnight, compute_leaves=True)
        if not planned:  # a calendar without working hours
            return self._end_of_day(day + timedelta(days=count - 1))
        worked = planned.astimezone(zone).date()
        midnight = datetime.combine(worked, time.min, zone)
        hours = calendar._work_intervals_batch(midnight, midnight + timedelta(days=1))
        ends = [
            stop.astimezone(zone).replace(tzinfo=None) for _, stop, _ in hours[False]
        ]
        return to_utc(max(ends), self._client_tz()).replace(microsecond=0)
