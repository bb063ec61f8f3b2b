from odoo import fields, models

from ...tools.groups import SECURITY


class VisitorMovement(models.Model):
    """One scan or manual step, granted or denied. Never changed, never deleted."""

    _name = "visitor.movement"
    _description = "Movement"
    _inherit = ["visitor.kept.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("at", "at")

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="Empty where the code was unknown.",
    )
    pass_id = fields.Many2one(
        "visitor.pass", index="btree_not_null", ondelete="restrict", readonly=True
    )
    gate_id = fields.Many2one(
        "visitor.gate", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    site_id = fields.Many2one(
        "visitor.site", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one(
        "res.company", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    area_id = fields.Many2one(
        "visitor.area", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    direction = fields.Selection(
        [("in", "In"), ("out", "Out")], required=True, readonly=True
    )
    at = fields.Datetime("When", required=True, readonly=True, index=True)
    recorded_at = fields.Datetime(required=True, readonly=True)
    granted = fields.Boolean("Let Through", readonly=True)
    reason = fields.Char(readonly=True, help="Code of the condition that was not met.")
    message = fields.Char(
        "Message Shown",
        readonly=True,
        help="What the device was told, in the language of the site.",
    )
    nonce = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    code_digest = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Keyed fingerprint of the code: tells a repeated call from another one.",
    )
    offline = fields.Boolean(readonly=True, help="Decided by the device, sent later.")
    forced = fields.Boolean(
        readonly=True, help="It happened although it should not have been possible."
    )
    late = fields.Boolean(
        "Reported Late",
        readonly=True,
        help="Older than the last movement, or than the pass: it changed nothing.",
    )
    annuls_id = fields.Many2one(
        "visitor.movement",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    annulled_by_ids = fields.One2many("visitor.movement", "annuls_id", "Taken Back By")
    user_id = fields.Many2one(
        "res.users",
        "By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty where a device did it.",
    )

    has_footage = fields.Boolean(
        "Has a Recording", compute="_compute_has_footage", groups=SECURITY
    )

    _nonce_uniq = models.UniqueIndex("(gate_id, nonce) WHERE nonce IS NOT NULL")
    _last_idx = models.Index("(registration_id, at DESC) WHERE granted")

    def _defaults(self, gate=None):
        """Values that every movement carries besides who, where and when.

        :param gate: a ``Device``; default: somebody at a desk, by hand
        """
        return {
            "gate_id": gate.gate_id if gate else None,
            "area_id": gate.area_id if gate else None,
            "recorded_at": fields.Datetime.now(),
            "granted": False,
            "offline": False,
            "forced": False,
            "late": False,
            "user_id": None if gate else self.env.uid,
        }
