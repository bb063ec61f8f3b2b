from odoo import api, fields, models

from ...tools.name_field import Line
from ...tools.shift_round import KINDS


class VisitorShiftLine(models.Model):
    """One thing that is open at the end of a shift. Never changed.

    While the sheet is written the lines are made anew from what is open, and what is
    done about one is done there.
    """

    _name = "visitor.shift.line"
    _description = "Open at Handover"
    _order = "sequence, due_at, id"
    _rec_name = "what"

    shift_id = fields.Many2one(
        "visitor.shift", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="shift_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="shift_id.tz", string="Site Time Zone")
    state = fields.Selection(related="shift_id.state", string="Status of the Shift")
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    res_id = fields.Integer(
        "Record ID", readonly=True, help="Where it is no visitor: of what it is."
    )
    name = Line("What It Is", readonly=True, help="Where it is no visitor.")
    what = fields.Char("Still Open", compute="_compute_what")
    organization = fields.Char(related="registration_id.organization")
    host_name = fields.Char(related="registration_id.host_name")
    headcount = fields.Integer("People", default=1, required=True, readonly=True)
    number = fields.Char(
        "Card or Pass", readonly=True, help="Number of the card, or code of the pass."
    )
    in_at = fields.Datetime("Time In", readonly=True)
    due_at = fields.Datetime("Visit Until", readonly=True)

    @api.depends(
        "registration_id.name", "registration_id.organization", "name", "headcount"
    )
    def _compute_what(self):
        for line in self:
            person, heads = line.registration_id, line.headcount
            names = (
                f"{person.name} ({heads})" if person and heads > 1 else person.name,
                line.name or person.organization,
            )
            line.what = " · ".join(filter(None, names))

    def write(self, vals):
        if self:
            raise self.shift_id._is_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_written(self):
        if any(line.shift_id.state != "draft" for line in self):
            raise self.shift_id._is_closed()
