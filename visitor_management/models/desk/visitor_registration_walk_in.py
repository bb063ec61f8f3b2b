from odoo import api, fields, models
from odoo.exceptions import UserError

VISIT_FIELDS = {
    "site_id",
    "type_id",
    "host_id",
    "host_partner_id",
    "unit_id",
    "partner_id",
    "purpose",
    "stop",
    "emergency",
    "emergency_reason",
}
PERSON_FIELDS = {
    "name",
    "organization",
    "phone",
    "email",
    "vehicle_plate",
    "lang",
    "headcount",
    "photo",
    "signature",
}
# What those who come along have in common with the first, if nothing else is said.
SHARED_FIELDS = ("organization", "lang")


class VisitorRegistration(models.Model):
    """People who come without an appointment: one person, or several at once."""

    _inherit = "visitor.registration"

    @api.model
    def register_walk_in(
        self, values, channel="", check_in=False, people=(), refusal=""
    ):
        """Register people who came without an appointment.

        :param dict values: of the visit (``site_id type_id host_id host_partner_id
            unit_id partner_id purpose stop emergency emergency_reason``) and of the
            person (``name organization phone email vehicle_plate lang headcount photo
            signature``)
        :param str channel: how the host was asked and agreed, empty if not yet
        :param bool check_in: check the people in as well, those who miss nothing
        :param list people: values of those who come along; without a name and with a
            ``headcount`` they are so many under one pass
        :param str refusal: what the host said who does not want to see them: they are
            registered and refused, nobody comes in
        :return: ``{"registration_id", "visit_id", "check_in": answer or False,
            "people": [{"registration_id", "check_in"}]}``; the first ones are those of
            the first person, who is among the people, too
        :raise AccessError: not reception
        :raise UserError: unknown values, or it is not said who comes
        """
        self._check_reception()
        self._check_known(values, VISIT_FIELDS | PERSON_FIELDS)
        for other in people:
            self._check_known(other, PERSON_FIELDS)
        first = {k: v for k, v in values.items() if k in PERSON_FIELDS}
        shared = {name: first[name] for name in SHARED_FIELDS if first.get(name)}
        everybody = [first, *({**shared, **other} for other in people)]
        visit = self.env["visitor.visit"].create(
            {
                "host_id": False,  # whom they want to see, not who registers them
                **{k: v for k, v in values.items() if k in VISIT_FIELDS},
                "start": fields.Datetime.now(),
            }
        )
        visit.sudo().walk_in = True  # readonly to users
        visit.registration_ids = [
            fields.Command.create(self._named_walk_in(visit, each))
            for each in everybody
        ]
        if visit.state == "draft":  # an emergency is approved by now
            visit._submit(answered=bool(channel or refusal))
        if refusal:
            self._refuse_walk_in(visit, refusal)
        elif channel and visit.state == "pending":
            visit.action_approve(channel)
        elif channel and visit.may_note_areas and visit.host_partner_id:
            visit.action_open_areas(channel)
        return self._walk_in_answer(visit, check_in and not refusal)

    def _check_known(self, values, names):
        if unknown := values.keys() - names:
            raise UserError(
                self.env._("Not known of a walk-in: %s", ", ".join(sorted(unknown)))
            )

    def _named_walk_in(self, visit, person):
        """Values of a person with a name: of several, they may be without names."""
        if (person.get("name") or "").strip():
            return person
        alone = int(person.get("headcount") or 1) < 2
        if alone and not person.get("organization") and not visit.emergency:
            raise UserError(
                self.env._("Enter the name, or how many people came without names.")
            )
        return {**person, "name": visit._without_names()}

    def _refuse_walk_in(self, visit, reason):
        """The host said no. What asks nobody is open already: then it is cancelled."""
        if visit.state == "pending":
            visit.action_refuse(reason)
        else:
            visit.registration_ids.action_refuse(reason)
            visit.action_cancel(reason)

    def _walk_in_answer(self, visit, check_in):
        people = visit.registration_ids.sorted("id")
        answers = {}
        if check_in:
            answers = {
                answer.pop("registration_id"): answer
                for answer in people.check_in_group()
            }
        told = [
            {
                "registration_id": person.id,
                "check_in": answers.get(person.id, False),
            }
            for person in people
        ]
        return {**told[0], "visit_id": visit.id, "people": told}
