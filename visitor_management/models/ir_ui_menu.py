from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """The work list is for those who call clients: no group says so of heads."""
        hidden = super()._load_menus_blacklist()
        menu = self.env.ref(
            "visitor_management.client_work_list_menu", raise_if_not_found=False
        )
        if menu and not self.env["client.work.list"]._is_caller():
            hidden.append(menu.id)
        return hidden
