from odoo import models


class VisitorAdmission(models.AbstractModel):
    """What a visitor left behind is found, and stands in the ledger."""

    _inherit = "visitor.admission"

    def _after_exit(self, people, gate=None, for_good=False, left_behind=None):
        if left_behind is not None:
            self.env["visitor.belonging"].create(
                [
                    {
                        "kind": "found",
                        "name": left_behind or self.env._("Left behind"),
                        "registration_id": person.id,
                    }
                    for person in people
                ]
            )
        return super()._after_exit(people, gate, for_good, left_behind)
