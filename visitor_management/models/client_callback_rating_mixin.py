from odoo import fields, models
from odoo.exceptions import UserError

from .client_callback_life_mixin import CALL
from .client_callback_rating import RATED

MAIL = "visitor_management.mail_template_client_callback_rating"


class ClientCallbackRatingMixin(models.AbstractModel):
    """For clients who rather write than talk: a mail with a link to rate by oneself."""

    _name = "client.callback.rating.mixin"
    _description = "Rating by mail"

    rating_ids = fields.One2many(
        "client.callback.rating", "callback_id", "Links to Rate", readonly=True
    )

    def action_send_rating(self):
        """Mail the client a link to rate by himself.

        :return: True
        :raise UserError: the client was reached already, or has no e-mail
        """
        self.check_access("write")
        for callback in self:
            if callback.state not in RATED:
                raise UserError(
                    self.env._("The client was reached already. Ask on the phone.")
                )
            if not callback._rating_address():
                raise UserError(
                    self.env._("Write down the e-mail of the client first.")
                )
            callback.sudo()._send_rating()  # write access checked above
        return True

    def _rating_address(self):
        """Where the client reads mail, or nothing."""
        return self.email or self.partner_id.email

    def _send_rating(self):
        """Put the mail into the queue. It hangs on no document: it holds the secret."""
        self.ensure_one()
        template = self.env.ref(MAIL)
        url = self.env["client.callback.rating"]._issue(self)
        template.with_context(rating_url=url).send_mail(
            self.id,
            force_send=False,
            email_values={"model": False, "res_id": False},
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        self._message_log(body=self.env._("A link to rate was mailed to the client."))

    def _ask_to_write(self):
        asked = super()._ask_to_write()
        if self.company_id.client_rating_by_mail and self._rating_address():
            self._send_rating()
        return asked

    def _after_rating(self, satisfied):
        """Finish with a client who is satisfied; have somebody talk to the others."""
        self.ensure_one()
        self.activity_unlink([CALL])
        if satisfied:
            self.action_finish()
            return
        self.activity_schedule(
            CALL,
            summary=self.env._("The client rated by mail and is not satisfied"),
            note=self.env._("Call: explain, agree on a date, give an order."),
            user_id=self.caller_id.id,
        )
