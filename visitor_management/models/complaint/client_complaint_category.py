from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.name_field import Line


class ClientComplaintCategory(models.Model):
    _name = "client.complaint.category"
    _description = "Complaint Category"
    _inherit = ["visitor.held.mixin"]
    _parent_store = True
    _order = "sequence, name, id"
    _check_company_auto = True

    name = Line("Category", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "client.complaint.category",
        "Part Of",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    complete_name = fields.Char(
        "Full Category", compute="_compute_complete_name", recursive=True
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for all companies.",
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for category in self:
            category.complete_name = " / ".join(
                filter(None, (category.parent_id.complete_name, category.name))
            )

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for category in self:
            category.display_name = category.complete_name

    @api.model
    def _search_display_name(self, operator, value):
        """A category is also found by its whole name, as spreadsheets write it."""
        found = super()._search_display_name(operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return found
        for called in [value] if isinstance(value, str) else value or ():
            above, _slash, name = str(called).rpartition("/")
            if above.strip() and name.strip():
                like = operator if operator.endswith("like") else "="
                found |= Domain("name", like, name.strip()) & Domain(
                    "parent_id.display_name", like, above.strip()
                )
        return found

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category can't be part of itself."))

    def _depth(self):
        """How special a category is: 0 for none, 1 for a main one, and so on."""
        return (self.parent_path or "").count("/")
