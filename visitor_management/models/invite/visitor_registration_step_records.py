from odoo import models
from odoo.exceptions import UserError

# Files of a training that its steps show: by what they are of, the model and the field.
PLANS = {"site": "visitor.site", "area": "visitor.area"}
PLAN = "evacuation_plan"


class VisitorRegistration(models.Model):
    """Rules and trainings as steps of a visitor. The caller opened it by the secret."""

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # SHOWN
    # ------------------------------------------------------------

    def _step_policy(self, policy_id):
        """A text to accept, see ``visitor.policy._shown``."""
        return self.env["visitor.policy"].browse(policy_id)._shown(self.env.lang)

    def _step_induction(self, induction_id):
        """A training to take, see ``visitor.induction._shown``.

        Its files have no address: they are read by ``GET invitation/file``.
        """
        induction = self.env["visitor.induction"].browse(induction_id)
        shown = induction._shown(self.env.lang, self)
        for step in shown["steps"]:
            del step["url"]
        models_of = {model: of for of, model in PLANS.items()}
        for place in shown["route"]["places"] if shown["route"] else ():
            place["of"] = models_of[place.pop("model")]
            del place["url"]
        return shown

    def _step_file(self, of, number):
        """Picture, film or PDF of a training that is asked of this visitor.

        :param str of: ``step``, or ``site`` and ``area`` for a plan of evacuation
        :param int number: its id
        :return: pair of a record, as superuser, and the field; or None: it is nothing
            that the visitor is shown
        """
        self.ensure_one()
        inductions = self._inductions_asked()
        if of == "step":
            step = inductions.step_ids.filtered(lambda each: each.id == number)
            field = "picture" if step.kind == "picture" else "file"
            return (step.sudo(), field) if step and step.kind != "text" else None
        for induction in inductions if of in PLANS else ():
            route = induction._shown_route(self)
            for place in route["places"] if route else ():
                if (place["model"], place["id"]) == (PLANS[of], number):
                    # sudo: a plan that the visitor is shown
                    return self.env[PLANS[of]].sudo().browse(number), PLAN
        return None

    # ------------------------------------------------------------
    # DONE
    # ------------------------------------------------------------

    def _accept_step(self, policy_id, signature, channel):
        """Accept a text that was read.

        :param int policy_id: of the text
        :param str signature: a picture in base64, where the text asks for one; or False
        :param str channel: by which way it was shown
        :raise UserError: see ``visitor.registration.accept_policy``
        """
        policy = self.env["visitor.policy"].browse(policy_id).exists()
        asked = self._policies_asked()
        # what a gate asks for besides was not read here; of drafts nobody learns
        if policy not in asked and not policy._in_force() & asked:
            raise UserError(self.env._("This text is not asked of this visitor."))
        self._accept_policy(policy, channel, signature, self.env.lang)

    def _train_step(self, induction_id, answers, channel):
        """Take a training that was shown.

        Who was shown questions answers them: without answers only a training that has
        none is taken.

        :param int induction_id: of the training
        :param list answers: ``[{"question_id", "answer_ids"}]``, or False
        :param str channel: by which way it was shown
        :return: ``{"passed", "score", "explained"}``
        :raise UserError: see ``visitor.registration.record_induction``
        """
        induction = self.env["visitor.induction"].browse(induction_id).exists()
        if answers is False and induction.question_ids:
            answers = []
        lang = induction._language(self.env.lang, self) if induction else False
        return self._record_induction(induction, answers, channel, lang)
