from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.name_field import Line


class VisitorCallNumber(models.Model):
    """Somebody whom the desk may call when a host does not answer.

    Of a whole site, of a unit, or of a department. What a host, an occupant or a deputy
    has as a phone number of their own need not be named here.
    """

    _name = "visitor.call.number"
    _description = "Phone Number to Call"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "site_id, sequence, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})

    name = Line("Whom to Ask For", required=True, help="A person, or an office.")
    phone = Line("Phone Number", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(
        "visitor.unit",
        "Only for the Unit",
        domain="[('site_id', '=', site_id)]",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all units.",
    )
    department_id = fields.Many2one(
        "hr.department",
        "Only for the Department",
        domain="[('company_id', 'in', (company_id, False))]",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Of the host. Empty: for hosts of all departments.",
    )

    @api.constrains("site_id", "unit_id")
    def _check_unit(self):
        for number in self:
            if number.unit_id and number.unit_id.site_id != number.site_id:
                raise ValidationError(self.env._("The unit belongs to another site."))

    @api.model
    def _of_visit(self, visit):
        """The numbers named for a visit: those of its unit and department first.

        :param visit: ``visitor.visit``, may be one that the user does not read
        :return: ``visitor.call.number``
        """
        numbers = self.search(
            [
                ("site_id", "=", visit.site_id.id),
                ("unit_id", "in", (visit.unit_id.id, False)),
                ("department_id", "in", (visit.department_id.id, False)),
            ]
        )
        return numbers.sorted(
            lambda each: (not (each.unit_id or each.department_id), each.sequence)
        )
