from odoo import models

from ...tools.ours import is_ours
from ...tools.sentences import kept, say_kept


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
