from odoo import api, models
from odoo.exceptions import UserError

from ...tools.groups import SECURITY

# More people than this are announced by security; more than MOST are a slip.
MANY = 500
MOST = 100_000


class VisitorHeadcountMixin(models.AbstractModel):
    """How many people come: large numbers are entered by security only."""

    _name = "visitor.headcount.mixin"
    _description = "Number of people"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_headcounts(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_headcounts([vals])
        return super().write(vals)

    def _check_headcounts(self, vals_list):
        """Look at numbers before they are stored: the column holds no larger ones."""
        for vals in vals_list:
            for name in ("headcount", "planned_headcount"):
                self._check_headcount(int(vals.get(name) or 0))

    def _check_headcount(self, count):
        """Whether this user may announce so many.

        :raise UserError: says who may, or that nobody does
        """
        if abs(count) > MOST:
            raise UserError(
                self.env._("A visit is by %s people at most. Check the number.", MOST)
            )
        if count > MANY and not self.env.user.has_group(SECURITY):
            raise UserError(
                self.env._(
                    "Security announces visits of more than %s people. Ask them, or "
                    "check the number.",
                    MANY,
                )
            )
