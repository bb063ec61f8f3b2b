from odoo import api, models
from odoo.fields import Domain

from ...tools.admission import induction as condition


class VisitorRegistration(models.Model):
    """Safety training of a visitor: what is asked, what is missing, taking it.

    It is remembered for the person (`_same_person_domain`), whatever the visit. A group
    under one pass takes it by its leader.
    """

    _inherit = "visitor.registration"

    def _compute_induction_record_ids(self):
        records = self.env["visitor.induction.record"]
        for person in self:
            person.induction_record_ids = records.search(person._trained_domain())

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def record_induction(self, induction_id, answers=False):
        """Record that the visitor took a safety training, as reception saw it.

        :param int induction_id: one that is asked of this person
        :param answers: ``[{"question_id", "answer_ids"}]``; False: told at the desk,
            without a quiz
        :return: ``{"passed": bool, "score": percent}``, 100 without a quiz
        :raise AccessError: not reception
        :raise UserError: it is not asked, the answers are none of its quiz, no attempt
            is left, or it is too early for another one
        """
        self.ensure_one()
        self._check_reception()
        known = type(induction_id) is int and induction_id
        induction = self.env["visitor.induction"].browse(known or ()).exists()
        # sudo: reception, checked above
        answer = self.sudo()._record_induction(induction.sudo(), answers, "desk")
        return {"passed": answer["passed"], "score": answer["score"]}

    @api.readonly
    def read_training(self, induction_id):
        """A training that is asked of this person, as reception shows it.

        :param int induction_id: one of :meth:`read_inductions`
        :return: see ``visitor.induction._shown``
        :raise AccessError: not reception
        :raise UserError: it is not asked
        """
        self.ensure_one()
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        asked = person_sudo._inductions_asked()
        found = asked.filtered(lambda each: each.id == induction_id)
        found._check_asked(asked)
        return found._shown(person_sudo._reads(), person_sudo)

    @api.readonly
    def read_inductions(self):
        """The trainings that are asked of this person, as the desk shows them.

        :return: list of ``{"id", "name", "missing": bool, "until": ISO date or False,
            "quiz": bool}``
        :raise AccessError: not reception
        """
        self.ensure_one()
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        asked, missing = person_sudo._training_facts()
        absent = {each.id for each in missing}
        inductions = self.env["visitor.induction"].sudo()
        return [
            {
                "id": each.id,
                "name": inductions.browse(each.id).name,
                "missing": each.id in absent,
                "until": each.until
                if each.until and each.until != condition.NO_END
                else False,
                "quiz": bool(inductions.browse(each.id).question_ids),
            }
            for each in asked
        ]

    # ------------------------------------------------------------
    # WHAT IS ASKED
    # ------------------------------------------------------------

    def _training_facts(self):
        """What is asked of this person, and what of it is missing.

        :return: two lists of :class:`condition.Training`
        """
        self.ensure_one()
        facts = self.env["visitor.admission"]._facts(self)[self.id]
        return condition.trainings(facts), condition.missing(facts)

    def _inductions_asked(self):
        """The trainings that kind of visit, site, areas or importance ask for.

        :return: ``visitor.induction``
        """
        asked, _missing = self._training_facts()
        return self.env["visitor.induction"].browse(each.id for each in asked)

    def _inductions_missing(self):
        """Those of them that the person has not, or that do not count any more.

        :return: ``visitor.induction``
        """
        _asked, missing = self._training_facts()
        return self.env["visitor.induction"].browse(each.id for each in missing)

    def _trained_domain(self):
        """The ``visitor.induction.record`` of this person, at any visit."""
        same = Domain(self._same_person_domain()) if self._origin else Domain.FALSE
        return Domain("registration_id", "any!", same)

    # ------------------------------------------------------------
    # TAKING IT
    # ------------------------------------------------------------

    def _record_induction(self, induction, answers, channel, lang=False):
        """Mark what was handed in and keep it; the caller has checked who asks.

        :param induction: ``visitor.induction``
        :param answers: as for :meth:`record_induction`
        :param str channel: a ``channel`` of ``visitor.induction.record``
        :param str lang: in which it was shown; by default the visitor's
        :return: ``{"passed", "score", "explained": [{"question_id", "text",
            "explanation"}]}``, the last of what was answered wrongly
        :raise UserError: as for :meth:`record_induction`
        """
        self.ensure_one()
        self.visit_id._check_no_sample()
        self._lock()  # two tablets, one attempt left
        self._check_not_over()
        induction._check_asked(self._inductions_asked())
        installed = dict(self.env["res.lang"].get_installed())
        wanted = (lang, self._reads(), self.site_id._lang())
        lang = next((each for each in wanted if each in installed), "en_US")
        taken = self.env["visitor.induction.record"].search(
            Domain("induction_id", "=", induction.id) & self._trained_domain()
        )
        answer = induction._take(
            answers,
            taken,
            self.site_id,
            registration_id=self.id,
            name=self.name,
            company_id=self.company_id.id,
            headcount=self.headcount,
            route_shown=bool(induction._shown_route(self)),
            channel=channel,
            lang=lang,
        )
        self._bus_changed()
        return answer
