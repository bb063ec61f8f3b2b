from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.mail_text import plain_text
from .client_complaint import CLOSED_STATES
from .client_mail_stray import BY_MACHINE

_lt = LazyTranslate(__name__)

WROTE = "visitor_management.mail_activity_type_client_wrote"
# As much of it as a banner shows; the rest stands in the history.
SHOWN = 500


class ClientComplaint(models.Model):
    """What a client writes about a complaint that is closed does not get lost.

    By mail or on the portal: the department has a task, and the form offers to reopen,
    until somebody does it or says that it stays closed.
    """

    _inherit = "client.complaint"

    @api.depends("client_message_id")
    def _compute_client_wrote(self):
        for complaint in self:
            # sudo: of a complaint that the user reads, its history shows it too
            message_sudo = complaint.sudo().client_message_id
            complaint.client_wrote = plain_text(message_sudo.body)[:SHOWN]
            complaint.client_wrote_at = message_sudo.date

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_stay_closed(self):
        """The client was answered: the complaint stays as it is.

        :return: True
        :raise UserError: the client wrote nothing that waits for an answer
        """
        self.check_access("write")
        for complaint in self:
            if not complaint.client_message_id:
                raise UserError(
                    self.env._("Nothing that the client wrote waits for an answer.")
                )
            complaint_sudo = complaint.sudo()  # write access checked above
            complaint_sudo._log_said(
                _lt("It stays closed; the client's message was dealt with.")
            )
            complaint_sudo._client_was_heard()
        return True

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if self.sudo().state in CLOSED_STATES and self._is_of_client(message):
            self.sudo()._take_up_message(message)  # whoever writes need not read it
        return result

    def _is_of_client(self, message):
        """Whether a client wrote it, neither one of us nor a machine."""
        if message.message_type not in ("comment", "email"):
            return False
        if self.env.context.get("client_sender") is BY_MACHINE:
            return False
        # sudo: whether the author is one of us, or was
        author_sudo = message.sudo().author_id.with_context(active_test=False)
        return all(user.share for user in author_sudo.user_ids)

    def _take_up_message(self, message):
        """Put it on the list of the department's head, once while it is open."""
        self.ensure_one()
        self.client_message_id = message
        if self.activity_search([WROTE]):
            return
        company = self.company_id
        user = self.env["visitor.stand.in"]._who_answers(
            company, department=self.department_id
        )
        self.activity_schedule(
            WROTE, date_deadline=company._client_today(), user_id=user.id
        )

    def _client_was_heard(self):
        """What the client wrote was taken up: it leaves form and lists."""
        self.filtered("client_message_id").client_message_id = False
        self.activity_feedback([WROTE])
