from odoo import fields, models


class ResPartner(models.Model):
    """A visit announced from the contact who comes."""

    _inherit = "res.partner"

    def action_announce_visit(self):
        """Open a new visit by this contact: the person, or the firm.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        if self.is_company:
            defaults = {"default_partner_id": self.id}
        else:
            firm = self.parent_id.filtered("is_company")
            defaults = {
                "default_partner_id": firm.id,
                "default_registration_ids": [fields.Command.create(self._as_visitor())],
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Announce a Visit"),
            "res_model": "visitor.visit",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": defaults,
        }

    def _as_visitor(self):
        """What is known of this contact, for who announces it."""
        return {
            "partner_id": self.id,
            "name": self.name,
            "phone": self.phone or False,
            "email": self.email or False,
            "lang": self.lang or False,
        }
