from odoo import models

from ..tools.sentences import say


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    def activity_schedule(
        self, act_type_xmlid="", date_deadline=None, summary="", note="", **act_values
    ):
        """What is to be done is said in the language of who is to do it.

        On documents of ours. Sentences of our own come as lazy translations.
        """
        if self._original_module != "visitor_management":
            return super().activity_schedule(
                act_type_xmlid, date_deadline, summary, note, **act_values
            )
        user_sudo = self.env["res.users"].sudo().browse(act_values.get("user_id"))
        records = self.with_context(lang=user_sudo.lang or self.env.lang)
        return super(MailActivityMixin, records).activity_schedule(
            act_type_xmlid,
            date_deadline,
            *(
                each if isinstance(each, str) else say(records.env, each)
                for each in (summary, note)
            ),
            **act_values,
        )
