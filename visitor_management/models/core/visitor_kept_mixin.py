from odoo import api, models
from odoo.exceptions import UserError


class VisitorKeptMixin(models.AbstractModel):
    """A record of what happened: written once, kept as it is, by whomever."""

    _name = "visitor.kept.mixin"
    _description = "Kept as it was written"

    def write(self, vals):
        if self:
            raise self._is_kept()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._is_kept()

    def _is_kept(self):
        return UserError(
            self.env._(
                "%s: what was written is never changed or deleted.",
                self.env["ir.model"]._get(self._name).name,
            )
        )
