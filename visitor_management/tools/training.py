"""Safety training: how long it is valid, and how a quiz is marked."""

from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

ALL_RIGHT = 100


class Question(NamedTuple):
    """A question: ``answers`` are texts by id, ``right`` the ids of the right ones."""

    id: int
    text: str
    answers: dict
    right: frozenset
    explanation: str = ""


class Marked(NamedTuple):
    """A quiz that was handed in.

    ``score``: percent, rounded down. ``paper``: what was asked and answered, as it is
    kept. ``wrong``: the questions that were not answered rightly.
    """

    score: int
    paper: list
    wrong: list


class NoAnswer(ValueError):
    """What was handed in answers no quiz like this one; ``sentence`` says why."""

    def __init__(self, sentence):
        super().__init__()
        self.sentence = sentence


def valid_until(day, months=0, to_year_end=False):
    """The last day on which a training counts.

    :param date day: when it was taken, on the clock of the place
    :param int months: how long it counts; 0 for no end
    :param bool to_year_end: it ends with the calendar year at the latest
    :return: date or None
    """
    ends = [day + relativedelta(months=months, days=-1)] if months else []
    if to_year_end:
        ends.append(date(day.year, 12, 31))
    return min(ends, default=None)


def mark(questions, answers):
    """Mark a quiz. A question is right when all its right answers were given, and no
    other one; what was not answered is wrong.

    :param list questions: of :class:`Question`
    :param list answers: ``[{"question_id", "answer_ids"}]``
    :return: :class:`Marked`
    :raise NoAnswer: it is something else, or names a question or an answer that is
        not of this quiz, or a question twice
    """
    given = _given(questions, answers)
    paper, wrong, right = [], [], 0
    for question in questions:
        chosen = given.get(question.id, frozenset())
        is_right = chosen == question.right
        right += is_right
        if not is_right:
            wrong.append(question)
        paper.append(
            {
                "question_id": question.id,
                "question": question.text,
                "right": is_right,
                "answers": [
                    {"answer_id": each, "answer": text, "chosen": each in chosen}
                    for each, text in question.answers.items()
                ],
            }
        )
    score = right * ALL_RIGHT // len(questions) if questions else ALL_RIGHT
    return Marked(score, paper, wrong)


def _given(questions, answers):
    known = {question.id: question for question in questions}
    given = {}
    if not isinstance(answers, list | tuple):
        raise _unreadable()
    for each in answers:
        if not isinstance(each, dict) or each.keys() != {"question_id", "answer_ids"}:
            raise _unreadable()
        question_id, chosen = each["question_id"], each["answer_ids"]
        if not isinstance(chosen, list | tuple) or type(question_id) is not int:
            raise _unreadable()
        if any(type(answer) is not int for answer in chosen):
            raise _unreadable()
        if question_id not in known or question_id in given:
            raise NoAnswer(
                _lt(
                    "The quiz has other questions by now, or one was answered twice. "
                    "Open the training again."
                )
            )
        if set(chosen) - known[question_id].answers.keys():
            raise NoAnswer(
                _lt("The quiz has other answers by now. Open the training again.")
            )
        given[question_id] = frozenset(chosen)
    return given


def _unreadable():
    return NoAnswer(
        _lt("The answers can't be read: for each question, say which are chosen.")
    )
