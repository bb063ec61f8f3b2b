from odoo import api, fields, models

# So many buttons of firms are offered; the others are found by typing their name.
MOST_FIRMS = 12
MOST_UNITS = 8


class VisitorReception(models.AbstractModel):
    """Deliveries on the reception screen: two taps in, one out."""

    _inherit = "visitor.reception"

    def _day(self, site, only=None, visits=None, days=0):
        return {
            **super()._day(site, only, visits, days),
            "deliveries": self._deliveries(site),
        }

    def _deliveries(self, site):
        """Who is inside to deliver something, the longest first.

        :return: list of ``{"id", "name", "kind", "unit", "plate", "came_at",
            "due_at"}``; times in UTC
        """
        deliveries = self.env["visitor.delivery"].search(
            [("site_id", "=", site.id), ("state", "=", "open")], order="came_at, id"
        )
        return [
            {
                "id": each.id,
                "name": each._called(),
                "kind": each.kind_id.name,
                "unit": each.unit_id.display_name or "",
                "plate": each.plate or "",
                "came_at": fields.Datetime.to_string(each.came_at),
                "due_at": fields.Datetime.to_string(each.due_at),
            }
            for each in deliveries
        ]

    @api.model
    @api.readonly
    def find_delivery_choices(self, site_id):
        """What the desk chooses from when somebody delivers.

        :param int site_id: the site on the screen
        :return: ``{"firms": [{"id", "name", "kind"}], "kinds": [{"id", "name",
            "minutes"}], "emergency": [{"id", "name"}]}``, the most used firms first
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        kinds = self.env["visitor.delivery.kind"].search(
            [("company_id", "in", [False, site.company_id.id])]
        )
        firms = self.env["visitor.delivery.firm"]._most_used(site)[:MOST_FIRMS]
        return {
            "firms": [
                {"id": firm.id, "name": firm.name, "kind": firm.kind_id.name}
                for firm in firms
            ],
            "kinds": [
                {"id": kind.id, "name": kind.name, "minutes": kind.minutes}
                for kind in kinds
                if not kind.emergency
            ],
            "emergency": [
                {"id": kind.id, "name": kind.name} for kind in kinds if kind.emergency
            ],
        }

    @api.model
    @api.readonly
    def find_units(self, site_id, text):
        """Units of a site by what is typed of their number.

        :param int site_id: the site on the screen
        :param str text: part of the number or the building
        :return: list of ``{"id", "name", "instructions"}``
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        units = self.env["visitor.unit"].search(
            [("site_id", "=", site.id), ("display_name", "ilike", text)],
            limit=MOST_UNITS,
        )
        told = units._instructions()
        return [
            {"id": unit.id, "name": unit.display_name, "instructions": told[unit.id]}
            for unit in units
        ]
