from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.name_field import Line
from .visitor_permit import OVER

# What is said of a measure while it is looked at.
SAID = frozenset({"confirmed_name", "remarks"})
# Who wrote it down, and when.
BY_PROGRAM = frozenset({"confirmed_by_id", "confirmed_at"})


class VisitorPermitLine(models.Model):
    """A measure on the checklist of a permit: does it apply, and who confirmed it."""

    _name = "visitor.permit.line"
    _description = "Measure of a Permit"
    _inherit = ["visitor.fixed.mixin"]
    _order = "permit_id, sequence, id"
    _fixed_fields = frozenset({"permit_id"})

    permit_id = fields.Many2one(
        "visitor.permit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="permit_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="permit_id.tz", string="Site Time Zone")
    permit_state = fields.Selection(
        related="permit_id.state", string="Status of the Permit"
    )
    sequence = fields.Integer(default=10)
    name = Line("Safety Measure", required=True)
    applies = fields.Boolean("Applies?", default=True)
    confirmed_name = Line(
        "Confirmed By", copy=False, help="Who has looked at it, at the place."
    )
    confirmed_by_id = fields.Many2one(
        "res.users",
        "Entered By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    confirmed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    remarks = Line("Remarks on the Measure", copy=False)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_program({name for vals in vals_list for name in vals})
        lines = super().create(vals_list)
        for permit in lines.permit_id:
            if permit.state != "draft":
                raise permit._content_stays()
        lines.filtered("confirmed_name")._note_who()
        return lines

    def write(self, vals):
        self._check_by_program(vals.keys())
        for permit in self.permit_id:
            if permit.state != "draft" and vals.keys() - SAID:
                if any(line._differing(vals.keys() - SAID, vals) for line in self):
                    raise permit._content_stays()
            if permit.state in OVER:
                raise permit._stays(self.env._("It is over."))
            if permit.state in ("approved", "handed_back"):
                self._check_confirmed(vals)
        result = super().write(vals)
        if "confirmed_name" in vals:
            self._note_who()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for permit in self.permit_id:
            if permit.state != "draft":
                raise permit._content_stays()

    def _check_confirmed(self, vals):
        """What was confirmed when the works were permitted stays, while they go on.

        :raise UserError: a confirmation would be taken back, or be somebody else's
        """
        said = self.filtered("confirmed_name")
        if any(line._differing({"confirmed_name"}, vals) for line in said):
            raise UserError(
                self.env._(
                    "The works were permitted with this confirmation. If it is not so "
                    "any more, have the works suspended first."
                )
            )

    def _check_by_program(self, names):
        """
        :raise UserError: somebody says who confirmed a measure, and when
        """
        guarded = not self.env.su and BY_PROGRAM & set(names)
        if guarded:
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(guarded)
            ]
            raise UserError(
                self.env._("These fields can't be set by hand: %s", ", ".join(labels))
            )

    def _note_who(self):
        """When a confirmation was entered, and by whom."""
        for line_sudo in self.sudo():  # who wrote the name, checked as the user's
            said = bool(line_sudo.confirmed_name)
            line_sudo._write_said(
                {
                    "confirmed_by_id": said and self.env.uid,
                    "confirmed_at": said and fields.Datetime.now(),
                }
            )

    def _write_said(self, vals):
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm(self):
        """Confirm that the measures are taken, as the user who is at the place.

        :return: True
        :raise AccessError: the permit is not the user's to write
        :raise UserError: the permit is over
        """
        self.filtered(
            lambda line: not line.confirmed_name
        ).confirmed_name = self.env.user.name
        return True
