from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize_all, format_date, format_datetime, format_time
from odoo.tools.translate import LazyTranslate

from ...tools import client_hours, opening_hours, time_zones
from ...tools.names import readable
from ...tools.opening_hours import to_local

_lt = LazyTranslate(__name__)

# What the history says of a mail: no names, it outlives them.
MAILED = {
    "asked": _lt("The client was asked for the appointment by mail."),
    "confirmed": _lt("The appointment was sent to the client by mail."),
    "moved": _lt("The changed appointment was sent to the client by mail."),
    "cancelled": _lt("The client was told by mail that the visit is cancelled."),
}
TEMPLATE = "visitor_management.client_visit_mail_template_%s"
TEMPLATES = {"moved": "confirmed"}  # the others have one of their own name
# What the client is written again when it changes after the appointment stands.
TOLD = {"appointment_at", "duration", "place"}
LONGEST = 7 * 24  # hours of an appointment
LOOK_AHEAD = 60  # days in which the next possible time is looked for


class ClientVisit(models.Model):
    """When and where a client is visited, never outside their hours.

    The client is asked and told by mail with a calendar file, in their language and on
    their clock. Mails are queued; nothing waits for a mail server.
    """

    _inherit = "client.visit"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("appointment_at", "duration")
    def _compute_appointment_stop(self):
        for visit in self:
            at = visit.appointment_at
            visit.appointment_stop = at and at + timedelta(hours=visit.duration)

    @api.depends("appointment_at", "partner_id.tz", "company_id")
    @api.depends_context("lang")
    def _compute_client_time(self):
        for visit in self:
            visit.client_time = visit.appointment_at and ", ".join(
                (
                    format_date(self.env, visit._appointment_day(), date_format="full"),
                    format_time(
                        self.env, visit.appointment_at, visit._client_tz(), "short"
                    ),
                )
            )

    @api.depends(
        "contact_id.email", "contact_id.lang", "partner_id.email", "partner_id.lang"
    )
    def _compute_client_email(self):
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for visit in self:
            people = visit.contact_id | visit.partner_id
            visit.client_email = next(filter(None, people.mapped("email")), False)
            languages = [*people.mapped("lang"), visit.company_id.partner_id.lang]
            visit.client_lang = next(
                (lang for lang in languages if lang in installed), "en_US"
            )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    def _check_times(self, vals):
        if not (vals.get("duration") or 0) <= LONGEST:  # which nan is not, either
            raise UserError(
                self.env._("An appointment takes %s hours at most.", LONGEST)
            )
        return super()._check_times(vals)

    @api.constrains("appointment_at", "duration", "partner_id", "place", "confirmed_by")
    def _check_standing_appointment(self):
        for visit in self:
            if visit.state == "appointed":
                visit._check_appointment()

    def _check_appointment(self):
        """An appointment says when, where and who confirmed, within the client's hours.

        :raise ValidationError: what is missing, or the next possible time
        """
        self.ensure_one()
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("appointment_at", "place", "confirmed_by")
            if not (readable(self[name]) if isinstance(self[name], str) else self[name])
        ]
        if missing:
            raise ValidationError(
                self.env._(
                    "An appointment says when, where and who at the client confirmed "
                    "it. Still missing: %s",
                    ", ".join(missing),
                )
            )
        self._check_client_hours()

    def _check_client_hours(self):
        """
        :raise ValidationError: the client has no time then; says when they have
        """
        self.ensure_one()
        tz = self._client_tz()
        begin, end = self.appointment_at, self.appointment_stop
        free = self._client_free(begin, begin + timedelta(days=LOOK_AHEAD))
        if client_hours.covers(free, begin, end):
            return
        possible = client_hours.next_start(free, begin, end - begin)
        if possible:
            raise ValidationError(
                self.env._(
                    "This is outside the client's hours. The next possible time is "
                    "%(time)s (%(tz)s).",
                    time=format_datetime(self.env, possible, tz, "short"),
                    tz=tz,
                )
            )
        raise ValidationError(
            self.env._(
                "This is outside the client's hours, and within %(days)s days there is "
                "no time for a visit of %(hours)s hours. Make it shorter.",
                days=LOOK_AHEAD,
                hours=self.duration,
            )
        )

    # ------------------------------------------------------------
    # CLIENT'S CLOCK
    # ------------------------------------------------------------

    def _client_calendar(self):
        """The hours of the client, empty for our own, and whose clock it is."""
        self.ensure_one()
        # sudo: hours only, of a client and a company that the user may read
        visit_sudo = self.sudo()
        client = visit_sudo.partner_id
        own = client.client_calendar_id or (
            client.commercial_partner_id.client_calendar_id
        )
        tz = own.tz or client.tz or visit_sudo.company_id._client_tz()
        return own, time_zones.known(tz)

    def _client_free(self, begin, end):
        """When the client can be visited, by their hours or else by our own.

        :param datetime begin: naive UTC
        :param datetime end: naive UTC
        :return: list of (from, to)
        """
        calendar, tz = self._client_calendar()
        company_sudo = self.sudo().company_id  # hours only
        hours = calendar._hours() if calendar else company_sudo._service_calendar()
        return opening_hours.intervals(hours._replace(tz=tz), begin, end)

    def _appointment_day(self):
        """The date of the appointment on the clock of the client."""
        return to_local(self.appointment_at, self._client_tz()).date()

    @api.depends("company_id", "partner_id")
    def _compute_tz(self):
        return super()._compute_tz()

    def _clock_tz(self):
        return self._client_tz()

    def _client_tz(self):
        """The clock of the client, as an IANA name."""
        return self._client_calendar()[1]

    # ------------------------------------------------------------
    # MAIL
    # ------------------------------------------------------------

    def action_ask_appointment(self):
        """Ask the client by mail whether the time suits them.

        :return: True
        :raise UserError: no time, place or address, a time that is over, or outside the
            client's hours
        """
        for visit in self:
            if visit.state != "planned":
                raise visit._step_not_allowed("planned")
            visit.check_access("write")
            if not visit.appointment_at or not visit.place:
                raise UserError(self.env._("Say first when and where to ask for."))
            if not visit._calendar_invited():
                raise UserError(
                    self.env._(
                        "No e-mail address is known of this client. Add one to the "
                        "contact, or ask by phone."
                    )
                )
            if visit.appointment_at < fields.Datetime.now():
                raise UserError(
                    self.env._("This time is over. Choose another one to ask for.")
                )
            visit._check_client_hours()
            visit.sudo().asked_at = fields.Datetime.now()  # write access checked above
            visit._write_to_client("asked")
        return True

    def _after_change(self, names):
        """What the client has to be told when the record was changed."""
        if not TOLD & set(names):
            return
        for visit in self:
            if visit.state == "appointed":
                visit._write_to_client("moved")
            elif visit.state == "planned":
                visit._calendar_changed()

    def _write_to_client(self, event):
        """Queue a mail with the calendar file; without an address nothing is sent.

        :param str event: ``asked``, ``confirmed``, ``moved`` or ``cancelled``
        """
        self.ensure_one()
        if not self._calendar_invited():
            return
        # sudo: the mail follows from the step, which was checked
        visit_sudo = self.sudo()
        template = visit_sudo.env.ref(TEMPLATE % TEMPLATES.get(event, event))
        visit_sudo._calendar_mail(template, event)
        visit_sudo._log_said(MAILED[event])

    def _calendar_event(self):
        texts = self.with_context(lang=self.client_lang)
        company = self.company_id
        return {
            "begin": self._aware(self.appointment_at),
            "end": self._aware(self.appointment_stop),
            "summary": texts.env._("Visit of %s", company.name),
            "description": self.purpose,
            "place": self.place,
            "organizer": (company.name, company.email or ""),
            "attendees": self._calendar_invited(),
            "lang": self.client_lang,
        }

    def _calendar_invited(self):
        # sudo: the name of who is visited, on a visit that the user reads
        name = self.sudo().contact_id.name or self.sudo().partner_id.name
        addresses = dict.fromkeys(email_normalize_all(self.client_email or ""))
        return [(name, address) for address in addresses]

    @staticmethod
    def _aware(moment):
        return moment and moment.replace(tzinfo=timezone.utc)
