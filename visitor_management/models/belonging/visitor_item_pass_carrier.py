from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools import same_person, search_words
from ...tools.folding import words


class VisitorItemPass(models.Model):
    """Who carries the things, and whether somebody is that person.

    It is told by the linked contact, an e-mail address, a name with its phone, or the
    plate of the vehicle. A name alone counts where nothing else is known of who
    carries: then nobody can tell that it is another person, and another one approves.
    """

    _inherit = "visitor.item.pass"

    def _is_mine(self):
        """Whether the user carries the things."""
        own_sudo = self.sudo()  # compared only
        return own_sudo._is_carrier(self.env.user.partner_id.sudo())

    def _is_carrier(self, partner_sudo):
        """Whether somebody is who takes the things out, by whatever it is told.

        :param partner_sudo: ``res.partner``, superuser, as the pass is
        """
        self.ensure_one()
        if not partner_sudo:
            return False
        selves, employees = self._selves(partner_sudo)
        people = self._people_who_carry()
        contacts = self.partner_id | people.partner_id
        if contacts & selves:
            return True
        emails = {*employees.mapped("work_email"), *employees.mapped("private_email")}
        emails = {email_normalize(each or "") for each in emails}
        emails |= {*selves.mapped("email_normalized")}
        theirs = {*people.mapped("email_normalized")}
        theirs |= {*contacts.mapped("email_normalized")}
        if (emails & theirs) - {False}:
            return True
        if self._known_by_phone(selves, employees) & (
            {each.known_by_phone for each in people} | self._known_by_phone(contacts)
        ):
            return True
        unknown = [
            *people.filtered(
                lambda each: (
                    not (each.partner_id or each.email_normalized or each.phone_key)
                )
            ),
            *contacts.filtered(lambda each: not (each.email_normalized or each.phone)),
        ]
        names = {self._folded(each.name) for each in unknown}
        names.add(self._folded(self.carrier))
        mine = {self._folded(each.name) for each in (*selves, *employees)}
        return bool(names & mine - {""})

    def _selves(self, partner):
        """The contacts and the employees that are one person."""
        employees = self.env["hr.employee"].with_context(active_test=False)
        users = partner.with_context(active_test=False).user_ids
        employees = employees.search(
            Domain("user_id", "in", users.ids)
            | Domain("work_contact_id", "in", partner.ids)
        )
        contacts = employees.work_contact_id | employees.user_id.partner_id
        return partner | contacts, employees

    def _people_who_carry(self):
        """The visitor of the pass, and those who came with the vehicle of the pass."""
        people = self.registration_id
        if self.plate_key:
            people |= people.search(
                [
                    ("site_id", "=", self.site_id.id),
                    ("state", "in", ("expected", "inside", "outside")),
                    ("vehicle_plate", "!=", False),
                ]
            ).filtered(
                lambda each: search_words.together(each.vehicle_plate) == self.plate_key
            )
        return people

    def _known_by_phone(self, contacts, employees=()):
        """What a name with its phone is compared by."""
        spelled = [(each.name, each.phone) for each in contacts]
        for each in employees:
            spelled += [
                (each.name, each.work_phone),
                (each.name, each.mobile_phone),
                (each.name, each.private_phone),
            ]
        site = self.site_id
        keys = {
            same_person.key(name, site._phone_key(phone))
            for name, phone in spelled
            if phone
        }
        return keys - {False}

    def _folded(self, name):
        return " ".join(sorted(words(name or "")))
