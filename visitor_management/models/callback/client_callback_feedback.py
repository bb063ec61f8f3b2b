from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.client_feedback import is_low

_lt = LazyTranslate(__name__)

QUALITY = "visitor_management.mail_activity_type_client_quality"


class ClientCallback(models.Model):
    """A client who rates 2 or less is looked into by the quality owner.

    Whoever asked, and however: on the phone, by a link, on the portal. The state of the
    callback stays; one rating makes one task.
    """

    _inherit = "client.callback"

    def _act_on_rating(self, result, handling_result):
        """Give the quality owner a task, once, if the client rated 2 or less.

        :param result: ``1`` to ``5`` or False, of the outcome
        :param handling_result: the same, of how it was dealt with
        """
        self.ensure_one()
        if self.quality_told_at or not is_low(result, handling_result):
            return
        user = self.company_id._client_quality_user()
        callback_sudo = self.sudo()  # follows from what the client said
        callback_sudo.quality_told_at = fields.Datetime.now()
        callback_sudo.activity_schedule(
            QUALITY,
            date_deadline=self.company_id._client_today(),
            note=_lt(
                "Outcome: %(result)s, handling: %(handling)s. Find out why, and what "
                "has to change.",
                result=result or "–",
                handling=handling_result or "–",
            ),
            user_id=user.id,
        )
