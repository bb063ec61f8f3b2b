from odoo import fields, models


class VisitorRoleLog(models.Model):
    """Who gave or took which role, written once."""

    _name = "visitor.role.log"
    _description = "Role Given or Taken"
    _inherit = ["visitor.kept.mixin"]
    _order = "id desc"
    _rec_name = "user_id"
    _log_access = False

    user_id = fields.Many2one(
        "res.users",
        "Colleague",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    role = fields.Selection(
        [
            ("reception", "Reception"),
            ("security", "Security"),
            ("escort", "Escort Coordinator"),
            ("service", "Customer Service"),
            ("manager", "Customer Service Manager"),
            ("leadership", "Leadership"),
        ],
        required=True,
        readonly=True,
    )
    given = fields.Boolean(
        "Role Given", readonly=True, help="Otherwise it was taken away."
    )
    by_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Of who gave or took it.",
    )
    at = fields.Datetime(
        "When", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
