from odoo import api, fields, models


class VisitorShiftLine(models.Model):
    """One thing that was open when a shift was handed over. Never changed."""

    _name = "visitor.shift.line"
    _description = "Open at Handover"
    _order = "due_at, id"
    _rec_name = "registration_id"

    shift_id = fields.Many2one(
        "visitor.shift", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="shift_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="shift_id.tz", string="Site Time Zone")
    kind = fields.Selection(
        [
            ("overstaying", "Overstaying"),
            ("inside", "Inside"),
            ("card", "Card or pass out"),
        ],
        required=True,
        readonly=True,
    )
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    organization = fields.Char(related="registration_id.organization")
    host_name = fields.Char(related="registration_id.host_name")
    headcount = fields.Integer("People", default=1, required=True, readonly=True)
    number = fields.Char(
        "Card or Pass", readonly=True, help="Number of the card, or code of the pass."
    )
    in_at = fields.Datetime("Time In", readonly=True)
    due_at = fields.Datetime("Visit Until", readonly=True)

    def write(self, vals):
        if self:
            raise self.shift_id._is_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_written(self):
        if any(line.shift_id.state != "draft" for line in self):
            raise self.shift_id._is_closed()
