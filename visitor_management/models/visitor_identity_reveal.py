from odoo import api, fields, models
from odoo.exceptions import UserError


class VisitorIdentityReveal(models.Model):
    """Who saw a full identity number, when and why: written once, kept for ever."""

    _name = "visitor.identity.reveal"
    _description = "Revealed Identity Number"
    _order = "id desc"
    _rec_name = "identity_id"
    _allow_sudo_commands = False

    identity_id = fields.Many2one(
        "visitor.identity",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # plain copies: what is logged does not change with what it is about
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Revealed To",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Text(required=True, readonly=True)
    at = fields.Datetime("Revealed At", required=True, readonly=True)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("The log of revealed identity numbers can't be changed.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("The log of revealed identity numbers can't be deleted.")
        )
