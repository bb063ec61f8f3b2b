from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.name_field import Line
from ...tools.picture_field import Picture


class VisitorItemPassLine(models.Model):
    """One kind of thing on an exit pass, which the guard ticks."""

    _name = "visitor.item.pass.line"
    _description = "Thing on an Exit Pass"
    _inherit = ["visitor.fixed.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"item_pass_id"})

    item_pass_id = fields.Many2one(
        "visitor.item.pass",
        "Exit Pass",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="item_pass_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = Line("Thing", required=True)
    specification = Line(help="Make, model, size.")
    measure = Line("Counted In", help="Pieces, boxes, metres.")
    quantity = fields.Integer(default=1, required=True)
    picture = Picture("Picture of the Thing", max_width=1600, max_height=1600)
    checked = fields.Boolean(
        "Matches",
        readonly=True,
        copy=False,
        help="The guard at the exit saw it as it is written here.",
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "One thing at least: enter how many there are."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_only_guards_tick({name for vals in vals_list for name in vals})
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        self._check_only_guards_tick(vals)
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_open()

    def _check_only_guards_tick(self, names):
        """
        :raise UserError: somebody says by hand that the things match
        """
        if "checked" in names and not self.env.su:
            raise UserError(
                self.env._("What matches is ticked at the exit, when it is released.")
            )

    def _check_open(self):
        """
        :raise UserError: its pass was decided about: what it says stays
        """
        for pass_sudo in self.sudo().item_pass_id:  # its state only
            if pass_sudo.state != "draft":
                raise pass_sudo._is_decided()

    def _mark(self, matches):
        """What the guard saw, past what keeps a decided pass as it is."""
        return super().write({"checked": matches})
