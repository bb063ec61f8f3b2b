"""A safety training with a quiz of two questions."""

from odoo import Command

from .common import VisitorCommon


def make_training(env, name="Site safety", quiz=True, **values):
    """A training of one step; nobody has to take it yet."""
    questions = [
        ("Where do you gather?", {"Car park": True, "Lift": False}),
        ("What do you wear?", {"Helmet": True, "Boots": True, "Sandals": False}),
    ]
    return env["visitor.induction"].create(
        {
            "name": name,
            "step_ids": [
                Command.create({"title": "Welcome", "body": "Wear your badge."})
            ],
            "question_ids": [
                Command.create(
                    {
                        "text": text,
                        "explanation": f"It is: {text}",
                        "answer_ids": [
                            Command.create({"text": answer, "correct": right})
                            for answer, right in answers.items()
                        ],
                    }
                )
                for text, answers in (questions if quiz else ())
            ],
            **values,
        }
    )


def trained(person):
    """A training of the company of a visitor, with all its parts, that was taken.

    :param person: ``visitor.registration``, as reception sees it
    :return: list of a record of each model
    """
    person_sudo = person.sudo()
    company = person_sudo.company_id
    training = make_training(person_sudo.env, company_id=company.id)
    kind = person_sudo.visit_id.type_id
    kind.induction_ids = training
    person.record_induction(training.id)
    kind.induction_ids = False
    question = training.question_ids[:1]
    return [
        *(training, training.step_ids, question, question.answer_ids[:1]),
        training.record_ids,
    ]


def due(user):
    """The line of somebody at reception who has to take a training.

    :param user: ``res.users`` with the role and no employee yet
    :return: ``visitor.induction.due``
    """
    env = user.sudo().env
    company = user.company_id
    employees = env["hr.employee"].with_company(company)
    employee = user.employee_ids[:1] or employees.create(
        {"name": "Rita Reception", "user_id": user.id, "company_id": company.id}
    )
    make_training(env, "Desk", company_id=company.id, for_reception=True)
    env.flush_all()
    lines = env["visitor.induction.due"]
    return lines.search([("employee_id", "=", employee.id)], limit=1)


class TrainingCommon(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def _training(cls, name="Site safety", quiz=True, **values):
        """As :func:`make_training`."""
        return make_training(cls.env, name, quiz, **values)

    def _answers(self, training, wrong=0):
        """What somebody hands in who answers all but some questions rightly."""
        return [
            {
                "question_id": question.id,
                "answer_ids": question.answer_ids.filtered(
                    lambda answer, right=number >= wrong: answer.correct == right
                ).ids,
            }
            for number, question in enumerate(training.question_ids)
        ]

    def _comes(self, name="Zhang Wei", **values):
        """Somebody who is expected, as reception sees them."""
        person = {"name": name}
        for key in ("phone", "email", "partner_id", "organization", "headcount"):
            if key in values:
                person[key] = values.pop(key)
        return self._registration(
            names=(), registration_ids=[Command.create(person)], **values
        )

    def _missing(self, person):
        """The sentence about training that keeps somebody out, or nothing."""
        person.env.invalidate_all()
        return "induction_missing" in (person.blocker_codes or ())
