from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.name_field import Line
from ...tools.rate_field import Count

# What people write; the rest is the program's.
TYPED = {"counted", "condition", "reason"}


class VisitorShiftCount(models.Model):
    """What there should be at the end of a shift, and what was counted.

    A line is a range of cards, the deposits, or a thing that belongs to the desk.
    """

    _name = "visitor.shift.count"
    _description = "Count at Handover"
    _inherit = ["visitor.site.clock.mixin"]
    _order = "shift_id desc, sequence, name, id"
    _site_moments = ("at", "at")

    shift_id = fields.Many2one(
        "visitor.shift", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="shift_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="shift_id.site_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="shift_id.tz", string="Site Time Zone")
    state = fields.Selection(related="shift_id.state", string="Status of the Shift")
    at = fields.Datetime("Shift From", related="shift_id.start", store=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(
        [
            ("card", "Cards"),
            ("deposit", "In Deposit"),
            ("thing", "Things of the Desk"),
        ],
        "What Is Counted",
        required=True,
        readonly=True,
    )
    name = Line("Range or Thing", required=True, readonly=True)
    opening = fields.Integer(
        "Opening Stock", readonly=True, help="At the desk as the shift began."
    )
    issued = fields.Integer("Given Out", readonly=True)
    returned = fields.Integer(
        "Come Back", readonly=True, help="Given back, or found again."
    )
    lost = fields.Integer(
        "Lost Here", readonly=True, help="From the stock of the desk."
    )
    lost_out = fields.Integer(
        "Lost by Visitors",
        readonly=True,
        help="Was given out before: it changes nothing in the stock of the desk.",
    )
    damaged = fields.Integer("Put Aside", readonly=True, help="Broken.")
    due = fields.Integer(
        "Should Be", readonly=True, help="At the desk, as the records say."
    )
    counted = Count(help="At the desk, as they were counted. Empty: not counted.")
    is_counted = fields.Boolean(compute="_compute_is_counted")
    difference = Count(
        compute="_compute_difference",
        store=True,
        help="Counted, less what there should be.",
    )
    condition = Line("State of the Thing")
    reason = Line("Why It Differs")

    _line_uniq = models.UniqueIndex("(shift_id, kind, name)")
    _counted_positive = models.Constraint(
        "CHECK(counted >= 0)", "Nobody counts less than none."
    )

    @api.depends("counted")
    def _compute_is_counted(self):
        for line in self:
            line.is_counted = line.counted is not False

    @api.depends("counted", "due")
    def _compute_difference(self):
        for line in self:
            known = line.is_counted
            line.difference = line.counted - line.due if known else False

    def write(self, vals):
        if not self.env.su:  # the program has locked the sheet
            self._lock_sheets()
        if any(line.shift_id.state != "draft" for line in self):
            raise self.shift_id._is_closed()
        if not self.env.su and vals.keys() - TYPED:
            raise UserError(
                self.env._("What there should be follows from the records: count it.")
            )
        return super().write(vals)

    def _lock_sheets(self):
        """Nobody counts while somebody signs: one of both goes first."""
        self.env.cr.execute(
            SQL(
                "SELECT FROM visitor_shift WHERE id = ANY(%s) FOR SHARE",
                self.shift_id.ids,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_while_written(self):
        if any(line.shift_id.state != "draft" for line in self):
            raise self.shift_id._is_closed()

    def action_there(self):
        """All of it is there, as it should be.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed
        """
        self.check_access("write")
        for line in self:
            line.counted = line.due
        return True
