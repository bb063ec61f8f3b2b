from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools import phone, same_person
from ...tools.groups import check_reception


class VisitorRegistration(models.Model):
    """How a visitor is recognised, and how visitors and contacts meet.

    A registration stands by itself. It is linked to a contact when the desk says so,
    and a contact is made only by "keep as contact": never from what visitors type.
    """

    _inherit = "visitor.registration"

    @api.depends("email")
    def _compute_email_normalized(self):
        for person in self:
            person.email_normalized = email_normalize(person.email)

    @api.depends(
        "phone",
        "site_id.partner_id.country_id",
        "site_id.company_id.partner_id.country_id",
    )
    def _compute_phone_key(self):
        for person in self:
            person.phone_key = person.site_id._phone_key(person.phone)

    @api.depends("name", "phone_key", "email_normalized")
    def _compute_known_by(self):
        for person in self:
            person.known_by_phone = same_person.key(person.name, person.phone_key)
            person.known_by_email = same_person.key(
                person.name, person.email_normalized
            )

    @api.constrains("partner_id")
    def _check_contact_is_a_person(self):
        # what somebody has read, learnt or done is remembered for the contact
        if any(person.partner_id.is_company for person in self.sudo()):
            raise ValidationError(
                self.env._(
                    "A visitor is a person: choose the contact of the person, not of "
                    "the firm, or enter the name alone."
                )
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Take over what is known of the contact that was chosen."""
        contact = self.partner_id
        if contact and contact != self._origin.partner_id:
            self.name = contact.name or self.name
            self.organization = contact.parent_id.name or self.organization
            self.phone = contact.phone or self.phone
            self.email = contact.email or self.email
            self.lang = contact.lang or self.lang

    def _reads(self):
        """The language of this person, or of the site where nobody knows it."""
        self.ensure_one()
        return self.lang or self.site_id._lang()

    # ------------------------------------------------------------
    # RETURNING VISITORS
    # ------------------------------------------------------------

    @api.model
    def find_returning(self, address, site_id=False):
        """What a visitor told us last time, found by e-mail or phone, never by name.

        :param str address: an e-mail address or a phone number, complete
        :param int site_id: where it was typed: a number without a country is one of
            the site's; by default of any site of the user's companies
        :return: ``{"name", "organization", "phone", "email", "vehicle_plate",
            "lang", "partner_id", "shared"}`` of the latest registration, or an empty
            dict. An address that several people gave is ``shared``: it tells their
            firm, not who of them it is.
        :raise AccessError: not reception
        """
        check_reception(self.env)
        domain = self._address_domain(address, site_id)
        found = self.search(domain, limit=20, order="id desc") if domain else self
        if not found:
            return {}
        last = found[0]
        names = {" ".join((person.name or "").lower().split()) for person in found}
        shared = len(names) > 1
        return {
            "name": "" if shared else last.name,
            "organization": last.organization or "",
            "phone": "" if shared else last.phone or "",
            "email": "" if shared else last.email or "",
            "vehicle_plate": "" if shared else last.vehicle_plate or "",
            "lang": last.lang or "",
            "partner_id": False if shared else last.partner_id.id,
            "shared": shared,
        }

    @api.model
    def _address_domain(self, address, site_id=False):
        email = email_normalize(address or "")
        if email:
            return [("email_normalized", "=", email)]
        sites = self.env["visitor.site"]
        places = sites.search([("id", "=", site_id)] if site_id else []) or [sites]
        keys = {place._phone_key(address) for place in places} - {False}
        return [("phone_key", "in", sorted(keys))] if keys else []

    def _same_person_domain(self):
        """This visitor, and whoever came before and is the same person.

        What somebody has read, learnt or done here is theirs the next time: of the same
        linked contact, or of the same name with the same phone or e-mail. A name alone
        tells nothing.

        :return: a domain of ``visitor.registration`` in the company of the visit
        """
        self.ensure_one()
        person_sudo = self.sudo()  # keys are compared, not shown
        known = Domain("id", "=", self.id)
        keys = {
            "partner_id": person_sudo.partner_id.id,
            "known_by_phone": person_sudo.known_by_phone,
            "known_by_email": person_sudo.known_by_email,
        }
        for name, value in keys.items():
            if value:
                known |= Domain(name, "=", value)
        return known & Domain("company_id", "=", self.company_id.id)

    # ------------------------------------------------------------
    # CONTACTS
    # ------------------------------------------------------------

    def match_contacts(self):
        """Contacts that may be this visitor: offered, never applied.

        :return: list of ``{"id", "name", "shared"}``; ``shared`` when several contacts
            have the same address, so that it does not tell who it is
        """
        self.ensure_one()
        self._check_reception()
        found = self.env["res.partner"]
        company = [
            ("company_id", "in", (False, self.company_id.id)),
            ("is_company", "=", False),
        ]
        if self.email_normalized:
            found |= found.search(
                [("email_normalized", "=", self.email_normalized), *company], limit=8
            )
        found |= self._contacts_by_phone(company)
        return [
            {"id": contact.id, "name": contact.display_name, "shared": len(found) > 1}
            for contact in found
        ]

    def _contacts_by_phone(self, company):
        """Contacts with the visitor's number, as dialled where they or we are."""
        contacts = self.env["res.partner"]
        if not self.phone_key:
            return contacts
        spelled = "%".join(self.phone_key[-8:])
        found = contacts.search(
            [
                *("|", ("phone_sanitized", "=", self.phone_key)),
                ("phone", "like", spelled),
                *company,
            ],
            limit=50,
        )
        return found.filtered(
            lambda contact: (
                self.phone_key
                in (
                    self.site_id._phone_key(contact.phone),
                    phone.key(contact.phone, contact.country_id.code) or False,
                )
            )
        )

    def link_contact(self, partner_id):
        """Link the visitor to an existing contact of the visit's company.

        :param int partner_id: a contact the user may read
        :return: True
        """
        self.ensure_one()
        self._check_reception()
        partner = self.env["res.partner"].browse(partner_id).exists()
        partner.check_access("read")
        if not partner or partner.company_id not in (
            self.company_id,
            self.env["res.company"],
        ):
            raise UserError(self.env._("Choose a contact of the visit's company."))
        self.partner_id = partner
        return True

    def action_keep_as_contact(self):
        """Make a contact of this visitor.

        :return: the action that opens it
        :raise AccessError: not reception
        :raise UserError: the visitor is linked to a contact already
        """
        self.ensure_one()
        self._check_reception()
        if self.partner_id:
            raise UserError(self.env._("This visitor is linked to a contact already."))
        # sudo: reception keeps visitors as contacts without the right to edit contacts
        partner_sudo = self.env["res.partner"].sudo()
        self.partner_id = partner_sudo.create(
            {
                "name": self.name,
                "email": self.email,
                "phone": self.phone,
                "lang": self.lang or self.env.lang,
                "company_name": self.organization
                if self.organization != self.visit_id.partner_id.name
                else False,
                "parent_id": self.visit_id.partner_id.id,
                "company_id": self.company_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
