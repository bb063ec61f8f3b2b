from odoo import fields, models


class VisitorIdentityReveal(models.Model):
    """Who saw a full identity number, when and why: written once, kept for ever."""

    _name = "visitor.identity.reveal"
    _description = "Revealed Identity Number"
    _inherit = ["visitor.kept.mixin"]
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
