from odoo import models

from ...tools import ical


class MailThread(models.AbstractModel):
    """What calendars answer to our appointments, see client visits."""

    _inherit = "mail.thread"

    def _route_calendar_answer(self, answer, message, message_dict):
        read = ical.read_answer(answer, ())
        visits = self.env["client.visit"]
        record_sudo = visits._calendar_find(read.uid) if read else None
        if not record_sudo:
            return super()._route_calendar_answer(answer, message, message_dict)
        sender = message_dict.get("email_from") or ""
        company = record_sudo.company_id
        record_sudo = record_sudo.with_company(company)
        route = (record_sudo._name, record_sudo.id, None, self.env.uid, None)
        if not self._is_within_bounds(sender, route, company):
            reason = "flood"
        elif record_sudo._calendar_take(answer, message):
            self._bound_files(message_dict, company)
            return [route]
        else:
            reason = "failed"
        self.env["client.mail.stray"].sudo()._keep(
            reason, message, message_dict, company
        )
        return []
