from odoo import models

from ..tools import mail_secret

# Who writes by machine gets no receipt, or two machines thank each other. A caller's
# context can hold a key of that name, but not this very object.
BY_MACHINE = object()


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

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
