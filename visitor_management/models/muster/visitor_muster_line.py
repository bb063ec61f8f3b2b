from odoo import api, fields, models

from ...tools import roll_call
from ...tools.name_field import Line


class VisitorMusterLine(models.Model):
    """One head of a roll call, as the register had it when it began, and what became.

    Of a group each head has a line. Lines are written by the program alone; what is
    shown of somebody is the last tick.
    """

    _name = "visitor.muster.line"
    _description = "Person of a Roll Call"
    _inherit = ["visitor.kept.mixin"]
    _order = "muster_id desc, name, number, id"

    muster_id = fields.Many2one(
        "visitor.muster", "Roll Call", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    site_id = fields.Many2one(related="muster_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    key = fields.Char(required=True, groups=fields.NO_ACCESS, copy=False)
    category = fields.Selection(
        [
            ("visitor", "Visitor on Site"),
            ("contractor", "Contractor on Site"),
            ("escort", "Escort on Site"),
            ("employee", "Employee on Site"),
            ("unlisted", "Not on the List"),
        ],
        "Class of Person",
        required=True,
    )
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        index="btree_not_null",
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict"
    )
    name = Line("Person", required=True)
    number = fields.Integer("Number in the Group", default=1, required=True)
    group_size = fields.Integer("People of the Group", default=1, required=True)
    organization = Line("Firm")
    host_name = Line("Visited Person")
    area_id = fields.Many2one(
        "visitor.area", "Last Area", index="btree_not_null", ondelete="restrict"
    )
    not_seen_leaving = fields.Boolean(
        help="Checked out by closing time, or present since another day: nobody saw "
        "the person leave.",
    )
    added_late = fields.Boolean(help="Came on the list while the roll call ran.")
    # the last tick
    status = fields.Selection(
        roll_call.STATUSES, "Seen As", required=True, default="missing", index=True
    )
    ticked_at = fields.Datetime()
    point_id = fields.Many2one(
        "visitor.muster.point",
        "Assembly Point",
        index="btree_not_null",
        ondelete="restrict",
    )
    warden_id = fields.Many2one(
        "visitor.muster.warden",
        "Ticked By Warden",
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", "Ticked By", index="btree_not_null", ondelete="restrict"
    )
    tick_ids = fields.One2many("visitor.muster.tick", "line_id", "Ticks")

    _person_uniq = models.UniqueIndex("(muster_id, key)")
    _status_idx = models.Index("(muster_id, status)")

    @api.depends("name", "number", "group_size")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._shown(line.name, line.number, line.group_size)

    def _shown(self, name, number, group_size):
        """How one head is called: “Delegation 3 of 12”."""
        if group_size < 2:
            return name
        return self.env._(
            "%(name)s %(number)s of %(all)s", name=name, number=number, all=group_size
        )
