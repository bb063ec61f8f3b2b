from odoo import api, fields, models


class ClientContactMixin(models.AbstractModel):
    """Whom a document of client relations is about, and how to reach them.

    Name, phone and e-mail stand in the document: a letter may come from somebody who
    is no contact, and a contact that changes later does not change what was written.
    """

    _name = "client.contact.mixin"
    _description = "Client of a document"

    partner_id = fields.Many2one(
        "res.partner", "Client", index="btree_not_null", check_company=True
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
    contact_name = fields.Char(
        "Spoken To",
        compute="_compute_contact",
        store=True,
        readonly=False,
        precompute=True,
    )
    phone = fields.Char(
        compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    email = fields.Char(
        compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    client_name = fields.Char(
        "Who", compute="_compute_client_name", help="The client, or who wrote instead."
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
            document.client_name = document.partner_id.name or document.contact_name
