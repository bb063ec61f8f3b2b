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
        kinds = dict(
            self.env["visitor.belonging"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        things = person.belonging_ids.filtered(lambda each: each.state == "open")
        answer["belongings"] = [
            {
                "id": thing.id,
                "kind": thing.kind,
                "kind_label": kinds[thing.kind],
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

    @api.model
    @api.readonly
    def open_visit(self, visit_id):
        answer = super().open_visit(visit_id)
        people = self.env["visitor.registration"].browse(
            [row["id"] for row in answer["people"]]
        )
        things = people._open_belongings().grouped("registration_id")
        for person, row in zip(people, answer["people"], strict=True):
            row["things"] = [thing.display_name for thing in things.get(person, ())]
        return answer
