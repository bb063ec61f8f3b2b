from odoo import api, models

from ...tools.ours import ADDON

# The stylesheet is static/src/visitor_view.
LOOK = "o_visitor_view"


class Base(models.AbstractModel):
    """Every view of a model of ours wears our colours, which everybody can read."""

    _inherit = "base"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if self._original_module == ADDON and view_type != "search":
            arch.set("class", f"{arch.get('class', '')} {LOOK}".strip())
        return arch, view
