from odoo import fields, models
from odoo.fields import Domain


class VisitorLeftMixin(models.AbstractModel):
    """A document that shows when who has to act on it has left."""

    _name = "visitor.left.mixin"
    _description = "Document whose owner may have left"

    owner_has_left = fields.Boolean(
        compute="_compute_owner_has_left",
        search="_search_owner_has_left",
        help="It is open, and who has to do it was archived.",
    )

    def _compute_owner_has_left(self):
        """Not stored: it changes when somebody is archived."""
        left = set(self.env["visitor.handover"]._left_documents(self._name, self.ids))
        for document in self:
            document.owner_has_left = document._origin.id in left

    def _search_owner_has_left(self, operator, value):
        if operator != "in":
            return NotImplemented
        query = self.env["visitor.handover"]._left_query(self._name)
        return Domain("id", "in", query)
