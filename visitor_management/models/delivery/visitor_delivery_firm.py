from datetime import timedelta

from odoo import api, fields, models

from ...tools import names
from ...tools.name_field import Line

LATELY = timedelta(days=90)


class VisitorDeliveryFirm(models.Model):
    """A firm that delivers to a site: a button at the desk, the most used ones first.

    It is the name of a firm and nothing else: nobody is matched with it, and it is not
    offered for visitors.
    """

    _name = "visitor.delivery.firm"
    _description = "Delivering Firm"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "site_id, name, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})

    name = Line("Delivering Firm", required=True)
    active = fields.Boolean(default=True, help="An archived firm is no longer offered.")
    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    kind_id = fields.Many2one(
        "visitor.delivery.kind",
        "Usually Brings",
        required=True,
        domain="[('emergency', '=', False), ('company_id', 'in', [company_id, False])]",
        check_company=True,
        ondelete="restrict",
        index=True,
    )

    _name_uniq = models.UniqueIndex(
        "(site_id, lower(name))", "This firm stands on the list of the site already."
    )

    @api.model
    def _most_used(self, site):
        """The firms of a site, those first that came most often lately.

        :param site: ``visitor.site``
        :return: ``visitor.delivery.firm``
        """
        times = dict(
            self.env["visitor.delivery"]._read_group(
                [
                    ("site_id", "=", site.id),
                    ("came_at", ">=", fields.Datetime.now() - LATELY),
                    ("state", "!=", "taken_back"),
                    ("firm_id", "!=", False),
                ],
                ["firm_id"],
                ["__count"],
            )
        )
        firms = self.search([("site_id", "=", site.id)])
        return firms.sorted(lambda firm: (-times.get(firm, 0), firm.name.casefold()))

    @api.model
    def _named(self, site, name, kind):
        """The firm of a site that is called so, a new one if there is none.

        :param site: ``visitor.site``, which the caller has checked
        :param str name: as it was typed
        :param kind: ``visitor.delivery.kind`` of a new one
        :return: ``visitor.delivery.firm``, empty where no name was typed
        """
        name = names.clean(name or "")
        if not name:
            return self.browse()
        firms_sudo = self.sudo().with_context(active_test=False)  # of the site only
        alike_sudo = firms_sudo.search(
            [("site_id", "=", site.id), ("name", "=ilike", name)]
        )
        # what is a wildcard to the search is a letter of the name
        firm_sudo = alike_sudo.filtered(lambda firm: firm.name.lower() == name.lower())
        if not firm_sudo:
            firm_sudo = firms_sudo.create(
                {"site_id": site.id, "name": name, "kind_id": kind.id}
            )
        elif not firm_sudo.active:
            firm_sudo.active = True
        return firm_sudo.sudo(False)
