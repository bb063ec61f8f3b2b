from odoo import models

from ..tools import incoming_mail, mail_charset


class MailThreadIncoming(models.AbstractModel):
    """What becomes of a mail that comes in: the one place where it is sorted."""

    _inherit = "mail.thread"

    def message_parse(self, message, save_original=False):
        mail_charset.mend(message)
        return super().message_parse(message, save_original=save_original)

    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        # before robots are told from people: calendars answer by themselves, too
        answer = incoming_mail.calendar_answer(message)
        if answer and self._take_calendar_answer(answer, message, message_dict):
            return []
        return super().message_route(
            message, message_dict, model, thread_id, custom_values
        )

    def _take_calendar_answer(self, answer, message, message_dict):
        """Take what a calendar answers to an invitation of ours.

        :param str answer: the calendar file (``METHOD`` is ``REPLY`` or ``COUNTER``);
            nothing in it is proven
        :param email.message.EmailMessage message: the mail
        :param dict message_dict: the same as ``mail.thread`` parsed it
        :return: True if it was one of ours, and is dealt with; False lets the mail go
            the way of any other
        """
        return False
