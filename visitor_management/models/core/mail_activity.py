from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.ours import is_ours
from ...tools.sentences import Named, kept, say_kept

_lt = LazyTranslate(__name__)


class MailActivity(models.Model):
    """What is to be done is read in the language of who is to do it.

    On documents of ours: the summary, the name of the document, Odoo's mail about it,
    and later, in the history, that it was done.
    """

    _inherit = "mail.activity"

    visitor_said = fields.Json(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The sentence of the summary, before it was said in any language.",
    )

    @api.depends("user_id")
    def _compute_res_name(self):
        """Names of documents have words in them: kinds, months."""
        ours = self._of_ours()
        for activity in ours:
            reader = activity._read_by(activity.user_id.id)
            super(MailActivity, reader)._compute_res_name()
        return super(MailActivity, self - ours)._compute_res_name()

    @api.model_create_multi
    def create(self, vals_list):
        """Sentences of our own come as lazy translations."""
        if not any(self._is_ours(vals) for vals in vals_list):
            return super().create(vals_list)
        made = self.browse()
        for vals in vals_list:
            reader, words = self, vals
            if self._is_ours(vals):
                reader = self._read_by(vals.get("user_id"))
                words = reader._in_words(vals, self.env)
            activity = super(MailActivity, reader).create([words])
            if words is not vals and not isinstance(vals.get("summary"), str):
                activity.sudo().visitor_said = kept(vals.get("summary"))  # just made
            made |= activity
        return made.with_env(self.env)

    def write(self, vals):
        """What is on another person's list now is said in that one's language."""
        reader, said = self, {}
        if vals.get("user_id") and (ours := self._of_ours()):
            reader = self._read_by(vals["user_id"])
            if "summary" not in vals:
                said = {each: each._said() for each in ours}
        result = super(MailActivity, reader).write(vals)
        for activity, sentence in said.items():
            if activity.summary and isinstance(sentence, dict):
                activity.summary = say_kept(
                    activity._read_by(activity.user_id.id).env, sentence
                )
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
            name: say_kept(self.env, kept(each)) if each else each
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

    def _said(self):
        """The summary as a sentence to be said in any language, or as it was typed."""
        self.ensure_one()
        kind, reader = self.activity_type_id, self._read_by(self.user_id.id)
        if self.summary == kind.with_env(reader.env).summary:
            return kept(Named(kind._name, kind.id, "summary"))
        said = self.sudo().visitor_said  # of a summary that the user reads
        if said and self.summary == say_kept(reader.env, said):
            return said
        return self.summary or kept(Named(kind._name, kind.id, "name"))

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who only ticks off that something waits is asked again while it does."""
        visits = self.env["visitor.visit"].browse(
            self.filtered(lambda each: each.res_model == "visitor.visit").mapped(
                "res_id"
            )
        )
        # a note that somebody typed stands as Odoo writes it
        said = [
            ((each.res_model, each.res_id, each.activity_type_id.id), each._said())
            for each in self._of_ours()
            if not each.note
        ]
        messages, following = super()._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        for message_sudo in messages.sudo():  # written by Odoo just now
            about = (
                message_sudo.model,
                message_sudo.res_id,
                message_sudo.mail_activity_type_id.id,
            )
            found = next((each for each in said if each[0] == about), None)
            if found:
                said.remove(found)
                message_sudo.visitor_said = kept(
                    _lt(
                        "Done: %(activity)s – %(feedback)s",
                        activity=found[1],
                        feedback=feedback,
                    )
                    if feedback
                    else _lt("Done: %(activity)s", activity=found[1])
                )
        visits.exists()._ask_again()
        return messages, following
