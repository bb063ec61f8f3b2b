from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "visitor.host.mixin"]

    visitor_visit_count = fields.Integer(groups="hr.group_hr_user")

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer the people of the managing company too, where an item is given."""
        company = self.env.context.get("client_item_company")
        if not company:
            return super().name_search(name, domain, operator, limit)
        # sudo: names only; not with the caller's domain, which could ask for more
        people_sudo = super(HrEmployee, self.sudo())
        within = self._client_item_people(company)
        return people_sudo.name_search(name, within, operator, limit)

    @api.model
    def _client_item_people(self, company_id):
        """Who can be given an item of a visit of a company, as a domain.

        :param int company_id: a company of the user
        """
        own = self.env["res.company"].browse(company_id) & self.env.user.company_ids
        # sudo: which company manages one of the user's own
        return Domain(
            "company_id", "in", (own | own.sudo().client_managing_company_id).ids
        )
