from odoo import fields, models

from ...tools import admission
from .visitor_reception import SHOWN_PASS


class VisitorReception(models.AbstractModel):
    """People and visits as lines of the reception screen."""

    _inherit = "visitor.reception"

    def _rows(self, people, visits=None):
        """People and visits as lines of the list, in few queries for any number.

        :param people: ``visitor.registration``
        :param visits: ``visitor.visit`` that people without names come to, besides
            those of the people
        :return: ``{"people": [...], "visits": [...]}``
        """
        stays = {
            person.id: (came, last_in, last_out)
            for person, came, last_in, last_out in self.env["visitor.stay"]._read_group(
                [("registration_id", "in", people.ids)],
                ["registration_id"],
                ["in_at:min", "in_at:max", "out_at:max"],
            )
        }
        passes = {
            each.registration_id.id: each
            for each in self.env["visitor.pass"].search(
                [
                    ("registration_id", "in", people.ids),
                    ("state", "in", SHOWN_PASS),
                ],
                order="id",
            )
        }
        photos = self._photo_versions(people)
        unnamed = visits or self.env["visitor.visit"]
        waiting = people.filtered(lambda person: person._may_come())
        facts = self.env["visitor.admission"]._facts(waiting)
        return {
            "people": [
                {
                    "id": person.id,
                    "visit_id": person.visit_id.id,
                    "name": person.name,
                    "organization": person.organization or "",
                    "plate": person.vehicle_plate or "",
                    "headcount": person.headcount,
                    "state": person.state,
                    **self._row_times(*stays.get(person.id, (False, False, False))),
                    **self._row_pass(passes.get(person.id)),
                    "photo": photos.get(person.id, ""),
                    "missing": self._missing_on_paper(facts.get(person.id)),
                }
                for person in people
            ],
            "visits": [self._row_visit(visit) for visit in people.visit_id | unnamed],
        }

    def _row_visit(self, visit):
        host = visit.host_name or ""
        if self.env["visitor.stand.in"]._has_left(visit.host_id, visit.company_id):
            host = self.env._("%s (has left)", host)  # nobody else may see it
        return {
            "id": visit.id,
            "number": visit.name or "",
            "site_id": visit.site_id.id,
            "type_id": visit.type_id.id,
            "type": visit.type_id.name,
            "organization": visit.partner_id.name or self._row_firm(visit),
            "purpose": visit.purpose or "",
            "host": host,
            "start": fields.Datetime.to_string(visit.start),
            "stop": fields.Datetime.to_string(visit.stop),
            "state": visit.state,
            "headcount": visit.headcount,
            "unnamed": visit._unnamed(),
            "each_by_name": visit.type_id.each_by_name,
            "important": visit.important,
        }

    def _row_firm(self, visit):
        """The firm that all visitors of a visit say they are from."""
        firms = set(visit.registration_ids.mapped("organization"))
        return (firms.pop() or "") if len(firms) == 1 else ""

    def _row_times(self, came, last_in, last_out):
        to_string = fields.Datetime.to_string
        return {
            "came_at": to_string(came),
            "in_at": to_string(last_in),
            "out_at": to_string(last_out),
        }

    def _row_pass(self, each):
        if not each:
            return {
                "pass_id": False,
                "pass_state": "",
                "card": "",
                "card_out": False,
                "printed_out": False,
            }
        return {
            "pass_id": each.id,
            "pass_state": each.state,
            "card": each.card_id.number or "",
            "card_out": each._holds_card(),
            "printed_out": each._printed_is_out(),
        }

    def _missing_on_paper(self, facts):
        """Codes of what is still to be brought, whatever the hour.

        Most visitors of a day are not there yet: that their time has not come is no
        reason to warn of them.
        """
        if not facts:
            return []
        unmet = admission.whatever_the_hour(admission.unmet(facts))
        return [each.code for each in unmet]

    def _photo_versions(self, people):
        """What tells one photo of a person from the next.

        :return: dict from registration id to a checksum, without those who have none
        """
        photos_sudo = self.env["ir.attachment"].sudo()  # of people the user may read
        return {
            photo.res_id: photo.checksum
            for photo in photos_sudo.search_fetch(
                [
                    ("res_model", "=", people._name),
                    ("res_id", "in", people.ids),
                    ("res_field", "=", "photo"),
                ],
                ["res_id", "checksum"],
            )
        }
