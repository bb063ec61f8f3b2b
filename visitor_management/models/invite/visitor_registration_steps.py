from odoo import fields, models

from ...tools import masks, visitor_steps
from ...tools.admission import induction, policy
from ...tools.sentences import say

MAY_DO_STEPS = ("expected", "inside", "outside", "no_show")
ENDED = ("done", "refused", "cancelled")  # of a visit; who is late comes after all
# What a step shows, by its code: under which name, and how it is read.
OF_STEPS = {
    "policy_missing": ("policy", lambda person, of: person._step_policy(of)),
    "induction_missing": ("induction", lambda person, of: person._step_induction(of)),
}


class VisitorRegistration(models.Model):
    """What visitors see of their own visit, and what they are still to do.

    The caller has opened it by the visitor's secret and is the superuser; whether that
    came with a tablet or in a mail is not known here. One page shows both.
    """

    _inherit = "visitor.registration"

    def _has_open_steps(self):
        """Whether the visitor may still do something alone."""
        return (
            self.state in MAY_DO_STEPS
            and self.visit_id.state not in ENDED
            and not self.visit_id.sample
        )

    def _invitation(self):
        """All that the visitor is told, in the language of the environment.

        What the visitor gave comes back covered; photo and identity never do.

        :return: dict, see ``GET invitation`` in ``docs/openapi.yaml``
        """
        self.ensure_one()
        facts = self.env["visitor.admission"]._facts(self)[self.id]
        return {
            "state": self.state,
            "visit": self._invitation_visit(),
            "visitor": self._invitation_visitor(),
            "steps": [self._step_shown(step) for step in self._steps(facts)],
            "at_reception": [
                say(self.env, each) for each in visitor_steps.at_reception(facts)
            ],
        }

    def _step_shown(self, step):
        """A step with what is read, looked at and answered in it, while it is open."""
        shown = {
            "code": step.code,
            "message": say(self.env, step.message) if not step.of else step.message,
            "done": step.done,
            "id": step.of or False,
        }
        if step.of and not step.done:
            name, of = OF_STEPS[step.code]
            shown[name] = of(self, step.of)
        return shown

    def _steps(self, facts):
        """
        :param facts: ``admission.Facts`` of the visitor
        :return: list of :class:`..tools.visitor_steps.Step`
        """
        return visitor_steps.steps(
            facts,
            bool(self.own_data_at),
            {
                "policy_missing": self._policies_as_steps(facts),
                "induction_missing": self._inductions_as_steps(facts),
            },
        )

    def _policies_as_steps(self, facts):
        policies = self.env["visitor.policy"]
        return [
            visitor_steps.Asked(
                text.id,
                policies.browse(text.id)._shown(self.env.lang)["name"],
                text.accepted,
            )
            for text in policy.texts(facts)
        ]

    def _inductions_as_steps(self, facts):
        lang, inductions = self.env.lang, self.env["visitor.induction"]
        missing = {each.id for each in induction.missing(facts)}
        asked = inductions.browse(each.id for each in induction.trainings(facts))
        return [
            visitor_steps.Asked(
                each.id,
                each.with_context(lang=each._language(lang, self)).name,
                each.id not in missing,
            )
            for each in asked
        ]

    def _steps_done(self):
        """How far the visitor is.

        :return: pair of how many steps are done, and of how many
        """
        steps = self._steps(self.env["visitor.admission"]._facts(self)[self.id])
        return sum(step.done for step in steps), len(steps)

    def _invitation_visit(self):
        visit, to_string = self.visit_id, fields.Datetime.to_string
        return {
            "name": visit.name or "",
            "site": visit.site_id.name,
            "directions": self._directions(),
            "host": visit.host_name or "",
            "purpose": visit.purpose or "",
            "start": to_string(visit.start),
            "stop": to_string(visit.stop),
            "tz": visit.site_id._tz(),
        }

    def _invitation_visitor(self):
        return {
            "name": self.name,
            "organization": self.organization or "",
            **{name: mask(self[name]) for name, mask in masks.OF.items()},
            "lang": self.lang or "",
            "headcount": self.headcount,
        }
