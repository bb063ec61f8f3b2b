from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import RECEPTION, SECURITY
from ...tools.name_field import Line


class VisitorUnit(models.Model):
    _name = "visitor.unit"
    _description = "Unit"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "site_id, building, name, id"
    _rec_names_search = ["name", "building"]
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})

    name = Line("Unit Number", required=True)
    building = Line()
    active = fields.Boolean(default=True)
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    area_id = fields.Many2one(
        "visitor.area",
        domain="[('site_id', '=', site_id)]",
        ondelete="restrict",
        index="btree_not_null",
        help="Where the unit is: visits to it ask for this area, and its occupants "
        "open it if it is restricted.",
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Occupants", check_company=True
    )

    instruction_count = fields.Integer(
        "Instructions in Force",
        compute="_compute_instruction_count",
        groups=RECEPTION,
    )
    not_let_in_count = fields.Integer(
        "Not to Be Let In", compute="_compute_not_let_in_count", groups=SECURITY
    )

    @api.depends("name", "building")
    def _compute_display_name(self):
        for unit in self:
            unit.display_name = "-".join(filter(None, (unit.building, unit.name)))

    @api.model
    def _search_display_name(self, operator, value):
        """A unit is also found by what it is called: building-number."""
        found = super()._search_display_name(operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return found
        for called in [value] if isinstance(value, str) else value or ():
            building, _dash, number = str(called).rpartition("-")
            if building and number:
                like = operator if operator.endswith("like") else "="
                found |= Domain("building", like, building) & Domain(
                    "name", like, number
                )
        return found

    def write(self, vals):
        result = super().write(vals)
        if {"area_id", "partner_ids"} & vals.keys():  # others are to be asked
            visits_sudo = self.env["visitor.visit"].sudo()  # all, whoever reads them
            visits_sudo._search_asking(
                Domain("unit_id", "in", self.ids)
                | Domain("hours_ids.unit_id", "in", self.ids)
            )._ask_openers()
        return result

    # ------------------------------------------------------------
    # OCCUPANTS
    # ------------------------------------------------------------

    def _occupants(self):
        """The contacts who live or work there, with the people of the firms."""
        return self.partner_ids | self.partner_ids.child_ids

    def _is_occupied_by(self, partner):
        """Whether somebody lives or works there, as far as that lets them decide.

        Of a tenant firm's people it counts for those who are not ours: an employee
        could put the own contact below the firm.

        :param partner: ``res.partner``
        """
        self.ensure_one()
        unit_sudo = self.sudo()  # whether, not who
        return bool(unit_sudo.partner_ids & self._counts_as(partner))

    @api.model
    def _of_occupant(self, partner):
        """The units where somebody lives or works, see :meth:`_is_occupied_by`.

        :param partner: ``res.partner``
        :return: ``visitor.unit``, superuser
        """
        units_sudo = self.sudo()  # those of the partner only
        return units_sudo.search([("partner_ids", "in", self._counts_as(partner).ids)])

    @api.model
    def _counts_as(self, partner):
        """The contacts that stand for somebody where occupants are named."""
        partner_sudo = partner.sudo()  # compared, not shown
        if all(user.share for user in partner_sudo.user_ids):
            return partner_sudo | partner_sudo.parent_id
        return partner_sudo

    @api.constrains("area_id", "site_id")
    def _check_area(self):
        for unit in self:
            if unit.area_id and unit.area_id.site_id != unit.site_id:
                raise ValidationError(
                    self.env._("The area of a unit is one of the same site.")
                )
