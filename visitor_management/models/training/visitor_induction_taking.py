import secrets
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import training
from ...tools.sentences import say

A_DAY = timedelta(days=1)


class VisitorInduction(models.Model):
    """Taking a training: what is shown, how it is marked and kept."""

    _inherit = "visitor.induction"

    # ------------------------------------------------------------
    # SHOWING IT
    # ------------------------------------------------------------

    def _shown(self, lang, registration=None):
        """The training as it is shown to somebody, in their language if it has it.

        Right answers are not in it. Files are read by id, see
        ``visitor.induction.step._stored_file``; ``url`` is where a user of Odoo does.

        :param str lang: of who takes it; a code of an installed language, or nothing
        :param registration: ``visitor.registration`` whose site and areas are shown
        :return: ``{"id", "name", "version", "lang", "language": its name,
            "fallback": bool, "steps": [{"id",
            "kind", "title", "body", "url"}], "route": {"places": [{"id", "model",
            "name", "route", "point", "plan": bool, "url"}]} or False, "quiz": [{"id",
            "text", "several", "answers": [{"id", "text"}]}], "pass_mark"}``
        """
        self.ensure_one()
        shown_lang = self._language(lang, registration)
        said = self.with_context(lang=shown_lang)
        return {
            "id": self.id,
            "name": said.name,
            "version": self.version,
            "lang": shown_lang,
            "language": dict(self.env["res.lang"].get_installed()).get(shown_lang, ""),
            "fallback": bool(lang) and shown_lang != lang,
            "steps": [
                {
                    "id": step.id,
                    "kind": step.kind,
                    "title": step.title,
                    "body": step.body or "",
                    "url": step._url(),
                }
                for step in said.step_ids
            ],
            "route": said._shown_route(registration),
            "quiz": said._shown_quiz(),
            "pass_mark": self.pass_mark,
        }

    def _language(self, lang, registration=None):
        """In which language it is shown: the one asked for where all of it is in it,
        else that of the site, else the one it was written in."""
        complete = self._languages()
        site = registration.site_id if registration else None
        wanted = [lang, site and site._lang(), "en_US"]
        return next((each for each in wanted if each in complete), "en_US")

    def _languages(self):
        """The languages that all of the training is in.

        :return: set of codes
        """
        self.ensure_one()
        texts = [texts for _name, texts in self._texts()]
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return {"en_US"} | {
            lang for lang in installed if texts and all(lang in each for each in texts)
        }

    def _shown_quiz(self):
        quiz = [
            {
                "id": question.id,
                "text": question.text,
                "several": question.several,
                "answers": [
                    {"id": answer.id, "text": answer.text}
                    for answer in question.answer_ids
                ],
            }
            for question in self.question_ids
        ]
        if self.shuffled:
            dice = secrets.SystemRandom()
            dice.shuffle(quiz)
            for question in quiz:
                dice.shuffle(question["answers"])
        return quiz

    def _shown_route(self, registration):
        """Evacuation routes and assembly points of the site and areas of a visit.

        :return: dict of places that have one, or False
        """
        if not self.shows_route or not registration:
            return False
        visit_sudo = registration.sudo().visit_id  # where the visitor goes
        areas = visit_sudo.area_ids.with_context(lang=self.env.lang)
        site = visit_sudo.site_id.with_context(lang=self.env.lang)
        places = [*site, *areas._with_above().sorted("complete_name")]
        found = [place._shown_evacuation() for place in places]
        found = [each for each in found if each]
        return {"places": found} if found else False

    # ------------------------------------------------------------
    # TAKING IT
    # ------------------------------------------------------------

    def _take(self, answers, taken, site=None, **values):
        """Mark what was handed in and keep it.

        :param answers: ``[{"question_id", "answer_ids"}]``, False for no quiz
        :param taken: earlier ``visitor.induction.record`` of the person
        :param site: ``visitor.site``, on whose clock it is taken
        :param values: of the record
        :return: see ``visitor.registration._record_induction``
        :raise UserError: the answers are none of its quiz, no attempt is left, or it
            is too early for another one
        """
        self.ensure_one()
        said = self.with_context(lang=values.get("lang") or self.env.lang)
        now = fields.Datetime.now()
        marked = training.Marked(training.ALL_RIGHT, [], [])
        if answers is not False and answers is not None:
            try:
                marked = training.mark(said.question_ids._for_marking(), answers)
            except training.NoAnswer as error:
                raise UserError(say(self.env, error.sentence)) from error
            if self.question_ids:
                self._check_may_try(taken, now, site)
        passed = marked.score >= self.pass_mark
        day = site._to_local(now).date() if site else now.date()
        self.env["visitor.induction.record"].sudo().create(  # the caller's to keep
            {
                **values,
                "induction_id": self.id,
                "version": self.version,
                "at": now,
                "passed": passed,
                "score": marked.score,
                "pass_mark": self.pass_mark,
                "attempt": len(self._tries(taken, now)) + 1,
                "answers": marked.paper,
                "valid_until": passed
                and training.valid_until(day, self.validity_months, self.to_year_end),
                "user_id": self.env.uid,
            }
        )
        return {
            "passed": passed,
            "score": marked.score,
            "explained": [
                {
                    "question_id": question.id,
                    "text": question.text,
                    "explanation": question.explanation,
                }
                for question in marked.wrong
            ],
        }

    def _tries(self, taken, now):
        """Those of earlier attempts that count: of a day, since the last one passed."""
        tries = taken.browse()
        for record in taken.sorted(lambda each: (each.at, each.id), reverse=True):
            if record.passed or record.at <= now - A_DAY:
                break
            tries |= record
        return tries

    def _check_may_try(self, taken, now, site):
        """
        :raise UserError: no attempt is left, or it is too early for another one
        """
        tries = self._tries(taken, now)
        if self.attempts and len(tries) >= self.attempts:
            raise UserError(
                self.env._(
                    "All %s attempts of today are used up. Let reception explain the "
                    "training in person, or try again tomorrow.",
                    self.attempts,
                )
            )
        if tries and self.cooling_time:
            again = tries[:1].at + timedelta(minutes=self.cooling_time)
            if now < again:
                # sudo: the clock of the site
                local = site.sudo()._to_local(again) if site else again
                raise UserError(
                    self.env._(
                        "Read the training once more. The next attempt is possible "
                        "from %s on.",
                        local.strftime("%H:%M")
                        if again - now < A_DAY
                        else local.strftime("%Y-%m-%d %H:%M"),
                    )
                )
