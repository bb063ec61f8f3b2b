from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.opening_hours import to_local
from ..core.visitor_calendar_mixin import OLDER
from .client_visit import AHEAD_STATES

_lt = LazyTranslate(__name__)

ANOTHER_DATE = "visitor_management.mail_activity_type_client_visit_date"
# What the history says of an answer: no names, it outlives them.
CONFIRMED = _lt("The client confirmed the appointment from their calendar.")
ACCEPTED = _lt("The client accepted the appointment that stands.")
IMPOSSIBLE = _lt(
    "The client accepted from their calendar, but the visit can't be appointed as it "
    "stands: look at time, place and people, and ask again."
)
OTHERWISE = {
    "declined": _lt("The client declined from their calendar. Agree on another date."),
    "tentative": _lt(
        "The client accepted from their calendar with reservation. Ask whether the "
        "time suits them."
    ),
    "counter": _lt("The client asks for another date, see their mail."),
}
LATE = _lt("The client answered from their calendar after the visit was over.")


class ClientVisit(models.Model):
    """What a client answers to an appointment from their calendar."""

    _inherit = "client.visit"

    def _appoint(self, user):
        """The client confirmed when and where: the appointment stands.

        :param user: ``res.users`` who heard of it, empty when no person did
        :raise ValidationError: something is missing, or the client has no time then
        """
        self.ensure_one()
        self._check_appointment()
        self._set_state(
            "appointed", appointed_at=fields.Datetime.now(), appointed_by_id=user.id
        )
        self._other_date_settled()
        self._write_to_client("confirmed")

    def _calendar_answered(self, answer):
        now = fields.Datetime.now()
        if self.state not in AHEAD_STATES:
            self._log_said(LATE)
        elif not self.appointment_stop:  # taken back after it was asked for
            self._log_said(OLDER)
            self._want_other_date()
        elif self.appointment_stop < now:
            self._log_said(LATE)
        elif answer.says != "accepted":
            self._log_said(self._said_otherwise(answer))
            self._want_other_date()
        elif self.state == "appointed":
            self._log_said(ACCEPTED)
            self._other_date_settled()
        else:
            self._confirmed_by_client()

    def _said_otherwise(self, answer):
        if answer.says != "counter" or not answer.begin:
            return OTHERWISE[answer.says]
        tz = self._client_tz()
        time = to_local(answer.begin.replace(tzinfo=None), tz)
        return _lt(
            "The client proposes another date: %(time)s (%(tz)s).",
            time=f"{time:%Y-%m-%d %H:%M}",
            tz=tz,
        )

    def _confirmed_by_client(self):
        try:
            with self.env.cr.savepoint():
                self.confirmed_by = (
                    self.confirmed_by or self.contact_id.name or self.partner_id.name
                )
                self._log_said(CONFIRMED)
                self._appoint(self.env["res.users"])
        except UserError:  # their hours changed, somebody is elsewhere by now
            self._log_said(IMPOSSIBLE)
            self._want_other_date()

    def _want_other_date(self):
        """Who goes there, else who made the visit, has to agree on another date."""
        if self.activity_search([ANOTHER_DATE]):
            return
        stand_in, company = self.env["visitor.stand.in"], self.company_id
        people = self.line_ids.employee_id.user_id
        people |= stand_in._instead_of(self.create_uid, company)
        user = stand_in._who_answers(company, people)
        self.activity_schedule(
            ANOTHER_DATE, date_deadline=company._client_today(), user_id=user.id
        )

    def _other_date_settled(self):
        # sudo: of a visit whose date was just agreed on, or which was called off
        self.sudo().activity_feedback([ANOTHER_DATE])
