from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import names
from ...tools.transaction import apart
from .visitor_policy_duty import ACTIVITY as DUTY

ACTIVITY = "visitor_management.mail_activity_type_policy_review"
# How long before its day a review is on the list of who does it.
AHEAD = timedelta(days=14)
RESULTS = [("keep", "Keep it"), ("change", "Change it"), ("end", "End it")]
OCCASIONS = [
    ("regular", "Regular review"),
    ("incident", "After an incident"),
    ("law", "Change of law"),
]


class VisitorPolicyReview(models.Model):
    """Somebody looked whether the rules still fit: what was found, what follows."""

    _name = "visitor.policy.review"
    _description = "Review of Rules"
    _inherit = ["visitor.kept.mixin"]
    _order = "id desc"

    policy_id = fields.Many2one(
        "visitor.policy",
        "Rules",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Char(related="policy_id.tz")
    version = fields.Integer(readonly=True)
    reviewed_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewed By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    occasion = fields.Selection(
        OCCASIONS, required=True, readonly=True, default="regular"
    )
    findings = fields.Text(readonly=True)
    changes = fields.Text(
        "What Changes", readonly=True, help="What was changed, or is to be."
    )
    result = fields.Selection(RESULTS, required=True, readonly=True)
    next_review_on = fields.Date("Next Review", readonly=True)


class VisitorPolicy(models.Model):
    """Rules are looked at again: on a date, by somebody who is reminded of it."""

    _inherit = "visitor.policy"

    def action_review(
        self, result, changes="", findings="", occasion="regular", next_review_on=False
    ):
        """Record that the rules were reviewed, and do what follows from it.

        ``change`` makes a draft of the next version, ``end`` retires the text.

        :param str result: ``keep``, ``change`` or ``end``
        :param str changes: what changed or is to change; needed for ``change``
        :param str findings: what was found
        :param str occasion: ``regular``, ``incident`` or ``law``
        :param str next_review_on: ``YYYY-MM-DD``; default: in a year
        :return: id of the ``visitor.policy.review``
        :raise AccessError: not the administrator
        :raise UserError: a draft, no such result, nothing said about a change, or the
            next review is not ahead
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "published":
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Rules are reviewed while they are published; this version is: %s",
                    states[self.state],
                )
            )
        if result not in dict(RESULTS) or occasion not in dict(OCCASIONS):
            raise UserError(
                self.env._("Say whether the rules are kept, changed or ended.")
            )
        changes, findings = names.readable(changes), names.readable(findings)
        if result == "change" and not changes:
            raise UserError(self.env._("Say what is to be changed."))
        due = fields.Date.to_date(next_review_on) or (
            self._clock_company()._client_today() + relativedelta(years=1)
        )
        reviews_sudo = self.env["visitor.policy.review"].sudo()  # checked above
        review = reviews_sudo.create(
            {
                "policy_id": self.id,
                "version": self.version,
                "reviewer_id": self.env.uid,
                "occasion": occasion,
                "findings": findings,
                "changes": changes,
                "result": result,
                "next_review_on": False if result == "end" else due,
            }
        )
        self.activity_feedback([ACTIVITY])
        if result == "end":
            self.action_retire()
            return review.id
        self.review_on = due
        if result == "change" and not self._versions().filtered(
            lambda each: each.state == "draft"
        ):
            self.action_new_version()
        return review.id

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    def _remind_of_reviews(self):
        """Put reviews that are due soon on the list of who does them."""
        for policy in self:
            with apart(policy):
                policy._put_on_list()

    def _put_on_list(self):
        """Put a review that is due on the list of its owner, once."""
        for policy in self:
            today = policy._clock_company().sudo()._client_today()  # a clock only
            due = policy.review_on and policy.review_on <= today + AHEAD
            asked = policy.activity_search([ACTIVITY])
            user = policy._answers_for()
            asked.filtered(lambda each, who=user: each.user_id != who).unlink()
            if due and policy.state == "published" and user not in asked.user_id:
                policy.activity_schedule(
                    ACTIVITY, user_id=user.id, date_deadline=policy.review_on
                )
            elif not due:
                asked.unlink()

    def _end_activities(self):
        """Nobody is asked about what is retired."""
        self.activity_unlink([ACTIVITY, DUTY])

    @api.model
    def _due_for_review(self, company, until):
        """The published texts of a company whose review is due by a day.

        :param company: ``res.company``
        :param date until: the last day
        :return: ``visitor.policy``
        """
        return self.search(
            [
                ("company_id", "in", (False, company.id)),
                ("state", "=", "published"),
                ("review_on", "<=", until),
            ]
        )
