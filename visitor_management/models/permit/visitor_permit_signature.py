from odoo import fields, models

from ...tools.picture_field import Picture


class VisitorPermitSignature(models.Model):
    """One step in the life of a permit, with who took it. Never changed."""

    _name = "visitor.permit.signature"
    _description = "Signature on a Permit"
    _inherit = ["visitor.kept.mixin"]
    _order = "permit_id, id"
    _rec_name = "step"

    permit_id = fields.Many2one(
        "visitor.permit", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="permit_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="permit_id.tz", string="Site Time Zone")
    step = fields.Selection(
        [
            ("submitted", "Asked For"),
            ("reworked", "Taken Back to a Draft"),
            ("signed", "Signed"),
            ("approved", "Works Approved"),
            ("started", "Start Checked"),
            ("suspended", "Suspended"),
            ("resumed", "Resumed"),
            ("extended", "Extended"),
            ("handed_back", "Handed Back"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
    )
    function_id = fields.Many2one(
        "visitor.permit.function",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    function_name = fields.Char("Signed As", readonly=True)
    name = fields.Char("Signed By", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Entered By", readonly=True, index=True, ondelete="restrict"
    )
    at = fields.Datetime("When", readonly=True, required=True)
    note = fields.Text("Reason or Note", readonly=True)
    signature = Picture(readonly=True, max_width=800, max_height=300, prefetch=False)
