from odoo import models

from ..tools import mail_secret
from ..tools.ours import is_ours
from ..tools.sentences import kept, say_kept

# Who writes by machine gets no receipt, or two machines thank each other. A caller's
# context can hold a key of that name, but not this very object.
BY_MACHINE = object()


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _log_said(self, sentence, attachments=None):
        """Note a sentence of ours in the history: each reader in their own language.

        :param sentence: a lazy translation; see :func:`..tools.sentences.kept`
        :param attachments: ``ir.attachment`` of the document that go with it
        :return: ``mail.message``
        """
        self.ensure_one()
        said = kept(sentence)
        message = self._message_log(
            body=say_kept(self.env, said),
            attachment_ids=attachments.ids if attachments else False,
        )
        message.sudo().visitor_said = said  # of the note just made
        return message

    def _message_parse_extract_payload(
        self, message, message_dict, save_original=False
    ):
        # an answer quotes the link it was sent, a bounce brings the whole mail back
        mail_secret.take_out(message)
        return super()._message_parse_extract_payload(
            message, message_dict, save_original=save_original
        )

    def _message_route_process(self, message, message_dict, routes):
        if (message.get("Auto-Submitted") or "no").strip().lower() != "no":
            self = self.with_context(client_sender=BY_MACHINE)  # noqa: PLW0642
        return super()._message_route_process(message, message_dict, routes)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Who has left hears no more of our documents, follower or not.

        To Odoo a colleague without a login is a client, whom it writes by mail.
        """
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not recipients or not is_ours(self.env, self._name):
            return recipients
        # sudo: who of those who would be told has left
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        ids = [each["id"] for each in recipients if each["id"]]
        users_sudo = users_sudo.search(
            [("partner_id", "in", ids), ("share", "=", False)]
        )
        working_sudo = self.env["visitor.stand.in"]._at_work(users_sudo)
        left = users_sudo.partner_id - working_sudo.partner_id
        return [each for each in recipients if each["id"] not in left.ids]
