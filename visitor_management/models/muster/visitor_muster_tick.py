from odoo import fields, models

from ...tools import roll_call
from ...tools.name_field import Line


class VisitorMusterTick(models.Model):
    """Somebody was seen, or not: said once by a warden or at the desk, never changed.

    Ticks are merged by union: the same one sent twice is one, the last of a person is
    shown. Whoever ticks before the roll call is known names the key of the person; the
    line follows when there is one.
    """

    _name = "visitor.muster.tick"
    _description = "Tick of a Roll Call"
    _inherit = ["visitor.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "at"

    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    muster_id = fields.Many2one(
        "visitor.muster", "Roll Call", index="btree_not_null", ondelete="restrict"
    )
    line_id = fields.Many2one(
        "visitor.muster.line", "Person", index="btree_not_null", ondelete="restrict"
    )
    key = fields.Char(groups=fields.NO_ACCESS, copy=False)
    status = fields.Selection(roll_call.STATUSES, "Seen As", required=True)
    at = fields.Datetime("Ticked At", required=True)
    point_id = fields.Many2one(
        "visitor.muster.point",
        "Assembly Point",
        index="btree_not_null",
        ondelete="restrict",
    )
    device = fields.Char(required=True, groups=fields.NO_ACCESS)
    nonce = fields.Char(required=True, groups=fields.NO_ACCESS)
    warden_id = fields.Many2one(
        "visitor.muster.warden", index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Ticked By", index="btree_not_null", ondelete="restrict"
    )
    scanned = fields.Boolean("Pass Scanned")
    # of somebody who was not on the list
    name = Line("Person Added")
    area_id = fields.Many2one(
        "visitor.area", "Came From", index="btree_not_null", ondelete="restrict"
    )

    _nonce_uniq = models.UniqueIndex("(device, nonce)")
    _waiting_idx = models.Index("(site_id, key) WHERE line_id IS NULL")
