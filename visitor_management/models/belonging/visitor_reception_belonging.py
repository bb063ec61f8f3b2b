from odoo import api, models

from .visitor_belonging import ASKED_ON_LEAVING


class VisitorReception(models.AbstractModel):
    """The things of a visitor on the panel of the reception screen."""

    _inherit = "visitor.reception"

    @api.model
    @api.readonly
    def open_person(self, registration_id):
        answer = super().open_person(registration_id)
        person = self.env["visitor.registration"].browse(registration_id)
        things = person.belonging_ids.filtered(lambda each: each.state == "open")
        answer["belongings"] = [
            {
                "id": thing.id,
                "kind": thing.kind,
                "name": thing.name,
                "quantity": thing.quantity,
                "slip": thing.slip or "",
                "place": thing.place or "",
                "asked": thing.kind in ASKED_ON_LEAVING,
            }
            for thing in things.sorted("id")
        ]
        answer["item_passes"] = [
            {
                "id": each.id,
                "name": each.name,
                "state": each.state,
                "stopped": each.stopped,
                "lines": [
                    {"id": line.id, "name": line.name, "quantity": line.quantity}
                    for line in each.line_ids
                ],
            }
            for each in person.item_pass_ids.filtered("is_current").sorted("id")
        ]
        return answer
