from odoo import api, models


class VisitorVisit(models.Model):
    """The desk sees with a visit what its unit has asked for."""

    _inherit = "visitor.visit"

    @api.depends("unit_id")
    @api.depends_context("lang")
    def _compute_unit_instructions(self):
        told = self.unit_id._instructions()
        for visit in self:
            visit.unit_instructions = "\n".join(
                " · ".join(filter(None, (each["label"], each["note"], each["until"])))
                for each in told.get(visit.unit_id.id, ())
            )
