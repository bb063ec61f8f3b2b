from odoo import fields, models


class VisitorIdentityReveal(models.Model):
    """Who saw a full identity number, when and why: written once, kept for ever."""

    _name = "visitor.identity.reveal"
    _description = "Revealed Identity Number"
    _inherit = ["visitor.kept.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("at", "at")
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
    site_id = fields.Many2one(related="registration_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
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
