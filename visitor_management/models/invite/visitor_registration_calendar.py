from datetime import timezone

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools import ical
from ...tools.opening_hours import to_local
from ..visit.visitor_visit import STANDS
from .visitor_registration_invitation import COMING
from .visitor_registration_letter import KINDS_OF_FILES

_lt = LazyTranslate(__name__)

# What the history says of an answer: no names, it outlives them.
ACCEPTED = _lt("A visitor accepted the invitation from their calendar.")
TENTATIVE = _lt(
    "A visitor accepted the invitation from their calendar with reservation."
)
DECLINED = _lt("A visitor declined the invitation from their calendar.")
COUNTER = _lt("A visitor asks from their calendar for another time.")
LATE = _lt("A visitor answered from their calendar after the visit was over.")


class VisitorRegistration(models.Model):
    """The visit in the calendar of the visitor: one for each, who sees nobody else."""

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # OUT
    # ------------------------------------------------------------

    def _letter_calendar(self, kind):
        """The calendar file that goes with a mail, or nothing."""
        return KINDS_OF_FILES.get(kind) and self._calendar_file(KINDS_OF_FILES[kind])

    def _calendar_shown(self):
        """The calendar file as visitors take it from their page; nothing is written.

        :return: str, as it leaves
        """
        event = self._calendar_as_told(max(self.ical_sequence - 1, 0))
        event = event._replace(attendees=[])
        return ical.sent_by(ical.invitation(event, "shown"), event.organizer[1])

    def _calendar_event(self):
        visit, company = self.visit_id, self.company_id
        address = visit.site_id.partner_id._display_address(without_company=True)
        place = [visit.site_id.name]
        if visit.site_id.partner_id:
            place += filter(None, map(str.strip, address.splitlines()))
        about = [visit.host_name, visit.purpose, visit.name]
        sender = self._calendar_sender() or company.email or ""
        return {
            "begin": visit.start.replace(tzinfo=timezone.utc),
            "end": visit.stop.replace(tzinfo=timezone.utc),
            "summary": self.env._("Visit to %s", visit.site_id.name),
            "description": " · ".join(filter(None, about)),
            "place": ", ".join(place),
            "organizer": (company.name, sender),
            "attendees": self._calendar_invited(),
            "lang": self.env.lang or "en_US",
        }

    def _calendar_invited(self):
        address = self._mail_address()
        return [(self.name, address)] if address else []

    # ------------------------------------------------------------
    # IN
    # ------------------------------------------------------------

    def _calendar_note(self, sentence):
        self.visit_id._log_said(sentence)

    def _calendar_answered(self, answer):
        if self.state not in COMING or self.visit_id.state not in STANDS:
            self._calendar_note(LATE)
        elif answer.says == "declined":
            self._calendar_declined(answer.comment)
        elif answer.says == "counter":
            self._calendar_countered(answer)
        else:
            self._calendar_note(TENTATIVE if answer.says == "tentative" else ACCEPTED)

    def _calendar_countered(self, answer):
        """Another time is a request to the host, as from the page."""
        if not answer.begin:
            self._calendar_note(COUNTER)
            return
        begin = answer.begin.astimezone(timezone.utc).replace(tzinfo=None)
        lasting = self.visit_id.stop - self.visit_id.start
        try:
            with self.env.cr.savepoint():
                self._propose_time(begin, begin + lasting, answer.comment)
        except UserError:  # a time that is over, or too many of them
            self._calendar_note(self._said_counter(answer))

    def _said_counter(self, answer):
        tz = self.site_id._tz()
        time = to_local(answer.begin.replace(tzinfo=None), tz)
        return _lt(
            "A visitor asks from their calendar for another time: %(time)s (%(tz)s).",
            time=f"{time:%Y-%m-%d %H:%M}",
            tz=tz,
        )

    def _calendar_declined(self, comment):
        """Somebody who is inside or has a stay behind can't decline any more."""
        if self.state != "expected":
            self._calendar_note(LATE)
            return
        self._decline(comment or self.env._("Declined from the calendar"))
        # their calendar knows
        self.env["visitor.invitation"]._waiting_mails(self).cancel()
