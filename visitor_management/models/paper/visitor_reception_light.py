from odoo import models


class VisitorReception(models.AbstractModel):
    """The light of a worker, on the panel that a scanned pass opens."""

    _inherit = "visitor.reception"

    def _details(self, people):
        answer = super()._details(people)
        lights = self.env["visitor.contractor.paper"]._lights(people)
        for row in answer:
            row["light"] = lights.get(row["id"], False)
        return answer
