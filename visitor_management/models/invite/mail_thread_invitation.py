from odoo import models

from ...tools import ical

ANSWERS_AN_HOUR = 20


class MailThread(models.AbstractModel):
    """What comes back of an invitation: a calendar's answer, or the mail itself."""

    _inherit = "mail.thread"

    def _route_calendar_answer(self, answer, message, message_dict):
        read = ical.read_answer(answer, ())
        people = self.env["visitor.registration"]
        person_sudo = people._calendar_find(read.uid) if read else None
        if not person_sudo:
            return super()._route_calendar_answer(answer, message, message_dict)
        person_sudo = person_sudo.with_company(person_sudo.company_id)
        throttle = self.env["visitor.throttle"]
        if throttle._take("calendar answers", person_sudo.id, ANSWERS_AN_HOUR):
            person_sudo._calendar_take(answer, message)
        return []  # it is no message to anybody

    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        links = self.env["visitor.invitation"]
        links._note_bounce(email_message, message_dict.get("bounced_msg_ids") or [])
        return result
