from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .client_callback import SERVICE_FIELDS

MOST_TRIES = 1000


class ClientCallback(models.Model):
    """When, how and by whom a client is called back, as the rules say.

    The rules are asked when the callback is made. Later a date only moves by hand, or
    forward when the complaint turns out to be more severe.
    """

    _inherit = "client.callback"

    @api.depends("source", "severity", "category_id", "company_id")
    def _compute_rule_id(self):
        for callback in self:
            if callback._origin.id:
                continue  # chosen once
            callback.rule_id = callback._fitting_rules()._leading()

    @api.depends("rule_id", "anchor_at")
    def _compute_plan(self):
        for callback in self:
            if callback._origin.id:
                continue  # a rule that changes moves no date
            rule = callback.rule_id
            callback.due_at = callback._planned_due_at(rule)
            callback.channel = rule.channel or "any"
            callback.attempts = rule.attempts or 3
            callback.caller_id = callback._planned_caller(rule)

    @api.constrains("attempts")
    def _check_attempts(self):
        if any(not 0 < callback.attempts <= MOST_TRIES for callback in self):
            raise ValidationError(
                self.env._(
                    "Try to reach the client at least once, and at most %s times.",
                    MOST_TRIES,
                )
            )

    def _fitting_rules(self):
        return self.env["client.callback.rule"]._fitting(
            self.company_id, self.source, self.severity, self.category_id
        )

    def _planned_due_at(self, rule):
        """When the rule wants it; without a rule by the end of the next working day."""
        complaint = self.complaint_id
        ended_at = complaint.handled_at or self.anchor_at or fields.Datetime.now()
        if not rule:
            return self.company_id._client_due(ended_at, 1, "day", True)
        return rule._due_at(
            self.company_id,
            complaint.received_at or ended_at,
            complaint.accepted_at,
            ended_at,
            self.department_id,
        )

    def _planned_caller(self, rule):
        """The user who calls by the rule, or nobody in particular."""
        company, stand_in = self.company_id, self.env["visitor.stand.in"]
        if rule.caller == "department_head":
            return stand_in._head(self.department_id, company)
        if rule.caller == "manager":
            return stand_in._head(company.client_service_department_id, company)
        return self.env["res.users"]

    def _caller(self):
        """The user who calls now: the caller, or who works in the caller's stead."""
        return self.env["visitor.stand.in"]._instead_of(self.caller_id, self.company_id)

    def _take_earlier_date(self):
        """Bring planned callbacks forward when the rules now ask for it."""
        for callback in self.filtered(lambda each: each.state == "planned"):
            if callback.round > 1:
                continue  # promised to the client
            anchor = callback.rule_id.anchor or "handled"
            rules = callback._fitting_rules()
            rule = rules.filtered(lambda each, anchor=anchor: each.anchor == anchor)
            due_at = callback._planned_due_at(rule)
            if due_at < callback.due_at:
                callback._bring_forward(due_at)
                callback.write(
                    {
                        "rule_id": rule.id,
                        "channel": rule.channel or callback.channel,
                        "caller_id": callback._planned_caller(rule).id
                        or callback.caller_id.id,
                    }
                )

    def _check_plan(self, vals):
        """
        :raise AccessError: the date is a manager's, how often is customer service's
        """
        if "due_at" in vals and not self._is_manager():
            raise AccessError(
                self.env._("Only a customer service manager puts off a callback.")
            )
        if not self._is_service() and any(
            callback._differing(SERVICE_FIELDS, vals) for callback in self
        ):
            raise AccessError(
                self.env._("Customer service says how often a client is tried.")
            )

    def _time_by_rule(self):
        return self._planned_due_at(self.rule_id).replace(microsecond=0)
