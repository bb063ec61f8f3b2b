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

    # ------------------------------------------------------------
    # WEB PUSH
    # ------------------------------------------------------------

    def _web_push_send_notification(
        self, devices, private_key, public_key, payload_by_lang=None, payload=None
    ):
        """Of ours all wait for Odoo's job.

        Odoo itself sends a few at once, inside of the transaction: whoever checks
        somebody in would wait for a push service that hangs.
        """
        if not self._is_told_by_us():
            return super()._web_push_send_notification(
                devices, private_key, public_key, payload_by_lang, payload
            )
        self.env["visitor.told"]._queue_pushes(
            (device, payload_by_lang[device.partner_id.lang])
            if payload_by_lang
            else (device, payload)
            for device in devices
        )
        return None

    def _notify_by_web_push_prepare_payload(
        self, message, msg_vals=False, force_record_name=False
    ):
        """What we tell somebody is shown on a locked screen: its subject names nobody,
        its text may, and so may the record."""
        payload = super()._notify_by_web_push_prepare_payload(
            message, msg_vals=msg_vals, force_record_name=force_record_name
        )
        subject = (msg_vals or {}).get("subject") or message.subject
        kind = (msg_vals or {}).get("message_type") or message.message_type
        if self._is_told_by_us() and kind == "user_notification" and subject:
            payload["title"] = subject
            payload["options"]["body"] = ""
        return payload

    def _is_told_by_us(self):
        """Whether this is of ours, or of no document, as many of our messages are."""
        return self._name == "mail.thread" or is_ours(self.env, self._name)

    def _route_calendar_answer(self, answer, message, message_dict):
        """Take what a calendar answers to an invitation of ours.

        :param str answer: the calendar file (``METHOD`` is ``REPLY`` or ``COUNTER``);
            nothing in it is proven
        :param email.message.EmailMessage message: the mail
        :param dict message_dict: the same as ``mail.thread`` parsed it
        :return: where the mail goes if it is of one of ours; None lets it go the way of
            any other
        """
        return
