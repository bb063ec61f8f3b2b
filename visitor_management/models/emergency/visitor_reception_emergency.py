from odoo import api, fields, models

from ...tools import admission


class VisitorReception(models.AbstractModel):
    """Emergencies on the reception screen: marked, with what is still owed."""

    _inherit = "visitor.reception"

    @api.model
    def _row_visit(self, visit):
        row = super()._row_visit(visit)
        if visit.emergency:  # why they came, where nothing else is said
            row["purpose"] = row["purpose"] or visit.emergency_reason or ""
        return {**row, "emergency": visit.emergency}

    @api.model
    def _visit_details(self, visit):
        return {
            **super()._visit_details(visit),
            "emergency_reason": visit.emergency_reason or "",
            "emergency_due_at": fields.Datetime.to_string(visit.emergency_due_at),
        }

    @api.model
    def _details(self, people):
        rows = super()._details(people)
        owed = people.visit_id._emergency_owed()
        for person, row in zip(people, rows, strict=True):
            unmet = owed.get(person.visit_id, {}).get(person, ())
            row["owed"] = self._owed(unmet)
        return rows

    def _owed(self, unmet):
        """What is due later, with what mends it and whether it may be set aside."""
        reasons = self.env["visitor.admission"]._reasons(unmet)
        for each in reasons:
            group = each.pop("waiver")
            each["mend"] = admission.CONDITIONS[each["code"]].mend
            each["may_waive"] = bool(group) and self.env.user.has_group(group)
        return reasons

    @api.model
    def _approved_sentence(self, visit):
        if visit.emergency:
            return self.env._("Emergency: approved at once")
        return super()._approved_sentence(visit)
