from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.name_field import Line


class ClientContactMixin(models.AbstractModel):
    """Whom a document of client relations is about, and how to reach them.

    Name, phone and e-mail stand in the document: a letter may come from somebody who
    is no contact, and a contact that changes later does not change what was written.
    """

    _name = "client.contact.mixin"
    _description = "Client of a document"

    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        "visitor.unit",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    contact_name = Line(
        "Spoken To",
        compute="_compute_contact",
        store=True,
        readonly=False,
        precompute=True,
    )
    phone = Line(
        compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    email = Line(
        compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    client_name = fields.Char(
        compute="_compute_client_name",
        help="The client, or who wrote instead.",
    )

    @api.depends("partner_id")
    def _compute_unit_id(self):
        """The unit of the client, where there is but one."""
        for document in self:
            if document.partner_id and not document.unit_id:
                units = self.env["visitor.unit"].search(
                    [
                        ("partner_ids", "parent_of", document.partner_id.id),
                        ("company_id", "=", document.company_id.id),
                    ],
                    limit=2,
                )
                document.unit_id = units if len(units) == 1 else False

    @api.depends("partner_id")
    def _compute_contact(self):
        for document in self:
            partner = document.partner_id
            if not partner.is_company:
                document.contact_name = document.contact_name or partner.name
            document.phone = document.phone or partner.phone
            document.email = document.email or partner.email

    @api.depends("partner_id.name", "contact_name")
    def _compute_client_name(self):
        for document in self:
            document.client_name = document._client_name()

    def _client_name(self):
        """The client, or who wrote instead."""
        return self.partner_id.name or self.contact_name

    def _is_named(self):
        """Whether it says who the client is."""
        return bool(self.partner_id or self.contact_name)

    def _client_lang(self):
        """The language that the client is written to in."""
        self.ensure_one()
        return (
            self.partner_id.lang
            or self.company_id.partner_id.lang
            or self.env.ref("base.user_root").lang
        )

    def _same_client(self):
        """Domain of documents of the same client or unit; false if there is neither."""
        client = self.partner_id.commercial_partner_id
        whose = Domain.FALSE
        if client:
            whose |= Domain("partner_id", "child_of", client.id)
        if self.unit_id:
            whose |= Domain("unit_id", "=", self.unit_id.id)
        return whose
