from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def write(self, vals):
        """What is on another person's list now is said in that one's language."""
        usual = self.browse()
        if vals.get("user_id") and "summary" not in vals:
            usual = self._of_ours().filtered(lambda each: each._says_the_usual())
        result = super().write(vals)
        for activity in usual:
            kind = activity.activity_type_id
            activity.summary = kind.with_context(lang=activity.user_id.lang).summary
        return result

    def action_notify(self):
        """Odoo writes the body in the language of who reads it; the subject, too."""
        ours = self._of_ours()
        for lang, activities in ours.grouped(lambda each: each.user_id.lang).items():
            readers = activities.with_context(lang=lang or self.env.lang)
            super(MailActivity, readers).action_notify()
        return super(MailActivity, self - ours).action_notify()

    def _of_ours(self):
        """Those on documents of this addon."""
        return self.filtered(
            lambda each: (
                each.res_model in self.env
                and self.env[each.res_model]._original_module == "visitor_management"
            )
        )

    def _says_the_usual(self):
        """Whether the summary is that of its kind, in the language of its reader."""
        kind, lang = self.activity_type_id, self.user_id.lang
        return self.summary == kind.with_context(lang=lang).summary

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who only ticks off that something waits is asked again while it does."""
        visits = self.env["visitor.visit"].browse(
            self.filtered(lambda each: each.res_model == "visitor.visit").mapped(
                "res_id"
            )
        )
        done = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        visits.exists()._ask_again()
        return done
