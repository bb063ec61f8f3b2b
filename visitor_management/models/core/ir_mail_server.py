from odoo import models

from ...tools import calendar_mail, mail_pictures


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def _alter_message__(self, message, smtp_from, smtp_to_list):
        # here alone the sender is final
        altered = super()._alter_message__(message, smtp_from, smtp_to_list)
        mail_pictures.arrange(message)
        calendar_mail.arrange(message)
        return altered
