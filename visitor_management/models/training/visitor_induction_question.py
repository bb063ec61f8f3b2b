from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import training
from ...tools.groups import ADMIN
from ...tools.name_field import Line

MOST_QUESTIONS = 50
MOST_ANSWERS = 10


class VisitorInductionQuestion(models.Model):
    _name = "visitor.induction.question"
    _description = "Question of a Safety Training"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "induction_id, sequence, id"
    _rec_name = "text"
    _fixed_fields = frozenset({"induction_id"})

    induction_id = fields.Many2one(
        "visitor.induction", "Training", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="induction_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    text = Line("Quiz Question", required=True, translate=True)
    answer_ids = fields.One2many(
        "visitor.induction.answer", "question_id", "Answers to Choose"
    )
    several = fields.Boolean(
        "Several Right Answers", compute="_compute_several", compute_sudo=True
    )
    explanation = Line(
        translate=True, help="Told to whoever answers wrongly: why it is otherwise."
    )

    @api.depends("answer_ids.correct")
    def _compute_several(self):
        for question in self:
            right = question.answer_ids.filtered("correct")
            question.several = len(right) > 1

    @api.constrains("text", "answer_ids", "induction_id")
    def _check_right_answer(self):
        for question in self:
            answers = question.answer_ids
            if answers or question.induction_id._is_in_use():
                question._check_answerable()

    @api.constrains("induction_id")
    def _check_number(self):
        for induction in self.induction_id:
            if len(induction.question_ids) > MOST_QUESTIONS:
                raise ValidationError(
                    self.env._("A quiz has at most %s questions.", MOST_QUESTIONS)
                )

    def _check_as_it_ends(self):
        """Look at the questions when all of a change is written: of two answers that
        change places, none is right for a moment."""

        def check():
            self.exists()._check_right_answer()

        self.env.cr.precommit.add(check)

    def _check_answerable(self):
        """
        :raise ValidationError: a question has no right answer, nothing to choose from,
            or too much
        """
        for question in self:
            answers = question.answer_ids
            if not answers.filtered("correct"):
                raise ValidationError(
                    self.env._(
                        "“%s” has no right answer: mark the one that is right.",
                        question.text,
                    )
                )
            if len(answers) < 2:
                raise ValidationError(
                    self.env._(
                        "“%s” has one answer only: add one to choose from.",
                        question.text,
                    )
                )
            if len(answers) > MOST_ANSWERS:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” has more than %(most)s answers.",
                        question=question.text,
                        most=MOST_ANSWERS,
                    )
                )

    def _for_marking(self):
        """The questions as they are marked, in the language of the environment.

        :return: list of :class:`training.Question`
        """
        return [
            training.Question(
                question.id,
                question.text,
                {answer.id: answer.text for answer in question.answer_ids},
                frozenset(question.answer_ids.filtered("correct").ids),
                question.explanation or "",
            )
            for question in self
        ]


class VisitorInductionAnswer(models.Model):
    _name = "visitor.induction.answer"
    _description = "Answer of a Safety Training"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "question_id, sequence, id"
    _rec_name = "text"
    _fixed_fields = frozenset({"question_id"})

    question_id = fields.Many2one(
        "visitor.induction.question",
        "Quiz Question",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="question_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    text = Line("Answer to Choose", required=True, translate=True)
    # who takes the quiz does not read it here
    correct = fields.Boolean("Right", groups=ADMIN)

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.question_id._check_as_it_ends()
        return answers

    def write(self, vals):
        result = super().write(vals)
        if "correct" in vals:
            self.question_id._check_as_it_ends()
        return result

    def unlink(self):
        questions = self.question_id
        result = super().unlink()
        questions._check_as_it_ends()
        return result
