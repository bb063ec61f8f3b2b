from odoo import api, models

from .visitor_permit import OVER


class VisitorReception(models.AbstractModel):
    """The works that a visit is for, on the panel of the reception screen."""

    _inherit = "visitor.reception"

    @api.model
    def _visit_details(self, visit):
        details = super()._visit_details(visit)
        permit = visit.permit_id
        details["permit"] = permit and self._permit_details(visit, permit) or {}
        return details

    def _permit_details(self, visit, permit):
        labels = dict(permit._fields["state"]._description_selection(self.env))
        comes = visit.state in ("draft", "pending", "approved", "in_progress")
        return {
            "id": permit.id,
            "name": permit.name,
            "kind": permit.kind_id.name,
            "state": permit.state,
            "state_label": labels[permit.state],
            "to_pick": (
                len(permit.worker_ids - permit._on_visit(visit))
                if comes and permit.state not in OVER
                else 0
            ),
        }
