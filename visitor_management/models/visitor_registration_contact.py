import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

RECEPTION = "visitor_management.group_visitor_reception"


class VisitorRegistrationContactMixin(models.AbstractModel):
    """How a visitor is recognised, and how visitors and contacts meet.

    A registration stands by itself. It is linked to a contact when the desk says so,
    and a contact is made only by "keep as contact": never from what visitors type.
    """

    _name = "visitor.registration.contact.mixin"
    _description = "Visitors and contacts"

    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        check_company=True,
        copy=True,
        ondelete="restrict",
        help="The contact of the company, when reception linked one.",
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index="btree_not_null"
    )
    phone_normalized = fields.Char(
        compute="_compute_phone_normalized", store=True, index="btree_not_null"
    )

    @api.depends("email")
    def _compute_email_normalized(self):
        for person in self:
            person.email_normalized = email_normalize(person.email)

    @api.depends("phone")
    def _compute_phone_normalized(self):
        for person in self:
            person.phone_normalized = person._normalize_phone(
                person.phone, person.company_id
            )

    @api.model
    def _normalize_phone(self, phone, company=None):
        """A phone number so that two spellings of it are equal, or False.

        Odoo knows the countries' rules only with the Python package ``phonenumbers``,
        which many servers do without: what is needed to compare is done here.

        :param company: ``res.company`` whose country a number without one is of;
            default: the user's
        """
        if not phone:
            return False
        country = (company or self.env.company).country_id
        number = self._phone_format(number=phone, country=country) or phone
        digits = re.sub(r"\D", "", number.replace("(0)", ""))
        if not digits.strip("0"):
            return False
        code = str(country.phone_code or "")
        if number.strip().startswith("+") or digits.startswith("00"):
            digits = digits.removeprefix("00")
        elif code:
            digits = code + digits
        else:
            return digits
        if code and digits.startswith(code):
            digits = code + self._national(digits.removeprefix(code), code)
        return f"+{digits}"

    @api.model
    def _national(self, digits, country_code):
        """A number as it follows its country code: without what is dialled before."""
        if country_code == "1" and len(digits) == 11:
            return digits.removeprefix("1")
        return digits.lstrip("0")

    # ------------------------------------------------------------
    # RETURNING VISITORS
    # ------------------------------------------------------------

    @api.model
    def find_returning(self, address):
        """What a visitor told us last time, found by e-mail or phone, never by name.

        :param str address: an e-mail address or a phone number, complete
        :return: ``{"name", "organization", "phone", "email", "vehicle_plate",
            "lang", "partner_id", "shared"}`` of the latest registration, or an empty
            dict. An address that several people gave is ``shared``: it tells their
            firm, not who of them it is.
        :raise AccessError: not reception
        """
        if not self.env.user.has_group(RECEPTION):
            raise AccessError(self.env._("Only reception can do this."))
        domain = self._address_domain(address)
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
    def _address_domain(self, address):
        email = email_normalize(address or "")
        if email:
            return [("email_normalized", "=", email)]
        phone = self._normalize_phone(address)
        if phone and len(phone) >= 6:
            return [("phone_normalized", "=", phone)]
        return []

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
        company = [("company_id", "in", (False, self.company_id.id))]
        if self.email_normalized:
            found |= found.search(
                [("email_normalized", "=", self.email_normalized), *company], limit=8
            )
        if self.phone_normalized:
            tail = self.phone_normalized[-8:]
            found |= found.search(
                [("phone", "like", "%".join(tail)), *company], limit=50
            ).filtered(
                lambda contact: (
                    self._normalize_phone(contact.phone, self.company_id)
                    == self.phone_normalized
                )
            )
        return [
            {"id": contact.id, "name": contact.display_name, "shared": len(found) > 1}
            for contact in found
        ]

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
