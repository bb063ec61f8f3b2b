from odoo import api, models

from ..tools.ours import is_ours
from ..tools.sentences import say


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """What is to be done is said in the language of who is to do it.

        On documents of ours, Odoo's mail about it included. Sentences of our own come
        as lazy translations.
        """
        if not any(self._is_ours(vals) for vals in vals_list):
            return super().create(vals_list)
        made = self.browse()
        for vals in vals_list:
            reader, words = self, vals
            if self._is_ours(vals):
                reader = self._read_by(vals.get("user_id"))
                words = reader._in_words(vals, self.env)
            made |= super(MailActivity, reader).create([words])
        return made.with_env(self.env)

    def write(self, vals):
        """What is on another person's list now is said in that one's language."""
        usual = self.browse()
        reader = self
        if vals.get("user_id") and (ours := self._of_ours()):
            reader = self._read_by(vals["user_id"])
            if "summary" not in vals:
                usual = ours.filtered(lambda each: each._says_the_usual())
        result = super(MailActivity, reader).write(vals)
        for activity in usual:
            kind = activity.activity_type_id
            activity.summary = kind.with_context(lang=activity.user_id.lang).summary
        return result

    def _read_by(self, user_id):
        """These activities in the language of a user."""
        lang = self.env["res.users"].sudo().browse(user_id or ()).lang
        return self.with_context(lang=lang or self.env.lang)

    def _in_words(self, vals, env):
        """The values of a new activity, said in the language of this environment.

        :param env: in the language of who makes it
        """
        words = {
            name: each if isinstance(each, str) or not each else say(self.env, each)
            for name, each in vals.items()
            if name in ("summary", "note")
        }
        kind = env["mail.activity.type"].browse(vals.get("activity_type_id") or ())
        if kind and words.get("summary") == kind.summary:
            words["summary"] = kind.with_env(self.env).summary
        return {**vals, **words}

    def _is_ours(self, vals):
        """Whether values are of an activity on a document of this addon."""
        # sudo: the name of the model
        model = self.env["ir.model"].sudo().browse(vals.get("res_model_id") or ()).model
        return is_ours(self.env, model or vals.get("res_model"))

    def _of_ours(self):
        """Those on documents of this addon."""
        return self.filtered(lambda each: is_ours(self.env, each.res_model))

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
