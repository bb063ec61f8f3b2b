from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Heads of departments are shown what no group says is theirs.

        The work list is for those who call clients, what leavers left for those who
        can hand it over.
        """
        hidden = super()._load_menus_blacklist()
        handover = self.env["visitor.handover"]
        for name, shown in (
            ("client_work_list_menu", self.env["client.work.list"]._is_caller),
            ("visitor_handover_menu_client", handover._may_hand_over),
        ):
            menu = self.env.ref(f"visitor_management.{name}", raise_if_not_found=False)
            if menu and not shown():
                hidden.append(menu.id)
        return hidden
