from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..models.conduct.visitor_policy_review import OCCASIONS, RESULTS


class VisitorPolicyReviewWizard(models.TransientModel):
    """Write down what a review of rules found, and what follows from it."""

    _name = "visitor.policy.review.wizard"
    _description = "Review of Rules, Entered"

    policy_id = fields.Many2one(
        "visitor.policy",
        "Rules",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    occasion = fields.Selection(OCCASIONS, required=True, default="regular")
    findings = fields.Text()
    result = fields.Selection(RESULTS, required=True, default="keep")
    changes = fields.Text("What Changes")
    next_review_on = fields.Date(
        "Next Review",
        default=lambda self: self.env.company._client_today() + relativedelta(years=1),
    )

    def action_review(self):
        """Record the review.

        :return: action that closes the dialog, or opens the next version's draft
        :raise UserError: see ``visitor.policy.action_review``
        """
        self.ensure_one()
        self.policy_id.action_review(
            self.result,
            self.changes or "",
            self.findings or "",
            self.occasion,
            self.next_review_on,
        )
        draft = self.policy_id._versions().filtered(lambda each: each.state == "draft")
        if self.result != "change" or not draft:
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.act_window",
            "res_model": "visitor.policy",
            "res_id": draft[:1].id,
            "views": [[False, "form"]],
        }
