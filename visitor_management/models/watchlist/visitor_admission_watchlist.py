from odoo import models


class VisitorAdmission(models.AbstractModel):
    """Who is to be greeted has come: the host and the host's manager are told."""

    _inherit = "visitor.admission"

    def _after_entry(self, people, first, gate=None):
        result = super()._after_entry(people, first, gate)
        for person in first._to_greet():
            for partner in person.visit_id._who_greets():
                person.visit_id._tell_greeting(partner, person)
        return result
