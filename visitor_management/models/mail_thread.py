from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        # who writes by machine gets no receipt, or two machines thank each other
        if (message.get("Auto-Submitted") or "no").strip().lower() != "no":
            self = self.with_context(client_no_receipt=True)  # noqa: PLW0642
        return super()._message_route_process(message, message_dict, routes)
