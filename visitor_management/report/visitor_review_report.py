from odoo import api, models

from ..tools.review_kinds import KINDS

# In millimetres, as wide as the page together.
KIND, WHAT, NUMBER, BEFORE = 46.0, 90.0, 25.0, 25.0


class VisitorReviewReport(models.AbstractModel):
    """制度评审: the figures of a month, what security judges, what leadership says."""

    _name = "report.visitor_management.visitor_review"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Review of the Visitor Rules on Paper"

    _prints = "visitor.review"

    @api.model
    def _title(self):
        return self.env._("Review of the Visitor Rules")

    @api.model
    def _number(self, document):
        return document.month_name

    @api.model
    def _rows(self, document):
        orders = self._readable(document, "action_ids")
        return [
            *self._head_rows(document),
            *self._figure_rows(document),
            *self._judgement_rows(document),
            *(self._order_rows(orders) if orders else []),
            *self._end_rows(document),
        ]

    @api.model
    def _head_rows(self, review):
        _ = self.env._
        return [
            *self._pairs(
                (_("Site"), review.site_id.name),
                (_("Month reviewed"), review.month_name),
            ),
            *self._pairs(
                (_("Figures as of"), self._moment(review, review.generated_at)),
                (_("Status"), self._label_of(review, "state")),
            ),
        ]

    @api.model
    def _figure_rows(self, review):
        _ = self.env._
        columns = [
            (_("What is counted"), KIND),
            (_("Figures it is based on"), WHAT),
            (_("Number"), NUMBER),
            (_("Month before"), BEFORE),
        ]
        kinds = dict(review.line_ids._fields["kind"]._description_selection(self.env))
        lines = []
        for kind, _label in KINDS:
            first = True
            for line in review.line_ids.filtered(lambda each, k=kind: each.kind == k):
                before = str(line.previous) if review.has_previous else ""
                lines.append(
                    [kinds[kind] if first else "", line.label, str(line.count), before]
                )
                first = False
        return self._grid(columns, lines)

    @api.model
    def _judgement_rows(self, review):
        _ = self.env._
        return [
            *self._pairs(
                (_("Suitable"), self._label_of(review, "suitable")),
                (_("Sufficient"), self._label_of(review, "sufficient")),
                (_("Effective"), self._label_of(review, "effective")),
            ),
            *self._pairs((_("Problems Found"), review.findings)),
            *self._pairs((_("Changes Suggested"), review.changes)),
            *self._pairs(
                (_("Conclusion"), self._label_of(review, "conclusion")),
                (_("Next review"), self._day(review.next_on)),
            ),
        ]

    @api.model
    def _end_rows(self, review):
        _ = self.env._
        names = review.sudo()  # names on a review that the user reads
        reviewed = (
            names.submitted_by_id.name,
            self._moment(review, review.submitted_at),
        )
        approved = (
            names.acknowledged_by_id.name,
            self._moment(review, review.acknowledged_at),
        )
        return [
            *self._pairs((_("Instruction of Leadership"), review.instruction)),
            *self._signatures(
                (_("Reviewed by"), "\n".join(filter(None, reviewed))),
                (_("Approved by"), "\n".join(filter(None, approved))),
            ),
        ]
