from odoo import api, models
from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS

from ...tools.groups import SERVICE

LINE = "visitor_management.access_res_partner_service"
# Where the password of a portal client is reset to, and what they read on the portal.
OF_A_LOGIN = {"email", "parent_id", "is_company"}
# What decides for the people below a firm, too, what they read on the portal.
OF_A_FIRM = {"parent_id", "is_company"}


class ResPartner(models.Model):
    """What customer service leaves alone in the contacts it keeps.

    It has a new client on the phone and makes the contact: an access line of ours gives
    it that. Contacts are also what people sign in with, what a company is called, and
    where employees are written to; that line gives none of it. Whoever keeps contacts
    by another right keeps it.
    """

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_kept_by_service():
            for vals in vals_list:
                self._check_of_service(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self and self._is_kept_by_service():
            self.check_access("write")
            self._check_of_service(vals)
            self._check_clients()
            self._check_logins(vals)
        return super().write(vals)

    def _get_signup_url(self):
        # the link with the secret that sets a password
        if self._is_kept_by_service() and self._logins_sudo() - self.env.user:
            raise self._of_a_login()
        return super()._get_signup_url()

    @api.model
    def _is_kept_by_service(self):
        """Whether the user edits contacts by our access line and no other."""
        user = self.env.user
        if self.env.su or not user.has_group(SERVICE):
            return False
        line = self.env.ref(LINE, raise_if_not_found=False)  # may be deleted
        lines_sudo = self.env["ir.model.access"].sudo()  # what the user's roles may
        return not lines_sudo.search_count(
            [
                ("model_id.model", "=", self._name),
                ("perm_write", "=", True),
                ("group_id", "in", [False, *user.all_group_ids.ids]),
                ("id", "!=", line.id if line else 0),
            ],
            limit=1,
        )

    @api.model
    def _check_of_service(self, vals):
        """
        :raise AccessError: a value follows from others, or reaches into another company
        """
        followed = sorted(
            name
            for name in vals.keys() & self._fields.keys() - {*MAGIC_COLUMNS}
            if self._fields[name].store
            and self._fields[name].compute
            and self._fields[name].readonly
        )
        if followed:
            raise AccessError(
                self.env._("These fields can't be set by hand: %s", ", ".join(followed))
            )
        company = vals.get("company_id")
        if company and company not in self.env.companies.ids:
            raise AccessError(self.env._("Choose one of your own companies."))
        if vals.get("parent_id"):
            self.browse(vals["parent_id"]).check_access("read")

    def _check_clients(self):
        """
        :raise AccessError: a contact is a colleague's, or that of a company of ours
        """
        # sudo, in all three: whether there is one
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        companies = self.env["res.company"].sudo()
        if (
            any(not user._is_portal() for user in self._logins_sudo())
            or employees.search_count([("work_contact_id", "in", self.ids)], limit=1)
            or companies.search_count([("partner_id", "in", self.ids)], limit=1)
        ):
            raise AccessError(
                self.env._(
                    "This is the contact of a colleague or of a company of ours. An "
                    "administrator changes it."
                )
            )

    def _check_logins(self, vals):
        """
        :raise AccessError: it decides who signs in on the portal, or what they read
        """
        for partner in self:
            changed = {
                name
                for name in OF_A_LOGIN & vals.keys()
                if partner._fields[name].convert_to_write(partner[name], partner)
                != (vals[name] or False)
            }
            people = partner
            if changed & OF_A_FIRM:
                people |= self.sudo().search([("id", "child_of", partner.id)])
            if changed and people._logins_sudo():
                raise self._of_a_login()

    def _logins_sudo(self):
        """The users of the contacts, of any kind, the archived ones among them."""
        users_sudo = self.env["res.users"].sudo()  # whether there are any
        return users_sudo.with_context(active_test=False).search(
            [("partner_id", "in", self.ids)]
        )

    @api.model
    def _of_a_login(self):
        return AccessError(
            self.env._(
                "This client signs in on the portal: the e-mail address and the firm "
                "decide who does and what they read. Ask an administrator to change "
                "them."
            )
        )
