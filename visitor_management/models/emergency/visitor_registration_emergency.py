from odoo import api, models


class VisitorRegistration(models.Model):
    """People who came in an emergency: the rest is completed also after they left."""

    _inherit = "visitor.registration"

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        settled = people.visit_id.filtered("emergency_settled_at")
        settled.sudo().emergency_settled_at = False  # more have come, who owe it, too
        return people

    def _check_not_over(self):
        waiting = all(
            person.visit_id.emergency
            and not person.visit_id.emergency_settled_at
            and person.state == "left"
            for person in self
        )
        return None if waiting else super()._check_not_over()
