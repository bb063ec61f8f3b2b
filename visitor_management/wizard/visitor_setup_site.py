from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")


class VisitorSetupSite(models.TransientModel):
    """The first site with its address and its clock, in one dialog."""

    _name = "visitor.setup.site"
    _description = "First Site"

    site_id = fields.Many2one("visitor.site", "Known Site")
    name = fields.Char("Site", required=True)
    street = fields.Char()
    street2 = fields.Char()
    zip = fields.Char("ZIP")
    city = fields.Char()
    country_id = fields.Many2one("res.country")
    state_id = fields.Many2one(
        "res.country.state", "Province", domain="[('country_id', '=?', country_id)]"
    )
    phone = fields.Char(
        "Reception Phone", help="Printed on passes: whom to call from a locked door."
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        compute="_compute_tz",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    tz_is_sure = fields.Boolean(compute="_compute_tz_is_sure")

    @api.model
    def default_get(self, fields):
        """What is known already: of the site, else of the company."""
        defaults = super().default_get(fields)
        company = self.env.company
        site = self.env["visitor.site"].browse(defaults.get("site_id")).exists()
        site.check_access("read")
        # sudo: the address of a site that the user may read, or of the own company
        address = (site.partner_id if site else company.partner_id).sudo()
        known = {name: self._value(address, name) for name in ADDRESS}
        if site:
            known |= {"name": site.name, "phone": site.announce_phone, "tz": site.tz}
        else:
            known["phone"] = address.phone
        return {k: v for k, v in known.items() if v and k in fields} | defaults

    def _value(self, address, name):
        value = address[name]
        return value.id if isinstance(value, models.BaseModel) else value

    @api.depends("country_id")
    def _compute_tz(self):
        for wizard in self:
            guess = self.env.company._guess_clock(wizard.country_id)
            if not wizard.tz or wizard.country_id:
                wizard.tz = guess.tz

    @api.depends("country_id", "tz")
    def _compute_tz_is_sure(self):
        for wizard in self:
            guess = self.env.company._guess_clock(wizard.country_id)
            wizard.tz_is_sure = guess.sure and wizard.tz == guess.tz

    def action_confirm(self):
        """Make the site, or complete it.

        :return: action that closes the dialog
        :raise AccessError: not the administrator of visitors
        """
        self.ensure_one()
        self.env["visitor.setup"]._check_half("reception")
        site = self.site_id
        values = {"name": self.name, "tz": self.tz, "announce_phone": self.phone}
        if site:
            site.write(values)
        else:
            site = site.create({**values, "company_id": self.env.company.id})
        self._write_address(site)
        return {"type": "ir.actions.act_window_close"}

    def _write_address(self, site):
        values = {name: self._value(self, name) for name in ADDRESS}
        if not any(values.values()):
            return
        if site.partner_id:
            # with the user's own rights: others may use the contact, too
            site.partner_id.write(values)
            return
        # sudo: an address of our own, of a site that the user may write; nothing of
        # the caller's context
        # pylint: disable-next=context-overridden
        contacts_sudo = self.env["res.partner"].sudo().with_context({})
        site.partner_id = contacts_sudo.create(
            {
                **values,
                "name": site.name,
                "company_id": site.company_id.id,
                "is_company": True,
                "lang": site.company_id.sudo().partner_id.lang or self.env.lang,
                "tz": self.tz,
            }
        ).with_env(self.env)
